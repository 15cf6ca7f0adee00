"""Facts and offers as the log stores them: what many of them share is written once.

A turn with four offers has about 160 facts. Written out, each repeats its subject, its receipt and
how it was computed; packed they take a tenth of the room and are plain JSON still.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

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
        [subject, receipts.setdefault(receipt, len(receipts)), *(_row(f, formulas) for f in run)]
        for (subject, receipt), run in groupby(facts, key=_shared)
    ]
    return {"receipts": [list(r) for r in receipts], "formulas": list(formulas), "facts": runs}


def _shared(fact: Fact) -> tuple[str, tuple[Any, ...]]:
    return fact.subject, (fact.case_version, fact.as_of, fact.call, fact.inputs_hash)


def _row(fact: Fact, formulas: dict[str, int]) -> Row:
    row: Row = [fact.role, fact.value, fact.unit]
    name = None if fact.id == f"{fact.subject}.{fact.role}" else fact.id
    how = None if fact.formula is None else formulas.setdefault(fact.formula, len(formulas))
    tail = [name, fact.per, fact.field, how]
    while tail and tail[-1] is None:
        tail.pop()
    return row + tail


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


def table(offers: Iterable[Offer]) -> dict[str, list[Any]]:
    """Return offers as rows under one line of names; what none of them has is left out."""
    plain = [offer.model_dump(mode="json") for offer in offers]
    given = {n for o in plain for n, value in o.items() if value is not None or n not in OPTIONAL}
    names = [n for n in Offer.model_fields if n in given]
    return {"columns": names, "rows": [[o[n] for n in names] for o in plain]}


OPTIONAL = frozenset(n for n, f in Offer.model_fields.items() if f.default is None)


def with_offers(case: Any) -> Any:
    """Return a case as plain data with its offers written out; anything else as it is.

    Raises `ValueError` for a table that is damaged.
    """
    stored = case.get("offers") if isinstance(case, dict) else None
    if not isinstance(stored, dict):
        return case
    try:
        rows = [dict(zip(stored["columns"], row, strict=True)) for row in stored["rows"]]
    except (KeyError, TypeError) as error:
        raise ValueError("the offers of this row are damaged") from error
    return {**case, "offers": rows}
