"""What leans on a what-if before it, and what is asked of the cards as they lie there."""

from typing import Any

import pytest

from agent.offline.heard import Heard
from agent.offline.plan import plan
from agent.offline.scene import Scene
from agent.offline.understand import understand

OFFERS = [
    {"letter": x, "term_months": term, "principal": "22000.00", "tags": [], "product": "car",
     "monthly_payment": str(40000 // term), "total_interest": str(term * 50)}
    for x, term in zip("abcd", (60, 24, 48, 84), strict=True)
]  # fmt: skip
TRIED = {**OFFERS[0], "letter": "e", "tags": ["ADJUSTED"]}
SITUATION: dict[str, Any] = {
    "product": "car", "offers": [*OFFERS, TRIED], "outcome": "LIKELY_FITS",
    "known": {"principal": {"value": "22000.00", "source": "told"},
              "vehicle_price": {"value": "26000.00", "source": "told"}},
}  # fmt: skip
SHOWN = "It is [[offer.a.monthly_payment]] over [[offer.a.term_months]]."
CHANGED = "Then [[offer.e.monthly_payment]], [[difference.e-a.monthly_payment_difference]]."


def scene(said: str, *earlier: str, **more: Any) -> Scene:
    replies = (SHOWN, *([CHANGED] * len(earlier)))
    return Scene(said, SITUATION | more, ("22k for a car", *earlier), replies)


def heard(said: str, *earlier: str, **more: Any) -> Heard:
    return understand(scene(said, *earlier, **more))


@pytest.mark.parametrize(
    ("before", "said", "changes"),
    [
        (("what if I put 3,000 down",), "and 5,000?", {"down_payment": "5,000"}),
        (("what if I pay 75 extra a month",), "and 150", {"extra_monthly": "150"}),
        (("how much would it be if I only borrow 20,000",), "what about 18?", {"principal": "18"}),
        (("could I put 2k down",), "or 4k", {"down_payment": "4k"}),
        (("pay 50 extra a month?", "and 100"), "and 150", {"extra_monthly": "150"}),
    ],
)
def test_a_bare_figure_moves_what_was_moved_before(
    before: tuple[str, ...], said: str, changes: dict[str, str]
) -> None:
    assert heard(said, *before).changes == changes


@pytest.mark.parametrize("said", ["and 48?", "and over 4 years", "and 36 months"])
def test_a_time_after_another_lever_stays_a_time(said: str) -> None:
    assert set(heard(said, "what if I put 3,000 down").changes) == {"term_months"}


def test_a_first_request_is_no_what_if() -> None:
    bare = Scene("and 18,000", SITUATION, ("22,000 for a car, 3,000 down",), (SHOWN,))

    assert "down_payment" not in understand(bare).changes


@pytest.mark.parametrize(
    "said", ["can I do that on the 84 one", "and on the 84?", "the same for the 84 months please"]
)
def test_the_same_is_tried_on_another_card(said: str) -> None:
    found = heard(said, "what if I pay 75 extra a month", "and 150")

    assert (found.changes, found.letters) == ({"extra_monthly": "150"}, ("d",))


@pytest.mark.parametrize(
    "said", ["ok and without the extra", "forget the down payment", "leave out the extra then"]
)
def test_what_was_tried_out_is_left_again(said: str) -> None:
    found = heard(said, "what if I pay 75 extra a month")

    assert (found.topics, found.about, dict(found.told)) == (("undo",), "lever", {})


@pytest.mark.parametrize(
    "said",
    [
        "show me the offers again",
        "what were the options again?",
        "can I see everything side by side",
        "remind me what the four offers were... list all four",
    ],
)
def test_the_cards_are_said_again(said: str) -> None:
    calls = plan(heard(said), scene(said))

    assert [(c.tool, c.arguments) for c in calls] == [("compare_offers", {"letters": list("abcd")})]


@pytest.mark.parametrize("said", ["do you have other options", "show me something better"])
def test_other_offers_are_not_the_same_ones_again(said: str) -> None:
    assert "offers_again" not in heard(said).topics


@pytest.mark.parametrize(
    ("said", "goal"),
    [
        ("which is best for me if I want low payments", "goal_month"),
        ("I mostly care about the monthly", "goal_month"),
        ("and if I care about total cost", "goal_total"),
        ("which one if I only look at the total", "goal_total"),
    ],
)
def test_what_matters_to_them_picks_the_card(said: str, goal: str) -> None:
    assert heard(said).topics == (goal,)


@pytest.mark.parametrize(
    ("said", "letter"),
    [
        ("how much would I pay in interest on that", "e"),
        ("what's the APR on the first vs the rate", "a"),
        ("what is the total with the 48 month one?", "c"),
    ],
)
def test_one_figure_of_one_card_is_asked(said: str, letter: str) -> None:
    at = scene(said, "what if I put 3,000 down")

    assert [(c.tool, c.arguments) for c in plan(understand(at), at)] == [
        ("compare_offers", {"letters": [letter]})
    ]


def test_what_applying_would_do_applies_for_nothing() -> None:
    asked = heard("what happens after I submit", open_question={"id": "adult", "fields": []})

    assert "apply" not in asked.topics


@pytest.mark.parametrize("said", ["wait no, the 60", "no wait, the first one", "sorry, the 60 one"])
def test_another_card_is_meant_while_we_ask_whether_they_may_sign(said: str) -> None:
    at = scene(said, open_question={"id": "adult", "fields": ["has_capacity"]})

    assert [(c.tool, c.arguments) for c in plan(understand(at), at)] == [
        ("submit_application", {"letter": "a"})
    ]


@pytest.mark.parametrize(
    "said",
    ["how much more would that cost me compared to the first", "is that more than the first"],
)
def test_what_was_talked_about_is_set_against_the_one_named(said: str) -> None:
    at = scene(said, "what if I put 3,000 down")

    assert [c.arguments for c in plan(understand(at), at)] == [{"letters": ["a", "e"]}]


def test_less_right_after_more_starts_from_the_same_loan() -> None:
    found = heard("and 2,000 less", "what if I borrowed 2,000 more")

    assert found.changes == {"principal": "offer.a.principal - 2,000"}


@pytest.mark.parametrize("said", ["can I still change the term", "could I lower the amount now?"])
def test_what_is_filed_is_not_changed_here(said: str) -> None:
    filed = {"application_number": "LA-1", "applications": [{"number": "LA-1", "product": "car"}]}

    assert heard(said, **filed).topics == ("filed_change",)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("what if I put 1,000 more down", "offer.a.down_payment + 1,000"),
        ("and with an extra 2k down?", "offer.a.down_payment + 2k"),
        ("500 less down", "offer.a.down_payment - 500"),
    ],
)
def test_more_down_is_added_to_what_is_put_down(said: str, words: str) -> None:
    known = {**SITUATION["known"], "down_payment": {"value": "4000.00", "source": "told"}}
    found = understand(Scene(said, SITUATION | {"known": known}, ("22k for a car",), (SHOWN,)))

    assert (found.changes, dict(found.told)) == ({"down_payment": words}, {})


