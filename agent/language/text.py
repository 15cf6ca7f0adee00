"""Text as a reader wants it: one form for each letter, digit, quote and space.

Two forms, for two uses:

* `normalise` is for storing and comparing. Offsets into it are offsets into its result, so
  whoever keeps a span normalises first and keeps the span of the normalised text.
* `fold` is for reading figures. It remembers where each character came from, so a span found in
  the folded text can be given back as a span of the text as it was typed.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_FILLERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u20e3\u3164\uffa0")
"""Characters that print nothing although Unicode does not call them format characters."""

_LIKE = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4\uff07", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
}
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-")
_SEPARATORS = {"\u066b": ".", "\u066c": ",", "\uff0c": ",", "\u3001": ",", "\u2800": " "}
_GROUP_SPACE = re.compile("(?<=[0-9])[\u00a0\u202f\u2007\u2009](?=[0-9]{3}(?![0-9]))")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _is_invisible(char: str) -> bool:
    category = unicodedata.category(char)
    if category in {"Cf", "Cs"} or char in _FILLERS:
        return True
    if category == "Cc":
        return not char.isspace()
    return category == "Mn" and (
        "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"
    )


class _Kept(dict[int, str]):
    """A translation table that fills itself: what `normalise` makes of one code point."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = "" if _is_invisible(char) else _LIKE.get(char, char)
        self[code] = kept
        return kept


class _Folded(dict[str, str]):
    """The same for `fold`: one form for every digit, dash, separator and fraction."""

    def __missing__(self, char: str) -> str:
        folded = _folded_character(char)
        self[char] = folded
        return folded


def _folded_character(char: str) -> str:
    if _is_invisible(char):
        return ""
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(digit)
    plain = _LIKE.get(char) or _DASHES.get(char) or _SEPARATORS.get(char)
    if plain:
        return plain
    return " " if char.isspace() else unicodedata.normalize("NFKC", char)


_kept = _Kept()
_folded = _Folded()


def normalise(text: str) -> str:
    r"""One form of the text: NFKC, nothing invisible, plain quotes, single spaces, no edges.

    Applying it twice changes nothing. Line breaks become spaces.

    >>> normalise("I\u200b earn \u201c\uff16\uff12k\u201d \n a year ")
    'I earn "62k" a year'
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_kept)).translate(_kept)
    else:
        text = _CONTROLS.sub("", text).replace("`", "'")
    return _SPACES.sub(" ", text).strip()


class Folded(NamedTuple):
    """Text for reading figures, and where each of its characters stood in the original."""

    text: str
    origins: tuple[int, ...] | None
    """None: the text did not change, every offset is its own origin."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that `start:end` of the folded text was read from."""
        if self.origins is None:
            return start, end
        return self.origins[start], self.origins[end - 1] + 1


def fold(text: str) -> Folded:
    """Fold digits of every script, dashes, quotes, fractions and spaces to their ASCII form.

    >>> fold("\u0662\u0665k").text
    '25k'
    >>> fold("3\u00bd years").text.replace("\u2044", "/")
    '3  1/2 years'
    """
    if text.isascii():
        return Folded(_CONTROLS.sub(" ", text), None)
    characters: list[str] = []
    origins: list[int] = []
    after_fraction = False
    for index, char in enumerate(_GROUP_SPACE.sub("'", text)):
        folded = char if char < "\x7f" and char >= " " else _folded[char]
        fraction = "\u2044" in folded or after_fraction
        if fraction and characters and characters[-1].isdigit() and folded[:1].isdigit():
            folded = "  " + folded  # 3 1/2, not 31/2, and no group of thousands
        after_fraction = "\u2044" in folded
        characters.extend(folded)
        origins.extend((index,) * len(folded))
    return Folded("".join(characters), tuple(origins))


CONTRACTIONS = {
    "aint": "is not", "arent": "are not", "cannot": "can not", "cant": "can not",
    "couldnt": "could not", "didnt": "did not", "doesnt": "does not", "dont": "do not",
    "hadnt": "had not", "hasnt": "has not", "havent": "have not", "im": "i am", "ive": "i have",
    "isnt": "is not", "itll": "it will", "lets": "let us", "shouldnt": "should not",
    "thats": "that is", "theres": "there is", "wasnt": "was not", "werent": "were not",
    "whats": "what is", "whos": "who is", "wont": "will not", "wouldnt": "would not",
    "youre": "you are", "youve": "you have", "theyre": "they are", "weve": "we have",
    "hes": "he is", "shes": "she is", "id like": "i would like", "gonna": "going to",
    "wanna": "want to", "gotta": "got to", "gimme": "give me", "lemme": "let me",
    "dunno": "do not know", "outta": "out of", "kinda": "kind of", "cuz": "because",
    "coz": "because", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks",
    "u": "you", "ur": "your", "r": "are", "y'all": "you all", "yall": "you all",
}  # fmt: skip
"""Short and chat forms, without their apostrophe."""

_SUFFIXES = (
    ("can't", "can not"), ("won't", "will not"), ("shan't", "shall not"), ("n't", " not"),
    ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " would"),
)  # fmt: skip
_IS = frozenset({"what", "that", "it", "he", "she", "there", "here", "who", "where", "how", "when"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def words(text: str) -> tuple[str, ...]:
    """The words of a text, lower case, with contractions written out.

    >>> words("I don't think so, thanks!")
    ('i', 'do', 'not', 'think', 'so', 'thanks')
    """
    return tuple(
        part
        for word in _WORD.findall(normalise(text).lower())
        for part in _written_out(word).split()
    )


@lru_cache(maxsize=4096)
def _written_out(word: str) -> str:
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    base = word.removesuffix("'s")
    if base != word:
        return "let us" if base == "let" else base + (" is" if base in _IS else "'s")
    for suffix, long in _SUFFIXES:
        if word.endswith(suffix):
            return word.removesuffix(suffix) + long
    return word


def plain(text: str) -> str:
    """The words joined by single spaces: the form that phrase patterns are written for.

    >>> plain("What's THAT, cant you tell?")
    'what is that can not you tell'
    """
    return " ".join(words(text))


def is_one_slip(typed: str, meant: str) -> bool:
    """Whether one letter was added, dropped, changed or swapped with its neighbour.

    >>> is_one_slip("refinanse", "refinance"), is_one_slip("laon", "loan"), is_one_slip("a", "b")
    (True, True, True)
    >>> is_one_slip("loan", "loans"), is_one_slip("car", "care home")
    (True, False)
    """
    if abs(len(typed) - len(meant)) > 1 or typed == meant:
        return False
    shorter, longer = sorted((typed, meant), key=len)
    first = next(
        (i for i, (a, b) in enumerate(zip(shorter, longer, strict=False)) if a != b), len(shorter)
    )
    if len(shorter) < len(longer):
        return shorter[first:] == longer[first + 1 :]
    swapped = shorter[first + 1 : first + 2] + shorter[first] + shorter[first + 2 :]
    return shorter[first + 1 :] == longer[first + 1 :] or swapped == longer[first:]


def meant(typed: str, known: Iterable[str], shortest: int = 5) -> str | None:
    """The known word that was meant: itself, or the only one that is a single slip away.

    Words below `shortest` letters must be exact: too many short words are one slip apart.

    >>> meant("mortgge", ("mortgage", "car")), meant("cat", ("car",))
    ('mortgage', None)
    """
    known = tuple(known)
    if typed in known:
        return typed
    if len(typed) < shortest:
        return None
    near = {word for word in known if len(word) >= shortest - 1 and is_one_slip(typed, word)}
    return near.pop() if len(near) == 1 else None
