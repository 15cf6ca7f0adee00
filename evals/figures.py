"""Learn which field a figure of a customer's message belongs to: `python -m evals.figures`.

`train` learns the weights of `agent/offline/filling_model.py` from labelled messages; `report` says
how often figures reach their field on messages that nobody trained on. Messages were written by
people who had not seen the engine (corpora/figures.jsonl); every fifth is held back. The messages
of conversations that already went as written (figures_played.jsonl) and those reported from talks
(fillings.yaml) are learned from too.
"""

import argparse
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_decision import decide
from agent.offline.filling_model import (
    WEIGHTS,
    Seen,
    Weights,
    field_features,
    fields_of,
    people_features,
    shared_features,
)
from agent.offline.filling_records import PARTY
from evals.figure_rows import Example, examples, read_reported, read_rows
from evals.labelled import CORPORA, as_json, parted

PENALTY = 1.0
PLAYED_WEIGH = 2
"""A message whose whole conversation is known counts so many times: its labels are surest."""
SMALLEST = 0.06
"""Weights nearer to nothing are left out of the file."""


def features_of(
    one: Seen, field: str, example: Example, *, words_only: bool = False
) -> Iterator[tuple[tuple[str, str], float]]:
    """List the weights that a figure and a field ask for: (feature, key) and how much."""
    plain_field = field.removeprefix("co_")
    for name, value in shared_features(one, example.lowered, example.now, example.seen):
        if not (words_only and name.startswith("first")):
            yield (name, plain_field), value
    if plain_field in PARTY:
        key = "co" if field != plain_field else "own"
        for name, value in people_features(one.figure, example.lowered, example.now):
            yield (name, key), value
    for name, value in field_features(one, field, example.now):
        if not (words_only and name in SPOKEN):
            yield (name, ""), value
            yield (name, plain_field), value


SPOKEN = frozenset({"claimed", "claim", "claim over rival", "rival", "prior", "first"})
"""What the first reading says; half of the training goes without, so that words count too."""


def train(learned_from: Sequence[Example]) -> dict[str, dict[str, float]]:
    """Return the weights that make the meant fields most likely, small ones left out."""
    import numpy as np
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    table = _table(learned_from)
    values, columns, starts = (np.array(x) for x in (table.values, table.columns, table.starts))
    matrix = csr_matrix((values, columns, starts), shape=(len(starts) - 1, len(table.names)))
    across = matrix.T.tocsr()
    firsts, meant = np.array(table.groups[:-1]), np.array(table.meant)
    group = np.repeat(np.arange(len(firsts)), np.diff(table.groups))

    def loss(weights: Any) -> tuple[float, Any]:
        sums = matrix @ weights
        most = np.maximum.reduceat(sums, firsts)
        raised = np.exp(sums - most[group])
        whole = np.add.reduceat(raised, firsts)
        wrong = raised / whole[group]
        wrong[meant] -= 1
        missed = float((most + np.log(whole) - sums[meant]).sum())
        return (
            missed + 0.5 * PENALTY * float(weights @ weights),
            across @ wrong + PENALTY * weights,
        )

    found = minimize(
        loss, np.zeros(len(table.names)), jac=True, method="L-BFGS-B", options={"maxiter": 400}
    )
    return _kept(table.names, found.x)


def _kept(names: Sequence[tuple[str, str]], found: Sequence[float]) -> dict[str, dict[str, float]]:
    weights: dict[str, dict[str, float]] = {}
    for (name, key), weight in zip(names, found, strict=True):
        if abs(weight) >= SMALLEST:
            weights.setdefault(name, {})[key] = round(float(weight), 3)
    return weights


class _Table(NamedTuple):
    names: list[tuple[str, str]]
    values: list[float]
    columns: list[int]
    starts: list[int]
    groups: list[int]
    meant: list[int]


def _table(learned_from: Sequence[Example]) -> _Table:
    """Lay out every (figure, field) as a row; the fields of one figure are a group."""
    places: dict[tuple[str, str], int] = {}
    values: list[float] = []
    columns: list[int] = []
    starts, groups, meant = [0], [0], []
    for example, words_only in itertools.product(learned_from, (False, True)):
        for one, right in zip(example.seen, example.meant, strict=True):
            fields = fields_of(one.figure, example.now)
            if one.is_settled or right not in fields:
                continue
            if right == NOTHING and _may_be_meant(one, fields, example):
                continue
            meant.append(groups[-1] + fields.index(right))
            for field in fields:
                for place, value in features_of(one, field, example, words_only=words_only):
                    columns.append(places.setdefault(place, len(places)))
                    values.append(value)
                starts.append(len(columns))
            groups.append(len(starts) - 1)
    return _Table(list(places), values, columns, starts, groups, meant)


def _may_be_meant(one: Seen, fields: Sequence[str], example: Example) -> bool:
    """Tell whether a figure without a label may be a part of a sum that was not found.

    Nothing is learned from it then; what two people earn together is no one's income.
    """
    return not (one.figure.is_sum or example.unplaced.isdisjoint(fields))


class Tally(NamedTuple):
    """How many figures reached their field, went to a wrong one, or were left."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __str__(self) -> str:
        precision = self.right / max(self.right + self.wrong, 1)
        recall = self.right / max(self.right + self.missed, 1)
        return f"precision {precision:.3f}, recall {recall:.3f} ({self.right} right)"


def tally(read: Iterable[tuple[Sequence[str | None], Sequence[str]]]) -> Tally:
    """Count over messages: what was read of each figure, and what was meant."""
    right = wrong = missed = 0
    for fields, meant in read:
        for field, good in zip(fields, meant, strict=True):
            is_right = field == good
            right += is_right
            wrong += field is not None and not is_right
            missed += good != NOTHING and not is_right
    return Tally(right, wrong, missed)


def first_fields(example: Example) -> list[str | None]:
    return [None if one.first == NOTHING else one.first for one in example.seen]


def decided_fields(example: Example) -> list[str | None]:
    return decide(example.seen, example.lowered, example.now)


def save(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write the weights, one feature a line, in alphabetical order."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(as_json(weights) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Train or report."""
    parser = argparse.ArgumentParser(prog="python -m evals.figures", description=__doc__)
    parser.add_argument("command", choices=("train", "report"))
    command = parser.parse_args(arguments).command
    console = Console()
    rows, held = parted(read_rows())
    if command == "train":
        with console.status("reading messages"):
            played = read_rows(CORPORA / "figures_played.jsonl")
            seen = list(examples((*rows, *read_reported(), *(played * PLAYED_WEIGH))))
        with console.status(f"learning from {len(seen)} messages"):
            weights = train(seen)
        save(weights)
        console.print(f"{sum(map(len, weights.values())):,} weights from {len(seen):,} messages")
    for name, part in (("held back", held), ("learned from", rows)):
        kept = list(examples(part))
        console.print(f"{name}, first reading: {tally((first_fields(e), e.meant) for e in kept)}")
        console.print(f"{name}, decided:       {tally((decided_fields(e), e.meant) for e in kept)}")


if __name__ == "__main__":
    main()
