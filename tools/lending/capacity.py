"""Who is old enough to sign: the only question that a birth date may answer."""

from collections.abc import Mapping
from datetime import date


def _birthday(birth_date: date, age: int) -> date:
    """Return the day on which `age` is reached; 29 February counts as 1 March in other years."""
    try:
        return birth_date.replace(year=birth_date.year + age)
    except ValueError:
        return date(birth_date.year + age, 3, 1)


def has_capacity(
    birth_date: date,
    today: date,
    state: str | None,
    min_age: int,
    min_age_by_state: Mapping[str, int],
) -> bool:
    """Tell whether a person may sign a loan alone: min_age-th birthday <= today.

    The minimum is that of the state where the bank keeps one, else the general one. Edge case:
    born on 29 February, the age is reached on 1 March of a common year, so that nobody signs a
    day too early. The answer is all that leaves this function; the age does not. There is no
    upper limit: age is a prohibited basis (Reg B 1002.6(b)(2)), capacity is not (1002.5(d)).

    >>> has_capacity(date(2008, 11, 22), date(2026, 11, 21), None, 18, {})
    False
    >>> has_capacity(date(2008, 11, 22), date(2026, 11, 22), None, 18, {})
    True
    """
    required = min_age_by_state.get(state, min_age) if state else min_age
    return _birthday(birth_date, required) <= today
