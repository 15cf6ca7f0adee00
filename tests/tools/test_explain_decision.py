"""What an explanation lets the agent say."""

from tools.explain_decision import driver_facts
from tools.facts import ROLES
from tools.knowledge import load_knowledge
from tools.knowledge.golden import golden_cases
from tools.lending.explain import price_drivers


def test_a_price_driver_states_its_change_and_difference_and_never_points() -> None:
    inquiry = next(case.inquiry for case in golden_cases() if case.id == "C02")
    drivers = price_drivers(inquiry, load_knowledge().rulebook)

    facts = {f.id: f for driver in drivers for f in driver_facts(driver)}

    assert facts["driver.term_months.to"].value == "36"
    assert facts["driver.term_months.monthly_payment_difference"].value == "212.89"
    assert facts["driver.credit_score_band.to"].unit == "score"
    assert facts["driver.principal.to"].unit == "usd"
    assert all(f.role in ROLES and "points" not in f.id for f in facts.values())
