"""What is said against the offers on the table: two of them, the other one, another bank's."""

from typing import Any

import pytest

from agent.language.text import plain
from agent.offline.heard import Heard
from agent.offline.plan import plan
from agent.offline.references import letters_in
from agent.offline.scene import Scene
from agent.offline.understand import understand

TERMS = (60, 24, 48, 84)
OFFERS = [
    {"letter": x, "term_months": term, "principal": "15000.00", "tags": [], "product": "car",
     "monthly_payment": str(40000 // term), "total_interest": str(term * 50)}
    for x, term in zip("abcd", TERMS, strict=True)
]  # fmt: skip
KNOWN = {"principal": "15000.00", "vehicle_price": "18000.00", "annual_income": "62000.00",
         "monthly_obligations": "250.00", "credit_score": "720"}  # fmt: skip
SITUATION: dict[str, Any] = {
    "product": "car", "offers": OFFERS, "outcome": "LIKELY_FITS",
    "known": {f: {"value": v, "source": "told"} for f, v in KNOWN.items()},
}  # fmt: skip
SPOKEN = ("It is [[offer.a.monthly_payment]] over [[offer.a.term_months]].",)
QUOTED = ("At that rate it is [[hypothetical.1.monthly_payment]].",)


def heard(said: str, *earlier: str, **more: Any) -> Heard:
    return understand(Scene(said, SITUATION | more, earlier or ("hi",), SPOKEN))


def tools(said: str, *earlier: str) -> list[tuple[str, dict[str, Any]]]:
    scene = Scene(said, SITUATION, earlier or ("hi",), SPOKEN)
    return [(c.tool, c.arguments) for c in plan(understand(scene), scene)]


@pytest.mark.parametrize("product", ["car", "education", "personal"])
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ok so four years instead of five, monthly?", "four years"),
        ("48 months rather than 60", "48 months"),
        ("how about three years in place of five", "three years"),
        ("instead of five years I'd do three", "three"),
        ("make it 4 years and not 5", "4 years"),
        ("36 instead of 60", "36"),
    ],
)
def test_a_time_in_place_of_another_is_another_time(said: str, words: str, product: str) -> None:
    found = heard(said, product=product)

    assert found.changes == {"term_months": words}
    assert not found.told


@pytest.mark.parametrize(
    "said", ["put 5,000 down instead of 3,000", "I earn 52k and not 48k", "a boat instead of a car"]
)
def test_what_is_no_time_changes_no_time(said: str) -> None:
    assert "term_months" not in heard(said).changes


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("and the long one", ("d",)),
        ("the long term one", ("d",)),
        ("the longest", ("d",)),
        ("the short one please", ("b",)),
        ("what about the shortest", ("b",)),
        ("the first one, no wait, the second one", ("b",)),
        ("let me take the middle one then, no wait, the first", ("a",)),
        ("the second one, sorry, the third one", ("c",)),
        ("the middle one", ("b", "c")),
    ],
)
def test_words_point_at_an_offer_that_is_shown(said: str, letters: tuple[str, ...]) -> None:
    assert letters_in(plain(said), OFFERS) == letters


def test_the_middle_of_three_is_the_second() -> None:
    assert letters_in("the middle one", OFFERS[:3]) == ("b",)


@pytest.mark.parametrize(
    "said", ["and the long one", "and the 84?", "what about the longest", "for the last one?"]
)
@pytest.mark.parametrize(
    "asked", ["what is the total interest on the first?", "how much interest would that be in all?"]
)
def test_the_other_offer_is_asked_the_same(said: str, asked: str) -> None:
    found = heard(said, asked)

    assert (found.letters, found.leans, "interest" in (found.query or "")) == (("d",), True, True)
    assert tools(said, asked) == [("compare_offers", {"letters": ["d"]})]


