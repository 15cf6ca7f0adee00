"""Questions in many words that one heading of the policy answers: knowledge/phrases/asked.toml."""

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pydantic import field_validator

from tools.lending.records import Record

FILE = Path(__file__).resolve().parents[2] / "knowledge" / "phrases" / "asked.toml"


class _Row(Record):
    heading: str
    words: tuple[str, ...]

    @field_validator("words")
    @classmethod
    def _are_expressions(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        for word in words:
            try:
                re.compile(word)
            except re.error as error:
                raise ValueError(f"{word!r} is no regular expression: {error}") from error
        return words


class _Asked(Record):
    asked: tuple[_Row, ...]


class Asked(NamedTuple):
    """One heading and what its question looks like."""

    heading: str
    words: re.Pattern[str]


@lru_cache(maxsize=1)
def questions_asked() -> tuple[Asked, ...]:
    """Read the file; an unreadable row is an error that names it."""
    read = _Asked.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))
    return tuple(Asked(r.heading, re.compile("|".join(r.words))) for r in read.asked)


@lru_cache(maxsize=256)
def heading_asked(plain_text: str) -> str | None:
    """Return the heading that answers a question, in plain words; None where no row knows it.

    >>> heading_asked("do you sell my info to anyone"), heading_asked("i need a car")
    ('Who sees it', None)
    """
    return next((q.heading for q in questions_asked() if q.words.search(plain_text)), None)
