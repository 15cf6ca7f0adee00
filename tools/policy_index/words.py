"""Words of a question or a passage, brought to a common form."""

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

_COMMON = """
a about after ago all also am an and any are as at away be been but by can could did do does dont
done even for from get gets getting give go goes going got had has have he her here him his how i
if im in into is isnt it its ive just let like lot lots me much must my not of off on one or our
out over please really right should so some somebody someone something still tell than that the
their them then there these they this to too u up us very want was way we were what whats when
where which while who why will with would yes you your youre"""
STOPWORDS = frozenset(_COMMON.split())
"""Words that say nothing about a topic. "no" and "own" do: no credit, no job, own business."""

_WORD = re.compile(r"[^\W_]+")
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = re.compile(r"([bdfgmnprt])\1$")


def well_formed(text: str) -> str:
    """Return `text` without halves of characters, which no encoder takes.

    >>> well_formed("gold " + chr(0xD83D) + " ring")
    'gold ? ring'
    """
    return text.encode("utf-8", "replace").decode("utf-8")


def terms_of(text: str) -> list[str]:
    """Return the stems of the words that carry meaning, in order.

    >>> terms_of("What are the fees for refinancing?")
    ['fee', 'refinanc']
    """
    plain = unicodedata.normalize("NFKC", text).lower().replace("'", "").replace("’", "")
    return [stem(word) for word in _WORD.findall(plain) if word not in STOPWORDS]


def stem(word: str) -> str:
    """Take off the endings of English inflection, so that the forms of a word meet.

    >>> [stem(word) for word in ("loans", "applied", "applies", "refinancing", "refinance")]
    ['loan', 'apply', 'apply', 'refinanc', 'refinanc']
    """
    if len(word) < 4 or not word.isalpha():
        return word
    word = _without_plural(word)
    for ending in ("ing", "ed"):
        base = word.removesuffix(ending)
        if base != word and len(base) > 2 and _VOWEL.search(base):
            word = base[:-1] + "y" if base.endswith("i") else _DOUBLED.sub(r"\1", base)
            break
    return word[:-1] if word.endswith("e") and len(word) > 3 else word


def _without_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


class Term(NamedTuple):
    """One word of a question, and words that may stand for it in a passage."""

    stem: str
    others: tuple[str, ...] = ()


class Synonyms:
    """Customers' words -> the bank's words, by phrase."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        self._others: dict[tuple[str, ...], tuple[str, ...]] = {}
        for said, meant in phrases.items():
            key = tuple(terms_of(said))
            self._others[key] = (*self._others.get(key, ()), *terms_of(meant))
        self._longest = max(map(len, self._others), default=0)

    def read(self, question: str) -> list[Term]:
        """Return the terms of `question`; the words of a known phrase share its other words.

        >>> Synonyms({"pay off early": "prepayment"}).read("can I pay it off early")
        [Term(stem='pay', others=('prepayment',)), Term(stem='early', others=('prepayment',))]
        """
        stems = terms_of(question)
        others: list[tuple[str, ...]] = [()] * len(stems)
        for length in range(1, self._longest + 1):
            for start in range(len(stems) - length + 1):
                found = self._others.get(tuple(stems[start : start + length]), ())
                for at in range(start, start + length if found else start):
                    others[at] = (*others[at], *found)
        return [Term(*pair) for pair in zip(stems, others, strict=True)]


NO_SYNONYMS = Synonyms({})
