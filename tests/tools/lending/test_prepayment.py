from decimal import Decimal
from typing import TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.amortization import amortization_schedule, loan_totals
from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.prepayment import lower_payment_after, prepaid_schedule, prepay

D = Decimal
RATE = D("8.2")


class Lump(TypedDict):
    lump: int
    lump_with_payment: int


def test_a_hundred_more_a_month_on_golden_case_c19() -> None:
    plan = prepay(25000, D("8.28"), 60, extra_monthly=100)

    assert (plan.months, plan.months_saved) == (49, 11)
    assert plan.total_interest == D("4483.78")
    assert plan.interest_saved == D("1132.18")
    assert plan.last_payment == D("190.82")


def test_paying_nothing_extra_changes_nothing() -> None:
    plan = prepay(20000, RATE, 60)

    assert prepaid_schedule(20000, RATE, 60) == amortization_schedule(20000, RATE, 60)
    assert plan.months_saved == plan.interest_saved == 0
    assert plan.last_payment == D("407.77")


def test_a_lump_is_part_of_the_payment_it_comes_with() -> None:
    rows = prepaid_schedule(20000, RATE, 60, lump=3000, lump_with_payment=24)

    assert rows[23].payment == D("3407.44")
    assert rows[23].balance == D("9964.22")
    assert [row.number for row in rows] == list(range(1, 52))


def test_a_lump_and_more_each_month_go_together() -> None:
    both = prepay(20000, RATE, 60, extra_monthly=100, lump=3000, lump_with_payment=24)
    monthly = prepay(20000, RATE, 60, extra_monthly=100)

    assert both.months < monthly.months
    assert both.interest_saved > monthly.interest_saved
    assert both.lump_with_payment == 24


def test_a_lump_of_all_that_is_owed_ends_the_loan() -> None:
    plan = prepay(20000, RATE, 60, lump=D("12964.22"), lump_with_payment=24)

    assert (plan.months, plan.months_saved) == (24, 36)
    assert plan.last_payment == D("13371.66")


@given(
    st.decimals("1000", "500000", places=2),
    st.decimals("0", "22", places=2),
    st.integers(6, 360),
    st.decimals("0.01", "2000", places=2),
)
def test_an_extra_payment_repays_the_same_principal_sooner_and_cheaper(
    principal: Decimal, rate: Decimal, months: int, extra: Decimal
) -> None:
    rows = prepaid_schedule(principal, rate, months, extra_monthly=extra)
    plan = prepay(principal, rate, months, extra_monthly=extra)

    assert sum(row.principal for row in rows) == principal
    assert rows[-1].balance == 0
    assert plan.months == len(rows) <= months
    assert plan.total_interest + plan.interest_saved == (
        loan_totals(principal, rate, months).total_interest
    )
    assert plan.interest_saved >= 0


@given(st.integers(1, 59), st.decimals("0.01", "300", places=2))
def test_the_same_lump_saves_more_interest_as_a_shorter_term_than_as_a_lower_payment(
    number: int, lump: Decimal
) -> None:
    sooner = prepay(20000, RATE, 60, lump=lump, lump_with_payment=number)
    lower = lower_payment_after(20000, RATE, 60, lump, number)

    cents = D("0.60")  # the last payment of either may differ by its rounding
    assert sooner.interest_saved >= lower.interest_saved - cents
    assert lower.remaining_months == 60 - number
    assert lower.monthly_payment <= D("407.44")


def test_a_lump_may_lower_the_payment_instead() -> None:
    lower = lower_payment_after(20000, RATE, 60, 3000, 24)

    assert lower.monthly_payment == D("313.16")
    assert lower.remaining_months == 36
    assert D(0) < lower.interest_saved < D("727.81")


@pytest.mark.parametrize(
    ("lump", "names"),
    [
        pytest.param(Lump(lump=13000, lump_with_payment=24), "only 12,964.22", id="too much"),
        pytest.param(Lump(lump=1, lump_with_payment=60), "only 0.00", id="nothing left"),
        pytest.param(Lump(lump=1, lump_with_payment=61), "payment 60", id="after the end"),
        pytest.param(Lump(lump=1, lump_with_payment=0), "lump comes with", id="before the start"),
        pytest.param(Lump(lump=-1, lump_with_payment=5), "lump", id="negative"),
    ],
)
def test_a_lump_that_cannot_be_paid_then_is_refused(lump: Lump, names: str) -> None:
    with pytest.raises(OutOfRange, match=names):
        prepay(20000, RATE, 60, **lump)


def test_a_lump_needs_its_payment() -> None:
    with pytest.raises(MissingFact, match="lump"):
        prepay(20000, RATE, 60, lump=3000)


@pytest.mark.parametrize("extra", [-1, D("NaN"), D("0.001"), D("1e12")])
def test_an_extra_payment_is_money(extra: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="extra payment"):
        prepay(20000, RATE, 60, extra_monthly=extra)


@pytest.mark.parametrize("lump", [0, D("12964.22"), 20000])
def test_a_lump_that_leaves_nothing_to_spread_is_refused(lump: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="lump"):
        lower_payment_after(20000, RATE, 60, lump, 24)
