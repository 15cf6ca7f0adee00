"""Look at a table before learning from it: `python -m ml.explore`, one HTML file with its pictures.

Distributions and box plots, correlations, each loan type on its own, gaps, leaks, and past answers
by group. Without `--data` the bank's table is made up.
"""

import argparse
import base64
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from rich.console import Console
from rich.progress import track

from ml.drawings import boxes, boxes_by_level, correlations, histograms
from ml.features import Vector
from ml.generate import APPLICATIONS, FOLDER, OUTCOMES, ROWS, SEED, generate, write
from ml.load import OUTCOMES_SCHEMA
from ml.metrics import auc
from ml.page import page, table
from ml.preparation import audit_groups
from ml.read import TableError, as_cell, as_numbers, as_words, read_table
from ml.schema import Schema, SchemaError, bank_schema, load_schema

TOO_GOOD = 0.83
"""AUC of a single column above which it may know the answer."""
FEWEST = 30


class Explored(NamedTuple):
    """A table, and what is known of its rows. NaN: not known."""

    frame: pd.DataFrame
    schema: Schema
    labels: dict[str, Vector]
    """'default' and 'approval refused' of the bank's table; the target of any other."""

    @property
    def numbers(self) -> list[str]:
        """Names of the columns that hold numbers and vary."""
        return [
            str(name)
            for name in self.frame.columns
            if pd.api.types.is_numeric_dtype(self.frame[name])
            and self.frame[name].nunique() > 1
            and name not in (self.schema.target, self.schema.id)
        ]

    @property
    def categories(self) -> list[str]:
        """Names of the columns that hold words, identifiers left out."""
        return [
            str(name)
            for name in self.frame.columns
            if not pd.api.types.is_numeric_dtype(self.frame[name])
            and name not in (self.schema.target, self.schema.id)
            and self.frame[name].nunique() <= 40
        ]


def explored(frame: pd.DataFrame, schema: Schema, outcomes: pd.DataFrame | None) -> Explored:
    """Put a table together with what became of its rows."""
    cells = frame[schema.target].map(as_cell)
    target = as_numbers(cells.isin([as_cell(word) for word in schema.bad]))
    if schema.features != "bank":
        return Explored(frame, schema, {schema.target: target})
    labels = {"refused": target}
    if outcomes is not None:
        known = outcomes.set_index("customer_id")["defaulted_24m"]
        labels["default"] = as_numbers(frame["customer_id"].map(known))
    return Explored(frame, schema, labels)


def sections(data: Explored) -> Iterator[tuple[str, str]]:
    """Yield heading and body of each part, in reading order."""
    yield "At a glance", _glance(data)
    yield "Distributions", _picture(histograms(data.frame[data.numbers]))
    for name, labels in data.labels.items():
        yield f"Box plots by {name}", _picture(boxes(data.frame[data.numbers], labels, name))
    yield "Correlations", _picture(correlations(data.frame[data.numbers]))
    yield "Missing values", _gaps(data)
    yield "Leaks: what one column alone tells", leaks(data)
    if "loan_purpose" in data.frame.columns:
        yield "Each loan type", _by_type(data)
    yield "Past answers by group", _by_group(data)


def _glance(data: Explored) -> str:
    rows = [("rows", f"{len(data.frame):,}"), ("columns", str(len(data.frame.columns)))]
    for name, labels in data.labels.items():
        known = ~np.isnan(labels)
        share = f"{labels[known].mean():.1%} of {known.sum():,} rows that are known"
        rows.append((name, share))
    return table(("", ""), rows)


def _gaps(data: Explored) -> str:
    rows = []
    for name in map(str, data.frame.columns):
        cells = data.frame[name]
        missing = cells.isna() if pd.api.types.is_numeric_dtype(cells) else cells == ""
        if missing.any():
            shares = []
            for labels in data.labels.values():
                inside = labels[missing.to_numpy() & ~np.isnan(labels)]
                shares.append(f"{inside.mean():.1%}" if len(inside) else "")
            rows.append((name, f"{missing.sum():,}", f"{missing.mean():.1%}", *shares))
    bad = (f"{name} where missing" for name in data.labels)
    return table(("column", "missing", "share", *bad), rows) if rows else "<p>None.</p>"


