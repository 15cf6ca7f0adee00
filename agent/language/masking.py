"""What is taken out of a message before anything is stored: numbers that identify, and health.

A figure is masked only when its shape or the words beside it say what it is, because income,
prices and balances are figures too: nine bare digits are an income until someone says "SSN".
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

MaskKind = Literal["ssn", "card", "account", "birth_date", "id_document", "health"]


class Placeholder(NamedTuple):
    """One masked stretch. `start` and `end` are offsets in the masked text."""

    kind: MaskKind
    start: int
    end: int


class Masked(NamedTuple):
    """A text that may be stored, and what was taken out of it."""

    text: str
    placeholders: tuple[Placeholder, ...] = ()

    @property
    def kinds(self) -> frozenset[MaskKind]:
        """What kinds of things were masked."""
        return frozenset(p.kind for p in self.placeholders)


_SHOWN: dict[MaskKind, str] = {
    "ssn": "[social security number]",
    "card": "[card number]",
    "account": "[account number]",
    "birth_date": "[date of birth]",
    "id_document": "[id number]",
    "health": "[health detail]",
}
_GAP = (
    r"(?:\s|:|#|=|,|-|\.|is|was|are|number|numbers|no|num|nr|ending|in|it's|its|the|my|and|of|id)"
)
_LINK = rf"(?:{_GAP}){{0,8}}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*"
_DATE = (
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}"
    rf"|{_MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}\.?,?\s\d{{4}})"
)
_SPECIFIC: tuple[tuple[MaskKind, re.Pattern[str]], ...] = (
    (
        "ssn",
        re.compile(r"(?<![\d$€£.,-])(\d{3}(?P<dash>[ -])\d{2}(?P=dash)\d{4})(?![.,-]?\d)"),
    ),
    (
        "ssn",
        re.compile(
            r"\b(?:ssn|s\.s\.n|social security|social|itin|tax id|taxpayer id|tin)\b"
            rf"{_LINK}((?:\d[ -]?){{8}}\d)(?![.,]?\d)",
            re.I,
        ),
    ),
    (
        "ssn",
        re.compile(
            r"\b(?:last (?:four|4)(?: digits)?(?: of)?(?: my| the)? (?:ssn|social)(?: security)?"
            rf"(?: number)?|last (?:four|4) digits|ssn ending)\b{_LINK}(\d{{4}})\b",
            re.I,
        ),
    ),
    (
        "account",
        re.compile(
            rf"\b(?:routing|aba|sort code|iban|swift|account|acct|a/c)\b{_LINK}(?<![$€£])"
            r"([A-Z]{2}\d{2} ?(?:[A-Z0-9]{4} ?){2,7}[A-Z0-9]{0,4}\b|\d{8,17}"
            r"|\d{2,6}(?:[ -]\d{2,6}){2,4})(?![.,]?\d|\s?(?:k|dollars|usd|bucks|a month)\b)",
            re.I,
        ),
    ),
    (
        "account",
        re.compile(
            r"\b(?:routing|aba|account|acct)\s?(?:number|no|num|nr|#)\.?(?:\s|:|is|=){0,6}"
            r"(\d[\d -]{4,18}\d)(?![.,]?\d)",
            re.I,
        ),
    ),
    (
        "birth_date",
        re.compile(
            r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born)\b"
            rf"(?:\s|:|is|was|on|in|=|-)*({_DATE})",
            re.I,
        ),
    ),
    (
        "id_document",
        re.compile(
            r"\b(?:passport|driver'?s? licen[sc]e|green card|aadhaar|aadhar|pan card)\b"
            rf"{_LINK}((?=[A-Z0-9-]*\d{{4}})[A-Z0-9-]{{6,16}})\b",
            re.I,
        ),
    ),
)
_CARD = re.compile(r"(?<![\d$€£.,])\d(?:[ -]?\d){12,18}(?![.,]?\d)")
_BORN_AFTER = re.compile(
    rf"({_DATE})(?=\s(?:is|as) my (?:birthday|date of birth|dob|birth ?date))", re.I
)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others, as on payment cards.

    >>> passes_luhn("4111111111111111"), passes_luhn("4111111111111112")
    (True, False)
    """
    total = 0
    for index, digit in enumerate(reversed(digits)):
        number = int(digit) * (2 if index % 2 else 1)
        total += number - 9 if number > 9 else number
    return total % 10 == 0


def mask(text: str) -> Masked:
    """Replace what must not be stored by a placeholder that says what stood there.

    Money, e-mail addresses and telephone numbers stay. The text should be normalised before.

    >>> mask("my ssn is 123-45-6789 and I make 123456789").text
    'my ssn is [social security number] and I make 123456789'
    >>> mask("need 8k for chemo").text
    'need 8k for [health detail]'
    """
    found = _without_overlaps(sorted(_findings(text)))
    parts: list[str] = []
    placeholders: list[Placeholder] = []
    read = written = 0
    for start, end, kind in found:
        parts += (text[read:start], _SHOWN[kind])
        written += start - read
        placeholders.append(Placeholder(kind, written, written + len(_SHOWN[kind])))
        written += len(_SHOWN[kind])
        read = end
    return Masked("".join((*parts, text[read:])), tuple(placeholders))


def _findings(text: str) -> Iterator[tuple[int, int, MaskKind]]:
    if any(char.isdigit() for char in text):
        for match in _CARD.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if len(digits) >= 13 and passes_luhn(digits) and len(set(digits)) > 1:
                yield match.start(), match.end(), "card"
        for kind, pattern in _SPECIFIC:
            for match in pattern.finditer(text):
                yield match.start(1), match.end(1), kind
        for match in _BORN_AFTER.finditer(text):
            yield match.start(1), match.end(1), "birth_date"
    as_income = [m.span() for m in _AS_INCOME.finditer(text)]
    for match in _health_terms().finditer(text):
        if not any(start <= match.start() < end for start, end in as_income):
            yield match.start(), match.end(), "health"


_AS_INCOME = re.compile(
    r"\b(?:on|gets?|receiv\w+|collect\w*|draw\w*|from|va|ssi|ssdi|social security)(?: my)?"
    r" disability\b"
    r"|\bdisability (?:benefits?|income|payments?|pay|pension|checks?|insurance)\b",
    re.I,
)
"""What pays somebody's living is an income, not a detail of their health."""


def _without_overlaps(
    found: list[tuple[int, int, MaskKind]],
) -> Iterator[tuple[int, int, MaskKind]]:
    reached = 0
    for start, end, kind in found:
        if start >= reached:
            yield start, end, kind
            reached = end


@cache
def _health_terms() -> re.Pattern[str]:
    lines = (files("knowledge") / "phrases" / "health_terms.txt").read_text(encoding="utf-8")
    terms = [line.strip() for line in lines.splitlines() if line.strip() and line[0] != "#"]
    longest_first = sorted(terms, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_term, longest_first))})(?![\w])", re.I)


def _term(term: str) -> str:
    pattern = re.escape(term.removesuffix("*")).replace(r"\ ", r"[\s-]+")
    return pattern + (r"[\w']*" if term.endswith("*") else "(?:s|es)?")
