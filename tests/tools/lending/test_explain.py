"""What moves a price is found by pricing again."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.explain import PriceDriver, price_drivers
from tools.lending.pricing import note_rate_pct, price_parts
from tools.lending.records import Inquiry
from tools.lending.standing import standing_of

Ask = Callable[..., Inquiry]
CASES = golden_cases()
BY_ID = {case.id: case for case in CASES}


def by_lever(drivers: tuple[PriceDriver, ...]) -> dict[str, PriceDriver]:
    return {driver.lever: driver for driver in drivers}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_driver_lowers_the_rate_and_the_largest_comes_first(
    case: GoldenCase, rulebook: Rulebook
) -> None:
    drivers = price_drivers(case.inquiry, rulebook)

    differences = [driver.note_rate_difference_pct for driver in drivers]
    assert all(difference < 0 for difference in differences)
    assert differences == sorted(differences)
    for driver in drivers:
        asked = Decimal(case.expect["as_asked"]["note_rate_pct"])
        assert driver.note_rate_pct - asked == driver.note_rate_difference_pct
        assert driver.points > 0


def test_a_shorter_term_lowers_the_rate_and_raises_the_payment(rulebook: Rulebook) -> None:
    driver = by_lever(price_drivers(BY_ID["C02"].inquiry, rulebook))["term_months"]

    assert (driver.to, driver.note_rate_pct) == ("36", Decimal("14.84"))
    assert driver.monthly_payment_difference == Decimal("212.89")


def test_more_down_counts_from_what_was_said(rulebook: Rulebook, ask: Ask) -> None:
    request = {"principal": "19000.00", "down_payment": "1000.00", "vehicle_price": "20000.00"}

    driver = by_lever(price_drivers(ask("car", request=request), rulebook))["down_payment"]

    assert driver.to == "2000.00"


def test_a_smaller_loan_ends_exactly_where_a_band_does(rulebook: Rulebook) -> None:
    inquiry = BY_ID["C02"].inquiry
    driver = by_lever(price_drivers(inquiry, rulebook))["principal"]
    terms, grid = rulebook.terms(inquiry.request.product), rulebook.catalogue.pricing

    def rate(principal: Decimal) -> Decimal:
        parts = price_parts(
            terms, grid, credit_score=680, dti_pre_pct=standing_of(inquiry, rulebook).dti_pre_pct,
            term_months=60, loan_to_income=principal / 50000,
        )  # fmt: skip
        return note_rate_pct(terms, grid, parts)

    assert rate(Decimal(driver.to)) == driver.note_rate_pct
    assert rate(Decimal(driver.to) + 100) > driver.note_rate_pct


def test_lower_debts_leave_housing_alone(rulebook: Rulebook, ask: Ask) -> None:
    rent = {"monthly_obligations": "2500.00", "rent": "2400.00"}

    drivers = price_drivers(ask("personal", rent), rulebook)

    assert "monthly_obligations" not in by_lever(drivers)


def test_the_best_price_has_nothing_that_moves_it(rulebook: Rulebook, ask: Ask) -> None:
    best = {"credit_score": 820, "monthly_obligations": "0.00",
            "mortgage_principal_and_interest": None, "taxes_and_insurance": None}  # fmt: skip

    drivers = price_drivers(ask("personal", best, {"term_months": 12}), rulebook)

    assert drivers == ()


def test_what_cannot_be_priced_has_no_drivers(rulebook: Rulebook, ask: Ask) -> None:
    assert price_drivers(ask("car", request={"term_months": 120}), rulebook) == ()
    assert price_drivers(ask("car", {"credit_score": None}), rulebook) == ()


def test_automatic_payment_stays_as_asked(rulebook: Rulebook, ask: Ask) -> None:
    plain = by_lever(price_drivers(ask("car", {"credit_score": 700}), rulebook))
    debited = by_lever(
        price_drivers(ask("car", {"credit_score": 700}, {"autodebit": True}), rulebook)
    )

    for lever, driver in plain.items():
        assert driver.note_rate_pct - debited[lever].note_rate_pct == Decimal("0.25")
        assert driver.note_rate_difference_pct == debited[lever].note_rate_difference_pct
