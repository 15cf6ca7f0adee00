from decimal import Decimal

import pytest

from tools.lending.amortization import loan_totals
from tools.lending.errors import OutOfRange
from tools.lending.refinance import OldMortgage, refinance_benefit, term_reset_cost

D = Decimal
OLD = OldMortgage(D("243561.57"), D("11.50"), D("2475.73"), 300)


def test_golden_case_c09_saves_each_month_and_for_life() -> None:
    new = loan_totals(243600, D("10.51"), 300)

    benefit = refinance_benefit(OLD, new, 300, 4386)

    assert benefit.monthly_saving == D("173.96")
    assert benefit.break_even_months == D("25.21")
    assert benefit.remaining_old_payments == D("742714.71")
    assert benefit.lifetime_saving == D("47802.75")
    assert benefit.term_reset_months == 0


def test_a_payment_that_does_not_fall_never_breaks_even() -> None:
    benefit = refinance_benefit(OLD, loan_totals(243600, D("14.5"), 300), 300, 4386)

    assert benefit.monthly_saving < 0
    assert benefit.break_even_months is None
    assert benefit.lifetime_saving < 0


def test_the_same_payment_saves_nothing_and_never_breaks_even() -> None:
    new = loan_totals(243600, D("10.51"), 300)
    same = OldMortgage(243600, D("10.51"), new.monthly_payment, 300)

    benefit = refinance_benefit(same, new, 300, 0)

    assert benefit.monthly_saving == benefit.lifetime_saving == 0
    assert benefit.break_even_months is None


def test_free_refinancing_breaks_even_at_once() -> None:
    new = loan_totals(243600, D("10.51"), 300)

    assert refinance_benefit(OLD, new, 300, 0).break_even_months == 0


def test_starting_the_clock_again_is_named_and_priced() -> None:
    new = loan_totals(OLD.balance, D("9.25"), 360)

    benefit = refinance_benefit(OLD, new, 360, D("3685.62"))

    assert benefit.term_reset_months == 60
    assert benefit.lifetime_saving == D("17687.70")
    assert term_reset_cost(OLD.balance, D("9.25"), 360, 300) == D("113286.83") - D("17687.70")


@pytest.mark.parametrize("months", [300, 240])
def test_a_loan_that_ends_no_later_resets_nothing(months: int) -> None:
    assert term_reset_cost(OLD.balance, D("9.25"), months, 300) == 0


@pytest.mark.parametrize(
    ("old", "costs", "names"),
    [
        pytest.param(OLD._replace(balance=0), 4386, "balance", id="nothing owed"),
        pytest.param(OLD._replace(monthly_payment=2000), 4386, "never repay", id="interest only"),
        pytest.param(OLD._replace(remaining_months=0), 4386, "term", id="nothing left to pay"),
        pytest.param(OLD, -1, "costs", id="negative costs"),
    ],
)
def test_an_old_mortgage_that_cannot_be_is_refused(
    old: OldMortgage, costs: int, names: str
) -> None:
    with pytest.raises(OutOfRange, match=names):
        refinance_benefit(old, loan_totals(243600, D("10.51"), 300), 300, costs)
