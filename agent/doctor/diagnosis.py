"""One line of the doctor's report."""

from enum import StrEnum
from typing import NamedTuple


class Health(StrEnum):
    """How it stands; the value is what is printed."""

    WELL = "✓"
    NOTE = "–"
    """Worth knowing; everything that is needed works."""
    BROKEN = "✗"


class Diagnosis(NamedTuple):
    """One line of the report."""

    health: Health
    part: str
    said: str


def first_line(error: Exception) -> str:
    """Return what an error says, or its name, on one line."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
