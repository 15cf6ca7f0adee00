"""Labelled messages: what was said, where it stood, which loan it asks for, what it is about."""

from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, field_validator

from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.act_model import TOPICS, features
from agent.offline.meaning import MeaningOf, Vector, words_alone
from agent.offline.products import phrased_product, with_pictures
from agent.offline.topics import phrased_topics
from evals.labelled import CORPORA, read_lines
from tools.lending.records import Product

OTHER_ACTS = (
    "inform", "correct", "what_if", "choose", "confirm_yes", "confirm_no", "unsure", "ask_price",
    "ask_max", "figure", "policy", "greeting", "thanks", "bye", "upset",
    "sympathy", "repeat", "language", "unclear",
)  # fmt: skip
"""Acts that are labelled, and that phrases and the open question read."""


class Row(BaseModel):
    """A message, where in a conversation it stands, the loan it asks for, what it is about."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: str
    at: Literal["start", "asked", "offers", "filed", "declined"]
    product: Product | None
    acts: tuple[str, ...]

    @field_validator("acts")
    @classmethod
    def _known(cls, acts: tuple[str, ...]) -> tuple[str, ...]:
        known = (*TOPICS, *OTHER_ACTS)
        unknown = [act for act in acts if act not in known]
        if unknown:
            raise ValueError(f"unknown act {unknown[0]!r}; known are {', '.join(known)}")
        return acts


class Example(NamedTuple):
    """One message with what is seen of it."""

    row: Row
    topics: tuple[str, ...]
    """What the phrases find."""
    product: str | None
    """The loan that the phrases find."""
    seen: tuple[str, ...]
    meaning: Vector | None = None


def read_rows(path: Path = CORPORA / "acts.jsonl") -> tuple[Row, ...]:
    """Read the labelled messages. Raises `BadCorpus` where a line is no row."""
    return read_lines(path, Row)


def example_of(row: Row, meaning_of: MeaningOf = words_alone) -> Example:
    p = with_pictures(row.say, plain(row.say))
    topics = tuple(phrased_topics(find_signals(row.say), p))
    product = phrased_product(row.say, p)
    seen = tuple(features(row.say, row.at, topics, product))
    return Example(row, topics, product, seen, meaning_of(row.say))
