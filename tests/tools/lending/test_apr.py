from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.amortization import amortization_schedule, loan_totals
from tools.lending.apr import Flow, apr_pct, level_apr_pct
from tools.lending.errors import OutOfRange

D = Decimal


def level(amount: str, count: int, *, first: int = 1, odd: Decimal | float = 0) -> list[Flow]:
    return [(D(amount), period, odd) for period in range(first, first + count)]


def present_value(flows: list[Flow], unit_rate: Decimal) -> Decimal:
    return sum(
        (
            D(amount) / ((1 + D(odd) * unit_rate) * (1 + unit_rate) ** periods)
            for amount, periods, odd in flows
        ),
        D(0),
    )


# Appendix J style vectors of the specification (3.2): advance, payments, periods a year, APR.
VECTORS = [
    pytest.param(5000, level("230", 24), 12, "9.6857", id="24 monthly"),
    pytest.param(
        6000, level("200", 36, odd=D(19) / 30), 12, "11.8165", id="first after a month and 19 days"
    ),
    pytest.param(
        5000, level("219.17", 24, first=0, odd=D(6) / 15), 24, "10.3379", id="semi-monthly, 6 days"
    ),
    pytest.param(
        500, level("17.60", 30, first=4, odd=D(4) / 7), 52, "14.9622", id="weekly, 4 weeks 4 days"
    ),
    pytest.param(1000, level("33.61", 36), 12, "12.8256", id="36 monthly"),
    pytest.param(5000, [*level("230", 23), (280, 24, 0)], 12, "10.5005", id="a larger last one"),
    pytest.param(976400, level("23268.25", 60), 12, "15.0775", id="fee and tax deducted"),
]


@pytest.mark.parametrize(("advance", "payments", "per_year", "expected"), VECTORS)
def test_an_appendix_j_vector_comes_out_as_published(
    advance: int, payments: list[Flow], per_year: int, expected: str
) -> None:
    apr = apr_pct([(advance, 0, 0)], payments, per_year)

    assert str(apr.quantize(D("0.0001"))) == expected
    assert apr.as_tuple().exponent == -6


def test_an_odd_fraction_of_time_may_be_a_plain_quotient() -> None:
    plain = apr_pct([(6000, 0, 0)], level("200", 36, odd=19 / 30), 12)

    assert plain == apr_pct([(6000, 0, 0)], level("200", 36, odd=D(19) / 30), 12)


def test_several_advances_cost_less_than_one_for_the_same_payments() -> None:
    at_once = apr_pct([(2000, 0, 0)], level("180", 12), 12)
    in_two = apr_pct([(1000, 0, 0), (1000, 6, 0)], level("180", 12), 12)

    assert in_two > at_once  # the same charge on money that is out for a shorter time
    assert present_value([(1000, 0, 0), (1000, 6, 0)], in_two / 1200) == pytest.approx(
        present_value(level("180", 12), in_two / 1200)
    )


@pytest.mark.parametrize(
    ("payments", "expected"),
    [
        pytest.param([(1100, 1, 0)], "10", id="one payment after a year"),
        pytest.param([(0, 1, 0), (0, 2, 0), (1331, 3, 0)], "10", id="nothing until the end"),
        pytest.param([(100, 1, 0), (100, 2, 0), (1100, 3, 0)], "10", id="interest, then a balloon"),
        pytest.param([(1000, 1, 0)], "0", id="no charge at all"),
        pytest.param([(5000, 1, 0)], "400", id="a rate far from the first guess"),
        pytest.param([(D("1000.01"), 1000, 0)], "0.000001", id="next to nothing"),
    ],
)
def test_yearly_periods_give_the_rate_one_can_work_out_by_hand(
    payments: list[Flow], expected: str
) -> None:
    assert apr_pct([(1000, 0, 0)], payments, 1) == D(expected)


@given(
    st.lists(
        st.tuples(
            st.decimals("1", "5000", places=2),
            st.integers(1, 120),
            st.sampled_from([D(0), D("0.2"), D(19) / 30]),
        ),
        min_size=1,
        max_size=30,
    ),
    st.decimals("0", "0.5", places=3),
)
def test_the_rate_found_makes_payments_worth_the_advance(
    payments: list[tuple[Decimal, int, Decimal]], unit_rate: Decimal
) -> None:
    flows: list[Flow] = [*payments]
    advance = present_value(flows, unit_rate)

    apr = apr_pct([(advance, 0, 0)], flows, 12)

    assert abs(apr - 1200 * unit_rate) <= D("0.00001")


