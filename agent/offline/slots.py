"""A figure with its field, and the words that say how much gold there is."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from agent.language.gold import stretch_of_gold
from agent.language.quantities import Quantity


class Slot(NamedTuple):
    """A figure and the field it belongs to ('co_' in front for the other person)."""

    field: str
    quantity: Quantity

    @property
    def is_co(self) -> bool:
        return self.field.startswith("co_")

    @property
    def plain(self) -> str:
        """The field without its prefix."""
        return self.field.removeprefix("co_")


def gold_words(text: str, *, in_part: bool = False) -> str | None:
    """Return the words that say how much gold there is: weight and karat.

    `in_part`: gold was named before, so that a karat alone says something too.

    >>> gold_words("it's 62.5 grams of 22 karat, about")
    '62.5 grams of 22 karat'
    """
    span = stretch_of_gold(text, in_part=in_part)
    return None if span is None else text[slice(*span)]


def without_those_in(text: str, told: Mapping[str, str]) -> dict[str, str]:
    """Return the words by field less those that stand in a text as whole words.

    >>> without_those_in("12 grams, 22k", {"principal": "2", "term_months": "12"})
    {'principal': '2'}
    """
    return {
        field: words
        for field, words in told.items()
        if not re.search(rf"(?<![\w.]){re.escape(words)}(?!\w|\.\d)", text)
    }
