"""What a table of credit data holds, in a small TOML file; `ml/schemas/` has examples.

    name = "german-credit"
    target = "class"              # the column to predict
    bad = ["2"]                   # its values that mean: not repaid (default: 1, true, yes, bad)
    id = "customer"               # optional; rows of one id stay on one side of every split
    missing = ["", "NA", "?"]     # words for a value that is not there (the default list is longer)
    delimiter = ","               # " " splits at any run of blanks, "" guesses
    header = true                 # false: [columns] name the fields, in the order of the file
    others = "infer"              # columns not named: infer, ignore or refuse

    [columns.duration]            # every key is optional
    role = "feature"              # feature, audit (for fairness only), ignore, post_decision, label
    kind = "number"               # number, integer, category, ordinal (levels in order), text
    min = 0
    max = 120
    missing = ["-1"]              # words that mean missing in this column alone
    required = true               # an empty cell is a problem
    direction = 1                 # +1: more of it never lowers the risk; -1: never raises it
    reason = "a longer loan leaves more time for bad luck"      # required with a direction
    scale = "log"                 # how a linear model reads it; else decided from the data

    [columns.housing]
    kind = "category"             # levels = [...] closes the list; otherwise the data decide

Without a declared direction there is none. `python -m ml.schema --data FILE --target COLUMN` writes
a first version.
"""

import argparse
import json
import sys
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from rich.console import Console

from ml.features import Direction
from tools.lending.records import Record

FOLDER = Path(__file__).parent / "schemas"
Role = Literal["feature", "audit", "ignore", "post_decision", "label", "id"]
ColumnKind = Literal["number", "integer", "category", "ordinal", "text"]
MISSING = ("", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "<NA>", "#N/A")
BAD = ("1", "true", "True", "TRUE", "yes", "Yes", "bad", "Bad", "default", "charged off")


def _as_words(value: object) -> object:
    """Take 2, [1, 2] or ["a"] for what a cell says: people write numbers as they see them."""
    cells = value if isinstance(value, list | tuple) else [value]
    return tuple(str(cell) if isinstance(cell, int | float) else cell for cell in cells)


Cells = Annotated[tuple[str, ...], BeforeValidator(_as_words)]
"""Cells of a table, as text."""


class SchemaError(Exception):
    """A schema file cannot be used: the message says which key, and what is allowed."""


class Column(Record):
    """One column. What is not said is inferred from the data."""

    role: Role = "feature"
    kind: ColumnKind | None = None
    min: float | None = None
    max: float | None = None
    levels: Cells = ()
    missing: Cells = ()
    required: bool = False
    direction: Direction = 0
    reason: str = ""
    scale: Literal["linear", "log"] | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.kind == "ordinal" and len(self.levels) < 2:
            raise ValueError("an ordinal column needs its levels, in order")
        if self.direction and self.kind not in ("number", "integer", "ordinal"):
            raise ValueError("a direction needs kind number, integer or ordinal: nothing orders a"
                             " category")  # fmt: skip
        if self.direction and not self.reason:
            raise ValueError("a direction needs its reason")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is above max")
        return self


class Schema(Record):
    """A table, and which of its columns may be learned from."""

    name: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    target: str
    bad: Cells = BAD
    id: str | None = None
    missing: Cells = MISSING
    delimiter: Annotated[str, Field(max_length=1)] = ","
    header: bool = True
    others: Literal["infer", "ignore", "refuse"] = "infer"
    features: Literal["columns", "bank"] = "columns"
    """bank: those of ml/features.py, from the permitted columns of the bank's table."""
    columns: dict[str, Column] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _target_is_no_feature(self) -> Self:
        named = self.columns.get(self.target)
        if named is not None and named.role != "label":
            raise ValueError(f"the target '{self.target}' has the role '{named.role}', not 'label'")
        if not self.header and not self.columns:
            raise ValueError("a file without a header needs [columns], in the order of its fields")
        return self

    def column(self, name: str) -> Column:
        """Return what is said of a column, or the silence about it."""
        if name == self.target:
            return self.columns.get(name, Column(role="label"))
        if name == self.id:
            return self.columns.get(name, Column(role="id", kind="text"))
        return self.columns.get(
            name, Column(role="ignore" if self.others == "ignore" else "feature")
        )

    def named(self, role: Role) -> tuple[str, ...]:
        """Return the columns that are declared with a role, in order."""
        return tuple(name for name, column in self.columns.items() if column.role == role)


def load_schema(file: Path) -> Schema:
    """Read a schema file.

    Raises:
        SchemaError: it is missing, no TOML, or says something that is not allowed.

    >>> load_schema(FOLDER / "bank.toml").target
    'approval_status'
    """
    try:
        return Schema.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise SchemaError(f"{file.name}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemaError(f"{file.name} is no TOML: {error}") from error
    except ValidationError as error:
        lines = (
            f"  {'.'.join(str(part) for part in e['loc']) or 'file'}: {e['msg']}"
            for e in error.errors(include_url=False)
        )
        raise SchemaError("\n".join((f"{file.name} is no schema:", *lines))) from error


def bank_schema() -> Schema:
    """Return the schema of the bank's 21 columns."""
    return load_schema(FOLDER / "bank.toml")


def main(arguments: list[str] | None = None) -> int:
    """Write a first schema for a table: what each column looks like."""
    from ml.read import TableError, draft_schema

    parser = argparse.ArgumentParser(
        prog="python -m ml.schema",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, required=True, help="CSV or Parquet")
    parser.add_argument("--target", required=True, help="the column to predict")
    parser.add_argument("--delimiter", default=",")
    wanted = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        schema = draft_schema(wanted.data, wanted.target, wanted.delimiter)
    except (TableError, SchemaError) as error:
        Console(stderr=True).print(str(error), markup=False)
        return 2
    console.print(as_toml(schema), markup=False)
    return 0


def as_toml(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    content = schema.model_dump(mode="json", exclude_defaults=True)
    columns: dict[str, dict[str, object]] = content.pop("columns", {})
    lines = [f"{key} = {json.dumps(value)}" for key, value in content.items()]
    for name, column in columns.items():
        lines += ["", f"[columns.{json.dumps(name)}]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in column.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
