"""Learn which figure of what is shown is asked for: `python -m evals.asked train|report`.

The messages of corpora/asked.jsonl were written by somebody who had not seen the engine; every
fifth is held back and only reported on. Thresholds come from cross-validation.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict
from rich.console import Console
from rich.progress import track
from rich.table import Table

from agent.language.text import plain
from agent.offline.asked_model import (
    FIGURES,
    MEANING,
    NONE,
    WORDS,
    asked_features,
    asked_heard,
    figure_asked_in,
)
from agent.offline.meaning import MeaningOf, sentence_meaning, words_alone
from evals.labelled import CORPORA, parted, read_lines
from evals.learning import (
    Seen,
    Sight,
    Weights,
    cross_validated,
    least_likely,
    one_of_many,
    save,
)

PRECISION = 0.88
"""So many of the figures that are believed to be asked for have to be."""
PRECISION_OF_NONE = 0.97
"""So sure it has to be that none is asked for where a phrase finds one."""
LEAST_LIKELY = 0.4


class Row(BaseModel):
    """A message beside offers, and what of them it asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: str
    asks: Literal[
        "payment", "interest", "total", "rate", "term", "end", "first", "amount", "fees",
        "receive", "saving", "again", "none",
    ]  # fmt: skip


class Example(NamedTuple):
    """One message with what is seen of it."""

    row: Row
    sight: Sight


def read_rows(path: Path = CORPORA / "asked.jsonl") -> tuple[Row, ...]:
    """Read the labelled questions. Raises `BadCorpus` where a line is no row."""
    return read_lines(path, Row)


def train(examples: Sequence[Example]) -> tuple[dict[str, float], Weights]:
    """Return how sure one has to be of a figure and of none, and the weights."""
    seen = Seen([e.sight for e in examples])
    meant = [e.row.asks for e in examples]
    learner = _learner().fit(seen.matrix, meant)
    weights = Weights(seen.names)
    for label, row, start in zip(learner.classes_, learner.coef_, learner.intercept_, strict=True):
        weights.put(label, row, start)
    return _thresholds(seen, meant, list(learner.classes_)), weights


def _learner() -> Any:
    return one_of_many(freedom=10)


def _thresholds(seen: Seen, meant: Sequence[str], labels: Sequence[str]) -> dict[str, float]:
    likely: Any = cross_validated(_learner, seen.matrix, meant)
    best = [labels[int(row.argmax())] for row in likely]
    found = {}
    for name, precision in (("figure", PRECISION), ("none", PRECISION_OF_NONE)):
        at = [i for i, label in enumerate(best) if (label == NONE) == (name == "none")]
        right = [best[i] == meant[i] for i in at]
        found[name] = least_likely([likely[i].max() for i in at], right, precision, LEAST_LIKELY)
    return found


def report(examples: Sequence[Example], console: Console) -> None:
    """Say how many figures are found, by phrases alone and with what was learned."""
    table = Table("read by", "figures", "right", "another", "asked though none is")
    for name, said in (
        ("phrases", [figure_asked_in(plain(e.row.say), None) for e in examples]),
        ("learned", [asked_heard(e.row.say, e.sight.meaning) for e in examples]),
    ):
        pairs = [
            (None if s == NONE else s, FIGURES.get(e.row.asks))
            for s, e in zip(said, examples, strict=True)
        ]
        table.add_row(
            name, str(sum(m is not None for _, m in pairs)),
            str(sum(s == m for s, m in pairs if m)),
            str(sum(s is not None and s != m for s, m in pairs if m)),
            str(sum(s is not None for s, m in pairs if m is None)),
        )  # fmt: skip
    console.print(table)


WAYS: tuple[tuple[str, Path, MeaningOf], ...] = (
    ("words alone", WORDS, words_alone),
    ("words and meaning", MEANING, sentence_meaning),
)
"""How messages are read, and where its weights lie."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Train or report."""
    parser = argparse.ArgumentParser(prog="python -m evals.asked", description=__doc__)
    parser.add_argument("command", choices=("train", "report"))
    command = parser.parse_args(arguments).command
    console = Console()
    kept, held = parted(read_rows())
    for name, path, meaning_of in WAYS:
        if command == "train":
            save(*train(_examples(kept, meaning_of, name)), path)
        console.print(f"held back, {name}: {len(held)} messages")
        report(_examples(held, meaning_of, name), console)


def _examples(rows: Sequence[Row], meaning_of: MeaningOf, name: str) -> list[Example]:
    return [_example(row, meaning_of) for row in track(rows, f"reading, {name}")]


def _example(row: Row, meaning_of: MeaningOf) -> Example:
    return Example(row, Sight(tuple(asked_features(row.say)), meaning_of(row.say)))


if __name__ == "__main__":
    main()
