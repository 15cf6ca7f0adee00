"""A figure with its field, and the words that say how much gold there is."""

import re
from typing import NamedTuple

from agent.language.quantities import Quantity

_WEIGHT = re.compile(r"\d[\d,.]*\s*-?\s*(?:g|gr|gm|gms|grams?|grammes?|oz|ounces?|tolas?)\b", re.I)
_KARAT = re.compile(
    r"\b(?:[89]|1\d|2[0-4])(?:\.\d)?\s*-?\s*(?:k|kt|karats?|carats?|ct)\b(?!\s*(?:a|per)\b)", re.I
)


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


def gold_words(text: str) -> str | None:
    """Return the words that say how much gold there is: weight and karat.

    >>> gold_words("it's 62.5 grams of 22 karat, about")
    '62.5 grams of 22 karat'
    """
    found = [*_WEIGHT.finditer(text), *_KARAT.finditer(text)]
    if not _WEIGHT.search(text):
        return None
    start, end = min(m.start() for m in found), max(m.end() for m in found)
    form = re.search(r"\b(?:coins?|bars?|ingots?|biscuits?)\b", text, re.I)
    if form:
        start, end = min(start, form.start()), max(end, form.end())
    return text[start:end]
