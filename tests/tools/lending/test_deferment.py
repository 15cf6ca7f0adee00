from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.amortization import loan_totals
from tools.lending.apr import apr_pct
from tools.lending.deferment import (
    capitalized_principal,
    deferred_loan,
    interest_saved_by_paying_in_school,
    payment_flows,
)
from tools.lending.errors import OutOfRange

D = Decimal
RATE = D("9.5")


@pytest.mark.parametrize("pays", [False, True])
def test_without_deferment_it_is_an_ordinary_loan(pays: bool) -> None:
    loan = deferred_loan(40000, RATE, 120, 0, pays_interest_in_school=pays)

    plain = loan_totals(40000, RATE, 120)
    assert loan.monthly_payment == plain.monthly_payment
    assert loan.total_of_payments == plain.total_of_payments
    assert loan.monthly_in_school == loan.capitalised_interest == 0
    assert len(payment_flows(loan)) == 120


def test_interest_is_added_once_and_not_on_itself() -> None:
    assert capitalized_principal(40000, RATE, 48) == D("55200.00")
    assert capitalized_principal(40000, RATE, 24) == D("47600.00")


@given(
    st.decimals("1000", "150000", places=2),
    st.decimals("8.30", "11.80", places=2),
    st.integers(60, 180),
    st.integers(1, 60),
    st.booleans(),
)
def test_the_flows_are_the_payments_and_cost_what_the_totals_say(
    principal: Decimal, rate: Decimal, term: int, wait: int, pays: bool
) -> None:
    loan = deferred_loan(principal, rate, term, wait, pays_interest_in_school=pays)
    flows = payment_flows(loan)

    assert sum(D(amount) for amount, _, _ in flows) == loan.total_of_payments
    assert loan.total_of_payments == principal + loan.total_interest
    assert flows[0][1] == (1 if pays else wait + 1)
    assert flows[-1][1] == wait + term


@given(st.integers(1, 60))
def test_paying_in_school_costs_less_in_all_and_its_apr_is_the_note_rate(wait: int) -> None:
    pays = deferred_loan(40000, RATE, 120, wait, pays_interest_in_school=True)
    waits = deferred_loan(40000, RATE, 120, wait)

    saved = interest_saved_by_paying_in_school(40000, RATE, 120, wait)

    assert saved == waits.total_of_payments - pays.total_of_payments > 0
    assert abs(apr_pct([(40000, 0, 0)], payment_flows(pays), 12) - RATE) < D("0.01")
    assert apr_pct([(40000, 0, 0)], payment_flows(waits), 12) < RATE + D("0.001")


@pytest.mark.parametrize("months", [-1, 121, 1.5, True])
def test_a_deferment_is_a_number_of_months(months: int) -> None:
    with pytest.raises(OutOfRange, match="deferment"):
        deferred_loan(40000, RATE, 120, months)


@pytest.mark.parametrize("principal", [0, -1, D("NaN")])
def test_nothing_borrowed_is_refused(principal: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="principal"):
        capitalized_principal(principal, RATE, 48)
