"""From tables to what is learned from: rows, labels, who belongs together, and three parts."""

import hashlib
from collections.abc import Mapping
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd

from ml.columns import PermittedColumns, facts_in
from ml.encoding import Encoding, fit_encoding
from ml.features import FEATURES, Feature, Indices, Matrix, Vector, Words, matrix
from ml.read import as_cell, as_numbers, as_words
from ml.schema import Schema
from tools.lending.catalogue import Rulebook

Target = Literal["default", "approval", "other"]
TEST_SHARE, CALIBRATION_SHARE = 0.20, 0.25
"""Calibration takes its share of what is not for testing."""
TRAIN, CALIBRATE, TEST = 0, 1, 2
FEWEST = 20
"""Of bad rows and of good ones: with fewer there is nothing to learn and nothing to test."""
HIDDEN_SHARE = 0.06
"""How often training hides a value that may be unknown when somebody is scored."""


class DataError(Exception):
    """A table was read, but nothing can be learned from it; the message says why."""


class Prepared(NamedTuple):
    """What is learned from, one entry per row of the table."""

    rows: Matrix
    labels: Vector
    """1 is bad; NaN: what became of it is not known (refused applications)."""
    parts: Indices
    """TRAIN, CALIBRATE or TEST."""
    features: tuple[Feature, ...]
    audit: Mapping[str, Words]
    """Groups, for fairness figures only; no model sees them."""
    target: Target
    encoding: Encoding | None
    """None: the features of ml/features.py."""
    remarks: tuple[str, ...] = ()

    def part(self, number: int) -> tuple[Matrix, Vector]:
        """Return the rows of a part whose outcome is known, and their labels."""
        chosen = (self.parts == number) & ~np.isnan(self.labels)
        return self.rows[chosen], self.labels[chosen]


def prepare_bank(
    frame: pd.DataFrame, outcomes: pd.DataFrame | None, rulebook: Rulebook, seed: int
) -> Prepared:
    """Prepare the bank's table: of repayment with `outcomes`, else of the past policy's answers.

    Raises:
        DataError: outcomes name a customer twice, or hold something else than 0 and 1.
    """
    scored = (frame["annual_income"] > 0).to_numpy()
    remarks: tuple[str, ...] = (
        f"{(~scored).sum():,} rows without income are not scored (E-044 speaks).",
    )
    labels = (_answers(frame) if outcomes is None else _outcomes(frame, outcomes))[scored]
    frame = frame[scored].reset_index(drop=True)
    if outcomes is not None:
        remarks += (f"{np.isnan(labels).sum():,} rows have no outcome: they were not approved.",)
    seen = labels[~np.isnan(labels)]
    if min(seen.sum(), (1 - seen).sum()) < FEWEST:
        raise DataError(f"{int(seen.sum()):,} of {len(seen):,} known rows are bad; both kinds need"
                        f" {FEWEST} rows.")  # fmt: skip
    return Prepared(
        rows=matrix(facts_in(permitted(frame), rulebook)),
        labels=labels,
        parts=split(as_words(frame["customer_id"]), labels, seed),
        features=FEATURES,
        audit=audit_groups(frame),
        target="approval" if outcomes is None else "default",
        encoding=None,
        remarks=remarks if not scored.all() else remarks[1:],
    )


def permitted(frame: pd.DataFrame) -> PermittedColumns:
    """Take the permitted columns out of the bank's table, and leave the others behind."""
    return PermittedColumns(
        annual_income=as_numbers(frame["annual_income"]),
        credit_score=as_numbers(frame["credit_score"]),
        employment_status=as_words(frame["employment_status"]),
        years_employed=as_numbers(frame["years_employed"]),
        debt_to_income_ratio=as_numbers(frame["debt_to_income_ratio"]),
        savings_balance=as_numbers(frame["savings_balance"]),
        checking_balance=as_numbers(frame["checking_balance"]),
        loan_purpose=as_words(frame["loan_purpose"]),
        requested_loan_amount=as_numbers(frame["requested_loan_amount"]),
        existing_loans=as_numbers(frame["existing_loans"]),
        payment_history=as_words(frame["payment_history"]),
        loan_term=as_numbers(frame["loan_term"]),
    )


def _answers(frame: pd.DataFrame) -> Vector:
    """Return 1 for a refusal of the past; NaN where no answer stands."""
    status = as_words(frame["approval_status"])
    return np.select([status == "Rejected", status == "Approved"], [1.0, 0.0], np.nan)


