"""A long passage in windows that an encoder can read whole: it is as near as its nearest window."""

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from tools.policy_index.records import Passage

WORDS = 150
"""Of one window: with its title, about the 256 word pieces that an encoder reads."""
OVERLAP = 30
"""Words that a window repeats of the one before, so that no sentence is torn for both."""
MOST_PARTS = 6
"""Of a question: each costs as long as a short question, and decides as much."""
MOST_WINDOWS = 20_000
"""Of one index: a larger corpus is read by the beginnings of its passages, and by words whole."""

_SENTENCE = re.compile(r"(?<=[.!?:;])\s+|\n+")


def windows_of(passage: Passage) -> list[str]:
    r"""Return the texts to encode: the title path, then a part of the text.

    >>> windows_of(Passage(id="a", title_path=("Car", "Fees"), text="One fee.", template=""))
    ['Car: Fees\nOne fee.']
    """
    title = ": ".join(passage.title_path)
    parts = list(_parts(passage.text)) or [""]
    return [f"{title}\n{part}".strip() for part in parts]


def parts_of(question: str) -> list[str]:
    """Return a question as it is; a long one in parts, each of which may be what it is about.

    >>> parts_of("Is there a fee?"), len(parts_of("A long story. " * 100))
    (['Is there a fee?'], 3)
    """
    if len(question.split()) <= WORDS:
        return [question]
    return list(islice(_parts(question), MOST_PARTS))


def cut(passages: Sequence[Passage]) -> tuple[list[str], list[int]]:
    """Return the windows of all passages and, for each window, the place of its passage."""
    windows = [windows_of(passage) for passage in passages]
    if sum(map(len, windows)) > max(MOST_WINDOWS, len(passages)):
        windows = [parts[:1] for parts in windows]
    owners = [at for at, parts in enumerate(windows) for _ in parts]
    return [part for parts in windows for part in parts], owners


def _parts(text: str) -> Iterator[str]:
    """Cut at the ends of sentences where that is possible."""
    kept: list[str] = []
    fresh = False
    for sentence in _pieces(text):
        if len(kept) + len(sentence) > WORDS:
            yield " ".join(kept)
            kept, fresh = kept[-OVERLAP:], False
        kept += sentence
        fresh = True
    if fresh:
        yield " ".join(kept)


def _pieces(text: str) -> Iterator[list[str]]:
    """Yield sentences as lists of words; one that is too long for a window comes in pieces."""
    most = WORDS - OVERLAP
    for sentence in _SENTENCE.split(text):
        words = sentence.split()
        for start in range(0, len(words), most):
            yield words[start : start + most]
