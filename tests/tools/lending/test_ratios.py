from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.errors import OutOfRange
from tools.lending.ratios import (
    dti_post_pct,
    dti_pre_pct,
    front_end_pct,
    loan_to_income,
    loan_to_liquid_assets_pct,
    ltv_pct,
    monthly_obligations_from_dti,
    months_of_reserves,
    pti_pct,
    savings_to_loan,
    utilisation_pct,
)

D = Decimal
ZERO = D(0)
Ratio = Callable[..., Decimal | None]

RATIOS = [
    pytest.param(dti_pre_pct, ("1250", "60000"), "25.00", id="dti_pre_pct"),
    pytest.param(dti_post_pct, ("1250", "60000", "411.01"), "33.22", id="dti_post_pct"),
    pytest.param(front_end_pct, ("110000", "2421.54"), "26.42", id="front_end_pct"),
    pytest.param(pti_pct, ("411.01", "60000"), "8.22", id="pti_pct"),
    pytest.param(ltv_pct, ("20000", "22500"), "88.89", id="ltv_pct"),
    pytest.param(loan_to_income, ("25100", "48222"), "0.52", id="loan_to_income"),
    pytest.param(
        loan_to_liquid_assets_pct, ("5000", "15480"), "32.30", id="loan_to_liquid_assets_pct"
    ),
    pytest.param(savings_to_loan, ("15000", "20000"), "0.75", id="savings_to_loan"),
    pytest.param(months_of_reserves, ("10000", "3000"), "3.33", id="months_of_reserves"),
    pytest.param(utilisation_pct, ("2400", "8000"), "30.00", id="utilisation_pct"),
]


@pytest.mark.parametrize(("ratio", "figures", "expected"), RATIOS)
def test_a_ratio_has_the_two_decimals_at_which_it_is_shown(
    ratio: Ratio, figures: tuple[str, ...], expected: str
) -> None:
    assert str(ratio(*map(D, figures))) == expected


@pytest.mark.parametrize(
    ("ratio", "figures"),
    [
        pytest.param(dti_pre_pct, ("1250", "0"), id="dti_pre_pct"),
        pytest.param(dti_post_pct, ("1250", "0", "400"), id="dti_post_pct"),
        pytest.param(front_end_pct, ("0", "400"), id="front_end_pct"),
        pytest.param(pti_pct, ("400", "0"), id="pti_pct"),
        pytest.param(ltv_pct, ("400", "0"), id="ltv_pct"),
        pytest.param(loan_to_income, ("400", "0"), id="loan_to_income"),
        pytest.param(loan_to_liquid_assets_pct, ("400", "0"), id="loan_to_liquid_assets_pct"),
        pytest.param(savings_to_loan, ("400", "0"), id="savings_to_loan"),
        pytest.param(months_of_reserves, ("400", "0"), id="months_of_reserves"),
        pytest.param(utilisation_pct, ("400", "0"), id="utilisation_pct"),
        pytest.param(dti_pre_pct, ("0", "0"), id="nothing of nothing"),
    ],
)
def test_a_ratio_to_nothing_is_undefined_and_not_an_error(
    ratio: Ratio, figures: tuple[str, ...]
) -> None:
    assert ratio(*map(D, figures)) is None


@pytest.mark.parametrize("bad", ["-0.01", "NaN", "sNaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize(("ratio", "figures", "_"), RATIOS)
def test_a_figure_that_is_no_figure_is_refused(
    ratio: Ratio, figures: tuple[str, ...], _: str, bad: str
) -> None:
    for place in range(2):
        given_figures = [*map(D, figures)]
        given_figures[place] = D(bad) if bad != "-0.01" else D(-1_000_000)
        with pytest.raises(OutOfRange):
            ratio(*given_figures)


@pytest.mark.parametrize(
    ("obligations", "shown"),
    [("2000.00", "40.00"), ("2000.20", "40.00"), ("2000.25", "40.01"), ("2000.50", "40.01")],
)
def test_a_ratio_is_rounded_half_up_where_the_limit_stands(obligations: str, shown: str) -> None:
    assert str(dti_pre_pct(D(obligations), D(60000))) == shown


def test_what_the_loan_replaces_leaves_before_the_payment_enters() -> None:
    post = dti_post_pct(  # golden case C09: the old mortgage with its taxes and insurance ends
        D("3225.73"), D(95000), D("2301.77"), replaced=D("2895.73"), escrow=D(420)
    )

    assert post == D("38.55")


def test_mortgage_insurance_and_dues_are_housing_costs() -> None:
    bare = front_end_pct(D(110000), D("2421.54"), taxes_and_insurance=D(420))
    full = front_end_pct(D(110000), D("2421.54"), taxes_and_insurance=D(420), pmi=D(150), hoa=D(90))

    assert bare == D("31.00")
    assert full == D("33.62")


def test_insurance_counts_into_the_debt_after_the_loan() -> None:
    without = dti_post_pct(D(900), D(60000), D(1000))
    with_pmi = dti_post_pct(D(900), D(60000), D(1000), pmi=D(150))

    assert (without, with_pmi) == (D("38.00"), D("41.00"))


def test_no_more_obligations_can_end_than_there_are() -> None:
    assert dti_post_pct(D(300), D(60000), D(500), replaced=D(900)) == D("10.00")


def test_liens_before_the_loan_count_into_the_combined_ratio() -> None:
    assert ltv_pct(D(40000), D(300000), prior_liens=D(200000)) == D("80.00")


def test_reserves_carry_the_payment_with_its_escrow() -> None:
    assert months_of_reserves(D(9000), D(2500), escrow=D(500)) == D("3.00")


@given(st.decimals("0", "75", places=2), st.decimals("1", "1000000", places=2))
def test_obligations_read_from_the_data_set_give_its_ratio_back(
    dti: Decimal, income: Decimal
) -> None:
    assert dti_pre_pct(monthly_obligations_from_dti(dti, income), income) == dti
