"""How much a number is worth, in digits and words in any mix, before anyone asks of what.

Number words come from `number_words`; this module adds digits with scale words, articles, vague
counts and amounts in two parts: "1.2 mil", "a couple of grand", "5 lakh 50 thousand".
"""

from collections.abc import Sequence
from decimal import Decimal

from agent.language.currency_names import CENT_WORDS, CURRENCY_WORDS
from agent.language.number_words import (
    ARTICLES,
    Numeral,
    and_fraction,
    read_fraction,
    read_spelled,
    with_decimals,
    written_fraction,
)
from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    ADDING_SCALES,
    BIG_WORDS,
    DURATION_UNITS,
    GOLD_WORDS,
    KARATS,
    MONEY_SCALES,
    PERCENT_WORDS,
    SCALES,
    SPELLED,
    VAGUE,
)

_ARTICLE_SCALES = frozenset(SCALES) - {"k", "ks", "k's", "m", "mm", "l", "b", "cr", "gs"}
_NOT_GRAND = frozenset({"total", "cherokee", "caravan", "piano", "slam", "marquis", "am", "prix"})
_WHOLE = frozenset({"whole", "full", "cool", "solid", "good", "single", "entire", "complete"})
_WEIGHTS = frozenset({"ounce", "gram", "gramme", "tola", "kilo"})
DETERMINERS = frozenset({"another", "full", "whole", "entire", "all"})
_BEFORE_DETERMINER = frozenset({"for", "wait", "over", "within"})
"""Before "another year", where it is a stretch of time and no turn of phrase."""
_ROUGHLY = frozenset({"ish", "some", "odd", "something"})
"""Between a number and its scale: "twenty some thousand"."""
_SCALES_OF_MONEY_ONLY = frozenset({"mm", "b"})


def read_numeral(
    tokens: Sequence[Token], at: int, *, money: bool = False, india: bool = False
) -> Numeral | None:
    """The number that begins at token `at`, or None.

    Args:
        tokens: from `tokenise`.
        at: index of the first token of the number.
        money: a currency stands before it, so "m" is million.
        india: "l" is lakh.
    """
    base = _base(tokens, at)
    if base is None:
        return None
    if not base.needs_unit:
        base = _with_fraction(tokens, base)
    scaled = _scaled(tokens, base, money=money, india=india)
    if scaled.scale in ADDING_SCALES:
        return _with_smaller_part(tokens, scaled, india=india)
    return scaled


def _base(tokens: Sequence[Token], at: int) -> Numeral | None:
    token = tokens[at]
    if token.kind == "number":
        return _digits(tokens, at)
    if token.kind != "word":
        return None
    fraction = _bare_fraction(tokens, at)
    if fraction:
        return fraction
    if token.text in SPELLED:
        return read_spelled(tokens, at)
    if token.text in VAGUE:
        return _vague(tokens, at)
    if token.text == "point":
        return with_decimals(tokens, Numeral(Decimal(0), at, spelled=True, needs_unit=True))
    if token.text in DETERMINERS:
        return _determined(tokens, at)
    return _article(tokens, at) if token.text in ARTICLES else None


