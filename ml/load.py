"""Find the files that training was asked to learn from, read them, and prepare them."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ml.generate import APPLICATIONS, FOLDER, OUTCOMES, TRUTH, generate, write
from ml.preparation import Prepared, prepare_bank, prepare_columns
from ml.read import read_table
from ml.schema import Column, Schema
from tools.lending.catalogue import Rulebook

Say = Callable[[str], None]
OUTCOMES_SCHEMA = Schema(
    name="outcomes",
    target="defaulted_24m",
    id="customer_id",
    others="refuse",
    columns={
        "customer_id": Column(role="id", kind="text", required=True),
        "defaulted_24m": Column(role="label", kind="integer", min=0, max=1, required=True),
    },
)


class Wanted(NamedTuple):
    """What the command line asks for."""

    data: Path | None
    """None: made up."""
    outcomes: Path | None
    """None: `outcomes.csv` beside the data, if there is one."""
    test: Path | None
    rows: int
    seed: int
    leave_out_invalid: bool = False


class Loaded(NamedTuple):
    """A table that is ready."""

    data: Prepared
    made_up: bool
    """By us, so that what is too good to be true is known."""
    cut: float | None
    """Probability above which a person looks; None: the share of bad rows."""


def load(wanted: Wanted, schema: Schema, rulebook: Rulebook, say: Say) -> Loaded:
    """Read and prepare; `say` is told everything that a reader should know about the rows.

    Raises:
        DataError: nothing can be learned from the table.
        TableError: a cell is not what the schema says.
    """
    if schema.features == "bank":
        return _bank(wanted, schema, rulebook, say)
    if wanted.data is None:
        raise SystemExit("--schema needs --data: only the bank's own table can be made up.")
    frame = _read(wanted.data, schema, wanted, say)
    apart = None if wanted.test is None else _read(wanted.test, schema, wanted, say)
    whole = frame if apart is None else pd.concat([frame, apart], ignore_index=True)
    data = prepare_columns(whole, schema, wanted.seed, tests=0 if apart is None else len(apart))
    for remark in data.remarks:
        say(remark)
    return Loaded(data, made_up=False, cut=None)


def _bank(wanted: Wanted, schema: Schema, rulebook: Rulebook, say: Say) -> Loaded:
    file = wanted.data or FOLDER / APPLICATIONS
    if wanted.data is None:
        write(generate(wanted.rows, wanted.seed, rulebook=rulebook), FOLDER)
        say(f"{wanted.rows:,} applications are made up (seed {wanted.seed}): {FOLDER}.")
    beside = file.parent / OUTCOMES
    outcomes = wanted.outcomes or (beside if beside.exists() else None)
    frame = _read(file, schema, wanted, say)
    repaid = None if outcomes is None else read_table(outcomes, OUTCOMES_SCHEMA).frame
    if repaid is None:
        say(
            "No outcomes: learning past approvals, which repeats past policy; it may not be served."
        )
    data = prepare_bank(frame, repaid, rulebook, wanted.seed)
    for remark in data.remarks:
        say(remark)
    cut = float(rulebook.rule("E-071").thresholds["from_pd_pct"]) / 100
    return Loaded(data, (file.parent / TRUTH).exists(), None if repaid is None else cut)


def _read(file: Path, schema: Schema, wanted: Wanted, say: Say) -> pd.DataFrame:
    table = read_table(file, schema, leave_out_invalid=wanted.leave_out_invalid)
    if table.left_out:
        rows = len({problem.row for problem in table.left_out})
        say(f"{file.name}: {rows:,} rows are left out, as asked:")
        for problem in table.left_out:
            say(f"  {problem}")
    return table.frame
