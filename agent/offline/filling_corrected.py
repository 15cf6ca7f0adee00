"""Figures put right, widened or said again in the same breath: "2 yrs at the job, I meant 3"."""

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.language.quantities import Quantity
from agent.offline.filling_features import Figure

_SELF_CORRECTION = re.compile(
    r"\b(?:no,? wait|wait,? no|wait|no,? sorry|sorry|i mean(?:t)?|actually|correction|make that"
    r"|scratch that|rather|oops|no,? no|or rather|but it(?:'s| is)|should be|call it"
    r"|(?:dealer|seller|they|he|she|owner|guy)(?: will| would|'ll|'d) (?:take|accept|settle)"
    r"|but (?:we|i) (?:offered|bid)|(?:talked|knocked|haggled|got|beat) (?:it|them|him|her)? ?down"
    r" to|negotiated)\b"
)

_IN_OTHER_WORDS = re.compile(
    r"\W*(?:\w+\W+){0,5}?(?:i\.? ?e\.?|that(?:'s| is)|meaning|in other words|aka|which is|so|=)\W*$"
)


def said_again(lowered: str, figures: Sequence[Figure]) -> frozenset[int]:
    """Return the figures that say the one before again: "thirteen hundred, i.e. 1,300"."""
    return frozenset(
        other.number
        for one, other in pairwise(figures)
        if one.value == other.value and one.sort == other.sort
        and _IN_OTHER_WORDS.match(lowered[one.quantity.end : other.quantity.start])
    )  # fmt: skip


def replaces(earlier: Figure, figure: Figure, lowered: str) -> bool:
    """Tell whether a figure after "no wait" stands for the one before it."""
    if earlier.sort != figure.sort or figure.sort is None:
        return False
    return puts_right(lowered, earlier.quantity, figure.quantity)


def in_place_of(earlier: Figure, figure: Figure) -> Figure:
    """Return a figure as it stands where the one before it stood."""
    return figure._replace(
        floor=earlier.floor,
        start=earlier.start,
        shares_left=earlier.shares_left,
        after_from=earlier.quantity.end,
    )


def puts_right(lowered: str, earlier: Quantity, later: Quantity) -> bool:
    """Tell whether the later of two quantities is said in place of the earlier one."""
    between = lowered[earlier.end : later.start]
    found = _SELF_CORRECTION.search(between)
    if found is not None:
        return len(between) < _NEAR and "debt" not in between[found.end() :]
    if _OWN_PART.search(between) and _SHARED_COST.search(lowered[: earlier.start]):
        return len(between) < _NEAR
    dropped = _DROPPED.search(lowered[: earlier.start])
    return dropped is not None and len(between) < _NEAR // 2


_NEAR = 60

_OWN_PART = re.compile(
    r"\b(?:my (?:half|share|part|portion|third)(?: of (?:it|that))?|i (?:only )?pay)"
    r"(?: is|'s|:|,)?(?: about| only)? ?$"
)

_SHARED_COST = re.compile(r"\b(?:rent|mortgage|housing|utilities|apartment)\b[^.;\d]{0,24}$")
"""Before a cost of which the customer bears a part: "rent is 1,400, my half is 700"."""

_DROPPED = re.compile(r"\b(?:scratch|scrap|forget|ignore|instead of|rather than)(?: the| those)? $")
"""Before a figure that the next one replaces: "scratch 2 yrs. three"."""

_MOST_YEARS = 40


def in_units(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of the time that it puts right: "2 yrs at the job, I meant 3".

    >>> from agent.language.quantities import find_quantities
    >>> said = "i said 2 yrs at the job i meant 3"
    >>> [q.months for q in in_units(said, find_quantities(said))]
    [24, 36]
    """
    lowered, found = text.lower(), list(quantities)
    for at, (one, other) in enumerate(pairwise(quantities), 1):
        years = one.unit == "year" and one.measures == "duration"
        bare = other.measures == "number" and not other.unit and other.currency is None
        small = other.value is not None and 0 < other.value <= _MOST_YEARS
        of_another = _DROPPED.search(lowered[: other.start])  # "3 years. sorry, scratch the 40"
        if years and bare and small and not of_another and puts_right(lowered, one, other):
            months = int((other.value or 0) * 12)
            found[at] = other._replace(kind="duration", unit="year", months=months)
    return found


_PERHAPS = re.compile(r"\s*,?\s*(?:or )?(?:maybe|perhaps|possibly|even) (?:up to |as much as )?")


def _is_a_thought(earlier: Figure, figure: Figure, lowered: str) -> bool:
    """Tell whether a figure only widens the one before it: "fifteen thousand, maybe sixteen"."""
    between = lowered[earlier.quantity.end : figure.quantity.start]
    return earlier.sort == figure.sort and _PERHAPS.fullmatch(between) is not None


def adds_nothing(rest: list[Figure], figure: Figure, lowered: str) -> bool:
    """Tell whether a figure is no second one; two words that are one unread figure both go."""
    if _spoken_as_one(rest[-1], figure, lowered):
        rest.pop()
        return True
    return _is_a_thought(rest[-1], figure, lowered)


def _spoken_as_one(earlier: Figure, figure: Figure, lowered: str) -> bool:
    """Tell whether two number words are one figure that was not read: "twenty-four fifty"."""
    between = lowered[earlier.quantity.end : figure.quantity.start]
    spelled = not any(c.isdigit() for c in earlier.quantity.text + figure.quantity.text)
    return between == " " and spelled and figure.sort == earlier.sort == "amount"
