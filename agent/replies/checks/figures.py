"""No figure stands outside a reference: in digits, words, fractions, scripts or pieces."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext, GateFinding
from agent.replies.phrases import Phrases, phrases
from agent.replies.reading import Reading

_WHY = "a figure that no fact supplies: use a reference"
_SPELLED_OUT = re.compile(r"\b[a-z](?:[ .\-_*'/\\|]+[a-z]){2,}\b")
_JOINTS = re.compile(r"(?<=[a-z])[.\-_'/\\|*~`+](?=[a-z])")
_MARKUP = re.compile(r"<[^<>]{0,40}>|[*_`~\\]+")
_WORD = re.compile(r"[a-z]+")
_NAMED = ("DIGIT", "NUMBER", "HUNDRED POINTS", "KEYCAP", "CLOCK FACE", "DIE FACE", "DOMINO",
          "PLAYING CARD", "TALLY", "COUNTING ROD", "FRACTION", "ROMAN NUMERAL", "CURRENCY",
          "IDEOGRAPHIC TELEGRAPH", "MONEY", "DOLLAR", "BANKNOTE", "PERCENT")  # fmt: skip
_LATIN_EXTRAS = frozenset("ßøæœłđıþðħŋªº")


def figures(reply: Reading, facts: FactBook, context: GateContext) -> Iterator[GateFinding]:
    """Object to every figure of the text outside references."""
    known = phrases()
    text, cased = reply.text, reply.cased
    for sentence in known.fixed:
        text = text.replace(sentence, " " * len(sentence))
    text = known.ordinary.sub(lambda m: " " * len(m[0]), text)
    spans = [m.span() for m in known.figures.finditer(text)]
    spans += [m.span() for m in known.cased_figures.finditer(cased)]
    spans += [m.span() for m in known.glued_numbers.finditer(text) if _is_glued(m[0], known)]
    spans += _in_pieces(text, known)
    for start, end in _merged(spans):
        yield reply.finding("figures", start, end, _WHY)
    if not cased.isascii():
        for at, char in enumerate(cased):
            why = None if char.isascii() else _objection(char)
            if why:
                yield reply.finding("figures", at, at + 1, why)


def _is_glued(match: str, known: Phrases) -> bool:
    return match not in known.number_words and match != "one"


def _in_pieces(text: str, known: Phrases) -> Iterator[tuple[int, int]]:
    """Number words cut into letters, by joints, by markup or by a space."""
    for spelled in _SPELLED_OUT.finditer(text):
        if any(w in re.sub("[^a-z]", "", spelled[0]) for w in known.number_words if len(w) > 2):
            yield spelled.span()
    for joint in (_JOINTS, _MARKUP):
        if joint.search(text):
            joined = joint.sub("", text)
            if _number_words(joined, known) - _number_words(joint.sub(" ", text), known):
                found = joint.search(text)
                yield found.span() if found else (0, 1)
    words = [(m[0], m.start(), m.end()) for m in _WORD.finditer(text)]
    for (one, start, middle), (two, begin, end) in pairwise(words):
        if begin - middle == 1 and text[middle] == " " and one + two in known.number_words:
            yield start, end


def _number_words(text: str, known: Phrases) -> set[str]:
    return {word for word in _WORD.findall(text) if word in known.number_words}


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that touch or are one character apart: 'four hundred' is one figure."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=4096)
def _objection(char: str) -> str | None:
    """Say why a character outside ASCII may hold a figure, or None."""
    if char == "§":
        return None
    if unicodedata.numeric(char, None) is not None:
        return "a digit of another script"
    category = unicodedata.category(char)
    if category.startswith("L") and char not in _LATIN_EXTRAS:
        return "letters of another script may hold a figure"
    if category == "Sc":
        return "a currency sign"
    if category.startswith("S") and any(n in unicodedata.name(char, "") for n in _NAMED):
        return "a sign that stands for a number"
    if category in ("Nl", "No", "Nd"):
        return "a number sign"
    return None