def test_more_down_than_nothing_is_what_is_put_down() -> None:
    assert heard("what if I put 1,000 more down").changes == {"down_payment": "1,000"}


@pytest.mark.parametrize(
    "said",
    [
        "ok go with the 48 month one",
        "I'll take the third one",
        "let's go for the 48 months",
        "ok the 48 then, apply",
        "apply for 48",
        "48 months, apply please",
    ],
)
def test_a_card_that_is_taken_is_applied_for(said: str) -> None:
    at = scene(said)

    assert [(c.tool, c.arguments) for c in plan(understand(at), at)] == [
        ("submit_application", {"letter": "c"})
    ]


@pytest.mark.parametrize("said", ["are the taxes in the payment", "does the payment include PMI?"])
def test_what_a_payment_contains_is_no_question_of_how_much(said: str) -> None:
    found = heard(said)

    assert ("figures" in found.topics, found.query is not None) == (False, True)


@pytest.mark.parametrize("said", ["actually take Raj off", "leave him out", "take my brother off"])
def test_somebody_who_signs_is_taken_off(said: str) -> None:
    assert heard(said, co_applicant=True).co_applicant == "none"


@pytest.mark.parametrize(
    "said", ["hmm then put him back", "add Raj again", "bring my wife back in"]
)
def test_somebody_put_back_brings_what_was_said_of_them(said: str) -> None:
    found = heard(
        said, "my brother Raj could co-sign", "he makes 48k, score 728, pays 300", "drop him"
    )

    assert found.co_applicant == "add"
    assert found.told["co_annual_income"] == "48k"


@pytest.mark.parametrize("said", ["is 36 better than 24", "would 5 years be cheaper than 3 years"])
def test_two_times_before_any_offer_are_no_income(said: str) -> None:
    asked = Scene(
        said, {"product": "personal", "open_question": {"id": "money"}}, ("6k", "3 years")
    )

    assert not understand(asked).told


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("the other one?", ["a"]),
        ("between the two which has the lower payment", ["a", "e"]),
        ("which of those two is cheaper", ["a", "e"]),
        ("can you compare the two", ["a", "e"]),
    ],
)
def test_the_other_and_the_two_are_those_spoken_of_last(said: str, letters: list[str]) -> None:
    at = scene(said, "what if I put 3,000 down")

    assert [(c.tool, c.arguments) for c in plan(understand(at), at)] == [
        ("compare_offers", {"letters": letters})
    ]


def test_what_was_talked_about_is_set_against_what_was_shown_first() -> None:
    at = scene("how does that compare to what you showed first", "what if I put 3,000 down")

    assert [c.arguments for c in plan(understand(at), at)] == [{"letters": ["a", "e"]}]


def test_why_apr_and_rate_differ_is_looked_up() -> None:
    found = heard("why is the APR higher than the rate")

    assert (found.topics, found.query) == ((), "why is the apr higher than the rate")
