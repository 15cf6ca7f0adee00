"""How much a number is worth, in digits and words in any mix, before anyone asks of what.

text2num reads runs of number words ("sixty five thousand"); this module adds what customers mix
in: digits with scale words, halves and quarters, "a couple of", spoken hundreds ("two fifty").
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from text_to_num import text2num

from agent.language.tokens import Token
from agent.language.vocabulary import (
    ADDING_SCALES,
    BIG_WORDS,
    CENT_WORDS,
    CURRENCY_WORDS,
    DENOMINATORS,
    DURATION_UNITS,
    FRACTIONS,
    GOLD_WORDS,
    KARATS,
    ORDINALS,
    PERCENT_WORDS,
    SCALES,
    SMALL,
    SPELLED,
    TEENS,
    TENS,
    UNITS,
    VAGUE,
)

_LONGEST_RUN = 14
_ARTICLES = frozenset({"a", "an"})
_PLURALS = frozenset({"hundreds", "thousands", "millions"})
_ARTICLE_SCALES = frozenset(SCALES) - {"k", "ks", "k's", "m", "mm", "l", "b", "cr", "gs"}
_NOT_GRAND = frozenset({"total", "cherokee", "caravan", "piano", "slam", "marquis", "am", "prix"})
_SCALES_OF_MONEY_ONLY = frozenset({"mm", "b"})


class Numeral(NamedTuple):
    """A number without its unit. `end` is the index of the first token after it."""

    value: Decimal
    end: int
    other: Decimal | None = None
    """Its value if comma and point are exchanged; None when that changes nothing."""
    spelled: bool = False
    scale: str = ""
    """The last scale word: 'k', 'thousand', 'lakh' …; empty when there is none."""
    vague: bool = False
    """From "a couple" or "a few"."""
    multiplier: int = 1
    """What the trailing scale words multiply by: 100000 in "two hundred thousand"."""
    needs_unit: bool = False
    """A bare fraction or article: a quantity only together with the unit that follows."""


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


def after_hyphen(tokens: Sequence[Token], at: int) -> int:
    """The index after a hyphen that is glued on both sides, or `at` itself."""
    hyphen = tokens[at]
    return at + 1 if hyphen.text == "-" and hyphen.glued and tokens[at + 1].glued else at


def read_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """Read "a half", "three quarters", "3/4": the fraction and the index after it."""
    token = tokens[at]
    if token.kind == "number":
        return _written_fraction(tokens, at)
    if token.text in FRACTIONS:
        return (FRACTIONS[token.text], at + 1) if token.text in {"half", "quarter"} else None
    count = Decimal(1) if token.text in _ARTICLES else _small(token)
    if count is None:
        return None
    named = tokens[after_hyphen(tokens, at + 1)]
    if named.text not in FRACTIONS or count * FRACTIONS[named.text] >= 1:
        return None
    return count * FRACTIONS[named.text], after_hyphen(tokens, at + 1) + 1


def and_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """The same after "and", "&" or hyphens: "and a half", "-and-a-half"."""
    joint = after_hyphen(tokens, at)
    if tokens[joint].text not in {"and", "&", "n"}:
        return None
    first = after_hyphen(tokens, joint + 1)
    if tokens[first].text in _ARTICLES and tokens[first + 1].text == "-":
        fraction = FRACTIONS.get(tokens[first + 2].text)
        return (fraction, first + 3) if fraction else None
    return read_fraction(tokens, first)


def _small(token: Token) -> Decimal | None:
    return Decimal(SMALL[token.text]) if token.text in SMALL else None


def _written_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    top, slash, bottom = tokens[at], tokens[at + 1], tokens[at + 2]
    if slash.text not in {"/", "\u2044"} or not slash.glued or bottom.kind != "number":
        return None
    if top.value is None or bottom.value not in DENOMINATORS or top.value >= bottom.value:
        return None
    return top.value / bottom.value, at + 3


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
        return _spelled(tokens, at)
    if token.text in VAGUE:
        return _vague(tokens, at)
    if token.text == "point":
        return _with_decimals(tokens, Numeral(Decimal(0), at, spelled=True, needs_unit=True))
    return _article(tokens, at) if token.text in _ARTICLES else None


def _digits(tokens: Sequence[Token], at: int) -> Numeral | None:
    token = tokens[at]
    if token.value is None:
        return None
    fraction = _written_fraction(tokens, at)
    if fraction:
        return Numeral(*fraction, needs_unit=True)
    numeral = Numeral(token.value, at + 1, other=token.other)
    if token.text.isdigit():
        after = at + 2 if tokens[at + 1].text in {"-", "and", "&"} else at + 1
        part = _written_fraction(tokens, after)
        if part:
            return Numeral(token.value + part[0], part[1])
        if tokens[at + 1].text == "point":
            return _with_decimals(tokens, numeral) or numeral
    return numeral


def _with_decimals(tokens: Sequence[Token], whole: Numeral) -> Numeral | None:
    """Read "six point seven five", "6 point 5", "point twenty five"."""
    at, digits = whole.end + 1, ""
    if tokens[at].text.isdigit() and tokens[at + 1].text != "\u2044":
        digits, at = tokens[at].text, at + 1
    while tokens[at].kind == "word" and len(digits) < 6:
        text = "zero" if tokens[at].text in {"oh", "o"} else tokens[at].text
        if text in TENS and tokens[at + 1].text in UNITS:
            digits, at = digits + str(TENS[text] + UNITS[tokens[at + 1].text]), at + 2
        elif text in SMALL:
            digits, at = digits + str(SMALL[text]), at + 1
        else:
            break
    if not digits:
        return None
    value = whole.value + Decimal("0." + digits)
    return Numeral(value, at, spelled=whole.spelled, needs_unit=whole.needs_unit)


def _run(tokens: Sequence[Token], at: int) -> tuple[list[str], list[int]]:
    """Number words that follow each other, and the index after each."""
    said: list[str] = []
    ends: list[int] = []
    while len(said) < _LONGEST_RUN:
        step = after_hyphen(tokens, at) if said else at
        if said and tokens[step].text == "and" and said[-1] in BIG_WORDS:
            step = after_hyphen(tokens, step + 1)
            if tokens[step].text in SPELLED:
                said.append("and")
                ends.append(step)
        if tokens[step].text not in SPELLED:
            break
        said.append(tokens[step].text)
        ends.append(step + 1)
        at = step + 1
    return said, ends


def _spelled(tokens: Sequence[Token], at: int) -> Numeral | None:
    said, ends = _run(tokens, at)
    for length in range(len(said), 0, -1):
        value = _library(said[:length])
        if value is not None:
            break
    else:
        return None
    end = ends[length - 1]
    if length == 1 or (length == 2 and said[0] in TENS):
        spoken = _spoken_hundreds(tokens, value, end)
        if spoken:
            return spoken
    if tokens[end].text == "point":
        return _with_decimals(tokens, Numeral(value, end, spelled=True))
    if value < 100 and tokens[after_hyphen(tokens, end)].text in ORDINALS:
        return None
    if value < 100:
        return Numeral(value, end, spelled=True)
    largest = max((word for word in said[:length] if word in BIG_WORDS), key=lambda w: SCALES[w])
    times = _multiplier(said[:length], largest)
    return Numeral(value, end, spelled=True, scale=largest, multiplier=times)


def _multiplier(said: list[str], largest: str) -> int:
    """What "three hundred thousand" multiplies its first word by, to share with "two or"."""
    product, trailing = 1, set()
    for word in reversed(said):
        if word not in BIG_WORDS:
            break
        product *= SCALES[word]
        trailing.add(word)
    return product if largest in trailing else SCALES[largest]


def _library(said: list[str]) -> Decimal | None:
    if said[-1] == "and":
        return None
    try:
        return Decimal(text2num(" ".join(said), "en"))
    except ValueError:
        return None


def _spoken_hundreds(tokens: Sequence[Token], hundreds: Decimal, at: int) -> Numeral | None:
    """Read as people speak: "two fifty" is 250, "seven oh five" 705, "twenty nineteen" 2019."""
    first = tokens[at]
    if first.text in {"oh", "o"} and tokens[at + 1].text in UNITS and 1 <= hundreds <= 9:
        value = hundreds * 100 + UNITS[tokens[at + 1].text]
        return Numeral(value, at + 2, spelled=True)
    if first.text not in TENS and first.text not in TEENS:
        return None
    rest, end = SMALL[first.text], at + 1
    if first.text in TENS and tokens[after_hyphen(tokens, end)].text in UNITS:
        end = after_hyphen(tokens, end)
        rest, end = rest + UNITS[tokens[end].text], end + 1
    is_year = hundreds == 20 and 10 <= rest <= 29 and tokens[end].text not in SCALES
    if not (1 <= hundreds <= 9 or 11 <= hundreds <= 19 or is_year):
        return None
    value, unit = hundreds * 100 + rest, tokens[end].text
    if unit in BIG_WORDS and unit != "hundred":
        times = SCALES[unit]
        return Numeral(value * times, end + 1, spelled=True, scale=unit, multiplier=times)
    return Numeral(value, end, spelled=True)


def _bare_fraction(tokens: Sequence[Token], at: int) -> Numeral | None:
    """Read "half a million", "three quarters of a percent", "a quarter million"."""
    fraction = read_fraction(tokens, at)
    if fraction is None:
        return None
    value, end = fraction
    if tokens[end].text == "dozen":
        return Numeral(value, end, spelled=True, needs_unit=True)
    if tokens[end].text == "of":
        end += 1
    if tokens[end].text in {"a", "an", "one"}:
        end += 1
    end = after_hyphen(tokens, end)
    return Numeral(value, end, spelled=True, needs_unit=True)


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
    if after.text in {"whole", "full", "cool", "solid", "good", "single"}:
        at, after = at + 1, tokens[at + 2]
    if after.text in VAGUE:
        return _vague(tokens, at + 1, after_article=True)
    if after.text in BIG_WORDS:
        return _spelled(tokens, at + 1)
    if after.text in _ARTICLE_SCALES:
        return Numeral(Decimal(1), at + 1, spelled=True)
    is_unit = after.text in CURRENCY_WORDS or after.text in PERCENT_WORDS - {"%"}
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
    while True:
        step = after_hyphen(tokens, end)
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
        value=tidy(value), end=end, scale=scale, other=None, needs_unit=False, multiplier=times
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
    at = large.end
    joined = tokens[at].text == "and"
    at += 1 if joined else 0
    token = tokens[at]
    if token.kind != "number" and token.text not in SPELLED:
        return large
    small = _base(tokens, at)
    if small is None or small.needs_unit:
        return large
    small = _scaled(tokens, small, money=False, india=india)
    unit = SCALES[large.scale]
    if not 0 < small.value < unit or small.value != small.value.to_integral_value():
        return large
    three_digits = token.kind == "number" and len(token.text) == 3 and unit == 1000
    if not (small.scale or small.spelled or three_digits or (joined and unit == 100)):
        return large
    if not joined and tokens[small.end].text in DURATION_UNITS:
        return large
    return large._replace(value=large.value + small.value, end=small.end)
