"""Which currency an amount is in, and what the customer's locale decides."""

from collections.abc import Sequence
from typing import NamedTuple

from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    CODE_NAMES,
    CODES,
    COMMA_LANGUAGES,
    CURRENCY_WORDS,
    DOLLARS_BY_REGION,
    NATIONS,
    POINT_REGIONS,
    SIGN_PREFIXES,
    SIGNS,
)


class Place(NamedTuple):
    """What the locale decides."""

    dollars: str = "USD"
    yen: str = "JPY"
    comma_decimal: bool = False
    india: bool = False


def place_of(locale: str) -> Place:
    """What a BCP 47 tag such as "en-US" or "de_DE" says about writing numbers."""
    parts = locale.replace("_", "-").split("-")
    language, region = parts[0].lower(), parts[-1].upper() if len(parts) > 1 else ""
    return Place(
        dollars=DOLLARS_BY_REGION.get(region, "USD"),
        yen="CNY" if language == "zh" else "JPY",
        comma_decimal=language in COMMA_LANGUAGES and region not in POINT_REGIONS,
        india=region in {"IN", "PK", "BD", "NP", "LK"} or language == "hi",
    )


def currency_before(tokens: Sequence[Token], at: int, place: Place) -> tuple[str | None, int]:
    token, after = tokens[at], tokens[at + 1]
    if token.kind == "sign":
        return _sign(token.text, place), at + 1
    if token.kind != "word":
        return None, at
    if after.text == "$" and token.text in SIGN_PREFIXES and (after.glued or token.text in CODES):
        return SIGN_PREFIXES[token.text], at + 2
    if token.text in {"rupees", "rupee"} and after.kind == "number":
        return "INR", at + 1
    if token.text in CODES:
        step = at + 2 if after.text == "." and token.text == "rs" else at + 1
        if tokens[step].kind in {"number", "sign"} or tokens[step].text == "-":
            step += 1 if tokens[step].kind == "sign" else 0
            return CODE_NAMES.get(token.text, token.text.upper()), step
    return None, at


def _sign(sign: str, place: Place) -> str:
    if sign == "$":
        return place.dollars
    return place.yen if sign == "¥" else SIGNS[sign]


def currency_after(tokens: Sequence[Token], at: int, place: Place) -> tuple[str, int] | None:
    at = after_hyphen(tokens, at)
    token = tokens[at]
    if token.kind == "sign":
        following = tokens[at + 1]
        taken = following.kind == "number" and (not token.glued or following.glued)
        return None if taken else (_sign(token.text, place), at + 1)
    if token.kind != "word":
        return None
    if token.text in CODES:
        return CODE_NAMES.get(token.text, token.text.upper()), at + 1
    if token.text in CURRENCY_WORDS:
        return _named(token.text, place), at + 1
    return _nation(tokens, at)


def _named(word: str, place: Place) -> str:
    code = CURRENCY_WORDS[word]
    return place.dollars if code == "USD" else code


def _nation(tokens: Sequence[Token], at: int) -> tuple[str, int] | None:
    first = tokens[at].text
    if first == "u" and tokens[at + 1].text == "." and tokens[at + 2].text == "s":
        first, at = "us", at + 3 if tokens[at + 3].text == "." else at + 2
    elif first in {"new", "hong", "pounds"}:
        at += 1
        first = tokens[at].text
    word = tokens[at + 1].text
    currency = NATIONS.get((first, word.removesuffix("s"))) or NATIONS.get((first, word))
    return (currency, at + 2) if currency else None
