"""Two loans set beside each other, and one time or amount said in place of another."""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from agent.language.quantities import Quantity, find_quantities
from agent.offline.scene import Scene

MOST_MONTHS = 480
_MOST_YEARS = 30
LEAST_AMOUNT = Decimal(500)


class Setup(NamedTuple):
    """One of the loans that are to be compared: a time or an amount, and how it was said."""

    field: str
    """`term_months` or `principal`."""
    words: str
    value: Decimal
    """Months, or dollars."""


_BESIDE = re.compile(
    r"\b(?:compar\w+|next to|beside|side by side|against|versus|vs|difference|differ|together"
    r"|both|each other|better|cheaper|or)\b"
)
_A_TIME = r"(?:the |over )?\d{1,3}(?: ?-?(?:months?|mos?|years?|yrs?|m|y))?(?: (?:one|loan))?"
_ONLY_TWO = re.compile(
    rf"^(?:(?:ok|okay|so|and|then|now|hm+|what about|how about|show me|give me|please|with) )*"
    rf"{_A_TIME} (?:vs|versus|or|and|against|to) {_A_TIME}(?: then| please| months?| years?)?$"
)
_IN_A_ROW = re.compile(r"\s*(?:,|/|&|\+|,? ?and)\s*(?:(?:the|at|for|over|in) )?")
"""Between "5 yrs and 15 yrs, interest": both are asked about."""
_OTHER_FIGURES = re.compile(
    r"\b(?:down|deposit|extra|rate|percent|score|income|earn|make|salary|interest rate|fees?)\b"
)


_TWO_TIMES = re.compile(
    rf"^(?:(?:ok|so|and|hm+|is|are|would|which is|what is) )*{_A_TIME} (?:be )?(?:really )?"
    rf"(?:better|cheaper|worse|smarter|dearer) (?:than|or) {_A_TIME}$"
)


def two_times(p: str) -> bool:
    """Tell whether two times are weighed, before there is any offer: "is 36 better than 24".

    >>> two_times("is 36 better than 24"), two_times("i make 36")
    (True, False)
    """
    return _TWO_TIMES.search(p) is not None


def setups_in(scene: Scene, text: str, p: str) -> tuple[Setup, ...]:
    """Return two times or two amounts that are to be set beside each other.

    >>> shown = Scene("", {"offers": [{"letter": "a", "term_months": 60}]})
    >>> [s.value for s in setups_in(shown, "compare 3 and 5 years", "compare 3 and 5 years")]
    [Decimal('36'), Decimal('60')]
    """
    if not scene.offers or _OTHER_FIGURES.search(p):
        return ()
    found = [q for q in _each(find_quantities(text)) if not q.negated and q.period is None]
    if len(found) != 2:
        return ()
    in_a_row = _IN_A_ROW.fullmatch(text[found[0].end : found[1].start].lower())
    both_times = in_a_row and all(q.months for q in found)
    if not (_BESIDE.search(p) or _ONLY_TWO.search(p) or both_times):
        return ()
    times = [_months(q, found, scene) for q in found]
    if all(times):
        return tuple(
            Setup("term_months", q.text, Decimal(m or 0)) for q, m in zip(found, times, strict=True)
        )
    amounts = [q.value or Decimal(0) for q in found]
    if all(_is_amount(q) for q in found) and min(amounts) >= LEAST_AMOUNT:
        return tuple(Setup("principal", q.text, q.value or Decimal(0)) for q in found)
    return ()


def _is_amount(quantity: Quantity) -> bool:
    return quantity.measures == "money" or (quantity.kind == "number" and not quantity.unit)


def _each(found: Sequence[Quantity]) -> list[Quantity]:
    """Part "48 or 84" into its two ends."""
    parted: list[Quantity] = []
    for one in found:
        words = _BETWEEN.split(one.text) if one.kind == "range" else []
        if len(words) != 2 or one.lo is None or one.hi is None:
            parted.append(one)
            continue
        unit = 12 if one.unit == "year" else 1
        time = one.measures == "duration"
        parted += [
            one._replace(
                kind="duration" if time else "number",
                text=end.strip(),
                value=value,
                months=int(value * unit) if time else None,
            )
            for end, value in zip(words, (one.lo, one.hi), strict=True)
        ]
    return parted


_BETWEEN = re.compile(r" (?:and|or|to) | ?- ?")


def _months(quantity: Quantity, found: Sequence[Quantity], scene: Scene) -> int | None:
    """Read a time; a bare figure is one where it is shown, or beside a time."""
    if quantity.months is not None:
        return quantity.months if quantity.months <= MOST_MONTHS else None
    value = quantity.value or Decimal(0)
    if quantity.kind != "number" or quantity.unit or value != int(value):
        return None
    shown = {int(o.get("term_months") or 0) for o in scene.offers}
    others = {int(q.value or 0) for q in found if q.kind == "number" and not q.unit}
    beside_time = any(q.months for q in found)
    years = any(q.unit == "year" for q in found) and value <= _MOST_YEARS
    if years and int(value) not in shown:
        return int(value) * 12
    if int(value) in shown or beside_time or (value >= 12 and value % 6 == 0 and others & shown):
        return int(value) if int(value) <= MOST_MONTHS else None
    return int(value) if value >= 12 and value % 12 == 0 and value <= MOST_MONTHS else None


_IN_PLACE = re.compile(
    r"[\s,]*(?:instead of|rather than|in place of|and not|not)\s+(?:the |over )?"
)
_IN_PLACE_FIRST = re.compile(r"\b(?:instead of|rather than|in place of)\s+(?:the |over )?$")


def time_in_place(scene: Scene, text: str) -> Quantity | None:
    """Return the time that is wanted in place of another: "five years instead of ten".

    >>> found = time_in_place(Scene("", {}), "ok so five years instead of ten, monthly?")
    >>> found.text if found else None
    'five years'
    """
    lowered = text.lower()
    for one, other in pairwise(find_quantities(text)):
        between = lowered[one.end : other.start]
        if _IN_PLACE.fullmatch(between):
            wanted, left = one, other
        elif _IN_PLACE_FIRST.search(lowered[: one.start]):
            wanted, left = other, one
        else:
            continue
        if _is_time(wanted, left, scene):
            return wanted
    return None


def _is_time(wanted: Quantity, left: Quantity, scene: Scene) -> bool:
    """Tell whether a time is put for a time: by a unit, or because the one left out is shown."""
    bare = [q for q in (wanted, left) if q.months is None]
    if any(q.kind != "number" or q.unit or not _is_small(q) for q in bare):
        return False
    return len(bare) < 2 or int(left.value or 0) in _terms_known(scene)


def _is_small(quantity: Quantity) -> bool:
    return Decimal(0) < (quantity.value or Decimal(0)) <= MOST_MONTHS


def _terms_known(scene: Scene) -> frozenset[int]:
    known: Any = scene.known.get("term_months", {}).get("value") or 0
    months = {int(o.get("term_months") or 0) for o in scene.offers} | {int(known)}
    return frozenset(months | {m // 12 for m in months if m % 12 == 0}) - {0}