principals = st.integers(30, 150000).map(lambda tens: D(tens * 10))
rates = st.decimals("1", "22", places=2)
terms = st.integers(6, 360)


@given(st.integers(2000, 1500000).map(D), rates, st.integers(6, 120))
def test_without_charges_the_apr_is_the_note_rate_but_for_the_cents(
    principal: Decimal, rate: Decimal, months: int
) -> None:
    loan = loan_totals(principal, rate, months)

    apr = level_apr_pct(principal, loan.monthly_payment, loan.last_payment, months, rate)

    assert abs(apr - rate) <= D("0.05")


@given(principals, rates, terms, st.decimals("0.2", "4.5", places=1))
def test_a_larger_charge_means_a_larger_apr(
    principal: Decimal, rate: Decimal, months: int, fee_pct: Decimal
) -> None:
    loan = loan_totals(principal, rate, months)

    def apr(fee: Decimal) -> Decimal:
        received = (principal * (100 - fee) / 100).quantize(D("0.01"))
        payments: list[Flow] = [
            (row.payment, row.number, 0) for row in amortization_schedule(principal, rate, months)
        ]
        return apr_pct([(received, 0, 0)], payments, 12)

    assert loan.total_interest > 0
    assert apr(fee_pct + D("0.5")) > apr(fee_pct) > apr(D(0))


@given(principals, rates, terms, st.decimals("0", "5", places=2))
def test_the_short_way_agrees_with_the_general_one(
    principal: Decimal, rate: Decimal, months: int, fee_pct: Decimal
) -> None:
    loan = loan_totals(principal, rate, months)
    received = (principal * (100 - fee_pct) / 100).quantize(D("0.01"))
    payments = [
        *level(str(loan.monthly_payment), months - 1),
        (loan.last_payment, months, 0),
    ]

    short = level_apr_pct(received, loan.monthly_payment, loan.last_payment, months, rate)

    assert abs(short - apr_pct([(received, 0, 0)], payments, 12)) <= D("0.000501")


@pytest.mark.parametrize(
    ("financed", "payment", "last", "months", "rate", "expected"),
    [
        pytest.param("19850", "411.01", "410.68", 60, "8.57", "8.891", id="C01 car"),
        pytest.param("19850", "318.14", "318.04", 84, "8.64", "8.878", id="C01 car, longest"),
        pytest.param("2985", "526.38", "526.38", 6, "17.87", "19.637", id="C03G gold"),
        pytest.param("197500", "2014.22", "2020.72", 360, "11.72", "11.886", id="C05J home"),
        pytest.param("40000", "514.09", "514.60", 120, "9.34", "9.340", id="C06B no charge"),
        pytest.param("240664", "2301.77", "2296.73", 300, "10.51", "10.671", id="C09 refinance"),
        pytest.param("1000", "333.33", "333.34", 3, "0", "0.000", id="no interest"),
        pytest.param("1000", "0", "1010", 1, "12", "12.000", id="a single payment"),
    ],
)
def test_the_apr_of_a_golden_card(
    financed: str, payment: str, last: str, months: int, rate: str, expected: str
) -> None:
    apr = level_apr_pct(D(financed), D(payment), D(last), months, D(rate))

    assert str(apr) == expected


def test_a_flat_fee_weighs_more_on_a_shorter_loan_although_it_costs_less() -> None:
    short, long = (loan_totals(20000, D("8.5"), months) for months in (24, 84))

    aprs = [
        level_apr_pct(19850, loan.monthly_payment, loan.last_payment, months, D("8.5"))
        for loan, months in ((short, 24), (long, 84))
    ]

    assert aprs[0] > aprs[1]
    assert short.total_interest < long.total_interest


def test_mortgage_insurance_is_a_charge_for_as_long_as_it_runs() -> None:
    loan = loan_totals(300000, D("9.5"), 360)

    def apr(months: int) -> Decimal:
        return level_apr_pct(
            296500, loan.monthly_payment, loan.last_payment, 360, D("9.5"), (150, months)
        )

    assert apr(0) == D("9.636")
    assert apr(0) < apr(146) < apr(360)


