"""Income as a lender counts it: gross, a year, before tax.

Every lawful kind counts alike (pay, pension, benefits, support if the customer wants it counted);
nothing here asks what kind it is. Source: specification 3.4.
"""

from decimal import Decimal
from typing import Literal

from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.units import Number, checked_money, checked_number, to_cents

PayPeriod = Literal[
    "yearly", "monthly", "semi-monthly", "biweekly", "weekly", "daily", "hourly"
]  # fmt: skip

_TIMES_A_YEAR: dict[PayPeriod, int] = {
    "yearly": 1,
    "monthly": 12,
    "semi-monthly": 24,
    "biweekly": 26,
    "weekly": 52,
}
_WEEKS = 52


def annual_income_from(
    amount: Number,
    period: PayPeriod,
    *,
    hours_per_week: Number | None = None,
    days_per_week: Number | None = None,
) -> Decimal:
    """Return `amount` per `period` as dollars a year, half up to the cent.

    Hourly pay counts hours * 52, daily pay days * 52: how many is a fact only the customer has.

    Raises:
        MissingFact: hourly pay without hours a week, daily pay without days a week.
        OutOfRange: for a negative or unreadable amount, or a week of impossible length.

    >>> annual_income_from(Decimal("2400"), "biweekly")
    Decimal('62400.00')
    >>> annual_income_from(Decimal("25"), "hourly", hours_per_week=40)
    Decimal('52000.00')
    """
    paid = checked_money(amount, "The income", zero_ok=True)
    if period in _TIMES_A_YEAR:
        return to_cents(paid * _TIMES_A_YEAR[period])
    if period == "hourly":
        return to_cents(paid * _week(hours_per_week, "the hours a week", 168) * _WEEKS)
    if period == "daily":
        return to_cents(paid * _week(days_per_week, "the working days a week", 7) * _WEEKS)
    raise OutOfRange(f"{period!r} is not a pay period; use one of {', '.join(_PERIODS)}.")


def gross_estimate(net_income: Number, net_to_gross_divisor: Number) -> Decimal:
    """Return an estimate of gross income from take-home pay: net / divisor.

    For an indication only: mark it `income_estimated`, and never decide on it. The divisor is the
    catalogue's `advice.net_to_gross_divisor`.

    >>> gross_estimate(Decimal("46800"), Decimal("0.75"))
    Decimal('62400.00')
    """
    net = checked_money(net_income, "The income", zero_ok=True)
    divisor = checked_number(net_to_gross_divisor, "The net to gross divisor")
    if not 0 < divisor <= 1:
        raise OutOfRange("The net to gross divisor must be more than 0, at most 1.")
    return to_cents(net / divisor)


def two_year_average(last_year: Number, year_before: Number) -> Decimal:
    """Return the 24-month average of business or variable income, dollars a year.

    >>> two_year_average(Decimal("58000"), Decimal("50000"))
    Decimal('54000.00')
    """
    last = checked_money(last_year, "Last year's income", zero_ok=True)
    before = checked_money(year_before, "The income of the year before", zero_ok=True)
    return to_cents((last + before) / 2)


def grossed_up(non_taxable_income: Number, gross_up_pct: Number) -> Decimal:
    """Return non-taxable income raised by `gross_up_pct` percent, where a product allows it.

    >>> grossed_up(Decimal("12000"), Decimal("25"))
    Decimal('15000.00')
    """
    income = checked_money(non_taxable_income, "The income", zero_ok=True)
    share = checked_number(gross_up_pct, "The gross-up")
    if not 0 <= share <= 100:
        raise OutOfRange("The gross-up must be from 0 to 100 %.")
    return to_cents(income * (100 + share) / 100)


_PERIODS = (*_TIMES_A_YEAR, "daily", "hourly")


def _week(count: Number | None, what: str, most: int) -> Decimal:
    if count is None:
        raise MissingFact(what)
    number = checked_number(count, f"{what[0].upper()}{what[1:]}")
    if not 0 < number <= most:
        raise OutOfRange(f"{what[0].upper()}{what[1:]} must be more than 0, at most {most}.")
    return number
