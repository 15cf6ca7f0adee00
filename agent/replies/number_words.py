"""Whole numbers in English words, for the style `words`."""

from typing import Final

_SMALL: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS: Final = [
    "_",
    "_",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
]
_ORDINALS: Final = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
LARGEST: Final = 999_999_999


def in_words(number: int) -> str:
    """Spell a whole number from 0 to 999,999,999.

    >>> in_words(48), in_words(20_300)
    ('forty-eight', 'twenty thousand three hundred')
    >>> in_words(-1)
    Traceback (most recent call last):
    ValueError: only numbers from 0 to 999999999 are spelled, not -1
    """
    if not 0 <= number <= LARGEST:
        raise ValueError(f"only numbers from 0 to {LARGEST} are spelled, not {number}")
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, rest = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[rest]}" if rest else "")
    for size, name in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if number >= size:
            many, rest = divmod(number, size)
            return f"{in_words(many)} {name}" + (f" {in_words(rest)}" if rest else "")
    raise AssertionError("unreachable")


def ordinal(rank: int) -> str:
    """Name a rank: 'first' to 'eighth', then 'no. 9'.

    >>> ordinal(2)
    'second'
    """
    return _ORDINALS[rank - 1] if 1 <= rank <= len(_ORDINALS) else f"no. {rank}"
