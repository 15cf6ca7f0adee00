"""A number with a unit of time: how long something takes, and how old somebody is.

Units of one family add up exactly ("2 years and 3 months" is 27 months). Months and weeks or
days are put together as months: a year is 12 months, 52 weeks and 365 days.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.language.number_words import Numeral, and_fraction
from agent.language.numerals import read_numeral, tidy
from agent.language.quantity import Bound, Draft, Kind, Quantity, to_months
from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    BETWEEN_NUMBER_AND_UNIT,
    DURATION_UNITS,
    FAMILIES,
    GLUED_UNITS,
    MONTHS_IN,
    THINGS_WITH_AGE,
)

_AGE_MARKS = frozenset({"yo", "y/o"})
_OLD = frozenset({"old", "olds", "young", "ol"})
_SHORT_MONTHS_FROM = 6
"""From this number on a bare "18m" is more likely months than millions."""
_SHORT_BELOW = {"year": "month", "hour": "minute"}
"""What "m" is after it: "2y6m", "2h30m"."""
_OTHER_SPAN = frozenset({"late", "past", "overdue", "behind", "delinquent", "notice", "vacation",
                         "of", "ago", "old", "grace", "leave"})  # fmt: skip
"""After a time that is not a part of the one before: "2 years 30 days late"."""


_LONGEST = {"year": 2100, "month": 360, "week": 300}
"""Above this a number before one unit is money for that time: "55000 yr", "450 mo"."""


def is_paid_for(tokens: Sequence[Token], numeral: Numeral) -> bool:
    """Whether the unit after a number says what is paid for: "55k yr" is no time.

    Many of them are said in the plural ("1000 years"), and a hyphen makes a time ("500-year").
    """
    unit = tokens[numeral.end]
    longest = _LONGEST.get(DURATION_UNITS.get(unit.text, ""))
    if longest is None or numeral.needs_unit or tokens[numeral.end + 1].text in _OLD:
        return False
    if numeral.scale in {"k", "ks", "grand"}:
        return True
    return numeral.value > longest and not unit.text.endswith("s")


class _Unit(NamedTuple):
    """A unit of time, the index after it, and the bound said before it ("3+ years")."""

    name: str
    end: int
    bound: Bound | None = None
    is_rough: bool = False
    """Said with "-ish" or "or so" between number and unit."""


def read_time(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    """The age or duration whose number is `numeral`, which began at `at`."""
    return (
        _age(tokens, at, numeral)
        or _duration(tokens, at, numeral)
        or _short_months(tokens, at, numeral)
    )


def unit_at(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    """The unit of time at `at`, after a hyphen or an adjective ("5 more years"), and its end."""
    at = after_hyphen(tokens, at)
    token = tokens[at]
    if token.kind == "word" and token.text in BETWEEN_NUMBER_AND_UNIT:
        at += 1
        token = tokens[at]
    if token.text in DURATION_UNITS and not _is_second_hand(tokens, at):
        return DURATION_UNITS[token.text], at + 1
    alone = token.text == "h" and tokens[at + 1].kind in {"end", "mark"}
    if token.text in GLUED_UNITS and (token.glued or alone):
        return GLUED_UNITS[token.text], at + 1
    return None


def _is_second_hand(tokens: Sequence[Token], at: int) -> bool:
    """Whether "second" says that a thing is used: "17k second hand"."""
    return tokens[at].text == "second" and tokens[after_hyphen(tokens, at + 1)].text == "hand"


def _draft(kind: Kind, at: int, last: int, numeral: Numeral, unit: str) -> Draft:
    return Draft(
        kind, numeral.value, at, last, unit, spelled=numeral.spelled, scale=numeral.scale,
        multiplier=numeral.multiplier, approx=numeral.vague,
    )  # fmt: skip


def _age(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    """Read "35 years old", "35 y/o", "21-year-old"; of a thing it is a duration."""
    end = after_hyphen(tokens, numeral.end)
    word = tokens[end].text
    if word == "y" and tokens[end + 1].text in {"/", "."} and tokens[end + 2].text == "o":
        return _draft("age", at, end + 3, numeral, "year")
    if word in _AGE_MARKS:
        return _draft("age", at, end + 1, numeral, "year")
    unit = DURATION_UNITS.get(word)
    last = _after_old(tokens, end + 1) if unit in {"year", "month", "week", "day"} else None
    if unit is None or last is None:
        return None
    if _is_about_a_thing(tokens, at, last):
        return _duration(tokens, at, numeral)
    return _draft("age", at, last, numeral, unit)


def _after_old(tokens: Sequence[Token], at: int) -> int | None:
    """The index after "old" or "of age", or None."""
    at = after_hyphen(tokens, at)
    if tokens[at].text in _OLD:
        return at + 1
    return at + 2 if (tokens[at].text, tokens[at + 1].text) == ("of", "age") else None


def _is_about_a_thing(tokens: Sequence[Token], first: int, last: int) -> bool:
    before = (tokens[i].text for i in range(max(0, first - 5), first))
    after = (tokens[i].text for i in range(last, last + 2))
    return any(word in THINGS_WITH_AGE for word in (*before, *after))


def _after_roughly(tokens: Sequence[Token], at: int) -> int:
    """The index after "-ish" or "or so" in "3-ish years", or `at`."""
    step = after_hyphen(tokens, at)
    if tokens[step].text == "ish":
        return step + 1
    return at + 2 if (tokens[at].text, tokens[at + 1].text) == ("or", "so") else at


def _unit_of(tokens: Sequence[Token], at: int) -> _Unit | None:
    """The unit at `at`, also after "+", "plus", "or more", "-ish" and "or so"."""
    token, after = tokens[at], tokens[at + 1]
    roughly = _after_roughly(tokens, at)
    if roughly != at:
        found = unit_at(tokens, roughly)
        return _Unit(*found, is_rough=True) if found else None
    step = 0
    if (token.text == "+" and token.glued) or token.text == "plus":
        step = 1
    elif (token.text, after.text) == ("or", "more"):
        step = 2
    found = unit_at(tokens, at + step)
    return _Unit(*found, "at_least" if step else None) if found else None


def _duration(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    unit = _unit_of(tokens, numeral.end)
    if unit is None or (unit.name == "quarter" and numeral.spelled):
        return None
    value, end = numeral.value, unit.end
    part = and_fraction(tokens, end)
    if part and value == value.to_integral_value() and unit_at(tokens, part[1]) is None:
        value, end = value + part[0], part[1]
    draft = _draft("duration", at, end, numeral._replace(value=value), unit.name)
    draft.bound, draft.approx = unit.bound, draft.approx or unit.is_rough
    return _with_smaller_units(tokens, draft)


def _with_smaller_units(tokens: Sequence[Token], draft: Draft) -> Draft:
    """Add up: "two years and six months" is thirty months, "1 hour 30 minutes" 90 minutes."""
    joint = tokens[draft.last].text
    at = draft.last + 1 if joint in {"and", ",", "&"} else draft.last
    smaller = _number_or_article(tokens, at, joint)
    found = smaller and _smaller_unit(tokens, smaller.end, draft.unit)
    if draft.value is None or not smaller or not found:
        return draft
    unit, end = found
    family = next((f for f in FAMILIES if draft.unit in f and unit in f), None)
    if family is not None:
        if not 0 < smaller.value * family[unit] < family[draft.unit]:
            return draft
        draft.value = draft.value * family[draft.unit] / family[unit] + smaller.value
        draft.unit, draft.last = unit, end
        return _with_smaller_units(tokens, draft)
    if joint == "," or tokens[end].text in _OTHER_SPAN:
        return draft
    return _with_days(draft, smaller.value, unit, end)


def _number_or_article(tokens: Sequence[Token], at: int, joint: str) -> Numeral | None:
    """The number of a smaller unit; an article only after "and": "a year and a day"."""
    if tokens[at].kind not in {"number", "word"}:
        return None
    if tokens[at].text in {"a", "an"} and joint != "and":
        return None
    return read_numeral(tokens, at)


def _smaller_unit(tokens: Sequence[Token], at: int, above: str) -> tuple[str, int] | None:
    if tokens[at].text == "m" and above in _SHORT_BELOW:
        return _SHORT_BELOW[above], at + 1
    return unit_at(tokens, at)


def _with_days(draft: Draft, value: Decimal, unit: str, end: int) -> Draft:
    """Put weeks or days to months: "18 months and 2 weeks" is 18.46 months."""
    more = to_months(value, unit)
    if draft.unit not in MONTHS_IN or draft.value is None or unit in MONTHS_IN or more is None:
        return draft
    if not 0 < more < MONTHS_IN[draft.unit]:
        return draft
    months = draft.value * MONTHS_IN[draft.unit] + more
    draft.value, draft.unit, draft.last = tidy(round(months, 2)), "month", end
    return draft


def _short_months(tokens: Sequence[Token], at: int, numeral: Numeral) -> Draft | None:
    """Read "18m": months or millions. Both are kept; the likelier one leads."""
    token = tokens[numeral.end]
    if token.text != "m" or numeral.needs_unit:
        return None
    months = Quantity("duration", numeral.value, "month", months=int(numeral.value))
    millions = Quantity("money", numeral.value * 1_000_000)
    if numeral.value >= _SHORT_MONTHS_FROM:
        draft = _draft("duration", at, numeral.end + 1, numeral, "month")
    else:
        draft = _draft("money", at, numeral.end + 1, numeral._replace(scale="m"), "")
        draft.value = millions.value
    draft.readings = (months, millions) if draft.kind == "duration" else (millions, months)
    return draft
