"""What the model is told: of many facts those that are spoken of."""

from agent.briefing import MOST_FACTS, _most_telling
from tools.facts import Fact, fact

ROLES = ("monthly_payment", "apr_pct", "note_rate_pct", "term_months", "principal")
SELDOM = ("last_payment", "pti_pct", "residual_income", "dti_pre_pct", "finance_charge")


def of_offer(letter: str) -> list[Fact]:
    own = [fact(f"offer.{letter}", role, "10") for role in (*ROLES, *SELDOM)]
    return own + [fact(f"offer.{letter}.autodebit", role, "9") for role in ROLES]


def test_when_not_all_facts_fit_every_offer_keeps_what_is_spoken_of() -> None:
    facts = [one for letter in "abcdef" for one in of_offer(letter)]

    kept = _most_telling(facts)

    assert len(facts) > MOST_FACTS == len(kept)
    assert {f"offer.{letter}.{role}" for letter in "abcdef" for role in ROLES} <= {
        one.id for one in kept
    }


def test_facts_keep_their_order_and_few_are_all_told() -> None:
    facts = of_offer("a")

    assert _most_telling(facts) == facts
