from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.amortization import (
    Installment,
    amortization_schedule,
    balance_after,
    loan_totals,
    max_principal,
    monthly_payment,
    per_diem_interest,
    remaining_payments,
    remaining_schedule,
    total_interest,
)
from tools.lending.errors import OutOfRange
from tools.lending.units import CENT

D = Decimal

principals = st.decimals("300", "1500000", places=2)
rates = st.decimals("0", "22", places=2)
terms = st.integers(6, 360)
PRODUCTS = (  # ranges of the specification, 1.1
    ("car", (2000, 100000), (6, 84), ("7.30", "10.00")),
    ("home", (50000, 1500000), (24, 360), ("8.35", "15.00")),
    ("gold", (300, 100000), (6, 36), ("9.25", "19.00")),
    ("education", (1000, 150000), (60, 180), ("8.30", "11.80")),
    ("personal", (1000, 50000), (12, 84), ("6.75", "21.99")),
    ("medical", (500, 40000), (6, 60), ("6.75", "17.99")),
    ("home_improvement", (5000, 200000), (12, 240), ("7.50", "14.50")),
    ("mortgage_refinance", (50000, 1500000), (60, 360), ("8.10", "14.50")),
)
tiny_principals = st.decimals("0.01", "300", places=2)


def last_payment_bound(rate: Decimal, months: int) -> Fraction:
    """How far a cent of rounding each month can carry the last payment (specification 3.1)."""
    i = Fraction(rate) / 1200
    grown = ((1 + i) ** months - 1) / i if i else Fraction(months)
    return Fraction(1, 100) * grown + Fraction(1, 100)


@st.composite
def catalogue_loans(draw: st.DrawFn) -> tuple[Decimal, Decimal, int]:
    _, amounts, months, rate = draw(st.sampled_from(PRODUCTS))
    return (
        draw(st.decimals(*amounts, places=2)),
        draw(st.decimals(*rate, places=2)),
        draw(st.integers(*months)),
    )


