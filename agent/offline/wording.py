"""Templates of the offline engine: read once, filled, varied by turn, and safe to send.

A template that refers to a figure which this turn has not got loses that sentence, never the
reply: a hole cannot be spoken.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from agent.offline.wording_files import phrases

if TYPE_CHECKING:
    from jinja2 import Template

SHORT_ENOUGH = 62
"""Words after which only what is needed is added, so that a reply stays below ninety."""

_REFERENCE = re.compile(r"\[\[([^\[\]|]+)(?:\|([a-z]+))?\]\]")
_SENTENCE_END = re.compile(r"(?<=[.?!])\s+(?=[A-Z\[\"“])")
_SPACES = re.compile(r"[ \t]+")


@lru_cache(maxsize=512)
def _compiled(source: str) -> "Template":
    from jinja2 import StrictUndefined, Template

    template: Template = Template(source, undefined=StrictUndefined, autoescape=False)
    return template


def variants(key: str) -> tuple[str, ...]:
    """Return the ways to say something. `KeyError` for a key that no file has."""
    found = phrases()[key]
    return (found,) if isinstance(found, str) else tuple(found)


def fill(source: str, **variables: Any) -> str:
    """Fill a template; an undefined variable is an error.

    >>> fill("[[{{ a }}.monthly_payment]] a month", a="offer.b")
    '[[offer.b.monthly_payment]] a month'
    """
    if "{" not in source:
        return source
    return _SPACES.sub(" ", _compiled(source).render(**variables)).strip()


def cited(passage_id: str) -> str:
    """Return the reference that cites a passage."""
    return f"[[{passage_id}|cite]]"


def sentences(text: str) -> list[str]:
    """Cut a template into sentences.

    >>> sentences("It is [[a.b]]. Fine?")
    ['It is [[a.b]].', 'Fine?']
    """
    return _SENTENCE_END.split(text.strip()) if text.strip() else []


class Draft:
    """A reply in the making."""

    def __init__(
        self, facts: Collection[str], turn: int = 0, passages: Collection[str] = ()
    ) -> None:
        self.facts = frozenset(facts)
        self.passages = frozenset(passages)
        self.turn = turn
        self.parts: list[str] = []
        self.asks: dict[str, Any] | None = None
        """What the reply asks for, in the form of the context's open_question."""

    def has(self, *fact_ids: str) -> bool:
        """Tell whether every one of these figures can be said."""
        return all(f in self.facts for f in fact_ids)

    def sayable(self, sentence: str) -> bool:
        """Tell whether every reference of a sentence has its figure or its passage."""
        return all(
            m[1] in (self.passages if m[2] == "cite" else self.facts)
            for m in _REFERENCE.finditer(sentence)
        )

    def say(self, key: str, **variables: Any) -> bool:
        """Add what a key says, in this turn's variant; returns whether anything was said."""
        ways = variants(key)
        return self.add(fill(ways[self.turn % len(ways)], **variables))

    def maybe(self, key: str, **variables: Any) -> bool:
        """Add what a key says only while the reply is short: it is good to know, not needed."""
        return len(self.text.split()) < SHORT_ENOUGH and self.say(key, **variables)

    def add(self, text: str) -> bool:
        """Add text, without the sentences whose figures are missing."""
        kept = " ".join(s for s in sentences(text) if self.sayable(s))
        if kept and kept not in self.parts:
            self.parts.append(kept)
        return bool(kept)

    @property
    def text(self) -> str:
        return " ".join(self.parts).strip()
