from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.stores.clocks import TRID_ITEMS, after_open_days, trid_tracker


def _weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 11, 16), date(2026, 11, 19)),  # Monday -> Thursday
        (date(2026, 11, 19), date(2026, 11, 24)),  # Thursday -> Tuesday
        (date(2026, 11, 21), date(2026, 11, 25)),  # Saturday -> Wednesday
    ],
)
def test_three_open_days_are_counted_from_the_day_after(start: date, due: date) -> None:
    assert after_open_days(start, 3, _weekday) == due


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_exactly_so_many_open_days_pass(start: date, days: int) -> None:
    end = after_open_days(start, days, _weekday)

    passed = [start + timedelta(n) for n in range(1, (end - start).days + 1)]
    assert sum(map(_weekday, passed)) == days
    assert _weekday(end)


def test_a_day_that_is_closed_is_not_counted() -> None:
    closed = date(2026, 11, 26)

    assert after_open_days(
        date(2026, 11, 23), 3, lambda day: _weekday(day) and day != closed
    ) == date(2026, 11, 27)


def test_five_items_are_not_six() -> None:
    for item in TRID_ITEMS:
        others = tuple(i for i in TRID_ITEMS if i != item)
        assert trid_tracker(others).missing == (item,)
        assert not trid_tracker(others).is_complete


def test_six_items_are_complete_in_any_order_and_however_often() -> None:
    assert trid_tracker((*reversed(TRID_ITEMS), *TRID_ITEMS)).is_complete


def test_nothing_known_is_nothing_counted() -> None:
    assert trid_tracker(()).known == ()
    assert trid_tracker(()).missing == TRID_ITEMS
