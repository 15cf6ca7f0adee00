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
    text, cased = _without_letters(reply, facts)
    for sentence in known.fixed:
        text = text.replace(sentence, " " * len(sentence))
    spans = [m.span() for m in known.cased_figures.finditer(cased) if m[0]]
    if known.figures.search(text) or known.glued_numbers.search(text):
        text = known.ordinary.sub(lambda m: " " * len(m[0]), text)
        spans += [m.span() for m in known.figures.finditer(text) if not _only_counts(text, m)]
        spans += [m.span() for m in known.glued_numbers.finditer(text) if _is_glued(m[0], known)]
    spans += _in_pieces(text, known)
    for start, end in _merged(spans):
        yield reply.finding("figures", start, end, _WHY)
    if not cased.isascii():
        for at, char in enumerate(cased):
            why = None if char.isascii() else _objection(char)
            if why:
                yield reply.finding("figures", at, at + 1, why)


_CAPITALS = re.compile(r"\b[A-Z]{2,3}\b")
_NAMING = re.compile(r"\b(?:[Oo]ffers?|[A-Z]{1,3}(?:,| and| or)) $")


def _without_letters(reply: Reading, facts: FactBook) -> tuple[str, str]:
    """Blank the letters of late offers, lower and as written: 'offer CC', 'offer EK' name one.

    After eighty offers of a long talk they look like Roman numbers and number words.
    """
    text, cased = reply.text, reply.cased
    for found in _CAPITALS.finditer(cased):
        named = f"offer.{found[0].lower()}.monthly_payment" in facts
        if named and _NAMING.search(reply.cased[: found.start()]):
            start, end, blank = *found.span(), " " * len(found[0])
            text, cased = text[:start] + blank + text[end:], cased[:start] + blank + cased[end:]
    return text, cased


_BREAK = re.compile(r"[:;!?\n]|[.](?=\s|$)")
"""What stands beyond these is not what is counted: 'I showed two that do: §'."""
_FEW = frozenset({"two", "three", "four", "twice"})
_MEASURED = re.compile(
    r"\b(?:months?|years?|weeks?|days?|hours?|minutes?|decades?|semesters?|quarters?|dollars?|cents?|"
    r"bucks?|grand|thousand|hundred|million|percent|pct|points?|payments?|installments?|instalments?|"
    r"paychecks?|paydays?|rates?|interest|apr|terms?|fees?|costs?|prices?|incomes?|salary|amounts?|"
    r"principal|loans?|debts?|totals?|limits?|fold|digits?|figures?|times|big|and|point|more|less|"
    r"extra|other than|pay|paid|paying|repay|owe|save|borrow|earn|half|halves|thirds?|fourths?|"
    r"fifths?)\b|[§\d$%]"
)
_LED_TO = re.compile(
    r"\b(?:is|are|was|be|been|being|of|at|by|to|for|in|than|about|around|just|only|under|over|nearly|"
    r"almost|roughly|up|from|until|within|after|every|each|per|takes?|costs?|another)\s$"
)


_ORDER = ("one", "two", "three", "four")


def _enumerates(before: str, word: str) -> bool:
    """Tell whether a sentence counts off, as in 'One, the score. Two, the debts'."""
    place = _ORDER.index(word) if word in _ORDER else 0
    counted = rf"(?:^|[.;:?!\n]\s*){_ORDER[place - 1]}[,:].*[.;]\s(?:and )?$" if place else r"(?!)"
    return re.search(counted, before, re.DOTALL) is not None


def _only_counts(text: str, found: re.Match[str]) -> bool:
    """Tell whether a small number word measures nothing: 'a document or two', 'ask me twice'.

    Money, time, a rate or a share within three words, or a verb or preposition that leads to it,
    make it a figure.
    """
    if found[0] not in _FEW:
        return False
    before, after = text[: found.start()], text[found.end() :]
    if after[:1] in (",", ":") and _enumerates(before, found[0]):
        return True
    if before.endswith("-") or after.startswith("-") or _LED_TO.search(before[-12:]):
        return False
    behind = _BREAK.split(after)[0]
    near = [*re.split(r"\s+", before)[-4:], *re.split(r"\s+", behind)[:4]]
    words = " ".join(near)
    others = [w for w in _WORD.findall(words) if w in phrases().number_words]
    return not others and _MEASURED.search(words) is None


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