def _determined(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "for another month", "over a whole year" without the article: one of the unit."""
    before = tokens[at - 1].text if at else ""
    unit = after_hyphen(tokens, at + 1)
    if before not in _BEFORE_DETERMINER or tokens[unit].text not in DURATION_UNITS:
        return None
    return Numeral(Decimal(1), unit, spelled=True, needs_unit=True)


def _digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    token = tokens[at]
    if token.value is None:
        return None
    fraction = written_fraction(tokens, at)
    if fraction:
        return _of_a(tokens, *fraction, spelled=False)
    numeral = Numeral(token.value, at + 1, other=token.other)
    if token.text.isdigit():
        after = at + 2 if tokens[at + 1].text in {"-", "and", "&"} else at + 1
        part = written_fraction(tokens, after)
        if part:
            return Numeral(token.value + part[0], part[1])
        if tokens[at + 1].text == "point":
            return with_decimals(tokens, numeral) or numeral
    return numeral


def _bare_fraction(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "half a million", "three quarters of a percent", "a quarter million"."""
    fraction = read_fraction(tokens, at)
    if fraction is None:
        return None
    return _of_a(tokens, *fraction, spelled=True)


def _of_a(tokens: Sequence[Token], value: Decimal, end: int, *, spelled: bool) -> Numeral:
    """Step over "of a" in "a quarter of a million": the unit that follows decides."""
    if tokens[end].text == "of":
        end += 2 if tokens[end + 1].text == "1" else 1
    if tokens[end].text in {"a", "an", "one"}:
        end += 1
    return Numeral(value, after_hyphen(tokens, end), spelled=spelled, needs_unit=True)


def _vague(tokens: Sequence[Token], at: int, *, after_article: bool = False) -> Numeral | None:
    word = tokens[at].text
    end = at + 2 if tokens[at + 1].text in {"of", "a"} else at + 1
    if tokens[end].text in {"more", "good", "extra", "short", "other"}:
        end += 1
    follower = tokens[end].text
    unit = follower in SCALES or follower in DURATION_UNITS or follower in CURRENCY_WORDS
    if not unit and not (after_article and tokens[end].kind == "word" and word == "few"):
        return None
    return Numeral(Decimal(VAGUE[word]), end, spelled=True, vague=True, needs_unit=True)


def _article(tokens: Sequence[Token], at: int) -> Numeral | None:
    after = tokens[at + 1]
    if after.text in _WHOLE:
        at, after = at + 1, tokens[at + 2]
    if after.text in VAGUE:
        return _vague(tokens, at + 1, after_article=True)
    if after.text in BIG_WORDS:
        return read_spelled(tokens, at + 1)
    if after.text in _ARTICLE_SCALES:
        return Numeral(Decimal(1), at + 1, spelled=True)
    is_unit = after.text in CURRENCY_WORDS or after.text in PERCENT_WORDS - {"%"}
    is_unit = is_unit or after.text in _WEIGHTS
    if is_unit or after.text in DURATION_UNITS or after.text in CENT_WORDS:
        return Numeral(Decimal(1), at + 1, spelled=True, needs_unit=True)
    return None


def _with_fraction(tokens: Sequence[Token], numeral: Numeral) -> Numeral:
    part = and_fraction(tokens, numeral.end)
    if part is None or numeral.value != numeral.value.to_integral_value():
        return numeral
    unit = SCALES[numeral.scale] if numeral.scale not in {"", "hundred"} else 1
    return numeral._replace(value=tidy(numeral.value + part[0] * unit), end=part[1], other=None)


def tidy(value: Decimal) -> Decimal:
    """Drop the ".0" that scaling a decimal fraction brought along."""
    whole = value.to_integral_value()
    return whole if value == whole else value


def _scaled(tokens: Sequence[Token], numeral: Numeral, *, money: bool, india: bool) -> Numeral:
    value, end, scale, times = numeral.value, numeral.end, numeral.scale, numeral.multiplier
    vague = numeral.vague
    while True:
        step = after_hyphen(tokens, end)
        if tokens[step].text in _ROUGHLY and tokens[step + 1].text in MONEY_SCALES:
            step, vague = step + 1, True
        word = tokens[step].text
        if word not in SCALES or not _is_scale(tokens, step, value, money=money, india=india):
            break
        value, end, scale, times = value * SCALES[word], step + 1, word, times * SCALES[word]
        money = money or word != "hundred"
        if word in {"k", "ks", "k's", "grand"}:
            break
    if end == numeral.end:
        return numeral
    part = and_fraction(tokens, end)
    if part and not numeral.needs_unit:
        value, end = value + part[0] * SCALES[scale], part[1]
    return numeral._replace(
        value=tidy(value),
        end=end,
        scale=scale,
        other=None,
        needs_unit=False,
        multiplier=times,
        vague=vague,
    )


def _is_scale(
    tokens: Sequence[Token], at: int, value: Decimal, *, money: bool, india: bool
) -> bool:
    word, whole = tokens[at].text, value == value.to_integral_value()
    if word in {"k", "ks"}:
        return not (value in KARATS and tokens[after_hyphen(tokens, at + 1)].text in GOLD_WORDS)
    if word in {"m", *_SCALES_OF_MONEY_ONLY}:
        return money or (not whole and tokens[at].glued)
    if word == "l":
        return india and tokens[at + 1].text not in {"v"}
    if word == "grand":
        return tokens[at + 1].text not in _NOT_GRAND
    if word == "gs":
        return tokens[at + 1].text not in {"of", "gold"}
    return True


def _with_smaller_part(tokens: Sequence[Token], large: Numeral, *, india: bool) -> Numeral:
    """Read "1 million 200 thousand", "5 lakh 50 thousand", "2 hundred and fifty"."""
    small = _smaller_part(tokens, large, india=india)
    if small is None:
        return large
    scale = small.scale if small.scale in ADDING_SCALES else large.scale
    both = large._replace(value=large.value + small.value, end=small.end, scale=scale)
    if SCALES[scale] == SCALES[large.scale]:
        return both._replace(scale=large.scale)
    return _with_smaller_part(tokens, both, india=india)._replace(scale=large.scale)


def _is_one_sum(tokens: Sequence[Token], at: int) -> bool:
    """Whether dollars end it: "six thousand, five hundred dollars", but not "… a month"."""
    if tokens[at].text not in CURRENCY_WORDS:
        return False
    return tokens[at + 1].kind in {"end", "mark"} and tokens[at + 1].text != "/"


def _smaller_part(tokens: Sequence[Token], large: Numeral, *, india: bool) -> Numeral | None:
    """The smaller amount that follows and belongs to `large`."""
    at = large.end
    joined = tokens[at].text == "and"
    apart = tokens[at].text == "," and large.spelled
    at += 1 if joined or apart else 0
    token = tokens[at]
    if token.text not in SPELLED and (token.kind != "number" or apart):
        return None
    small = _base(tokens, at)
    if small is None or small.needs_unit:
        return None
    small = _scaled(tokens, small, money=False, india=india)
    if apart and not _is_one_sum(tokens, small.end):
        return None
    unit = SCALES[large.scale]
    if not 0 < small.value < unit or small.value != small.value.to_integral_value():
        return None
    three_digits = token.kind == "number" and len(token.text) == 3 and unit == 1000
    if not (small.scale or small.spelled or three_digits or (joined and unit == 100)):
        return None
    if not joined and tokens[small.end].text in DURATION_UNITS:
        return None
    return small