ONE: list[Flow] = [(1000, 0, 0)]
YEAR = level("100", 12)
BAD = [
    pytest.param([], YEAR, 12, "advance", id="nothing advanced"),
    pytest.param(ONE, [], 12, "payment", id="nothing paid"),
    pytest.param([(0, 0, 0)], YEAR, 12, "more than 0", id="an advance of nothing"),
    pytest.param([(-5, 0, 0)], YEAR, 12, "from 0", id="negative advance"),
    pytest.param(ONE, [(-5, 1, 0), (2000, 2, 0)], 12, "from 0", id="negative payment"),
    pytest.param(ONE, [(D("1e12"), 1, 0)], 12, "below", id="absurd payment"),
    pytest.param(ONE, [(D("NaN"), 1, 0)], 12, "finite", id="not a number"),
    pytest.param(ONE, [(D("Infinity"), 1, 0)], 12, "finite", id="infinite"),
    pytest.param(ONE, [(1100.0, 1, 0)], 12, "Decimal", id="a float of money"),
    pytest.param(ONE, [(1100, 1)], 12, "odd fraction", id="no fraction given"),
    pytest.param(ONE, [(1100, D("1.5"), 0)], 12, "whole number of periods", id="half a period"),
    pytest.param(ONE, [(1100, -1, 0)], 12, "whole number of periods", id="paid before"),
    pytest.param(ONE, [(1100, 10**9, 0)], 12, "whole number of periods", id="never"),
    pytest.param(ONE, [(1100, D("NaN"), 0)], 12, "finite", id="no time"),
    pytest.param(ONE, [(1100, 1, D("-0.1"))], 12, "fraction", id="negative fraction"),
    pytest.param(ONE, [(1100, 1, float("nan"))], 12, "fraction", id="fraction not a number"),
    pytest.param(ONE, level("10", 12), 12, "never repay", id="payments that never repay"),
    pytest.param(ONE, [(2000, 0, 0)], 12, "No annual", id="more paid at once than received"),
    pytest.param([(1000, 5, 0)], YEAR, 12, "before the first advance", id="paid before received"),
    pytest.param(ONE, YEAR, 0, "unit periods a year", id="no periods"),
    pytest.param(ONE, YEAR, -12, "unit periods a year", id="negative periods"),
    pytest.param(ONE, YEAR, 1000, "unit periods a year", id="more periods than days"),
    pytest.param(ONE, YEAR, D("NaN"), "finite", id="periods not a number"),
]


@pytest.mark.parametrize(("advances", "payments", "per_year", "names"), BAD)
def test_flows_without_a_rate_are_refused_in_words(
    advances: list[Flow], payments: list[Flow], per_year: int, names: str
) -> None:
    with pytest.raises(OutOfRange, match=names):
        apr_pct(advances, payments, per_year)


@pytest.mark.parametrize(
    ("financed", "payment", "months", "extra"),
    [
        pytest.param(0, 100, 12, None, id="nothing financed"),
        pytest.param(1000, 50, 12, None, id="never repaid"),
        pytest.param(1000, -1, 12, None, id="negative payment"),
        pytest.param(1000, 100, 0, None, id="no payments"),
        pytest.param(1000, 100, 12, (10, 13), id="insurance beyond the loan"),
        pytest.param(1000, 100, 12, (-10, 3), id="negative insurance"),
    ],
)
def test_a_level_loan_without_a_rate_is_refused(
    financed: int, payment: int, months: int, extra: tuple[int, int] | None
) -> None:
    with pytest.raises(OutOfRange):
        level_apr_pct(financed, payment, 100 if payment > 60 else 50, months, 8, extra)


@given(
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 24), st.just(0)), max_size=6),
    st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 24), st.just(0)), max_size=6),
)
def test_any_flows_have_a_rate_or_are_refused(advances: list[Flow], payments: list[Flow]) -> None:
    try:
        apr = apr_pct(advances, payments, 12)
    except OutOfRange:
        return

    assert apr >= 0
    lent, repaid = present_value(advances, apr / 1200), present_value(payments, apr / 1200)
    assert abs(lent - repaid) <= lent * D("0.001")
