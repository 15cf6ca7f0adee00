"""Whether a sentence that follows a sentence of a passage turns it around.

Words in common say that two sentences are about one thing; a "not", a "must" or another loan turns
what is said, and changes one word of twelve. So a sentence is held against those of the passage
that it follows closely: what one denies the other must not affirm, what is allowed must not become
a duty, "sometimes" not "always", and no word its opposite.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from tools.policy_index.mentions import products_named
from tools.policy_index.words import STOPWORDS, stem

CLOSE = 0.75
"""Twice the words in common over the words of both: from here on one sentence follows the other."""
COPIED = 0.9
SCOPE = 4
"""Words behind a "not" among which the one that it denies is looked for."""

_REFERENCE = re.compile(r"\[\[[^\[\]]+\]\]")
_WORD = re.compile(r"[^\W_]+")
_ANSWER = re.compile(r"^\W*(?:yes|no)\b\s*[,.:;!]")
"""It answers the customer's question and denies nothing of what follows."""
_SHORT_NOT = re.compile(r"\b(can|won|shan)(?:not|['’]t)\b|n['’]t\b")
_FREE = re.compile(r"\b([a-z]+)-free\b")
_DENIES = re.compile(
    r"\bfree of\b|\brather than\b|\binstead of\b"
    r"|\b(?:no|not|never|none|nobody|nothing|neither|nor|without)\b(?! only\b)"
)
_NEED = re.compile(r"\b(?:has|have|had|need|needs) to\b")
_MUST = frozenset({"must", "required", "requires", "need", "needs", "mandatory"})
_MAY = frozenset({"may", "can", "could", "might", "optional", "allowed"})
_ALWAYS = frozenset({"always", "automatically", "guaranteed", "everybody", "everyone", "never"})
_NOT = frozenset({"no", "not", "none", "nobody", "nothing", "neither", "nor", "without"})
_OPERATORS = _NOT | _MUST | _MAY | _ALWAYS
"""They say how something is said, and not of what."""
_OPPOSITES = (
    *("more less", "most least", "higher lower", "highest lowest", "raises lowers", "raise lower"),
    *("longer shorter", "longest shortest", "largest smallest", "larger smaller", "big small"),
    *("before after", "earlier later", "early late", "first last", "sooner later"),
    *("fixed variable", "fixed adjustable", "secured unsecured", "required optional"),
    *("free charged", "new used", "gross net", "approved declined", "approve decline"),
    *("increase reduce", "increases reduces", "rises falls", "rise fall", "up down", "open closed"),
    *("above below", "over under", "minimum maximum", "full part", "with without", "we you"),
    *("accept refuse", "include exclude", "includes excludes", "soft hard", "borrower lender"),
    *("good bad", "all none", "same different", "monthly yearly", "buy sell", "public private"),
    *("hurts helps", "hurt help", "starts stops", "start stop", "begins ends", "begin end"),
)


def _opposites() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for pair in _OPPOSITES:
        one, other = pair.split()
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return {word: frozenset(others) for word, others in found.items()}


_OPPOSITE = _opposites()


class Statement:
    """A sentence by what it is about and how it says it."""

    def __init__(self, text: str) -> None:
        """Read `text`, with its references as they are written or filled."""
        plain = _ANSWER.sub(" ", _REFERENCE.sub(" ", text).lower())
        plain = _FREE.sub(r"without \1", _SHORT_NOT.sub(r"\1 not", plain))
        self._plain = _NEED.sub("must", plain)
        self._tokens = _WORD.findall(self._plain)
        self.words = frozenset(self._tokens)
        self.stems = frozenset(map(stem, self.words - STOPWORDS - _OPERATORS))

    def close_to(self, other: "Statement") -> bool:
        """Say whether both have most words in common."""
        return self._shared(other) >= CLOSE

    def copies(self, other: "Statement") -> bool:
        """Say whether both have nearly all words in common."""
        return self._shared(other) >= COPIED

    def _shared(self, other: "Statement") -> float:
        of_both = len(self.stems) + len(other.stems)
        return 2 * len(self.stems & other.stems) / of_both if of_both else 0.0

    @cached_property
    def denied(self) -> frozenset[str]:
        """The stems that a "not" stands before."""
        return frozenset(self._denied())

    def _denied(self) -> Iterator[str]:
        for found in _DENIES.finditer(self._plain):
            behind = _WORD.findall(self._plain[found.end() :])[:SCOPE]
            said = (stem(word) for word in behind if stem(word) in self.stems)
            if first := next(said, None):
                yield first

    @cached_property
    def products(self) -> frozenset[str]:
        return frozenset(products_named(self._plain))


def turned(said: Statement, source: Statement, whole: Statement) -> bool:
    """Say whether `said`, which is close to `source`, says another thing.

    Args:
        said: the sentence of a reply.
        source: the sentence of the passage.
        whole: the whole passage: what it says elsewhere is not made up.
    """
    shared = said.stems & source.stems
    both_deny = said.denied and source.denied  # then words move freely, except in a copy
    if (said.denied ^ source.denied) & shared and not (both_deny and not said.copies(source)):
        return True
    added = said.words - source.words
    left_out = source.words - said.words
    if any(_OPPOSITE.get(word, frozenset()) & left_out for word in added):
        return True
    if added & _MUST and left_out & _MAY and not source.words & _MUST:
        return True
    if added & _MAY and left_out & _MUST and not source.words & _MAY:
        return True
    if added & _ALWAYS - whole.words:
        return True
    return bool(said.products - whole.products and source.products - said.products)
