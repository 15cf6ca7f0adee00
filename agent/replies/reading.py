"""A reply prepared for the checks: folded text, a sign for each reference, and its sentences."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from agent.language.text import fold
from agent.replies.factbook import FactBook
from agent.replies.findings import GateFinding, Weight
from agent.replies.references import references
from tools.facts import Fact

SIGN = "§"
"""Stands for a reference in the text that the checks read."""

_SENTENCE_END = re.compile(r"[.!?](?=[\s\"')]|$)|\n+")
_ABBREVIATION = re.compile(r"(?:\be\.g|\bi\.e|\bvs|\bno|\bmr|\bmrs|\bms|\bdr|\ba\.m|\bp\.m)$")
CLAUSE_END = re.compile(r"[,;:()\n]|\s-+\s|\s(?:but|and|while|whereas|so|though|although|or)\s")


ITEM = re.compile(r"\s*(?:[-*\u2022]|\d{1,2}[.)])\s")
LEAST_BARS = 3
"""A row of a table has an edge on both sides and a bar between."""
_EMPHASIS = frozenset("*_`~")
"""Signs of markup: a customer does not see them, so no check does."""
_ROUGH = re.compile(r"  |[*_`~\u00a7]")


class _Letters(dict[str, str]):
    """One form for each character: folded, without accents, dashes set apart."""

    def __missing__(self, char: str) -> str:
        if char in "\u2013\u2014\u2015":
            plain = " - "
        else:
            bare = unicodedata.normalize("NFKD", fold(char).text)
            plain = "".join(c for c in bare if unicodedata.category(c) not in ("Mn", "Me"))
        plain = " " if plain == SIGN else plain
        self[char] = plain
        return plain


_letters = _Letters()


class Ref(NamedTuple):
    """One reference of the reply."""

    id: str
    style: str
    fact: Fact | None
    at: int
    """Position of its sign in the folded text."""


class Stated(NamedTuple):
    """A reference whose fact is known, other than a citation."""

    at: int
    id: str
    style: str
    fact: Fact


class Sentence(NamedTuple):
    """Half-open positions in the folded text."""

    start: int
    end: int
    question: bool


class Reading:
    """The template of a reply as the checks read it."""

    def __init__(self, template: str, facts: FactBook) -> None:
        self.template = template
        self.facts = facts
        self.known: dict[str, Any] = {}  # what more than one reader asks, found once
        parts: list[str] = []
        self._starts: list[int] = []
        self._segments: list[tuple[int, tuple[int, ...] | None]] = []
        refs: list[Ref] = []
        at = length = 0
        for ref in (*references(template), None):
            outside = template[at : ref.start if ref else None]
            text, origins = _folded(outside)
            self._starts.append(length)
            self._segments.append((at, origins))
            parts.append(text)
            length += len(text)
            if ref is None:
                break
            refs.append(Ref(ref.id, ref.style, facts.get(ref.id), length))
            self._starts.append(length)
            self._segments.append((ref.start, (0,)))
            parts.append(SIGN)
            length += 1
            at = ref.end
        self.cased = "".join(parts)
        lowered = self.cased.lower()
        self.text = lowered if len(lowered) == length else self.cased
        self.refs = tuple(refs)
        self.stated = tuple(
            Stated(r.at, r.id, r.style, r.fact) for r in refs if r.fact and r.style != "cite"
        )

    @cached_property
    def _places(self) -> tuple[int, ...]:
        return tuple(r.at for r in self.stated)

    def origin(self, position: int) -> int:
        """Where in the template a character of the folded text came from."""
        if position >= len(self.cased):
            return len(self.template)
        index = bisect_right(self._starts, position) - 1
        base, origins = self._segments[index]
        inside = position - self._starts[index]
        return base + (origins[inside] if origins is not None else inside)

    def finding(
        self, check: str, start: int, end: int, why: str, weight: Weight = "blocks"
    ) -> GateFinding:
        """Object to `start:end` of the folded text."""
        first, last = self.origin(start), self.origin(max(start, end - 1)) + 1
        if end > start and self.text[end - 1] == SIGN:
            closing = self.template.find("]]", first)
            last = closing + 2 if closing >= 0 else last
        excerpt = self.template[first:last]
        return GateFinding(check, excerpt[:120], why, weight, first, last)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, in order."""
        found: list[Sentence] = []
        start = 0
        for mark in _SENTENCE_END.finditer(self.text):
            if mark[0] == "." and _ABBREVIATION.search(
                self.text, max(0, mark.start() - 5), mark.start()
            ):
                continue
            found.append(Sentence(start, mark.end(), mark[0] == "?"))
            start = mark.end()
        if self.text[start:].strip():
            found.append(Sentence(start, len(self.text), False))
        return tuple(found)

    def is_row(self, sentence: Sentence) -> bool:
        """Tell whether a sentence is a row of a table: '| A | § | § |'."""
        said = self.text[sentence.start : sentence.end].strip()
        return said.count("|") >= (LEAST_BARS if said.startswith("|") else 1)

    def is_item(self, sentence: Sentence) -> bool:
        """Tell whether a sentence stands in an item of a list: '- …', '2. …'."""
        line = self.text.rfind("\n", 0, sentence.start + 1) + 1
        return ITEM.match(self.text, line) is not None

    def cells(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Split a row at its bars; the outer ones, where there are any, hold nothing."""
        bars = [at for at in range(sentence.start, sentence.end) if self.text[at] == "|"]
        if not self.text[sentence.start : sentence.end].lstrip().startswith("|"):
            bars = [sentence.start - 1, *bars, sentence.end]
        return [(a + 1, b) for a, b in pairwise(bars)]

    @cached_property
    def prose(self) -> tuple[Sentence, ...]:
        """The sentences that are no rows of tables."""
        return tuple(s for s in self.sentences if not self.is_row(s))

    def clauses(self, sentence: Sentence) -> list[tuple[int, int]]:
        """Split a sentence at commas, dashes and conjunctions."""
        key = f"clauses {sentence.start} {sentence.end}"
        if key not in self.known:
            self.known[key] = self._split(sentence)
        found: list[tuple[int, int]] = self.known[key]
        return found

    def _split(self, sentence: Sentence) -> list[tuple[int, int]]:
        bounds: list[tuple[int, int]] = []
        start = sentence.start
        for mark in CLAUSE_END.finditer(self.text, sentence.start, sentence.end):
            bounds.append((start, mark.start()))
            start = mark.end()
        bounds.append((start, sentence.end))
        return [(a, b) for a, b in bounds if self.text[a:b].strip(" .?!")]

    def stated_in(self, start: int, end: int) -> tuple[Stated, ...]:
        """The figures between two positions of the folded text."""
        first = bisect_left(self._places, start)
        return self.stated[first : bisect_left(self._places, end, first)]

    def is_cited(self, sentence: Sentence, within: int = 1) -> bool:
        """Tell whether a citation stands in a sentence, right behind it, or `within` sentences."""
        index = self.sentences.index(sentence)
        last = self.sentences[min(index + within, len(self.sentences)) - 1]
        end = last.end
        while end < len(self.text) and self.text[end] in " \n":
            end += 1
        return any(r.style == "cite" for r in self.refs_in(sentence.start, end + 1))

    def refs_in(self, start: int, end: int) -> tuple[Ref, ...]:
        """The references between two positions of the folded text."""
        return tuple(ref for ref in self.refs if start <= ref.at < end)


def _folded(outside: str) -> tuple[str, tuple[int, ...] | None]:
    if outside.isascii() and outside.isprintable() and not _ROUGH.search(outside):
        return outside, None
    characters: list[str] = []
    origins: list[int] = []
    for index, char in enumerate(outside):
        plain = char if " " <= char <= "~" or char == "\n" else _letters[char]
        plain = "" if plain in _EMPHASIS else plain
        if plain == " " and characters and characters[-1] == " ":
            continue
        if not plain:
            continue
        characters.append(plain)
        origins.extend((index,) * len(plain))
    return "".join(characters), tuple(origins)