def leaks(data: Explored) -> str:
    """Tell how well each column alone ranks each label, and mark what is too good or too late."""
    rows = []
    for name in [*data.numbers, *data.categories]:
        role = data.schema.column(name).role
        told = [alone(data.frame[name], labels) for labels in data.labels.values()]
        mark = "known only after the decision" if role == "post_decision" else ""
        if max(told) > TOO_GOOD:
            mark = f"above {TOO_GOOD}: may know the answer"
        rows.append((name, role, *(f"{value:.3f}" for value in told), mark))
    rows.sort(key=lambda row: row[2], reverse=True)
    return table(("column", "role", *(f"AUC {name}" for name in data.labels), "remark"), rows)


def alone(cells: pd.Series, labels: Vector) -> float:
    """Return the AUC of one column, whichever way it points.

    Levels are ranked by their share of bad rows, and a missing value stands in the middle.
    """
    known = ~np.isnan(labels)
    if pd.api.types.is_numeric_dtype(cells):
        values = as_numbers(cells.fillna(cells.median()))[known]
    else:
        words = as_words(cells)[known]
        _, where = np.unique(words, return_inverse=True)
        values = (np.bincount(where, labels[known]) / np.bincount(where))[where]
    area = auc(labels[known], values)
    return max(area, 1 - area)


def _by_type(data: Explored) -> str:
    rows = []
    for purpose, part in data.frame.groupby("loan_purpose"):
        inside = (data.frame["loan_purpose"] == purpose).to_numpy()
        shares = [_share(labels[inside]) for labels in data.labels.values()]
        medians = (
            f"{part[name].median():,.0f}"
            for name in ("requested_loan_amount", "annual_income", "credit_score")
        )
        dti, term = part["debt_to_income_ratio"].median(), part["loan_term"].median()
        rows.append((str(purpose), f"{len(part):,}", *medians, f"{dti:.1f}", f"{term:g}", *shares))
    heads = ("type", "rows", "median principal", "income", "score", "dti %", "term, years")
    columns = data.frame[["requested_loan_amount", "debt_to_income_ratio", "credit_score"]]
    picture = boxes_by_level(columns, as_words(data.frame["loan_purpose"]))
    return table((*heads, *data.labels), rows) + _picture(picture)


def _by_group(data: Explored) -> str:
    """Tell the shares by audit group; groups are for looking, no model sees them."""
    if data.schema.features == "bank":
        groups = audit_groups(data.frame)
    else:
        audit = data.schema.named("audit")
        groups = {name: as_words(data.frame[name].map(as_cell)) for name in audit}
    rows = [
        (f"{field}: {group}", f"{(words == group).sum():,}",
         *(_share(labels[words == group]) for labels in data.labels.values()))
        for field, words in groups.items()
        for group in np.unique(words).tolist()
    ]  # fmt: skip
    return table(("group", "rows", *data.labels), rows) if rows else "<p>No audit columns.</p>"


def _share(labels: Vector) -> str:
    known = labels[~np.isnan(labels)]
    return f"{known.mean():.1%}" if len(known) >= FEWEST else "too few"


def _picture(content: bytes) -> str:
    return f'<img alt="" src="data:image/png;base64,{base64.b64encode(content).decode()}">'


def main(arguments: list[str] | None = None) -> int:
    """Write the report of the table that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m ml.explore", description=__doc__)
    parser.add_argument("--data", type=Path, help="CSV or Parquet; without it: made up")
    parser.add_argument("--schema", type=Path, help="TOML; without it: the bank's 21 columns")
    parser.add_argument("--out", type=Path, default=FOLDER / "explore.html")
    wanted = parser.parse_args(arguments)
    console = Console(soft_wrap=True)
    try:
        schema = load_schema(wanted.schema) if wanted.schema else bank_schema()
        if wanted.data is None:
            write(generate(ROWS, SEED), FOLDER)
        file: Path = wanted.data or FOLDER / APPLICATIONS
        frame = read_table(file, schema).frame
        beside = file.parent / OUTCOMES
        known = schema.features == "bank" and beside.exists()
        outcomes = read_table(beside, OUTCOMES_SCHEMA).frame if known else None
    except (SchemaError, TableError) as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        return 2
    data = explored(frame, schema, outcomes)
    steps = track(sections(data), "drawing", total=None, console=console, transient=True)
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(page(f"Exploring {schema.name}", steps), encoding="utf-8")
    console.print(f"Written: {wanted.out}", markup=False)
    return 0


if __name__ == "__main__":
    sys.exit(main())
