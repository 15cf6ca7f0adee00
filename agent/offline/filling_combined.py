"""The best consistent combination of readings: no field filled twice, no word for two figures."""

from collections.abc import Sequence

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_features import Figure
from agent.offline.filling_pairs import goes_with
from agent.offline.filling_records import ADDING, Candidate, Situation
from agent.offline.filling_sizes import Reading, lone_price, size_cost, values_of

THRESHOLD = 0.7
"""How much has to speak for a reading of a figure."""
_WIDTH = 8


def _clash(reading: Reading, new: Candidate, figure: Figure, figures: Sequence[Figure]) -> float:
    """Return what a combination costs; more than 9 means that it cannot be."""
    cost = 0.0
    for old, earlier in zip(reading.chosen, figures, strict=False):
        if old is None:
            continue
        if old.field == new.field and old.field != NOTHING:
            if not _adds_up(old, new, figure):
                return 10.0
            cost -= 0.4 if figure.number == earlier.number + 1 else 0.0
            if _overlap(old, new) and old.span and old.span[0] >= earlier.quantity.end:
                cost += 1.0  # the word between two figures is the first one's
        if _overlap(old, new):
            cost += 0.0 if new.field == old.field else 0.6 * min(old.score, new.score)
        if old.order > new.order >= 0:
            cost += 0.7
        if {old.field, new.field} == {"rent", "monthly_obligations"}:
            cost -= 0.3
        if earlier.sort == figure.sort and earlier.value == figure.value and figure.value:
            cost += 0.2
    return cost


def _overlap(one: Candidate, other: Candidate) -> bool:
    """Tell whether the same words speak for both."""
    if one.span is None or other.span is None:
        return False
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]


def _adds_up(old: Candidate, new: Candidate, figure: Figure) -> bool:
    if old.order >= 0 or new.order >= 0:
        return False
    if new.field == "principal":
        return old.is_part and new.is_part
    incomes = new.field.endswith("annual_income") and figure.is_added
    return new.field in ADDING or (incomes and bool(old.span))


def best_reading(
    figures: Sequence[Figure], options: Sequence[Sequence[Candidate]], now: Situation
) -> Reading:
    """Look for the best consistent combination, a few at a time."""
    beam = [Reading()]
    for figure, candidates in zip(figures, options, strict=True):
        grown = [Reading(r.score, (*r.chosen, None)) for r in beam]
        for reading in beam:
            for candidate in candidates:
                if not goes_with(candidate, reading.chosen[-1] if reading.chosen else None):
                    continue
                cost = _clash(reading, candidate, figure, figures)
                if cost < 9 and candidate.score - cost >= THRESHOLD * 0.5:
                    score = reading.score + candidate.score - cost - THRESHOLD * 0.9
                    grown.append(Reading(score, (*reading.chosen, candidate)))
        beam = sorted(grown, key=lambda r: -r.score)[: _WIDTH * 2]

    def total(reading: Reading) -> float:
        values = values_of(figures, reading)
        return reading.score - size_cost(values, now) - lone_price(values, reading, now)

    return max(beam, key=total)