@given(principals, rates, terms)
def test_a_schedule_repays_the_principal_to_the_cent_in_exactly_its_term(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    schedule = amortization_schedule(principal, rate, months)

    assert [row.number for row in schedule] == list(range(1, months + 1))
    assert sum(row.principal for row in schedule) == principal
    assert schedule[-1].balance == 0
    assert sum(row.payment for row in schedule) == principal + sum(r.interest for r in schedule)


@given(principals, rates, terms)
def test_every_row_follows_from_the_balance_before_it(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    schedule = amortization_schedule(principal, rate, months)

    owed = principal
    for row in schedule:
        interest = Fraction(owed) * Fraction(rate) / 1200
        assert row.interest == half_up(interest)
        assert row.payment == row.interest + row.principal
        assert row.balance == owed - row.principal
        owed = row.balance


def half_up(amount: Fraction) -> Decimal:
    return D((amount * 200 + 1) // 2) / 100


@given(catalogue_loans())
def test_of_every_product_the_balance_falls_each_month_and_only_the_last_payment_differs(
    loan: tuple[Decimal, Decimal, int],
) -> None:
    principal, rate, months = loan

    schedule = amortization_schedule(principal, rate, months)

    payment = monthly_payment(principal, rate, months)
    assert all(row.principal > 0 for row in schedule)
    assert all(after.balance < before.balance for before, after in pairwise(schedule))
    assert {row.payment for row in schedule[:-1]} <= {payment}
    assert abs(schedule[-1].payment - payment) <= last_payment_bound(rate, months)


@given(tiny_principals, rates, terms)
def test_a_tiny_loan_still_adds_up_and_never_owes_less_than_nothing(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    schedule = amortization_schedule(principal, rate, months)

    assert len(schedule) == months
    assert sum(row.principal for row in schedule) == principal
    assert all(row.principal >= 0 and row.balance >= 0 for row in schedule)
    assert schedule[-1].balance == 0


def test_a_loan_repaid_early_by_rounding_keeps_its_rows_and_they_are_zero() -> None:
    schedule = amortization_schedule(D("1.90"), 0, 360)

    assert monthly_payment(D("1.90"), 0, 360) == D("0.01")
    assert schedule[189] == Installment(190, D("0.01"), D("0.00"), D("0.01"), D("0.00"))
    assert schedule[-1] == Installment(360, D("0.00"), D("0.00"), D("0.00"), D("0.00"))
    assert loan_totals(D("1.90"), 0, 360).last_payment == 0


@given(st.decimals("0.01", "1500000", places=2), rates, terms)
def test_totals_are_those_of_the_schedule(principal: Decimal, rate: Decimal, months: int) -> None:
    schedule = amortization_schedule(principal, rate, months)

    totals = loan_totals(principal, rate, months)

    assert totals.monthly_payment == monthly_payment(principal, rate, months)
    assert totals.last_payment == schedule[-1].payment
    assert totals.total_interest == sum(row.interest for row in schedule)
    assert totals.total_of_payments == sum(row.payment for row in schedule)
    assert total_interest(principal, rate, months) == totals.total_interest


@given(principals, rates, terms, st.data())
def test_the_balance_after_k_payments_is_that_of_row_k(
    principal: Decimal, rate: Decimal, months: int, data: st.DataObject
) -> None:
    made = data.draw(st.integers(1, months))

    assert balance_after(principal, rate, months, 0) == principal
    assert (
        balance_after(principal, rate, months, made)
        == amortization_schedule(principal, rate, months)[made - 1].balance
    )


@given(principals, rates, terms)
def test_the_payment_rises_with_principal_and_rate_and_falls_with_the_term(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    payment = monthly_payment(principal, rate, months)

    assert monthly_payment(principal + 1000, rate, months) > payment
    assert monthly_payment(principal, rate + 1, months) >= payment
    assert monthly_payment(principal, rate, months + 12) <= payment


@given(st.decimals("3000", "1500000", places=2), st.decimals("1", "22", places=2), terms)
def test_interest_in_all_rises_with_principal_rate_and_term(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    interest = total_interest(principal, rate, months)

    assert total_interest(principal + 1000, rate, months) > interest
    assert total_interest(principal, rate + 1, months) > interest
    assert total_interest(principal, rate, months + 12) > interest


@given(st.decimals("1", "20000", places=2), rates, terms)
def test_the_largest_principal_for_a_payment_does_not_cost_more_than_it(
    payment: Decimal, rate: Decimal, months: int
) -> None:
    principal = max_principal(payment, rate, months)

    assert monthly_payment(principal, rate, months) <= payment
    assert monthly_payment(principal + 1 + principal / 100 // CENT * CENT, rate, months) >= payment


@pytest.mark.parametrize(
    ("payment", "rate", "months", "expected"),
    [
        pytest.param("10100", "12", 1, "10000.00", id="one payment comes back exactly"),
        pytest.param("100", "0", 12, "1200.00", id="no interest"),
        pytest.param("0", "8", 60, "0.00", id="nothing to pay with"),
        pytest.param("-25.10", "8", 60, "0.00", id="less than nothing to pay with"),
    ],
)
def test_the_largest_principal_at_the_edges(
    payment: str, rate: str, months: int, expected: str
) -> None:
    assert str(max_principal(D(payment), D(rate), months)) == expected


@pytest.mark.parametrize(
    ("principal", "rate", "months", "expected"),
    [
        pytest.param("6", "1", 1, "6.01", id="6.005 is a tie and goes up"),
        pytest.param("100", "1.5", 1, "100.13", id="100.125 is a tie and goes up"),
        pytest.param("10000", "12", 1, "10100.00", id="a single payment"),
        pytest.param("0.01", "0", 2, "0.01", id="half a cent goes up"),
    ],
)
def test_a_payment_is_rounded_half_up_and_once(
    principal: str, rate: str, months: int, expected: str
) -> None:
    assert str(monthly_payment(D(principal), D(rate), months)) == expected


def test_interest_on_a_tie_goes_up_even_where_the_monthly_rate_has_no_end() -> None:
    first = amortization_schedule(D("6"), D("1"), 6)[0]

    assert first.interest == D("0.01")  # 6 * 1 / 1200 = 0.005


@given(st.decimals("0.01", "1500000", places=2), st.decimals("0.01", "22", places=2), terms)
def test_the_payment_is_the_exact_one_rounded(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    i = Fraction(rate) / 1200
    exact = Fraction(principal) * i * (1 + i) ** months / ((1 + i) ** months - 1)

    assert monthly_payment(principal, rate, months) == half_up(exact)


def test_the_last_payment_of_the_largest_mortgage_differs_as_much_as_published() -> None:
    totals = loan_totals(1500000, D("8.35"), 360)

    assert abs(totals.last_payment - totals.monthly_payment) == D("6.16")


def test_an_old_mortgage_is_paid_on_at_its_old_payment() -> None:
    old = remaining_payments(D("243561.57"), D("11.50"), D("2475.73"), 300)

    assert old.total_of_payments == D("742714.71")
    assert old.months == 300
    assert old.total_interest == old.total_of_payments - D("243561.57")


@given(principals, rates, terms, st.decimals("0", "500", places=2))
def test_paying_more_than_is_due_ends_sooner_and_repays_the_balance(
    principal: Decimal, rate: Decimal, months: int, extra: Decimal
) -> None:
    payment = monthly_payment(principal, rate, months) + extra + CENT

    rows = remaining_schedule(principal, rate, payment, months)
    totals = remaining_payments(principal, rate, payment, months)

    assert len(rows) == totals.months <= months
    assert sum(row.principal for row in rows) == principal
    assert rows[-1].balance == 0
    assert all(row.balance > 0 for row in rows[:-1])
    assert sum(row.payment for row in rows) == totals.total_of_payments
    assert rows[-1].payment == totals.last_payment <= payment


def test_a_payment_too_low_leaves_the_rest_to_the_last_month() -> None:
    rows = remaining_schedule(1000, 12, 100, 3)

    assert [str(row.payment) for row in rows] == ["100.00", "100.00", "827.29"]


@pytest.mark.parametrize("payment", [10, D("9.99")])
def test_a_payment_that_does_not_cover_the_interest_is_refused(payment: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="never repay"):
        remaining_payments(1000, 12, payment, 36)


@pytest.mark.parametrize(("days", "interest"), [(0, "0.00"), (31, "139.29"), (1, "4.49")])
def test_odd_days_cost_interest_by_the_day(days: int, interest: str) -> None:
    assert str(per_diem_interest(20000, D("8.2"), days)) == interest


@pytest.mark.parametrize("days", [-1, 367, 1.5, True])
def test_odd_days_are_days_of_one_year(days: int) -> None:
    with pytest.raises(OutOfRange, match="days"):
        per_diem_interest(20000, D("8.2"), days)


BAD = [
    pytest.param(D(0), D(8), 12, "principal", id="nothing borrowed"),
    pytest.param(D(-5), D(8), 12, "principal", id="negative principal"),
    pytest.param(D("NaN"), D(8), 12, "principal", id="principal not a number"),
    pytest.param(D("sNaN"), D(8), 12, "principal", id="principal a signalling NaN"),
    pytest.param(D("Infinity"), D(8), 12, "principal", id="infinite principal"),
    pytest.param(D("1e12"), D(8), 12, "principal", id="absurd principal"),
    pytest.param(D("1e999999"), D(8), 12, "principal", id="principal beyond computing"),
    pytest.param(D("10.005"), D(8), 12, "cents", id="part of a cent"),
    pytest.param(2000.0, D(8), 12, "principal", id="a float"),
    pytest.param(float("nan"), D(8), 12, "principal", id="a float that is not a number"),
    pytest.param("2000", D(8), 12, "principal", id="text"),
    pytest.param(None, D(8), 12, "principal", id="nothing said"),
    pytest.param(D(2000), D(-1), 12, "rate", id="negative rate"),
    pytest.param(D(2000), D("NaN"), 12, "rate", id="rate not a number"),
    pytest.param(D(2000), D("-Infinity"), 12, "rate", id="infinite rate"),
    pytest.param(D(2000), D(1000), 12, "rate", id="absurd rate"),
    pytest.param(D(2000), D("1e-400"), 12, "rate", id="rate too small to compute"),
    pytest.param(D(2000), D(8), 0, "term", id="no term"),
    pytest.param(D(2000), D(8), -12, "term", id="negative term"),
    pytest.param(D(2000), D(8), 1201, "term", id="more than a hundred years"),
    pytest.param(D(2000), D(8), 10**30, "term", id="endless term"),
    pytest.param(D(2000), D(8), D("NaN"), "term", id="term not a number"),
    pytest.param(D(2000), D(8), 12.5, "term", id="half a month"),
]


@pytest.mark.parametrize("function", [monthly_payment, amortization_schedule, loan_totals])
@pytest.mark.parametrize(("principal", "rate", "months", "names"), BAD)
def test_an_impossible_loan_is_refused_in_words(
    function: object, principal: Decimal, rate: Decimal, months: int, names: str
) -> None:
    assert callable(function)

    with pytest.raises(OutOfRange, match=names):
        function(principal, rate, months)


@pytest.mark.parametrize("payments_made", [-1, 13, D(3)])
def test_a_balance_is_asked_within_the_term(payments_made: int) -> None:
    with pytest.raises(OutOfRange):
        balance_after(2000, 8, 12, payments_made)


def test_an_absurd_payment_buys_no_principal() -> None:
    with pytest.raises(OutOfRange, match="payment"):
        max_principal(D("1e12"), 8, 12)


def test_the_callers_way_of_rounding_does_not_change_a_schedule() -> None:
    with localcontext() as context:
        context.rounding = ROUND_DOWN
        row = amortization_schedule(20000, D("8.2"), 60)[0]

    assert row == Installment(1, D("407.44"), D("136.67"), D("270.77"), D("19729.23"))
