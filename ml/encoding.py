"""Columns of any table as a matrix of numbers: categories become flags, missing values stay NaN."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ml.features import Feature, Matrix, Vector
from ml.read import as_numbers, inferred_kind
from ml.schema import Column, Schema
from tools.lending.records import Record

MOST_LEVELS = 40
FEWEST_ROWS = 20
"""A level seen less often says nothing; it has no flag of its own."""
SKEWED = 3.0
"""Beyond this skewness an amount is read by its logarithm, if it is never below 0."""


class Encoded(Record):
    """One column of the matrix."""

    column: str
    levels: tuple[str, ...] = ()
    """Of an ordinal: its steps. Of a flag: the level it stands for. Of a number: none."""
    flag: bool = False
    feature: Feature


class Encoding(Record):
    """How a table becomes a matrix; decided on training rows, kept with the scorer."""

    columns: tuple[Encoded, ...]
    ignored: tuple[str, ...] = ()
    """Columns that looked like names or row numbers, or never varied."""

    @property
    def features(self) -> tuple[Feature, ...]:
        """The columns of the matrix."""
        return tuple(encoded.feature for encoded in self.columns)

    def matrix(self, frame: pd.DataFrame) -> Matrix:
        """Return the matrix of a frame that was read with the same schema."""
        return np.column_stack([_values(frame[one.column], one) for one in self.columns])


def fit_encoding(frame: pd.DataFrame, schema: Schema) -> Encoding:
    """Decide, on training rows, which columns become what.

    Raises:
        ValueError: no column is left to learn from.
    """
    columns: list[Encoded] = []
    ignored: list[str] = []
    for name in map(str, frame.columns):
        declared = schema.column(name)
        if declared.role != "feature":
            continue
        found = list(_encoded(frame[name], name, declared))
        columns += found
        if not found:
            ignored.append(name)
    if not columns:
        raise ValueError(f"schema {schema.name}: no column is left to learn from")
    return Encoding(columns=tuple(columns), ignored=tuple(ignored))


def _encoded(cells: pd.Series, name: str, declared: Column) -> Iterator[Encoded]:
    if declared.kind == "ordinal":
        yield Encoded(column=name, levels=declared.levels, feature=_feature(name, "step", declared))
    elif pd.api.types.is_numeric_dtype(cells):
        if _varies(cells) and not _are_row_numbers(cells):
            scale = declared.scale or _scale(cells)
            yield Encoded(column=name, feature=_feature(name, "number", declared, scale))
    elif declared.kind != "text" and inferred_kind(cells) != "text":
        counts = cells.value_counts()
        kept = [str(level) for level, n in counts.items() if n >= min(FEWEST_ROWS, len(cells) / 20)]
        for level in sorted(kept[:MOST_LEVELS]) if cells.nunique() > 1 else []:
            label = f"{name}={level or 'missing'}"
            yield Encoded(
                column=name, levels=(level,), flag=True, feature=_feature(label, "0 or 1", declared)
            )


def _varies(cells: pd.Series) -> bool:
    return cells.nunique() > 1 or bool(cells.isna().any() and cells.notna().any())


def _are_row_numbers(cells: pd.Series) -> bool:
    """Whole numbers that only rise count the rows; a model would learn the order of the file."""
    values = as_numbers(cells)
    return len(values) > 50 and bool((np.diff(values) > 0).all() and (values % 1 == 0).all())


def _feature(name: str, unit: str, declared: Column, scale: str = "linear") -> Feature:
    return Feature.model_validate(
        {
            "name": name,
            "unit": unit,
            "direction": declared.direction,
            "reason": declared.reason or "no direction is declared",
            "scale": scale,
        }
    )


def _scale(cells: pd.Series) -> str:
    known = as_numbers(cells.dropna())
    if known.min() < 0 or known.std() == 0:
        return "linear"
    skewness = float((((known - known.mean()) / known.std()) ** 3).mean())
    return "log" if skewness > SKEWED else "linear"


def _values(cells: pd.Series, one: Encoded) -> Vector:
    if one.flag:
        return as_numbers(cells == one.levels[0])
    if one.levels:
        steps = {level: float(step) for step, level in enumerate(one.levels)}
        return as_numbers(cells.map(steps))
    return as_numbers(cells)
