"""From figures to fields: which fact each figure of a message states.

What leaves no choice is taken out; for the rest, words that claim a figure, the open question and
the size make a first reading, and what was learned from labelled messages decides. A figure that
is not likely enough for any field is left over: it is asked back, not guessed.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from agent.language.quantities import Quantity
from agent.offline.filling_decision import decide
from agent.offline.filling_features import Figure, figures_of
from agent.offline.filling_first import first_reading
from agent.offline.filling_records import Situation
from agent.offline.filling_settled import settled, without_answered, without_cards_named

_MOST_FIGURES = 24


class Opened(NamedTuple):
    """The figures of a message, parted: fields that leave no choice, and figures to decide on."""

    fixed: list[tuple[str, Quantity]]
    figures: list[Figure]
    now: Situation


def opened(text: str, quantities: Sequence[Quantity], now: Situation) -> Opened:
    """Take out the figures that leave no choice or state nothing."""
    figures = figures_of(text, quantities, other_by_default=now.about_other)[:_MOST_FIGURES]
    fixed, figures = settled(text, figures, now)
    now = without_answered(text, now)
    left = [f for f in figures if f.sort is not None and not f.states_nothing]
    return Opened(fixed, without_cards_named(text, left, now), now)


def fill(
    text: str, quantities: Sequence[Quantity], now: Situation
) -> Iterator[tuple[str, Quantity]]:
    """Give the figures of a message their fields, as far as anything speaks for them.

    >>> from agent.language.quantities import find_quantities
    >>> said = "I found a used Civic for 15,000 and want to borrow 12,000 of that"
    >>> [(f, q.text) for f, q in fill(said, find_quantities(said), Situation("car"))]
    [('vehicle_price', '15,000'), ('principal', '12,000')]
    """
    fixed, figures, now = opened(text, quantities, now)
    yield from fixed
    if figures:
        lowered, seen = first_reading(text, figures, now)
        for one, field in zip(seen, decide(seen, lowered, now), strict=True):
            if field is not None:
                yield field, one.figure.quantity
