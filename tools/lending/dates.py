"""Calendar dates of a loan. Every date follows from one that is handed in; no clock is read.

Source: specification 3.1 (odd days), 3.2 and Appendix J (full months are counted back from the
later date, the rest are odd days, thirtieths of a month).
"""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from tools.lending.errors import OutOfRange


class Periods(NamedTuple):
    """A span as Appendix J counts it: `days` / 30 is the odd fraction."""

    months: int
    days: int


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (or earlier), or the month's last day if it is shorter.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        raise OutOfRange("That date lies outside the calendar.")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def first_payment_date(today: date, first_payment_days: int) -> date:
    """Return when the first payment is due if the loan were paid out today.

    The catalogue says how many days that takes (`advice.first_payment_days`).

    >>> first_payment_date(date(2026, 11, 22), 30)
    datetime.date(2026, 12, 22)
    """
    if not 0 <= first_payment_days <= 366:
        raise OutOfRange("The first payment must be due within 0 to 366 days.")
    return today + timedelta(days=first_payment_days)


def payment_date(first_payment: date, number: int) -> date:
    """Return when payment `number` (from 1) is due; a short month does not move later ones.

    >>> payment_date(date(2026, 1, 31), 2), payment_date(date(2026, 1, 31), 3)
    (datetime.date(2026, 2, 28), datetime.date(2026, 3, 31))
    """
    if number < 1:
        raise OutOfRange("Payments are numbered from 1.")
    return add_months(first_payment, number - 1)


def periods_between(start: date, end: date) -> Periods:
    """Return full months, counted back from `end`, and the days before them.

    >>> periods_between(date(2026, 1, 12), date(2026, 3, 31))
    Periods(months=2, days=19)
    """
    if end < start:
        raise OutOfRange("The later date comes before the earlier one.")
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(end, -months) < start:
        months -= 1
    return Periods(months, (add_months(end, -months) - start).days)


def odd_days(paid_out: date, first_payment: date) -> int:
    """Return the days of per-diem interest: those beyond the one month before the first payment.

    A shorter first month has none.

    >>> odd_days(date(2026, 1, 12), date(2026, 3, 1))
    20
    """
    if first_payment < paid_out:
        raise OutOfRange("The first payment comes before the loan is paid out.")
    return max((add_months(first_payment, -1) - paid_out).days, 0)