def _outcomes(frame: pd.DataFrame, outcomes: pd.DataFrame) -> Vector:
    if outcomes["customer_id"].duplicated().any():
        raise DataError("outcomes: a customer stands in more than one row")
    known = outcomes.set_index("customer_id")["defaulted_24m"].astype(float)
    if not known.isin([0.0, 1.0]).all():
        raise DataError("outcomes: defaulted_24m holds something else than 0 and 1")
    unknown = ~known.index.isin(frame["customer_id"])
    if unknown.any():
        raise DataError(f"outcomes: {unknown.sum():,} customers are not in the table")
    return as_numbers(frame["customer_id"].map(known))


def prepare_columns(frame: pd.DataFrame, schema: Schema, seed: int, *, tests: int = 0) -> Prepared:
    """Prepare any table by its schema; with `tests`, so many last rows are the test rows.

    Raises:
        DataError: the target has not both kinds of rows, or too few of one.
    """
    cells = frame[schema.target].map(as_cell)
    labels = as_numbers(cells.isin([as_cell(word) for word in schema.bad]))
    if min(labels.sum(), (1 - labels).sum()) < FEWEST:
        raise DataError(
            f"target '{schema.target}': {int(labels.sum()):,} of {len(labels):,} rows are bad"
            f" ({', '.join(schema.bad)}); both kinds need {FEWEST} rows. The column holds"
            f" {', '.join(sorted(set(cells))[:8])}."
        )
    ids = frame[schema.id] if schema.id else pd.Series(range(len(frame)))
    parts = split(as_words(ids), labels, seed)
    if tests:
        parts = np.where(parts == CALIBRATE, CALIBRATE, TRAIN)
        parts[-tests:] = TEST
    encoding = fit_encoding(frame[parts == TRAIN], schema)
    audit = {name: as_words(frame[name].map(as_cell)) for name in schema.named("audit")}
    ignored = [
        f"'{name}' is ignored: it looks like a name or a row number, or never varies."
        for name in encoding.ignored
    ]
    return Prepared(
        encoding.matrix(frame), labels, parts, encoding.features, audit, "other", encoding,
        tuple(ignored),
    )  # fmt: skip


def split(ids: Words, labels: Vector, seed: int) -> Indices:
    """Put every row into a part by its id: 60 % train, 20 % calibrate, 20 % test.

    Rows of one id stay together, and each part has the same share of bad ones. The order of the
    rows does not matter.
    """
    unique, where = np.unique(ids, return_inverse=True)
    kind = np.full(len(unique), -1.0)
    np.maximum.at(kind, where, np.nan_to_num(labels, nan=-1.0))
    keys = np.array([hashlib.sha256(f"{seed}:{one}".encode()).hexdigest() for one in unique])
    part = np.zeros(len(unique), dtype=np.int64)
    for value in np.unique(kind):
        members = np.flatnonzero(kind == value)
        members = members[np.argsort(keys[members])]
        place = (np.arange(len(members)) + 0.5) / len(members)
        held_back = TEST_SHARE + (1 - TEST_SHARE) * CALIBRATION_SHARE
        part[members] = np.select([place < TEST_SHARE, place < held_back], [TEST, CALIBRATE], TRAIN)
    return part[where]


def with_some_hidden(rows: Matrix, features: tuple[Feature, ...], seed: int) -> Matrix:
    """Return training rows in which some values that may be unknown one day are unknown."""
    draw = np.random.default_rng(seed)
    hidden = rows.copy()
    for column, feature in enumerate(features):
        if feature.may_be_unknown:
            hidden[draw.random(len(rows)) < HIDDEN_SHARE, column] = np.nan
    return hidden


def audit_groups(frame: pd.DataFrame) -> dict[str, Words]:
    """Return the groups that fairness figures are told by; a cell that is empty is 'unknown'."""
    age, dependents = as_numbers(frame["age"]), as_numbers(frame["num_dependents"])
    groups = {
        "age": np.select([age < 25, age >= 62], ["under 25", "62 and over"], "25 to 61"),
        "num_dependents": np.select(
            [dependents >= 3, dependents >= 1], ["3 or more", "1 or 2"], "none"
        ),
    }
    for name in ("marital_status", "education_level"):
        words = as_words(frame[name])
        groups[name] = np.where(words == "", "unknown", words)
    return groups