@pytest.mark.parametrize(
    ("said", "letters"),
    [
        ("put the 24 and the 84 next to each other", ["b", "d"]),
        ("compare 4 and 5 years", ["c", "a"]),
        ("48 vs 84", ["c", "d"]),
        ("48 or 60?", ["c", "a"]),
        ("what's the difference between two and seven years?", ["b", "d"]),
        ("is 4 years better than 7", ["c", "d"]),
    ],
)
def test_two_times_that_are_shown_are_compared(said: str, letters: list[str]) -> None:
    assert tools(said) == [("compare_offers", {"letters": letters})]


@pytest.mark.parametrize(
    ("said", "adjusted"),
    [
        ("compare 3 and 5 years", [{"term_months": "3", "letter": "a"}]),
        ("48 vs 72", [{"term_months": "72", "letter": "c"}]),
        ("show me 36 and 72 months side by side",
         [{"term_months": "36", "letter": "a"}, {"term_months": "72 months", "letter": "a"}]),
        ("15,000 or 12,000, which is cheaper", [{"principal": "12,000", "letter": "a"}]),
    ],
)  # fmt: skip
def test_what_no_card_shows_is_priced_and_then_compared(
    said: str, adjusted: list[dict[str, str]]
) -> None:
    assert tools(said) == [("adjust_offer", one) for one in adjusted]


@pytest.mark.parametrize(
    "said",
    [
        "honestly what would YOU take",
        "which one would you pick?",
        "what do you recommend",
        "if you were me, which one?",
        "which should I pick?",
        "can't decide, help me choose",
    ],
)
def test_asked_to_choose_we_say_what_each_is_best_for(said: str) -> None:
    assert "advice" in heard(said).topics
    assert tools(said) == [("compare_offers", {"letters": list("abcd")})]


@pytest.mark.parametrize(
    "said", ["what would you do if I miss a payment", "what do you do with my data"]
)
def test_another_question_is_no_choice(said: str) -> None:
    assert "advice" not in heard(said).topics


@pytest.mark.parametrize(
    "said",
    [
        "My credit union says 6.9 percent for the same sixty months on 15,000",
        "another bank would give me 15,000 at 6.9% over 60 months. what would I pay there?",
        "elsewhere I was quoted 6.9 percent on 15,000 for 60 months",
    ],
)
def test_another_banks_loan_changes_nothing_here(said: str) -> None:
    found = heard(said)

    assert not found.told
    assert not found.changes
    assert [tool for tool, _ in tools(said)] == ["quote_loan"]
    assert found.quoted["principal"] == "15,000"


@pytest.mark.parametrize(
    ("said", "changed"),
    [
        ("and 48", {"term_months": "48"}),
        ("what about 60 months?", {"term_months": "60 months"}),
        ("for 15k", {"principal": "15k"}),
        ("and over five years", {"term_months": "five years"}),
    ],
)
def test_after_a_quote_alone_the_rate_stays(said: str, changed: dict[str, str]) -> None:
    scene = Scene(said, {}, ("10,000 at 9 percent for 36 months, what would that be",), QUOTED)
    found = understand(scene)

    assert (found.rate, dict(found.told)) == ("9 percent", {})
    assert {f: found.quoted[f] for f in changed} == changed


@pytest.mark.parametrize(
    "said",
    [
        "what would happen if Sam signed too? Sam makes 48,000, credit 728, pays 300 a month",
        "and if my aunt signed with me? she makes 48,000, her score is 728, she pays 300 a month",
        "what if he signs too, he earns 48,000, score 728, pays 300 a month",
    ],
)
def test_somebody_tried_out_brings_their_figures(said: str) -> None:
    found = heard(said)

    assert (found.co_applicant, found.query) == ("add", None)
    assert dict(found.told) == {
        "co_annual_income": "48,000", "co_credit_score": "728", "co_monthly_obligations": "300",
    }  # fmt: skip


@pytest.mark.parametrize("said", ["and without Sam?", "drop Sam again", "ok, without him"])
def test_somebody_who_signs_is_left_out_by_name(said: str) -> None:
    found = heard(said, co_applicant=True)

    assert found.co_applicant == "none" or "drop_co" in found.topics
