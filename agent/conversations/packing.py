"""Facts and offers as the log stores them: what many of them share is written once.

A turn with four offers has about 160 facts. Written out, each repeats its subject, its receipt and
how it was computed; packed they take a tenth of the room and are plain JSON still.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from pydantic import TypeAdapter

from tools.facts import Fact
from tools.lending.records import Offer

Row = list[Any]
RECEIPT = ("case_version", "as_of", "call", "inputs_hash")
TAIL = ("id", "per", "field", "formula")
"""What most facts do not have: written only as far as there is something."""


def packed(facts: Iterable[Fact]) -> dict[str, list[Any]]:
    """Return facts as tables of what they share and runs of one subject and one receipt.

    >>> from tools.facts import fact
    >>> packed([fact("offer.a", "term_months", 48)])["facts"]
    [['offer.a', 0, ['term_months', '48', 'months']]]
    """
    receipts: dict[tuple[Any, ...], int] = {}
    formulas: dict[str, int] = {}
    runs = [
        [shared[0], receipts.setdefault(shared[1:], len(receipts)),
         *(_row(shared[0], f, formulas) for f in run)]
        for shared, run in groupby(facts, key=_SHARED)
    ]  # fmt: skip
    return {"receipts": [list(r) for r in receipts], "formulas": list(formulas), "facts": runs}


_SHARED = attrgetter("subject", *RECEIPT)
_OWN = attrgetter("role", "value", "unit", *TAIL)


def _row(subject: str, fact: Fact, formulas: dict[str, int]) -> Row:
    role, value, unit, name, per, field, formula = _OWN(fact)
    how = None if formula is None else formulas.setdefault(formula, len(formulas))
    if name != f"{subject}.{role}":
        tail = [name, per, field, how]
    elif how is not None or per is not None or field is not None:
        tail = [None, per, field, how]
    else:
        return [role, value, unit]
    while tail[-1] is None:
        tail.pop()
    return [role, value, unit, *tail]


def unpacked(stored: Any) -> Any:
    """Return the facts of `packed` as plain objects; anything else as it is.

    Raises `ValueError` for a packed form that is damaged.
    """
    try:
        return list(_each(stored)) if isinstance(stored, dict) else stored
    except (KeyError, IndexError, TypeError) as error:
        raise ValueError("the facts of this row are damaged") from error


def _each(stored: dict[str, list[Any]]) -> Iterator[dict[str, Any]]:
    receipts = [dict(zip(RECEIPT, r, strict=True)) for r in stored["receipts"]]
    for subject, receipt, *rows in stored["facts"]:
        for row in rows:
            yield _fact(subject, row, stored["formulas"]) | receipts[receipt]


def _fact(subject: str, row: Sequence[Any], formulas: Sequence[str]) -> dict[str, Any]:
    role, value, unit, *some = row
    tail = dict(zip(TAIL, some, strict=False))
    how = tail.get("formula")
    return {
        "id": tail.get("id") or f"{subject}.{role}", "role": role, "subject": subject,
        "value": value, "unit": unit, "per": tail.get("per"), "field": tail.get("field"),
        "formula": None if how is None else formulas[how],
    }  # fmt: skip


# -- offers ------------------------------------------------------------------------------------


def table(offers: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return offers, as plain data of one shape, as a table: what all agree on stands once.

    >>> table([{"letter": "a", "product": "car"}, {"letter": "b", "product": "car"}])
    {'same': {'product': 'car'}, 'columns': ['letter'], 'rows': [('a',), ('b',)]}
    """
    values = zip(*(offer.values() for offer in offers), strict=True)
    columns = dict(zip(offers[0], values, strict=True)) if offers else {}
    same = {n: c[0] for n, c in columns.items() if c.count(c[0]) == len(c)}
    differing = {n: c for n, c in columns.items() if n not in same}
    rows = list(zip(*differing.values(), strict=True)) if differing else [()] * len(offers)
    return {"same": same, "columns": list(differing), "rows": rows}


def table_of(offers: Iterable[Offer]) -> dict[str, Any]:
    """Return records as a table; what none of them has is left out, and read as its default."""
    found = table(PLAIN.dump_python(tuple(offers), mode="json"))
    same = {n: v for n, v in found["same"].items() if v is not None or n not in OPTIONAL}
    return found | {"same": same}


PLAIN: TypeAdapter[tuple[Offer, ...]] = TypeAdapter(tuple[Offer, ...])
OPTIONAL = frozenset(n for n, f in Offer.model_fields.items() if f.default is None)


def with_offers(data: Any) -> Any:
    """Return a case, or a tool's result, with its offers written out; anything else as it is.

    Raises `ValueError` for a table that is damaged.
    """
    stored = data.get("offers") if isinstance(data, dict) else None
    if not isinstance(stored, dict):
        return data
    try:
        same, columns = stored.get("same", {}), stored["columns"]
        rows = [same | dict(zip(columns, row, strict=True)) for row in stored["rows"]]
    except (KeyError, TypeError) as error:
        raise ValueError("the offers of this row are damaged") from error
    return {**data, "offers": rows}
