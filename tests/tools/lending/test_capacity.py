from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.lending.capacity import has_capacity

TODAY = date(2026, 11, 22)


def _adult(birth_date: date, today: date = TODAY, state: str | None = None) -> bool:
    return has_capacity(birth_date, today, state, 18, {"AL": 19})


def test_on_the_day_before_the_eighteenth_birthday_nobody_can_sign() -> None:
    assert _adult(date(2008, 11, 23)) is False


def test_from_the_eighteenth_birthday_on_a_person_can_sign() -> None:
    assert _adult(date(2008, 11, 22)) is True
    assert _adult(date(2008, 11, 21)) is True


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 2, 28), False), (date(2026, 3, 1), True)],
)
def test_a_leap_day_child_comes_of_age_on_the_first_of_march(today: date, expected: bool) -> None:
    assert _adult(date(2008, 2, 29), today) is expected


def test_a_leap_day_child_comes_of_age_on_the_leap_day_when_the_year_has_one() -> None:
    assert has_capacity(date(2008, 2, 29), date(2028, 2, 29), None, 20, {}) is True


def test_a_state_with_its_own_age_counts_and_other_states_do_not() -> None:
    eighteen = date(2008, 1, 1)

    assert _adult(eighteen, state="AL") is False
    assert _adult(eighteen, state="OH") is True
    assert _adult(eighteen, state=None) is True


def test_there_is_no_upper_age() -> None:
    assert _adult(date(1900, 1, 1)) is True


def test_a_birth_date_in_the_future_is_no_capacity() -> None:
    assert _adult(date(2030, 1, 1)) is False


@given(
    birth=st.dates(date(1920, 1, 1), date(2026, 1, 1)),
    today=st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    days=st.integers(0, 20_000),
)
def test_capacity_once_reached_is_never_lost(birth: date, today: date, days: int) -> None:
    later = today + timedelta(days=days)

    assert not _adult(birth, today) or _adult(birth, later)
