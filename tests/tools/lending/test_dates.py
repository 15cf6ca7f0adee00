from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.dates import (
    Periods,
    add_months,
    first_payment_date,
    odd_days,
    payment_date,
    periods_between,
)
from tools.lending.errors import OutOfRange

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        pytest.param(date(2026, 1, 31), 1, date(2026, 2, 28), id="a short month"),
        pytest.param(date(2028, 1, 31), 1, date(2028, 2, 29), id="a leap year"),
        pytest.param(date(2026, 11, 22), 2, date(2027, 1, 22), id="over the year"),
        pytest.param(date(2026, 3, 31), -1, date(2026, 2, 28), id="back"),
        pytest.param(date(2026, 1, 15), -1, date(2025, 12, 15), id="back over the year"),
        pytest.param(date(2026, 12, 1), 0, date(2026, 12, 1), id="none"),
    ],
)
def test_months_are_added_on_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(days, st.integers(-600, 600))
def test_the_day_stays_or_is_the_last_of_its_month(day: date, months: int) -> None:
    moved = add_months(day, months)

    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1


def test_a_short_month_does_not_move_the_payments_after_it() -> None:
    dates = [payment_date(date(2026, 1, 31), number) for number in (1, 2, 3)]

    assert dates == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]


def test_the_first_payment_follows_from_the_day_it_is_asked() -> None:
    assert first_payment_date(date(2026, 12, 15), 30) == date(2027, 1, 14)


@pytest.mark.parametrize("wait", [-1, 367])
def test_the_first_payment_is_due_within_a_year(wait: int) -> None:
    with pytest.raises(OutOfRange, match="first payment"):
        first_payment_date(date(2026, 12, 15), wait)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        pytest.param(date(2026, 1, 12), date(2026, 3, 31), Periods(2, 19), id="a stub first"),
        pytest.param(date(2026, 1, 10), date(2026, 3, 10), Periods(2, 0), id="whole months"),
        pytest.param(date(2026, 1, 10), date(2026, 1, 16), Periods(0, 6), id="days only"),
        pytest.param(date(2026, 1, 31), date(2026, 2, 28), Periods(0, 28), id="counted back"),
        pytest.param(date(2026, 1, 10), date(2026, 1, 10), Periods(0, 0), id="the same day"),
    ],
)
def test_full_months_are_counted_back_from_the_later_date(
    start: date, end: date, expected: Periods
) -> None:
    assert periods_between(start, end) == expected


@given(days, days)
def test_full_months_and_odd_days_make_up_the_span(one: date, other: date) -> None:
    start, end = sorted((one, other))

    months, odd = periods_between(start, end)

    assert add_months(end, -months) == start + timedelta(days=odd)
    assert months >= 0
    assert 0 <= odd <= 31


@pytest.mark.parametrize(
    ("first_payment", "expected"),
    [(date(2026, 2, 10), 0), (date(2026, 3, 1), 22), (date(2026, 2, 1), 0)],
)
def test_odd_days_are_those_beyond_one_month(first_payment: date, expected: int) -> None:
    assert odd_days(date(2026, 1, 10), first_payment) == expected


def test_dates_in_the_wrong_order_are_refused() -> None:
    early, late = date(2026, 1, 10), date(2026, 2, 10)

    with pytest.raises(OutOfRange, match="before the loan"):
        odd_days(late, early)
    with pytest.raises(OutOfRange, match="before the earlier"):
        periods_between(late, early)
    with pytest.raises(OutOfRange, match="numbered from 1"):
        payment_date(early, 0)


@pytest.mark.parametrize("months", [-30_000, 120_000])
def test_a_date_outside_the_calendar_is_refused(months: int) -> None:
    with pytest.raises(OutOfRange, match="calendar"):
        add_months(date(2026, 1, 10), months)
