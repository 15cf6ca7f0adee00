"""Words between figures: what parts them, and how far apart a claim and its figure are."""

import re

_SEPARATOR = re.compile(r"[,;:|/+&](?=\s|\d|$)|\s(?:and|but|plus|so|then|while|because|minus)\s")
FILLERS = frozenset(
    {"a", "an", "about", "around", "roughly", "approximately", "maybe", "perhaps", "like",
     "probably", "some", "say", "just", "only", "is", "are", "was", "of", "the", "at", "to",
     "be", "been", "i'd", "it", "that's", "usually", "currently", "now", "right", "nearly",
     "almost", "close", "on", "my", "our", "his", "her", "their", "your", "total", "exactly",
     "over", "under", "up", "than", "more", "less", "little", "bit", "and", "another", "think",
     "guess", "believe", "in", "for", "with", "us", "dollars", "still", "well", "um", "uh",
     "so", "ca", "approx", "circa", "sits", "karma", "says", "comes", "come", "run", "runs",
     "i", "we", "you", "would"}
)  # fmt: skip
"""Words between a claim and its figure that do not part them."""
WORD = re.compile(r"[a-z][a-z']*")


def cost_between(words: str) -> int:
    """Return how far apart a claim and its figure are: words that matter, and separators.

    >>> cost_between(" is about "), cost_between(" to buy a car, ")
    (0, 5)
    """
    separators = len(_SEPARATOR.findall(words))
    joints = ("but", "plus", "then", "while", "because", "minus")
    counted = [w for w in WORD.findall(words) if w not in FILLERS and w not in joints]
    return len(counted) + 3 * separators


def last_separator(words: str) -> int:
    """Return the end of the last separator; -1 without one."""
    return max((m.end() for m in _SEPARATOR.finditer(words)), default=-1)


def first_separator(words: str) -> int:
    """Return the start of the first separator; -1 without one."""
    found = _SEPARATOR.search(words)
    return found.start() if found else -1
