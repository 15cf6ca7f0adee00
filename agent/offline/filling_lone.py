"""Figures that stand by themselves, in a clause or a sentence of their own."""

import re
from collections.abc import Sequence

from agent.language.quantities import Quantity
from agent.offline.filling_features import Figure
from agent.offline.filling_records import Situation

Slots = list[tuple[str, Quantity]]


def by_themselves(
    lowered: str, figures: Sequence[Figure], now: Situation
) -> tuple[Slots, list[Figure]]:
    """Take out a yearly sum and a score that stand by themselves; the other figures are left."""
    income, left = _lone_income(lowered, figures, now)
    score, left = _score_by_itself(lowered, left, now)
    return [*income, *score], left


def _lone_income(
    lowered: str, figures: Sequence[Figure], now: Situation
) -> tuple[Slots, list[Figure]]:
    """Read the one sum "a year" of a message as the income, where that is asked for."""
    sums = [f for f in figures if f.quantity.period == "year" and (f.value or 0) >= _LEAST_INCOME]
    asked = bool(now.open_fields) and now.open_fields[0][0] == "annual_income"
    if not asked or len(sums) != 1 or now.has_other or sums[0].states_nothing:
        return [], list(figures)
    begins = max(lowered.rfind(mark, 0, sums[0].start) for mark in ".;!?\n")
    if lowered[begins + 1 : sums[0].start].strip():
        return [], list(figures)  # what stands before it says what it is
    return [("annual_income", sums[0].quantity)], [f for f in figures if f is not sums[0]]


_LEAST_INCOME = 1_000


def _score_by_itself(
    lowered: str, figures: Sequence[Figure], now: Situation
) -> tuple[Slots, list[Figure]]:
    """Read a figure of three digits that is a sentence of its own, beside what is paid a month.

    "1,300 a month, mortgage and all. 708." is no list of payments.
    """
    pays = any(f.quantity.period == "month" for f in figures)
    if not pays or "credit_score" in now.known or "score" in lowered:
        return [], list(figures)
    for figure in figures:
        digits = figure.quantity.text.isdigit() and figure.is_bare
        alone = _ENDS_BEFORE.search(lowered[: figure.start]) and _ENDS_BEHIND.match(
            lowered, figure.quantity.end
        )
        if digits and alone and 450 <= (figure.value or 0) <= 850:
            return [("credit_score", figure.quantity)], [f for f in figures if f is not figure]
    return [], list(figures)


_ENDS_BEFORE = re.compile(r"(?:^|[.;!\n])\s*$")
_ENDS_BEHIND = re.compile(r"\s*(?:[.;!\n]|$)(?!\d)")
