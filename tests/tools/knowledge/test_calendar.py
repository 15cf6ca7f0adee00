"""Deadlines are counted in the right kind of day."""

from datetime import date, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.knowledge import KnowledgeError, load_knowledge
from tools.knowledge.calendar import (
    bank_is_open,
    counts_for_rescission,
    loan_estimate_due,
    rescission_ends,
)

KNOWLEDGE = load_knowledge()
BANK, HOLIDAYS = KNOWLEDGE.bank, KNOWLEDGE.holidays


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def statutory(year: int) -> set[date]:
    """5 U.S.C. 6103(a), computed."""
    last_of_may = date(year, 5, 31)
    return {
        date(year, 1, 1), date(year, 6, 19), date(year, 7, 4), date(year, 11, 11),
        date(year, 12, 25),
        nth_weekday(year, 1, 0, 3), nth_weekday(year, 2, 0, 3),
        last_of_may - timedelta(days=last_of_may.weekday()),
        nth_weekday(year, 9, 0, 1), nth_weekday(year, 10, 0, 2), nth_weekday(year, 11, 3, 4),
    }  # fmt: skip


@pytest.mark.parametrize("year", [2026, 2027, 2028])
def test_the_federal_days_of_a_year_are_the_eleven_of_the_statute(year: int) -> None:
    federal = {day.date for day in HOLIDAYS.years[year] if day.federal}

    assert federal == statutory(year)


def test_a_monday_observed_for_a_sunday_closes_the_bank_and_counts_for_rescission() -> None:
    observed = date(2027, 7, 5)

    assert not bank_is_open(observed, BANK, HOLIDAYS)
    assert counts_for_rescission(observed, HOLIDAYS)


def test_the_friday_before_a_saturday_holiday_is_an_ordinary_day() -> None:
    observed = date(2026, 7, 3)

    assert bank_is_open(observed, BANK, HOLIDAYS)
    assert counts_for_rescission(observed, HOLIDAYS)
    assert not counts_for_rescission(date(2026, 7, 4), HOLIDAYS)


@pytest.mark.parametrize(
    ("signed", "ends"),
    [
        (date(2026, 11, 20), date(2026, 11, 24)),  # Friday: Saturday counts, Sunday does not
        (date(2026, 11, 23), date(2026, 11, 27)),  # Thanksgiving lies between
        (date(2026, 7, 2), date(2026, 7, 7)),  # 3 July counts, 4 July and Sunday do not
        (date(2027, 7, 2), date(2027, 7, 6)),  # Monday 5 July is only observed: it counts
        (date(2026, 12, 30), date(2027, 1, 4)),  # over the turn of the year
    ],
)
def test_the_right_to_rescind_ends_on_the_third_day_that_counts(signed: date, ends: date) -> None:
    assert rescission_ends(signed, HOLIDAYS) == ends


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 11, 20), date(2026, 11, 25)),  # Friday: the weekend does not count
        (date(2026, 11, 23), date(2026, 11, 27)),  # Thanksgiving is closed, the Friday is not
        (date(2027, 7, 1), date(2027, 7, 7)),  # closed on Monday 5 July
        (date(2026, 11, 21), date(2026, 11, 25)),  # received on a Saturday
    ],
)
def test_the_loan_estimate_is_due_on_the_third_day_the_bank_is_open(
    received: date, due: date
) -> None:
    assert loan_estimate_due(received, BANK, HOLIDAYS) == due


@given(st.dates(date(2026, 1, 1), date(2028, 12, 15)))
def test_a_deadline_is_a_day_that_counts_and_three_of_them_away(day: date) -> None:
    ends = rescission_ends(day, HOLIDAYS)
    between = [day + timedelta(days=n) for n in range(1, (ends - day).days + 1)]

    assert [counts_for_rescission(d, HOLIDAYS) for d in between].count(True) == 3
    assert counts_for_rescission(ends, HOLIDAYS)


@pytest.mark.parametrize("day", [date(2025, 12, 30), date(2029, 1, 2), date(2028, 12, 29)])
def test_a_year_nobody_entered_is_an_error_not_a_year_without_holidays(day: date) -> None:
    with pytest.raises(KnowledgeError, match=r"holidays\.toml: years\.\d{4}: is missing"):
        rescission_ends(day, HOLIDAYS)


def test_opening_hours_are_those_of_the_weekday() -> None:
    assert BANK.hours.on(date(2026, 11, 20)) == (time(9), time(17))
    assert BANK.hours.on(date(2026, 11, 22)) is None


def test_a_year_without_holidays_is_refused(folder: Path) -> None:
    (folder / "holidays.toml").write_text(
        'owner = "Operations"\nreview_date = 2027-10-31\n[years]\n2026 = []\n', encoding="utf-8"
    )

    with pytest.raises(KnowledgeError, match=r"holidays\.toml:4: years\.2026: must name its"):
        load_knowledge(folder)
