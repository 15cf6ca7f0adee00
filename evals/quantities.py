"""How many phrases the number reader reads as they were meant: `python -m evals.quantities`.

The phrases were written before the reader was looked at (corpora/quantities.yaml). Half of them,
by a hash of the id, is held back: the held-back figure is the one to report. `--misses` lists
what was misread in the other half; `--held-back` shows the held-back misses too, for a last look.
"""

import argparse
import hashlib
import json
import timeit
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from rich.console import Console
from rich.table import Table

from agent.language.quantities import Quantity, find_quantities
from evals.labelled import CORPORA, BadCorpus

CORPUS = CORPORA / "quantities.yaml"
AIM = 95
"""Percent of the held-back phrases that must be read right."""

Meant = Literal["money", "percent", "duration", "number", "age", "range", "amount", "any"]


class Expected(BaseModel):
    """One quantity as the corpus names it; what is not given is not compared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Meant
    """amount is money or a number; any tolerates one find of any kind, or none."""
    value: Decimal | None = None
    unit: str | None = None
    currency: str | None = None
    months: Decimal | None = None
    of: Meant | None = None
    lo: Decimal | None = None
    hi: Decimal | None = None
    span: str | None = None


class Phrase(BaseModel):
    """A customer's words and the quantities in them, in reading order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    locale: str = "en-US"
    expect: tuple[Expected, ...]

    @property
    def held_back(self) -> bool:
        """Whether nobody tunes on it: the sha256 of its id is odd."""
        return hashlib.sha256(self.id.encode()).digest()[-1] % 2 == 1

    @property
    def category(self) -> str:
        """The id without its running number."""
        return self.id.rpartition("-")[0]


def load(path: Path = CORPUS) -> tuple[Phrase, ...]:
    """The phrases of a corpus file; `BadCorpus` says what is wrong in it."""
    try:
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        return TypeAdapter(tuple[Phrase, ...]).validate_python(rows)
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise BadCorpus(f"{path.name}: {error}") from error


def digest(phrases: Sequence[Phrase]) -> str:
    """The sha256 of the held-back phrases: it changes when anyone touches one.

    >>> digest(()) == hashlib.sha256(b"[]").hexdigest()
    True
    """
    rows = [p.model_dump(mode="json", exclude_none=True) for p in phrases if p.held_back]
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()


def is_read(phrase: Phrase) -> bool:
    """Whether the reader finds what the phrase means, nothing else, in that order."""
    return _matches(phrase.expect, find_quantities(phrase.text, phrase.locale))


def _matches(expected: Sequence[Expected], found: Sequence[Quantity]) -> bool:
    if not expected:
        return not found
    first, rest = expected[0], expected[1:]
    if first.kind == "any" and _matches(rest, found):
        return True
    return bool(found) and _is(first, found[0]) and _matches(rest, found[1:])


def _is(meant: Expected, found: Quantity) -> bool:
    if meant.kind == "any":
        return True
    return (
        _same_kind(meant.kind, found.kind, found)
        and (meant.of is None or _same_kind(meant.of, found.of, found))
        and all(_near(getattr(meant, n), getattr(found, n)) for n in ("value", "lo", "hi"))
        and _near(meant.months, found.months)
        and meant.unit in (None, found.unit)
        and meant.currency in (None, found.currency)
        and meant.span in (None, found.text)
    )


def _same_kind(meant: Meant, found: str | None, quantity: Quantity) -> bool:
    if meant != "amount":
        return meant == found
    return found in {"money", "number"} and quantity.currency is None


def _near(meant: Decimal | None, found: Decimal | int | None) -> bool:
    """Whether two numbers are the same to the cent; what is not given is not compared."""
    return meant is None or (found is not None and abs(Decimal(found) - meant) < Decimal("0.005"))


class Score(BaseModel):
    """How many of some phrases were read right."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    right: int
    total: int

    @property
    def percent(self) -> Decimal:
        """Right of total, in percent with one decimal; 100 for none of none."""
        share = Decimal(100 * self.right) / self.total if self.total else Decimal(100)
        return share.quantize(Decimal("0.1"))


def score(name: str, phrases: Sequence[Phrase]) -> Score:
    """Read the phrases and count."""
    return Score(name=name, right=sum(map(is_read, phrases)), total=len(phrases))


def by_category(phrases: Sequence[Phrase]) -> Iterator[Score]:
    """One score for each category, in the order of the corpus."""
    for name in dict.fromkeys(p.category for p in phrases):
        yield score(name, [p for p in phrases if p.category == name])


def _table(phrases: Sequence[Phrase], *, all_scores: Score) -> Table:
    table = Table("held back", "right", "of", "%")
    for row in (*by_category(phrases), all_scores):
        table.add_row(row.name, str(row.right), str(row.total), str(row.percent))
    return table


def _microseconds(phrases: Sequence[Phrase]) -> float:
    """The time of one phrase that was not read before, the best of three rounds."""
    from agent.language.quantities import _found  # the reader without its memory

    def once() -> None:
        for phrase in phrases:
            _found.__wrapped__(phrase.text, phrase.locale)

    return min(timeit.repeat(once, number=1, repeat=3)) * 1e6 / len(phrases)


def _print_misses(console: Console, phrases: Sequence[Phrase]) -> None:
    for phrase in phrases:
        if not is_read(phrase):
            found = find_quantities(phrase.text, phrase.locale)
            console.print(f"{phrase.id} {phrase.text!r}", markup=False)
            console.print(f"    meant {[_said(e) for e in phrase.expect]}", markup=False)
            console.print(f"    read  {[_read(q) for q in found]}", markup=False)


def _said(expected: Expected) -> str:
    return " ".join(str(v) for v in expected.model_dump(exclude_none=True).values())


def _read(quantity: Quantity) -> str:
    parts = (quantity.kind, quantity.of, quantity.value, quantity.lo, quantity.hi,
             quantity.unit, quantity.months)  # fmt: skip
    return " ".join(str(part) for part in parts if part not in (None, ""))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the held-back figures; exit 1 when they are below the aim."""
    parser = argparse.ArgumentParser(prog="python -m evals.quantities", description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="another file of phrases")
    parser.add_argument("--misses", action="store_true", help="misread phrases to learn from")
    parser.add_argument("--held-back", action="store_true", help="held-back misses too")
    asked = parser.parse_args(arguments)
    console = Console()
    try:
        phrases = load(asked.corpus)
    except BadCorpus as error:
        parser.error(str(error))
    held = [p for p in phrases if p.held_back]
    open_half = [p for p in phrases if not p.held_back]
    if asked.misses or asked.held_back:
        _print_misses(console, open_half + (held if asked.held_back else []))
    total = score("all held back", held)
    console.print(_table(held, all_scores=total))
    other = score("other half", open_half)
    console.print(f"other half {other.right} of {other.total}, {other.percent} %")
    console.print(f"{_microseconds(phrases):.0f} microseconds a phrase")
    return 0 if total.percent >= AIM else 1


if __name__ == "__main__":
    raise SystemExit(main())
