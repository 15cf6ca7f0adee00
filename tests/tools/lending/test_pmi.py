from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.amortization import balance_after
from tools.lending.catalogue import PmiTerms
from tools.lending.errors import OutOfRange
from tools.lending.pmi import pmi_monthly, pmi_plan

D = Decimal
TERMS = PmiTerms(
    above_ltv_pct=D(80),
    annual_pct_of_balance=D("0.60"),
    cancel_on_request_ltv_pct=D(80),
    ends_at_ltv_pct=D(78),
)


@pytest.mark.parametrize(
    ("principal", "monthly"),
    [
        pytest.param("160000", "0.00", id="80.00 needs none"),
        pytest.param("160009.99", "0.00", id="80.00 as shown needs none"),
        pytest.param("160010", "80.01", id="80.01 needs it"),
        pytest.param("190000", "95.00", id="95"),
    ],
)
def test_insurance_is_due_above_the_ratio_as_shown(principal: str, monthly: str) -> None:
    assert str(pmi_monthly(D(principal), 200000, TERMS)) == monthly


def test_a_loan_with_enough_down_has_no_plan() -> None:
    assert pmi_plan(160000, 200000, D("9.5"), 360, TERMS) is None


@given(st.integers(161, 190), st.decimals("8.35", "15", places=2), st.integers(24, 360))
def test_insurance_ends_with_the_first_balance_at_the_ratio(
    thousands: int, rate: Decimal, months: int
) -> None:
    principal = thousands * 1000

    plan = pmi_plan(principal, 200000, rate, months, TERMS)

    assert plan is not None
    for month, limit in ((plan.request_month, 160000), (plan.automatic_month, 156000)):
        assert balance_after(principal, rate, months, month) <= limit
        assert balance_after(principal, rate, months, month - 1) > limit
    assert plan.total == plan.monthly * plan.automatic_month


@pytest.mark.parametrize(
    ("principal", "value"), [(0, 200000), (-1, 200000), (160000, 0), (D("NaN"), 200000)]
)
def test_insurance_needs_a_loan_and_a_home(principal: Decimal | int, value: int) -> None:
    with pytest.raises(OutOfRange):
        pmi_monthly(principal, value, TERMS)
