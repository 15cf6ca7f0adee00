"""What a reply does not do: sell to somebody in trouble, repeat itself, drop a proposal."""

from typing import Any

from agent.offline.compose import composed
from agent.offline.heard import Heard
from agent.offline.quiet import quiet_team
from agent.offline.references import only_one_in, talked_about
from agent.offline.wording import variants

MONEY = {"id": "money", "fields": ["annual_income", "monthly_obligations"], "times_asked": 1}
HARDSHIP = "I'm passing you to our hardship team, who can look at your options with you."
OFFERS = [{"letter": "a"}, {"letter": "b"}]


def said(
    heard: Heard, *replies: str, results: tuple[dict[str, Any], ...] = (), **context: Any
) -> str:
    return composed(results, {"product": None, **context}, heard, replies=replies)[0]


def test_somebody_whom_the_hardship_team_has_is_asked_nothing_about_a_loan() -> None:
    assert "?" not in said(Heard(), HARDSHIP)
    assert "?" not in said(Heard(is_unsure=True), HARDSHIP, said(Heard(), HARDSHIP))


def test_a_customer_who_asks_for_a_loan_again_is_served() -> None:
    reply = said(Heard(topics=("wants_after_all",)), HARDSHIP)

    assert reply.endswith("?")
    assert quiet_team([HARDSHIP, reply]) is None


def test_after_a_scam_no_wish_for_a_loan_goes_before_the_fraud_team() -> None:
    fraud = str(variants("hand_off.fraud")[0])

    assert said(Heard(product="gold"), fraud) == variants("quiet.fraud")[0]


def test_an_unanswered_question_is_put_in_other_words_with_its_reason_then_a_person_offered() -> (
    None
):
    context: dict[str, Any] = {"next_question": MONEY, "open_question": MONEY, "product": "car"}
    first = said(Heard(topics=("greeting",)), **context)
    second = said(Heard(answer="YES"), first, **context)
    third = said(Heard(answer="YES"), first, second, **context)

    assert second != first
    assert "comfortable" in second
    assert "person" in third
    assert "your income" in third


def test_a_refusal_is_accepted_with_what_it_means() -> None:
    reply = said(Heard(topics=("declines",)), open_question=MONEY, product="car")

    assert "don't have to" in reply
    assert "Fair question" not in reply
    assert "?" not in reply


def test_a_proposal_that_stands_is_said_again_after_an_answer() -> None:
    standing: dict[str, Any] = {
        "proposal": {"id": "p", "letter": "a"},
        "offers": OFFERS,
        "product": "car",
    }

    assert said(Heard(topics=("thanks",)), **standing).endswith(str(variants("proposal.waits")[0]))


def test_another_language_gets_one_clear_line() -> None:
    assert said(Heard(topics=("language",), told={"principal": "8000"})) == variants("language")[0]


def test_a_weak_passage_is_not_spoken_as_the_answer() -> None:
    weak: dict[str, Any] = {
        "id": "faq#students", "title_path": ["Students"], "text": "Students may apply.",
        "template": "Students may apply.", "score": 2.9, "coverage": 0.56,
    }  # fmt: skip
    found: dict[str, Any] = {
        "tool": "search_policy",
        "result": {"passages": [weak]},
        "refused": None,
        "facts": [],
    }
    sure = {**found, "result": {"passages": [{**weak, "coverage": 0.9}]}}
    asked = Heard(query="can my kids inherit the loan", is_question=True)

    assert "Students" not in said(asked, results=(found,), product="home")
    assert "Students" in said(asked, results=(sure,), product="home")


def test_the_offer_talked_about_is_the_first_of_the_last_reply_about_offers() -> None:
    replies = ["[[offer.a.apr_pct]] or [[offer.b.apr_pct]]", "It is [[offer.b.apr_pct]].", "Sure."]

    assert talked_about(OFFERS, replies) == "b"
    assert only_one_in(OFFERS, replies) == "b"
    assert only_one_in(OFFERS, replies[:1]) is None
