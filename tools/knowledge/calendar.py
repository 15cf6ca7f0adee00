"""Two kinds of business day, and counting them.

* Loan Estimate days: days the bank is open for all its business (Reg Z 1026.2(a)(6), first part).
* Rescission days: every day but Sundays and the legal public holidays, Saturdays included
  (second part); a day on which a holiday is merely observed counts (comment 2(a)(6)-2).
"""

from collections.abc import Callable
from datetime import date, timedelta

from tools.knowledge.reading import KnowledgeError, Problem
from tools.knowledge.records import Bank, Holiday, Holidays

LOAN_ESTIMATE_DAYS = 3
"""Reg Z 1026.19(e)(1)(iii)."""
RESCISSION_DAYS = 3
"""Reg Z 1026.23(a)(3)."""


def holiday_on(day: date, holidays: Holidays) -> Holiday | None:
    """Return the holiday of `day`, or None.

    Raises:
        KnowledgeError: nobody has entered that year; guessing could miss a legal deadline.
    """
    if day.year not in holidays.years:
        reason = "is missing: enter the holidays of that year before anything is due in it"
        problem = Problem("knowledge/holidays.toml", None, f"years.{day.year}", reason)
        raise KnowledgeError((problem,))
    return next((h for h in holidays.years[day.year] if h.date == day), None)


def bank_is_open(day: date, bank: Bank, holidays: Holidays) -> bool:
    """Tell whether the bank does business on `day`."""
    holiday = holiday_on(day, holidays)
    return bank.hours.on(day) is not None and not (holiday and holiday.bank_closed)


def counts_for_rescission(day: date, holidays: Holidays) -> bool:
    """Tell whether `day` counts: not a Sunday and not a legal public holiday."""
    holiday = holiday_on(day, holidays)
    return day.weekday() != 6 and not (holiday and holiday.federal)


def business_day_after(start: date, days: int, counts: Callable[[date], bool]) -> date:
    """Return the `days`-th day after `start` that counts; the day itself never does.

    >>> business_day_after(date(2026, 11, 20), 2, lambda day: day.weekday() < 5)
    datetime.date(2026, 11, 24)
    """
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= counts(day)
    return day


def loan_estimate_due(received: date, bank: Bank, holidays: Holidays) -> date:
    """Return the last day on which the Loan Estimate may leave, third business day after receipt.

    Source: Reg Z 1026.19(e)(1)(iii).
    """
    return business_day_after(
        received, LOAN_ESTIMATE_DAYS, lambda day: bank_is_open(day, bank, holidays)
    )


def rescission_ends(signed: date, holidays: Holidays) -> date:
    """Return the day at whose midnight the right to rescind ends; no money moves before it has.

    Source: Reg Z 1026.23(a)(3).
    """
    return business_day_after(
        signed, RESCISSION_DAYS, lambda day: counts_for_rescission(day, holidays)
    )
