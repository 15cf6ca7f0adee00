"""Labelled messages and learned weights as files: one JSON object a line, one feature a line."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

CORPORA = Path(__file__).with_name("corpora")
HELD_BACK = 5
"""Every so-manieth message is held back."""
Row = TypeVar("Row", bound=BaseModel)
Item = TypeVar("Item")


class BadCorpus(Exception):
    """A corpus cannot be read; the message says which line and what is wrong."""


def read_lines(path: Path, kind: type[Row]) -> tuple[Row, ...]:
    """Read a corpus of one JSON object a line.

    Raises:
        BadCorpus: a line is no row; says which and why.
    """
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            rows.append(kind.model_validate_json(line))
        except ValidationError as error:
            raise BadCorpus(f"{path.name}, line {number}: {error}") from error
    return tuple(rows)


def parted(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """Part messages into those to learn from and those held back.

    >>> parted("abcdefg")
    (['a', 'b', 'c', 'd', 'f', 'g'], ['e'])
    """
    kept = [item for number, item in enumerate(items, start=1) if number % HELD_BACK]
    return kept, list(items[HELD_BACK - 1 :: HELD_BACK])


def as_json(weights: Mapping[str, Mapping[str, float]]) -> str:
    """Write weights as JSON, one feature a line, in alphabetical order.

    >>> print(as_json({"word gift": {"scam": 1.5}}))
    {
    "word gift": {"scam": 1.5}
    }
    """
    lines = (f"{json.dumps(n)}: {json.dumps(dict(sorted(weights[n].items())))}" for n in weights)
    return "{\n" + ",\n".join(sorted(lines)) + "\n}"
