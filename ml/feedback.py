"""What became of decisions, read back: `python -m ml.feedback FILE [--outcomes CSV] [--retrain]`.

The file is what `python -m agent export-training --out FILE` writes: one application a line, the
scorer's features, who decided and how. Repayment is known to loan servicing, not to the advisor:
`--outcomes` joins it (application, defaulted_24m). A challenger learns from repayment of loans that
a person approved, beside the bank's own table, and never from the assistant's approvals: an answer
is not an outcome. A person promotes it (`python -m ml.promote`), or nobody does.
"""

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import numpy as np
from pydantic import Field, ValidationError
from rich.console import Console

from ml.features import FEATURES, NAMES, Matrix, Vector
from ml.preparation import Prepared, split
from tools.lending.records import Product, Record

Verdict = Literal["APPROVED", "COUNTEROFFER", "DECLINED", "WITHDRAWN"]
NO_PERSON = ("", "system", "assistant", "customer")
"""Who can have decided nothing."""
MOST_OF_TRAINING = 0.5
"""Share of the rows to learn from: the bank's own table stays the larger part."""


class FeedbackError(Exception):
    """A file of decisions cannot be used: the message says which line, and why."""


class Decided(Record):
    """One application that was decided, without a name, a text or an audit field."""

    application: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    """Start of the hash of its number."""
    product: Product
    received_at: datetime
    decided_at: datetime
    verdict: Verdict
    decided_by: str
    """'person' or the name of a program; who it was stays in the bank's files."""
    reasons: tuple[str, ...] = ()
    """Adverse-action ids."""
    catalogue: str
    """Hash of the catalogue that priced the offer."""
    features: dict[str, float | None] | None
    """Of ml/features.py; None: it could not be scored (gold, or a fact was unknown)."""
    scorer: str | None = None
    default_probability: Annotated[float, Field(ge=0, le=1)] | None = None
    """By that scorer, on the terms lent on; of the others, on those applied for."""
    defaulted_24m: bool | None = None
    """None: not known yet."""

    @property
    def by_person(self) -> bool:
        """Whether a person decided."""
        return self.decided_by not in NO_PERSON


