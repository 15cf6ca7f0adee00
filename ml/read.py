"""Read a CSV or Parquet file against a schema, and say of every bad cell where it is and why.

No row is dropped unless that was asked for, and then it is counted and listed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from ml.features import Vector, Words
from ml.schema import Column, ColumnKind, Schema

SHOWN = 20
MANY_LEVELS = 0.5
"""A category with a level for every other row is a name or a number, not a category."""


class CellProblem(NamedTuple):
    """One cell that cannot be right. `row` counts from 1, the header left out; 0 is the file."""

    row: int
    column: str
    value: str
    wrong: str

    def __str__(self) -> str:
        """Say where, what and why, in one line.

        >>> print(CellProblem(3, "age", "17", "below 18"))
        row 3, age: '17' is below 18
        """
        where = f"row {self.row}, " if self.row else ""
        return f"{where}{self.column}: '{self.value}' is {self.wrong}"


class TableError(Exception):
    """A table is not what its schema says."""

    def __init__(self, file: str, problems: tuple[CellProblem, ...]) -> None:
        rows = len({problem.row for problem in problems})
        more = len(problems) - SHOWN
        counted = f"{len(problems):,} bad cells in {rows:,} rows"
        lines = [f"{file}: {counted if problems[0].row else 'not the table of its schema'}."]
        lines += [f"  {problem}" for problem in problems[:SHOWN]]
        lines += [f"  … and {more:,} more"] * (more > 0)
        super().__init__("\n".join(lines))
        self.problems = problems


class Table(NamedTuple):
    """A table that was read. Numbers are float64 with NaN, categories are text with ''."""

    frame: pd.DataFrame
    left_out: tuple[CellProblem, ...] = ()
    """Problems of the rows that were left out, because that was asked for."""
    remarks: tuple[str, ...] = ()


def read_table(file: Path, schema: Schema, *, leave_out_invalid: bool = False) -> Table:
    """Read a file and hold every cell against the schema.

    Raises:
        TableError: a column is missing, or a cell is not allowed (all of them are listed); with
            `leave_out_invalid` such rows are left out, and returned in `left_out`.
    """
    raw = _raw(file, schema)
    problems = list(_missing_columns(raw, schema))
    if problems:
        raise TableError(file.name, tuple(problems))
    columns: dict[str, pd.Series] = {}
    for name in raw.columns:
        columns[name], found = _checked(raw[name], str(name), schema)
        problems += found
    frame = pd.DataFrame(columns)
    if schema.features == "bank":
        problems += _impossible_careers(frame)
    if problems and not leave_out_invalid:
        raise TableError(file.name, tuple(sorted(problems)))
    bad_rows = sorted({problem.row - 1 for problem in problems})
    return Table(frame.drop(index=bad_rows).reset_index(drop=True), tuple(sorted(problems)))


def _raw(file: Path, schema: Schema) -> pd.DataFrame:
    """Read every cell as text; what means missing is ''."""
    try:
        if file.suffix.lower() in (".parquet", ".pq"):
            raw = pd.read_parquet(file).map(lambda cell: "" if pd.isna(cell) else as_cell(cell))
        else:
            raw = pd.read_csv(
                file,
                sep={" ": r"\s+", "": None}.get(schema.delimiter, schema.delimiter),
                engine="python" if schema.delimiter == "" else "c",
                header=0 if schema.header else None,
                names=None if schema.header else list(schema.columns),
                dtype=str,
                keep_default_na=False,
                encoding="utf-8-sig",
                index_col=False,
            )
    except (OSError, UnicodeDecodeError, ValueError, ImportError) as error:
        wrong = f"no table that can be read ({type(error).__name__}: {error})"
        raise TableError(file.name, (CellProblem(0, "file", file.name, wrong),)) from error
    raw.columns = [str(name).strip() for name in raw.columns]
    if raw.empty:
        raise TableError(file.name, (CellProblem(0, "file", file.name, "a table without rows"),))
    stripped = raw.apply(lambda column: column.str.strip())
    cells: pd.DataFrame = stripped.mask(stripped.isin([*schema.missing, ""]), "")
    return cells


def _missing_columns(raw: pd.DataFrame, schema: Schema) -> Iterator[CellProblem]:
    wanted = [name for name in schema.columns if name != schema.target]
    if schema.features == "columns":
        wanted += [schema.target, *([schema.id] if schema.id else [])]
    for name in wanted:
        if name not in raw.columns:
            yield CellProblem(0, name, "", "a column that is not in the file")
    if schema.others == "refuse":
        for name in raw.columns:
            if name not in schema.columns:
                yield CellProblem(0, name, "", "a column that the schema does not know")
    for name in raw.columns[raw.columns.duplicated()]:
        yield CellProblem(0, name, "", "a column that is in the file twice")


def _checked(raw: pd.Series, name: str, schema: Schema) -> tuple[pd.Series, list[CellProblem]]:
    """Return a column as numbers or text, and what is wrong with it."""
    column = schema.column(name)
    cells = raw.mask(raw.isin(column.missing), "") if column.missing else raw
    kind = column.kind or inferred_kind(cells)
    required = column.required or name == schema.target
    empty = cells == ""
    problems = [CellProblem(row, name, "", "empty") for row in _rows(empty)] if required else []
    if kind in ("number", "integer"):
        values, found = _numbers(cells, name, column, kind)
        return values, problems + found
    if column.levels:
        unknown = ~cells.isin(column.levels) & ~empty
        allowed = f"none of {', '.join(column.levels)}"
        problems += [
            CellProblem(row, name, str(cells.iat[row - 1]), allowed) for row in _rows(unknown)
        ]
    return cells, problems


def _numbers(
    cells: pd.Series, name: str, column: Column, kind: ColumnKind
) -> tuple[pd.Series, list[CellProblem]]:
    values = pd.to_numeric(cells.mask(cells == "", None), errors="coerce").astype(float)
    checks = [
        ((values.isna() & (cells != "")) | np.isinf(values), "no number"),
        (
            values < (column.min if column.min is not None else -np.inf),
            f"below {column.min:g}" if column.min is not None else "",
        ),
        (
            values > (column.max if column.max is not None else np.inf),
            f"above {column.max:g}" if column.max is not None else "",
        ),
        ((values % 1 != 0) & values.notna() & (kind == "integer"), "no whole number"),
    ]
    return values, [
        CellProblem(row, name, str(cells.iat[row - 1]), wrong)
        for failed, wrong in checks
        for row in _rows(failed)
    ]


def _impossible_careers(frame: pd.DataFrame) -> list[CellProblem]:
    """Nobody has worked since before the age of 14."""
    too_long = frame["years_employed"] > frame["age"] - 14
    return [
        CellProblem(row, "years_employed", f"{frame['years_employed'].iat[row - 1]:g}",
                    f"more than age {frame['age'].iat[row - 1]:g} allows")
        for row in _rows(too_long)
    ]  # fmt: skip


def _rows(failed: pd.Series) -> list[int]:
    return [int(place) + 1 for place in np.flatnonzero(failed.to_numpy(dtype=bool))]


def inferred_kind(cells: pd.Series) -> ColumnKind:
    """Return number if every cell that is there reads as one, text if most are unlike, category."""
    known = cells[cells != ""]
    if known.empty or pd.to_numeric(known, errors="coerce").notna().all():
        return "number"
    unlike = known.nunique() > max(50, MANY_LEVELS * len(known))
    return "text" if unlike else "category"


def as_cell(value: object) -> str:
    """Return a cell as text; a whole number has no point, so that 1.0 is the 1 of a schema.

    >>> as_cell(1.0), as_cell("1.0"), as_cell("bad")
    ('1', '1', 'bad')
    """
    text = str(value)
    try:
        number = float(text)
    except ValueError:
        return text
    return str(int(number)) if number.is_integer() else text


def as_numbers(cells: pd.Series) -> Vector:
    """Return a column of numbers as float64; NaN is missing."""
    return np.asarray(cells, dtype=np.float64)


def as_words(cells: pd.Series) -> Words:
    """Return a column of text; '' is missing."""
    return np.asarray(cells, dtype=np.str_)


def draft_schema(file: Path, target: str, delimiter: str = ",") -> Schema:
    """Return a first schema of a file: each column with the kind that its cells suggest."""
    raw = _raw(file, Schema(name=file.stem or "table", target=target, delimiter=delimiter))
    if target not in raw.columns:
        wrong = f"not in the file, which has {', '.join(raw.columns)}"
        raise TableError(file.name, (CellProblem(0, "target", target, wrong),))
    columns = {}
    for name in raw.columns:
        kind = inferred_kind(raw[name])
        role = "label" if name == target else ("ignore" if kind == "text" else "feature")
        columns[str(name)] = Column.model_validate({"role": role, "kind": kind})
    rare = raw[target][raw[target] != ""].value_counts().index[-1]
    return Schema(
        name=file.stem, target=target, bad=(str(rare),), delimiter=delimiter, columns=columns
    )
