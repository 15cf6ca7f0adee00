"""How much gold somebody names: weights in grams, karats, and the stretch of words they stand in.

One reader for the offline engine and for the binding of tool arguments.
"""

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.language.quantities import find_quantities
from agent.language.quantity import Quantity
from agent.language.vocabulary import KARATS

GRAMS_IN = {
    "gram": Decimal(1), "ounce": Decimal("31.1034768"), "tola": Decimal("11.6638"),
    "kilogram": Decimal(1000),
}  # fmt: skip
_PIECES = re.compile(
    r"(?:coins?|bars?|rings?|bangles?|bracelets?|chains?|necklaces?|earrings|pieces?|items?)$"
)
_FORM = re.compile(r"\b(?:coins?|bars?|ingots?|biscuits?|sovereigns?|krugerrands?)\b", re.I)
_EACH_AFTER = re.compile(r"\s*(?:each|apiece|a ?piece|per (?:coin|piece|bar|ring|bangle))\b", re.I)
_EACH_BEFORE = re.compile(r"\b(?:each|every one|all of them|both)(?: [a-z']+){0,3}\s*$", re.I)
_NEAR = 24
"""Characters between a weight and the "22k" that belongs to it."""


class Weight(NamedTuple):
    """One weight as it was said, and how many pieces weigh as much."""

    quantity: Quantity
    pieces: int
    end: int
    """After "each", where that was said."""


def weights_in(text: str, found: Sequence[Quantity]) -> list[Weight]:
    """Return the weights of a text; `found` are its quantities.

    >>> said = "2 gold coins, an ounce each"
    >>> [(w.pieces, w.quantity.unit) for w in weights_in(said, find_quantities(said))]
    [(2, 'ounce')]
    """
    weights = []
    for quantity in found:
        if quantity.unit not in GRAMS_IN or quantity.negated:
            continue
        behind = _EACH_AFTER.match(text, quantity.end)
        each = behind or _EACH_BEFORE.search(text[: quantity.start])
        pieces = _pieces_before(quantity, found) if each else 1
        weights.append(Weight(quantity, pieces, behind.end() if behind else quantity.end))
    return weights


def _pieces_before(weight: Quantity, found: Sequence[Quantity]) -> int:
    counts = [
        q for q in found
        if q.start < weight.start and q.value and q.kind == "number"
        and (_PIECES.search(q.unit) or not q.unit) and q.value <= 100
    ]  # fmt: skip
    return int(counts[-1].value or 1) if counts else 1


def karats_in(found: Sequence[Quantity]) -> list[Quantity]:
    """Return the karats: "22 karat", and "22k" where it stands by a weight or alone.

    >>> [q.text for q in karats_in(find_quantities("10k on 45 grams 22k"))]
    ['22k']
    """
    named = [q for q in found if q.unit == "karat" and not q.negated]
    short = [q for q in found if _is_short(q)]
    ends = [q.end for q in found if q.unit in GRAMS_IN]
    behind = [q for q in short if any(0 <= q.start - end <= _NEAR for end in ends)]
    return sorted((*named, *behind), key=lambda q: q.start) or short


def _is_short(quantity: Quantity) -> bool:
    """Whether it is "22k", which elsewhere is 22,000."""
    value = quantity.value or Decimal(0)
    plain = quantity.currency is None and quantity.period is None and not quantity.negated
    return plain and quantity.text.lower().endswith("k") and value / 1000 in KARATS


def karat_of(quantity: Quantity) -> Decimal:
    """Return the karats of a quantity of `karats_in`."""
    value = quantity.value or Decimal(0)
    return value if quantity.unit == "karat" else value / 1000


def stretch_of_gold(text: str, *, in_part: bool = False) -> tuple[int, int] | None:
    """Return the stretch that says how much gold there is, from the first word to the last.

    `in_part`: a karat alone is enough, because the weight was said before.

    >>> said = "it's 62.5 grams of 22 karat, about"
    >>> said[slice(*stretch_of_gold(said))]
    '62.5 grams of 22 karat'
    """
    found = find_quantities(text)
    weights = weights_in(text, found)
    if not weights and not (in_part and karats_in(found)):
        return None
    karats = karats_in(found)
    spans = [(w.quantity.start, w.end) for w in weights] + [(k.start, k.end) for k in karats]
    form = _FORM.search(text)
    spans += [(form.start(), form.end())] if form else []
    pieces = weights[0].pieces if weights else 1
    counts = (q for q in found if pieces > 1 and q.start < spans[0][0])
    spans += [(q.start, q.end) for q in counts if q.value == pieces]
    return min(s for s, _ in spans), max(e for _, e in spans)


def is_of_gold(quantity: Quantity, found: Sequence[Quantity]) -> bool:
    """Tell whether a quantity is a weight, karats, or a count of pieces, and no money."""
    if quantity.unit in GRAMS_IN or _PIECES.search(quantity.unit):
        return True
    weighed: Iterable[Quantity] = karats_in(found)
    return any(q is quantity for q in weighed)
