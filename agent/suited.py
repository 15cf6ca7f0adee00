"""Whether a customer's figure may stand for a field: the words around it may speak for another.

A model may hand in one of the customer's own figures for the wrong field: the price as the income,
the rent as the amount to borrow. The same words that lead the embedded engine to a field keep
such a figure out of another one.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from agent.language.quantity import Quantity
from agent.offline.answering import OPEN_ORDER
from agent.offline.filling import fill
from agent.offline.filling_cues import Sort
from agent.offline.filling_features import claimable, figures_of
from agent.offline.filling_hits import FAMILIES, hits_in, is_said_otherwise, roles_of
from agent.offline.filling_records import Situation

_PRICED = 2.25
"""Words this strong name a price, and no amount to borrow for a car or a home."""
_BOUGHT = ("car", "home")
_SORTS: frozenset[Sort] = frozenset({"amount", "duration", "percent"})
_LATELY = 3
"""So many of the fields asked for last are what a bare figure may answer."""


class Asked(NamedTuple):
    """What a message is read against."""

    product: str | None
    fields: tuple[str, ...] = ()
    """Names of the fields that were asked for, the latest last."""
    known: tuple[tuple[str, Decimal], ...] = ()
    """What was told before."""


def is_for_another(
    field: str,
    text: str,
    found: tuple[Quantity, ...],
    here: Sequence[Quantity],
    now: Asked,
) -> bool:
    """Tell whether the words around a figure speak for another field, and none for this one.

    Args:
        field: a name of `tools.fields`, `co_` in front for the other person.
        text: the whole message, as `normalise` leaves it.
        found: every quantity of it.
        here: those that are to be bound.
        now: what the message is read against.

    >>> from agent.language.quantities import find_quantities
    >>> said = "a car for 24,000, I make 60,000"
    >>> price, income = found = tuple(find_quantities(said))
    >>> is_for_another("annual_income", said, found, [price], Asked("car"))
    True
    >>> is_for_another("annual_income", said, found, [income], Asked("car"))
    False
    """
    plain = field.removeprefix("co_")
    if plain not in FAMILIES:
        return False
    own, lately = FAMILIES[plain], now.fields[-_LATELY:]
    roles = _roles(text, found, now.product)
    said = {q.start: dict(roles[q.start]) for q in here if q.start in roles}
    elsewhere = any(
        is_said_otherwise(plain, one) or _is_price(plain, one, now.product) for one in said.values()
    )
    unclaimed = [at for at, one in said.items() if one.get(own, 0) < 1] if lately else []
    if not elsewhere and not unclaimed:
        return False  # nothing for the engine's reading of the whole message to decide
    read = _readings(text, found, now._replace(fields=lately))
    if all(FAMILIES.get(read.get(q.start, "")) == own for q in here):
        return False
    return elsewhere or any(_is_asked(read.get(at, ""), lately) for at in unclaimed)


def _is_asked(field: str, lately: Sequence[str]) -> bool:
    """Tell whether a figure answers what was asked last."""
    return field in {name.removeprefix("co.") for name in lately}


Roles = tuple[tuple[str, float], ...]


def _is_price(field: str, said: Mapping[str, float], product: str | None) -> bool:
    loan = said.get("loan", 0.0)
    priced = field == "principal" and product in _BOUGHT and loan < 1
    return priced and said.get("price", 0.0) >= _PRICED


@lru_cache(maxsize=512)
def _roles(text: str, found: tuple[Quantity, ...], product: str | None) -> dict[int, Roles]:
    """Return the families that the words near each figure speak for, by where it starts."""
    lowered = claimable(text)
    hits = hits_in(lowered, _SORTS, Situation(product), any_product=product is None)
    figures = figures_of(text, found, other_by_default=False)
    return {
        f.quantity.start: tuple(roles_of(f, hits, lowered).items())
        for f in figures
        if f.sort is not None
    }


@lru_cache(maxsize=512)
def _readings(text: str, found: tuple[Quantity, ...], now: Asked) -> dict[int, str]:
    """Return how the engine reads each figure, with what was asked for in mind."""
    sorts = {f: s for order in OPEN_ORDER.values() for f, s in order}
    opened = tuple((f, sorts[f]) for f in now.fields if f in sorts)
    read = fill(text, found, Situation(now.product, opened, dict(now.known)))
    return {q.start: field.removeprefix("co_") for field, q in read}
