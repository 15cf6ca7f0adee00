from decimal import Decimal

import pytest

from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.income import (
    PayPeriod,
    annual_income_from,
    gross_estimate,
    grossed_up,
    two_year_average,
)

D = Decimal


@pytest.mark.parametrize(
    ("amount", "period", "a_year"),
    [
        pytest.param("62000", "yearly", "62000.00", id="yearly"),
        pytest.param("5166.67", "monthly", "62000.04", id="monthly times 12"),
        pytest.param("2600", "semi-monthly", "62400.00", id="semi-monthly times 24"),
        pytest.param("2400", "biweekly", "62400.00", id="biweekly times 26"),
        pytest.param("1200", "weekly", "62400.00", id="weekly times 52"),
        pytest.param("0", "monthly", "0.00", id="none is an answer"),
    ],
)
def test_pay_is_counted_by_the_year(amount: str, period: PayPeriod, a_year: str) -> None:
    assert str(annual_income_from(D(amount), period)) == a_year


def test_hourly_pay_counts_the_hours_of_a_week() -> None:
    assert annual_income_from(D("18.50"), "hourly", hours_per_week=D("37.5")) == D("36075.00")


def test_daily_pay_counts_the_days_of_a_week() -> None:
    assert annual_income_from(160, "daily", days_per_week=4) == D("33280.00")


@pytest.mark.parametrize(("period", "asks"), [("hourly", "hours a week"), ("daily", "days a week")])
def test_only_the_customer_knows_how_much_they_work(period: PayPeriod, asks: str) -> None:
    with pytest.raises(MissingFact, match=asks):
        annual_income_from(20, period)


@pytest.mark.parametrize("hours", [0, -1, 169, D("NaN")])
def test_a_week_has_between_0_and_168_hours(hours: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="hours a week"):
        annual_income_from(20, "hourly", hours_per_week=hours)


@pytest.mark.parametrize("amount", [-1, D("NaN"), D("Infinity"), D("1e12"), 1.5])
def test_an_income_that_is_none_is_refused(amount: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="income"):
        annual_income_from(amount, "monthly")


def test_an_unknown_period_names_the_known_ones() -> None:
    with pytest.raises(OutOfRange, match=r"fortnightly.*biweekly.*hourly"):
        annual_income_from(100, "fortnightly")  # type: ignore[arg-type]


def test_take_home_pay_gives_an_estimate_of_gross() -> None:
    assert gross_estimate(3900 * 12, D("0.75")) == D("62400.00")


@pytest.mark.parametrize("divisor", [0, D("-0.75"), D("1.01"), D("NaN")])
def test_gross_is_never_less_than_net(divisor: Decimal | int) -> None:
    with pytest.raises(OutOfRange, match="divisor"):
        gross_estimate(46800, divisor)


def test_business_income_is_the_average_of_two_years() -> None:
    assert two_year_average(D("60000.01"), 40000) == D("50000.01")  # half a cent goes up


def test_a_year_of_losses_is_not_an_income() -> None:
    with pytest.raises(OutOfRange, match="year before"):
        two_year_average(60000, -5000)


@pytest.mark.parametrize(("pct", "counted"), [(0, "12000.00"), (25, "15000.00")])
def test_non_taxable_income_may_be_raised(pct: int, counted: str) -> None:
    assert str(grossed_up(12000, pct)) == counted


@pytest.mark.parametrize("pct", [-1, 101])
def test_a_gross_up_is_a_percentage(pct: int) -> None:
    with pytest.raises(OutOfRange, match="gross-up"):
        grossed_up(12000, pct)
