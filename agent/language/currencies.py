"""Which currency an amount is in, and what the customer's locale decides."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from agent.language.currency_names import (
    BEFORE_NUMBER,
    CENT_WORDS,
    CODE_NAMES,
    CODES,
    CROWNS_BY_LANGUAGE,
    CURRENCY_WORDS,
    DOLLARS_BY_REGION,
    FIRST_OF_NATION,
    GLUED_CODES,
    LOOSE_PREFIXES,
    NATIONS,
    SIGN_PREFIXES,
    SIGNS,
)
from agent.language.tokens import Token, after_hyphen

_ENGLISH_POINT = frozenset({"", "US", "GB", "IN", "CA", "AU", "NZ", "IE", "SG", "HK"})
_SHORT_SCALES = frozenset({"mio", "mil", "bn", "mln"})
"""Scales that may end in a point before the currency: "20 Mio. €"."""


class Place(NamedTuple):
    """What the locale decides."""

    dollars: str = "USD"
    yen: str = "JPY"
    crowns: str = "SEK"
    comma_decimal: bool = False
    india: bool = False


@lru_cache(maxsize=64)
def place_of(locale: str) -> Place:
    """What a BCP 47 tag such as "en-US" or "de_DE" says about writing numbers."""
    parts = locale.replace("_", "-").split("-")
    language, region = parts[0].lower(), parts[-1].upper() if len(parts) > 1 else ""
    return Place(
        dollars=DOLLARS_BY_REGION.get(region, "USD"),
        yen="CNY" if language == "zh" else "JPY",
        crowns=CROWNS_BY_LANGUAGE.get(language, "SEK"),
        comma_decimal=_writes_comma(language, region),
        india=region in {"IN", "PK", "BD", "NP", "LK"} or language == "hi",
    )


def _writes_comma(language: str, region: str) -> bool:
    """Whether decimals follow a comma there, as the Unicode locale data have it; no if unknown."""
    if language == "en" and region in _ENGLISH_POINT:
        return False
    from babel import UnknownLocaleError  # 60 ms that an English conversation does not need
    from babel.numbers import get_decimal_symbol

    for tag in (f"{language}_{region}", language):
        try:
            return get_decimal_symbol(tag) == ","
        except (UnknownLocaleError, ValueError):
            continue
    return False


def currency_before(tokens: Sequence[Token], at: int, place: Place) -> tuple[str | None, int]:
    """The currency that stands at `at`, before its number, and the index after it."""
    token, after = tokens[at], tokens[at + 1]
    if token.kind == "sign":
        return _sign(token.text, place), at + 1
    if token.kind != "word":
        return None, at
    if after.text == "$" and token.text in SIGN_PREFIXES and _belongs(token, after):
        return SIGN_PREFIXES[token.text], at + 2
    number_at = _nation_before(tokens, at)
    if number_at and tokens[number_at].kind == "number":
        return _of_words(tokens[number_at - 1].text, place), number_at
    if token.text in CODES:
        step = at + 2 if after.text == "." and token.text == "rs" else at + 1
        if tokens[step].kind in {"number", "sign"} or tokens[step].text == "-":
            if token.text in GLUED_CODES and not tokens[step].glued:
                return None, at
            step += 1 if tokens[step].kind == "sign" else 0
            return _coded(token.text, place), step
    return None, at


def _belongs(prefix: Token, sign: Token) -> bool:
    return sign.glued or prefix.text in CODES or prefix.text in LOOSE_PREFIXES


def _nation_before(tokens: Sequence[Token], at: int) -> int | None:
    """The index after "rupees" or "malaysian ringgit", where such words stand before a number."""
    if tokens[at].text in BEFORE_NUMBER:
        return at + 1
    named = (tokens[at].text, tokens[at + 1].text) in NATIONS
    return at + 2 if named and tokens[at + 1].text in BEFORE_NUMBER else None


def _of_words(word: str, place: Place) -> str:
    code = CURRENCY_WORDS[word]
    return place.dollars if code == "USD" else code


def _coded(code: str, place: Place) -> str:
    return place.crowns if code == "kr" else CODE_NAMES.get(code, code.upper())


def _sign(sign: str, place: Place) -> str:
    if sign == "$":
        return place.dollars
    return place.yen if sign == "¥" else SIGNS[sign]


def currency_after(tokens: Sequence[Token], at: int, place: Place) -> tuple[str, int] | None:
    """The currency that stands at `at`, after its number, and the index after it."""
    at = after_hyphen(tokens, at)
    if tokens[at].text == "." and tokens[at - 1].text in _SHORT_SCALES:
        at += 1
    token, after = tokens[at], tokens[at + 1]
    if token.kind == "sign":
        return (_sign(token.text, place), at + 1) if _closes(tokens, at) else None
    if token.kind != "word":
        return None
    if after.text == "$" and after.glued and token.text in SIGN_PREFIXES:
        own = token.glued or (token.text in LOOSE_PREFIXES and tokens[at + 2].kind != "number")
        return (SIGN_PREFIXES[token.text], at + 2) if own else None
    if token.text in CODES and (token.glued or token.text not in GLUED_CODES):
        return _coded(token.text, place), at + 1
    if token.text in CURRENCY_WORDS:
        return _of_words(token.text, place), at + 1
    return _nation(tokens, at)


def dollars_of(tokens: Sequence[Token], at: int) -> str | None:
    """Whose dollars they are, where that is said last: "$20 Canadian"."""
    nation = tokens[at].text
    return None if nation in {"us", "uk"} else NATIONS.get((nation, "dollar"))


def _closes(tokens: Sequence[Token], at: int) -> bool:
    """Whether the sign at `at` ends the amount before it, and does not begin the next one."""
    sign, following = tokens[at], tokens[at + 1]
    if following.kind != "number":
        return True
    if sign.glued != following.glued:
        return sign.glued
    after = tokens[at + 2]
    return not following.glued and (after.kind == "sign" or after.text in CENT_WORDS)


def _nation(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    first = tokens[at].text
    if first == "u" and tokens[at + 1].text == "." and tokens[at + 2].text == "s":
        first, at = "us", at + 3 if tokens[at + 3].text == "." else at + 2
    elif first in FIRST_OF_NATION and (first, _singular(tokens[at + 1].text)) not in NATIONS:
        at += 1
        first = tokens[at].text
    word = tokens[at + 1].text
    currency = NATIONS.get((first, _singular(word))) or NATIONS.get((first, word))
    return (currency, at + 2) if currency else None


def _singular(word: str) -> str:
    return word.removesuffix("s")
