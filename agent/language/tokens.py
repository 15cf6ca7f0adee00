"""Text cut into words, numbers and signs; figures that are no quantities become gaps.

Dates, times, telephone and card numbers, ordinals, addresses, "401k", "24/7": they look like
figures and say nothing about a loan. They are recognised by shape, at a digit, before anything
is read, so no later step can take a part of one for an amount.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from agent.language.currency_names import CODES, SIGNS
from agent.language.shapes import NO_QUANTITY
from agent.language.vocabulary import DENOMINATORS, DURATION_UNITS, SPELLINGS

TokenKind = Literal["number", "word", "sign", "mark", "gap", "end"]


class Token(NamedTuple):
    """One word, number or sign. `start` and `end` are offsets in the text that was cut."""

    kind: TokenKind
    text: str
    """Lower case, spelled as the vocabulary spells it."""
    start: int
    end: int
    glued: bool
    """Nothing stands between this token and the one before."""
    value: Decimal | None = None
    other: Decimal | None = None
    """What a number is worth where the comma and the point have the other meaning."""


END = Token("end", "", 0, 0, glued=False)
_AHEAD = 8
"""Sentinels after the last token, so that looking ahead needs no bounds."""

_WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
_EUROPEAN = r"(?=\ ?(?:[€₽₴]|(?i:eur|euros?|pln|czk|sek|nok|dkk|huf|uah|rub|chf|kr|zł|kč)\b))"
_AFTER_MONEY_WORD = "(?:" + "|".join(
    rf"(?<=(?i:{word})\ )" for word in ("price", "cost", "costs", "need", "bring", "earn", "make",
                                        "borrow", "income", "salary", "tuition")
) + ")"  # fmt: skip
"""Words after which "17 500" is one sum, written as most of the world writes it."""
_CUT = re.compile(
    rf"{_WORD}|(?<!\u2044)\d{{1,3}}(?:\ \d{{3}})+(?:[.,]\d{{1,2}})?{_EUROPEAN}|"
    r"(?:(?<=[$€£])|(?<=[$€£]\ ))\d{1,3}(?:\ \d{3})+(?:\.\d\d)?(?![\d,.]|\ \d)|"
    rf"(?<!\u2044)\d{{1,3}}(?:\ 000)+(?!\d)|(?<![\d\u2044])\d\ \d{{3}}\ 000(?!\d)"
    rf"|{_AFTER_MONEY_WORD}\d{{1,3}}\ \d{{3}}(?!\d|[,.]\d|\ \d)|\d+(?:[.,]\d+|'\d{{3}}(?!\d))*"
    r"|(?<![\w.])\.\d+|\S"
)
_CUT_SPACED = re.compile(
    rf"{_WORD}|(?<!\u2044)\d{{1,3}}(?:\ \d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+|'\d{{3}}(?!\d))*|\S"
)
_ADDRESSES = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}|(?:https?://|www\.)\S+"
    r"|[\w-]{1,64}\.(?:com|org|net|gov)\b(?:/\S*)?",
    re.I,
)

_ADDRESS_MARKS = ("@", "://", "www", ".com", ".org", ".net", ".gov")
_SLASHED = re.compile(r"(\d+)/(\d+)(?:/\d+)*(?![.,]?\d)")
_UNIT_AFTER_SLASH = re.compile(
    r"[ -]?(?:k|m|grand|thousand|million|mil|months?|mos?|years?|yrs?|weeks?|%|percent|pct|of a)\b"
    r"|%",
    re.IGNORECASE,
)
_AFTER_DECIMAL = ("percent", "eur", "k", "mil", "pct", "dollar", "usd", "buck", "pound", "gbp")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3}")
_POINTED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def tokenise(text: str, *, comma_decimal: bool) -> list[Token]:
    """Cut folded text into tokens, with sentinels at the end.

    Args:
        text: as `text.fold` leaves it.
        comma_decimal: the customer's locale writes 1.234,56.

    >>> [t.text for t in tokenise("$20k, 24/7", comma_decimal=False) if t.kind != "end"]
    ['$', '20', 'k', ',', '']
    """
    if any(mark in text for mark in _ADDRESS_MARKS):
        text = _ADDRESSES.sub(lambda found: "\x01" * len(found[0]), text)
    tokens: list[Token] = []
    skip_to = last_end = 0
    for found in (_CUT_SPACED if comma_decimal else _CUT).finditer(text):
        start, end = found.span()
        if start < skip_to:
            continue
        said = found[0]
        first = said[0]
        glued = start == last_end and start > 0
        if first.isalpha():
            word = said.lower()
            if word in SPELLINGS or word[-3:] == "ish":
                tokens.extend(_words(word, start, end, glued))
            else:
                tokens.append(Token("word", word, start, end, glued))
        elif first.isdigit() or (first == "." and end - start > 1):
            skip_to = _end_of_no_quantity(text, start, glued, tokens)
            if skip_to > start:
                tokens.append(Token("gap", "", start, skip_to, glued))
            else:
                tokens.extend(_numbers(said, start, glued, text, comma_decimal))
        else:
            tokens.append(Token("sign" if first in SIGNS else "mark", first, start, end, glued))
        last_end = skip_to if skip_to > start else end
    tokens.extend((END,) * _AHEAD)
    return tokens


def _end_of_no_quantity(text: str, start: int, glued: bool, before: list[Token]) -> int:
    """Where a figure that is no quantity ends; `start` when it may be one."""
    previous = before[-1] if glued and before else END
    if previous.kind == "sign":
        return start
    if (
        previous.text == "#"
        or _is_model(before, glued)
        or (previous.kind == "word" and not _joins_number(before))
    ):
        return _end_of_code(text, start)
    shaped = NO_QUANTITY.match(text, start)
    if shaped:
        return shaped.end()
    slashed = _SLASHED.match(text, start)
    if slashed and not _is_fraction_or_choice(slashed, text):
        return slashed.end()
    return start


def _is_model(before: list[Token], glued: bool) -> bool:
    """Whether the number ends "F-150", "W-2" or "covid-19"."""
    if not glued or len(before) < 2 or before[-1].text != "-" or not before[-1].glued:
        return False
    name = before[-2]
    short = len(name.text) <= 2 and name.text not in {"to", "or"}
    return name.kind == "word" and not name.glued and (short or name.text == "covid")


def _joins_number(before: list[Token]) -> bool:
    """Whether the word before a glued number is a currency code, or the unit in "2y6m"."""
    word = before[-1]
    if word.text in CODES or word.text == "$":
        return True
    follows_number = len(before) > 1 and before[-2].kind == "number" and word.glued
    return follows_number and (word.text in DURATION_UNITS or word.text in {"m", "h"})


def _end_of_code(text: str, start: int) -> int:
    end = start
    while end < len(text) and (text[end].isalnum() or text[end] in "-_"):
        end += 1
    return end


def _is_fraction_or_choice(slashed: re.Match[str], text: str) -> bool:
    if _UNIT_AFTER_SLASH.match(text, slashed.end()):
        return True
    if len(slashed[0]) > 5:
        return False
    return int(slashed[2]) in DENOMINATORS and int(slashed[1]) < int(slashed[2])


def _words(word: str, start: int, end: int, glued: bool) -> Iterator[Token]:
    """The tokens of a word that is misspelled, run together or ends in "ish"."""
    word = SPELLINGS.get(word, word)
    if " " in word:
        tens, unit = word.split(" ")
        yield Token("word", tens, start, end, glued)
        yield Token("word", unit, start, end, glued=False)
    elif len(word) > 3 and word.endswith("ish") and word[:-3] in {"k", "mil", "grand", "months"}:
        yield Token("word", word[:-3], start, end - 3, glued)
        yield Token("word", "ish", end - 3, end, glued=True)
    else:
        yield Token("word", word, start, end, glued)


def _numbers(
    digits: str, start: int, glued: bool, text: str, comma_decimal: bool
) -> Iterator[Token]:
    """One token for a number, several for a list like "24,36,48", a gap for "1.2.3"."""
    if digits.isdigit() and len(digits) < 14:
        yield Token("number", digits, start, start + len(digits), glued, Decimal(digits))
        return
    read = read_digits(digits, comma_decimal=comma_decimal)
    if read and not _is_list(digits, start, text, comma_decimal):
        yield Token("number", digits, start, start + len(digits), glued, *read)
    elif "," in digits:
        for piece in digits.split(","):
            yield from _numbers(piece, start, glued, text, comma_decimal)
            yield Token("mark", ",", start + len(piece), start + len(piece) + 1, glued=True)
            start += len(piece) + 1
    else:
        yield Token("gap", "", start, start + len(digits), glued)


def _is_list(digits: str, start: int, text: str, comma_decimal: bool) -> bool:
    """Whether "24,36" is two numbers: two short ones, and no money or percent about them."""
    whole, _, rest = digits.partition(",")
    if comma_decimal or not rest or "." in digits or len(rest) > 2:
        return False
    if len(rest) == 1 or len(whole) > 3 or text[:start].rstrip()[-1:] in SIGNS:
        return False
    after = text[start + len(digits) : start + len(digits) + 9].lstrip().lower()
    return after[:1] not in {"%", *SIGNS} and not after.startswith(_AFTER_DECIMAL)


def after_hyphen(tokens: Sequence[Token], at: int) -> int:
    """The index after a hyphen that is glued on both sides, or `at` itself."""
    hyphen = tokens[at]
    return at + 1 if hyphen.text == "-" and hyphen.glued and tokens[at + 1].glued else at


def read_digits(digits: str, *, comma_decimal: bool) -> tuple[Decimal, Decimal | None] | None:
    """The value of a number written with separators, and its value in the other convention.

    The second is None unless the first reads a lone separator before three digits as a decimal
    one, which is where people of the other convention mean thousands.

    >>> read_digits("20.000,50", comma_decimal=False)
    (Decimal('20000.50'), None)
    >>> read_digits("1.500", comma_decimal=False)
    (Decimal('1.500'), Decimal('1500'))
    >>> read_digits("12,34,567", comma_decimal=False)
    (Decimal('1234567'), None)
    """
    digits = digits.replace("'", "").replace(" ", "")
    if "." in digits and "," in digits:
        return _both_separators(digits)
    separator = "," if "," in digits else "."
    whole, _, rest = digits.partition(separator)
    if separator in rest:
        valid = (_GROUPED if separator == "," else _POINTED).fullmatch(digits)
        return (Decimal(digits.replace(separator, "")), None) if valid else None
    if not rest:
        return Decimal(digits), None
    decimal, thousands = Decimal(f"{whole or 0}.{rest}"), Decimal(whole + rest)
    if len(rest) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return decimal, None
    return (decimal, thousands) if (separator == ",") == comma_decimal else (thousands, None)


def _both_separators(digits: str) -> tuple[Decimal, None] | None:
    point_last = digits.rfind(".") > digits.rfind(",")
    whole, _, cents = digits.rpartition("." if point_last else ",")
    if not (_GROUPED if point_last else _POINTED).fullmatch(whole):
        return None
    return Decimal(whole.replace(",", "").replace(".", "") + "." + cents), None


def is_added_behind(tokens: Sequence[Token], at: int) -> bool:
    """Whether a period follows as an afterthought: "5k. A YEAR, not a month"."""
    stop, each, unit, after = (t.text for t in tokens[at : at + 4])
    alone = tokens[at + 3].kind == "end" or after in {".", ",", "!", "not", "lol", "i"}
    return stop in {".", ","} and each in {"a", "per"} and unit in {"year", "month"} and alone
