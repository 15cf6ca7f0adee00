"""The most likely consistent reading of all figures of a message, by the learned probabilities."""

import math
from collections.abc import Mapping, Sequence

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_doubts import without_doubtful
from agent.offline.filling_features import Figure
from agent.offline.filling_hits import is_said_otherwise
from agent.offline.filling_model import Seen, learned, scores
from agent.offline.filling_records import ADDING, PARTY, Candidate, Situation
from agent.offline.filling_sizes import Reading, size_cost, values_of

_WIDTH = 16
_MOST_FIELDS = 5
_LEAST_LIKELY = math.log(0.03)
_UNLIKELY = -9.0
_BY_SIZE = 0.7
"""How much a loan above its price and the like count, beside a logarithm of a probability."""
SURE = 0.42
"""A field less likely than this is left open: it is asked back, not guessed."""
_LEAST_ALONE, _AMONG_THE_LEFT = 0.25, 0.5
"""What is left to a figure once the others have theirs: "car, 25k, it costs 30k"."""


def decide(seen: Sequence[Seen], lowered: str, now: Situation) -> list[str | None]:
    """Return the field of every figure; None where it states none, or none is likely enough."""
    weights = learned()
    options = [
        {NOTHING: _UNLIKELY, one.first: 0.0}
        if one.is_settled
        else without_doubtful(scores(one, seen, lowered, now, weights), one, lowered, now)
        for one in seen
    ]
    options = _told_apart(seen, options, now)
    figures = [one.figure for one in seen]
    beam = [Reading()]
    for one, likely in zip(seen, options, strict=True):
        grown = [r for reading in beam for r in _grown(reading, one, likely)]
        beam = sorted(grown, key=lambda r: -r.score)[:_WIDTH]

    def total(reading: Reading) -> float:
        return reading.score - _BY_SIZE * size_cost(values_of(figures, reading), now)

    best = max(beam, key=total)
    return [
        c.field if c is not None and _is_sure(c, best, one, likely) else None
        for c, one, likely in zip(best.chosen, seen, options, strict=True)
    ]


def _told_apart(
    seen: Sequence[Seen], options: Sequence[dict[str, float]], now: Situation
) -> list[dict[str, float]]:
    """Give the other person what is said of them, where the customer's own stands or is known.

    "I pay 1,100, he makes 45,000 with 600 in debts": the 600 adds nothing to the customer's debts.
    """
    own = {
        max(likely, key=lambda f: likely[f])
        for one, likely in zip(seen, options, strict=True)
        if not one.figure.is_other
    } & PARTY
    if now.has_other:
        own |= {f for f in PARTY & now.known.keys() if f"co_{f}" not in now.known}
    apart = [dict(likely) for likely in options]
    for one, likely in zip(seen, apart, strict=True):
        for field in own if one.figure.is_other else ():
            theirs = f"co_{field}"
            if field in likely and theirs in likely:
                likely[theirs] = math.log(math.exp(likely[theirs]) + math.exp(likely.pop(field)))
    return apart


def _is_sure(chosen: Candidate, best: Reading, seen: Seen, likely: Mapping[str, float]) -> bool:
    """Tell whether a field is likely enough, by itself or among those that others have left."""
    alone = math.exp(chosen.score)
    if alone >= SURE or alone < _LEAST_ALONE:
        return alone >= SURE
    others = best._replace(chosen=tuple(c for c in best.chosen if c is not chosen))
    left = (p for f, p in likely.items() if f == NOTHING or not _is_taken(f, others, seen.figure))
    return alone / sum(math.exp(p) for p in left) >= _AMONG_THE_LEFT


def _grown(reading: Reading, seen: Seen, likely: Mapping[str, float]) -> list[Reading]:
    found = [Reading(reading.score + likely[NOTHING], (*reading.chosen, None))]
    fields = sorted((f for f in likely if f != NOTHING), key=lambda f: -likely[f])[:_MOST_FIELDS]
    for field in fields:
        taken = not seen.is_settled and _is_taken(field, reading, seen.figure)
        otherwise = field not in seen.claimed and is_said_otherwise(field, seen.roles)
        if likely[field] >= _LEAST_LIKELY and not (taken or otherwise):
            chosen = (*reading.chosen, Candidate(field, likely[field]))
            found.append(Reading(reading.score + likely[field], chosen))
    return found


def _is_taken(field: str, reading: Reading, figure: Figure) -> bool:
    """A field is filled once, but for payments, which add up, and pay that comes on top."""
    if field in ADDING or (field.endswith("annual_income") and figure.is_added):
        return False
    return any(old is not None and old.field == field for old in reading.chosen)
