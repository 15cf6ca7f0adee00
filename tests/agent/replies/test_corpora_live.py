"""The live corpus is what it was when it was frozen: whole, unique, and grounded in its books."""

import hashlib
import json
import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from agent.replies.factbook import FactBook

HERE = Path(__file__).parent
STYLES = {"plain", "adjective", "signed", "compared", "words", "was", "years", "cite"}


@pytest.fixture(scope="module")
def rows(live: Any) -> list[dict[str, Any]]:
    return list(live.rows)


def _references(say: str) -> list[tuple[str, str]]:
    """Split at the brackets, without the reader that is under test."""
    inner = (part.split("]]")[0] for part in say.split("[[")[1:])
    return [(ref.partition("|")[0], ref.partition("|")[2] or "plain") for ref in inner]


def _digest(rows: list[dict[str, Any]]) -> str:
    lines = "\n".join(json.dumps([r["id"], r["book"], r["say"]]) for r in rows)
    return hashlib.sha256(lines.encode()).hexdigest()


def _missing(row: Mapping[str, Any], book: FactBook, passages: frozenset[str]) -> list[str]:
    return [
        name
        for name, style in _references(row["say"])
        if style not in STYLES
        or (name not in passages if style == "cite" else book.get(name) is None)
    ]


def test_there_are_more_than_a_thousand_replies_to_ninety_turns(rows):
    assert len(rows) >= 1_050
    assert len({r["book"] for r in rows}) == 90
    assert min(Counter(r["book"] for r in rows).values()) == 12


def test_no_reply_occurs_twice(rows):
    assert len({r["id"] for r in rows}) == len(rows)
    assert len({(r["book"], r["say"]) for r in rows}) == len(rows)


def test_every_reference_is_a_fact_or_a_passage_of_its_book(live, rows):
    cases = ((r, live.case(r)) for r in rows if not r.get("slip"))

    assert [
        (r["id"], m) for r, case in cases for m in _missing(r, case.facts, case.context.passages)
    ] == []


def test_the_slips_are_few(rows):
    slips = sum(r.get("slip", False) for r in rows)

    assert 0.03 <= slips / len(rows) <= 0.06


@pytest.mark.parametrize("half", ["tuning", "first_opened"])
def test_both_halves_are_as_they_were_frozen(live, half):
    digests = tomllib.loads((HERE / "frozen.toml").read_text("utf-8"))

    assert _digest(live.half(half)) == digests[f"honest_live_{half}"]


@pytest.mark.parametrize("batch", ["second", "third", "fourth", "fifth", "held_back"])
def test_later_batches_are_as_they_were_frozen(batch):
    digests = tomllib.loads((HERE / "frozen.toml").read_text("utf-8"))
    text = (HERE / f"honest_live_{batch}.yaml").read_bytes()

    assert _digest(yaml.load(text, Loader=yaml.CSafeLoader)) == digests[f"honest_live_{batch}"]


@pytest.mark.parametrize("batch", ["fourth", "fifth", "held_back"])
def test_every_reference_of_a_later_batch_is_a_fact_or_a_passage_of_its_book(live, batch):
    cases = [(row, live.case(row)) for row in live.half(batch)]

    assert [
        (r["id"], m) for r, case in cases for m in _missing(r, case.facts, case.context.passages)
    ] == []


def test_a_digest_notices_one_letter(live):
    changed = [dict(r) for r in live.half("tuning")]
    changed[0]["say"] += "."

    assert _digest(changed) != _digest(live.half("tuning"))


def test_a_file_whose_book_is_unknown_is_noticed(live):
    with pytest.raises(KeyError, match="nowhere"):
        live.case({"id": "x", "book": "nowhere", "say": "Hello."})


def test_the_books_are_plain_yaml():
    loaded = yaml.load((HERE / "books_live.yaml").read_bytes(), Loader=yaml.CSafeLoader)

    assert all({"turn", "said", "context", "facts"} <= set(book) for book in loaded.values())
