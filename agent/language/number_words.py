"""Number words and fractions: "sixty five thousand", "two fifty", "three quarters", "3/4".

text2num reads runs of number words; spoken hundreds, decimals and fractions are added here.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from text_to_num import text2num

from agent.language.tokens import Token, after_hyphen
from agent.language.vocabulary import (
    BIG_WORDS,
    DENOMINATORS,
    FRACTIONS,
    ORDINALS,
    SCALES,
    SMALL,
    SPELLED,
    TEENS,
    TENS,
    UNITS,
)

_LONGEST_RUN = 14


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


ARTICLES = frozenset({"a", "an"})


def read_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    """Read "a half", "three quarters", "3/4": the fraction and the index after it."""
    token = tokens[at]
    if token.kind == "number":
        return written_fraction(tokens, at)
    if token.text in FRACTIONS:
        return (FRACTIONS[token.text], at + 1) if token.text in {"half", "quarter"} else None
    count = Decimal(1) if token.text in ARTICLES else _small(token)
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
    if tokens[first].text in ARTICLES and tokens[first + 1].text == "-":
        fraction = FRACTIONS.get(tokens[first + 2].text)
        return (fraction, first + 3) if fraction else None
    return read_fraction(tokens, first)


def _small(token: Token) -> Decimal | None:
    return Decimal(SMALL[token.text]) if token.text in SMALL else None


def written_fraction(tokens: Sequence[Token], at: int) -> tuple[Decimal, int] | None:
    top, slash, bottom = tokens[at], tokens[at + 1], tokens[at + 2]
    if slash.text not in {"/", "\u2044"} or not slash.glued or bottom.kind != "number":
        return None
    if top.value is None or bottom.value not in DENOMINATORS or top.value >= bottom.value:
        return None
    return top.value / bottom.value, at + 3


def with_decimals(tokens: Sequence[Token], whole: Numeral) -> Numeral | None:
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


def read_spelled(tokens: Sequence[Token], at: int) -> Numeral | None:
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
        return with_decimals(tokens, Numeral(value, end, spelled=True))
    if value < 100 and tokens[after_hyphen(tokens, end)].text in ORDINALS:
        return None
    if value < 100:
        return Numeral(value, end, spelled=True)
    largest = max((word for word in said[:length] if word in BIG_WORDS), key=lambda w: SCALES[w])
    times = _multiplier(said[:length], largest)
    return Numeral(value, end, spelled=True, scale=largest, multiplier=times)


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


def _is_of_thousands(said: Decimal) -> bool:
    """Tell whether a number may begin a price in thousands: "thirteen nine", "twenty-four five"."""
    return 11 <= said <= 19 or (20 < said < 100 and said % 10 != 0)


def _ends_a_price(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether one last digit says the hundreds, and nothing is counted or goes on after it."""
    after = tokens[at + 1]
    digit = tokens[at].text in UNITS and tokens[at].text != "zero"
    if after.text in _JOINTS:
        after = tokens[at + 2]
        return digit and not (after.kind == "number" or after.text in {*SPELLED, *ARTICLES})
    return digit and after.kind != "number" and after.text not in _GOES_ON


def _is_all(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether nothing but number words is said: "forty two five" by itself may be two."""
    spoken = all(t.text in SPELLED or t.text == "-" for t in tokens[: at + 1])
    return spoken and tokens[at + 1].kind == "end"


_JOINTS = frozenset({"and", "or", "to"})
_GOES_ON = frozenset({"point", "percent", "years", "year", "months", "month", "yrs", "mos", "o",
                      "oh", "ty", "-"}) | SPELLED  # fmt: skip


def _spoken_hundreds(tokens: Sequence[Token], hundreds: Decimal, at: int) -> Numeral | None:
    """Read as people speak: "two fifty" is 250, "seven oh five" 705, "thirteen nine" 13,900."""
    hyphen = after_hyphen(tokens, at)
    if hyphen > at and tokens[hyphen].text in TENS:
        at = hyphen
    first = tokens[at]
    alone = hundreds > 20 and _is_all(tokens, at)
    if _is_of_thousands(hundreds) and _ends_a_price(tokens, at) and not alone:
        return Numeral(hundreds * 1000 + UNITS[first.text] * 100, at + 1, spelled=True)
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
