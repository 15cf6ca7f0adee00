"""The smallest step of each scale that helps, and pairs of scales where none helps alone.

Found exactly, said rounded outward; what is said is what is run again.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from tools.lending.levers import Change, Search, confirmed, reached
from tools.lending.records import Inquiry, Lever
from tools.lending.scales import HORIZONS, Scale, scales_for
from tools.lending.units import ZERO

COARSE = 8
"""Steps of the first scale of a pair; the second is exact."""


class Pull(NamedTuple):
    """A scale and how far it is pulled."""

    scale: Scale
    amount: Decimal

    def on(self, inquiry: Inquiry) -> Inquiry:
        return self.scale.pulled(inquiry, self.amount)

    def as_said(self) -> "Pull":
        return Pull(self.scale, self.scale.said(self.amount))


def levers_later(search: Search) -> tuple[Lever, ...]:
    """Return the levers that need time, the soonest and easiest first."""
    scales = scales_for(search)
    singles = [
        lever
        for scale in scales
        if (pull := smallest(search, search.inquiry, scale)) is not None
        and (lever := proven(search, (pull,))) is not None
    ]
    found = singles or easiest_pair(search, scales)
    return tuple(sorted(found, key=lambda lever: (HORIZONS.index(lever.horizon), lever.effort)))


def smallest(search: Search, inquiry: Inquiry, scale: Scale) -> Pull | None:
    """Bisect a scale for its smallest step that helps; None where the last one does not."""
    low, high = 0, scale.size
    if reached(search, scale.pulled(inquiry, scale.amount(high))) is None:
        return None
    while high - low > 1:
        middle = (low + high) // 2
        if reached(search, scale.pulled(inquiry, scale.amount(middle))) is None:
            low = middle
        else:
            high = middle
    return Pull(scale, scale.amount(high))


def easiest_pair(search: Search, scales: tuple[Scale, ...]) -> list[Lever]:
    """Return the pair of levers that takes least effort, proven, or nothing."""
    pairs = [pair for both in combinations(scales, 2) for pair in pairs_of(search, *both)]
    for pair in sorted(pairs, key=effort_of):
        lever = proven(search, pair)
        if lever is not None:
            return [lever]
    return []


def pairs_of(search: Search, first: Scale, second: Scale) -> Iterator[tuple[Pull, Pull]]:
    """Yield, for coarse steps of the first scale, the smallest step of the second that helps."""
    farthest = first.pulled(search.inquiry, first.amount(first.size))
    if reached(search, second.pulled(farthest, second.amount(second.size))) is None:
        return
    for step in coarse_steps(first.size):
        pull = Pull(first, first.amount(step))
        rest = smallest(search, pull.on(search.inquiry), second)
        if rest is not None:
            yield pull, rest


def coarse_steps(size: int) -> tuple[int, ...]:
    """Return up to `COARSE` steps of a scale, evenly spread, the last one included.

    >>> coarse_steps(3), coarse_steps(520)
    ((1, 2, 3), (65, 130, 195, 260, 325, 390, 455, 520))
    """
    if size <= COARSE:
        return tuple(range(1, size + 1))
    return tuple(size * n // COARSE for n in range(1, COARSE + 1))


def effort_of(pulls: tuple[Pull, ...]) -> Decimal:
    """Return what pulls cost together."""
    return sum((pull.scale.effort(pull.amount) for pull in pulls), ZERO)


def proven(search: Search, pulls: tuple[Pull, ...]) -> Lever | None:
    """Run the engine on what is said; return the lever, or None where it does not help."""
    said = tuple(pull.as_said() for pull in pulls)
    inquiry = search.inquiry
    for pull in said:
        inquiry = pull.on(inquiry)
    horizons = [pull.scale.horizon(pull.amount) for pull in pulls]
    sure = all(pull.scale.certainty == "exact" for pull in pulls)
    change = Change(
        tuple(pull.scale.lever for pull in pulls),
        tuple(pull.scale.change(pull.amount) for pull in pulls),
        tuple(pull.scale.change(pull.amount) for pull in said),
        tuple(pull.scale.to(pull.amount) for pull in said),
        effort_of(pulls),
        max(horizons, key=HORIZONS.index),
        "exact" if sure else "depends",
        pulls[-1].scale.caveat,
    )
    return confirmed(search, inquiry, change)