def read_decided(file: Path) -> tuple[Decided, ...]:
    """Read a file of `export-training`.

    Raises:
        FeedbackError: it is missing, a line is no decision, or an application comes twice.
    """
    rows: dict[str, Decided] = {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FeedbackError(f"{file.name}: {error}") from error
    for number, line in enumerate(lines, start=1):
        try:
            row = Decided.model_validate_json(line)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "line"
            raise FeedbackError(f"{file.name}, line {number}: {place}: {first['msg']}") from error
        if row.features is not None and tuple(row.features) != NAMES:
            raise FeedbackError(f"{file.name}, line {number}: other features than ml/features.py")
        if row.application in rows:
            raise FeedbackError(f"{file.name}, line {number}: {row.application} comes twice")
        rows[row.application] = row
    return tuple(rows.values())


def read_outcomes(file: Path) -> Mapping[str, bool]:
    """Read application, defaulted_24m (0 or 1).

    Raises:
        FeedbackError: a column is missing, or a cell is neither 0 nor 1.
    """
    words = {"0": False, "1": True}
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            return {
                row["application"]: words[row["defaulted_24m"]] for row in csv.DictReader(opened)
            }
    except OSError as error:
        raise FeedbackError(f"{file.name}: {error.strerror}") from error
    except KeyError as error:
        raise FeedbackError(
            f"{file.name}: {error} is none of what is needed: columns application and"
            " defaulted_24m, cells 0 and 1"
        ) from error


def with_outcomes(rows: Iterable[Decided], repaid: Mapping[str, bool]) -> tuple[Decided, ...]:
    """Return the decisions with what servicing knows of them.

    Raises:
        FeedbackError: an outcome of an application that was not approved: nobody lent on it.
    """
    joined = []
    for row in rows:
        known = repaid.get(row.application)
        if known is not None and row.verdict != "APPROVED":
            raise FeedbackError(f"{row.application} was not approved and cannot have an outcome")
        joined.append(row if known is None else row.model_copy(update={"defaulted_24m": known}))
    return tuple(joined)


def learnable(rows: Iterable[Decided]) -> tuple[Decided, ...]:
    """Return what may be learned from: scored, approved by a person, and known how it ended."""
    return tuple(
        row
        for row in rows
        if row.features is not None
        and row.defaulted_24m is not None
        and row.by_person
        and row.verdict == "APPROVED"
    )


def rows_of(decided: Iterable[Decided]) -> Matrix:
    """Return the features as a matrix; a missing value is NaN."""
    cells = [
        [np.nan if value is None else value for value in row.features.values()]
        for row in decided
        if row.features is not None
    ]
    return np.array(cells, dtype=float).reshape(len(cells), len(NAMES))


def labels_of(decided: Iterable[Decided]) -> Vector:
    """Return 1 for a default, 0 for none, NaN where it is not known, of what has features."""
    known = [row.defaulted_24m for row in decided if row.features is not None]
    return np.array([np.nan if one is None else float(one) for one in known], dtype=float)


def beside(base: Prepared, decided: Iterable[Decided], seed: int) -> Prepared:
    """Return the bank's table with what may be learned from decisions beside it.

    Raises:
        FeedbackError: nothing may be learned, or it would be the larger part.
    """
    usable = learnable(decided)
    known = int((~np.isnan(base.labels)).sum())
    if not usable:
        raise FeedbackError(
            "No loan that a person approved has a known outcome: an approval is an answer, not an"
            " outcome, and nothing is learned from it."
        )
    if len(usable) > known * MOST_OF_TRAINING / (1 - MOST_OF_TRAINING):
        raise FeedbackError(
            f"{len(usable):,} decisions beside {known:,} rows of the bank's table: the assistant's"
            " cases would be the larger part."
        )
    labels = labels_of(usable)
    parts = split(np.array([row.application for row in usable]), labels, seed)
    unknown = np.full(len(usable), "unknown")
    return base._replace(
        rows=np.concatenate([base.rows, rows_of(usable)]),
        labels=np.concatenate([base.labels, labels]),
        parts=np.concatenate([base.parts, parts]),
        features=FEATURES,
        audit={name: np.concatenate([words, unknown]) for name, words in base.audit.items()},
    )


def summary(rows: tuple[Decided, ...]) -> str:
    """Say what a file holds."""
    usable = learnable(rows)
    persons = sum(row.by_person for row in rows)
    bad = sum(bool(row.defaulted_24m) for row in usable)
    return (
        f"{len(rows):,} decisions, {persons:,} by a person; "
        f"{len(usable):,} may be learned from ({bad:,} defaulted)."
    )


def main(arguments: list[str] | None = None) -> int:
    """Say what a file of decisions holds, and whether a challenger may learn from it."""
    parser = argparse.ArgumentParser(
        prog="python -m ml.feedback",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, help="what export-training wrote")
    parser.add_argument("--outcomes", type=Path, help="CSV: application, defaulted_24m")
    parser.add_argument("--retrain", action="store_true", help="train a challenger beside --data")
    parser.add_argument("--data", type=Path, help="the bank's table; without it: made up")
    parser.add_argument("--out", type=Path, default=Path(".data/ml/challenger"))
    wanted = parser.parse_args(arguments)
    console = Console(soft_wrap=True)
    try:
        rows = read_decided(wanted.file)
        if wanted.outcomes:
            rows = with_outcomes(rows, read_outcomes(wanted.outcomes))
        console.print(summary(rows), markup=False)
        if wanted.retrain:
            from ml.challenge import challenge

            console.print(challenge(rows, wanted.data, wanted.out, console), markup=False)
    except FeedbackError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
