"""Chat spelling that looks like figures: a digit for a word, clauses without a stop between."""

import re

_NEW_CLAUSE = re.compile(
    r"(?<=\d\d\d,\d\d\d) (?=(?:every|each) month (?:i|we)\b)"
    r"|(?<=\d{6}) (?=(?:every|each) month (?:i|we)\b)|-(?= *(?:every|each) \w+ (?:i|we)\b)",
    re.IGNORECASE,
)
"""Where "every month I pay 650" begins, which is no period of the price before it."""
_SPELT = re.compile(
    r"(?<![\d.,$/-])(?:4(?= (?:an?|my|the|our|his|her|their|your|it|this|that|surgery|school"
    r"|college|rent|everything|gas|food|me|us|now|sure|real)\b)|(?<=[a-z] )2(?= (?:an?|my|the"
    r"|our|be|buy|get|pay|re ?pay|do|go|put|fix|see|have|help|borrow|refinance|replace|make"
    r"|cover|work)\b)|(?:(?<=\dk )|(?<=\d00 ))4(?= (?!(?:years?|yrs?|months?|mos?|weeks?|days?|kids"
    r"|cards|of|more|or|and|at|x|percent|people)\b)[a-z]{2,}))",
    re.IGNORECASE,
)
"""A digit that spells a word: "4 my car", "want 2 buy"."""


def legible(text: str) -> str:
    """Return the text letter for letter, without digits that spell words.

    >>> legible("need 20k 4 my car")
    'need 20k f my car'
    >>> legible("9k 4 furniture, 9k 4 years")
    '9k f furniture, 9k 4 years'
    """
    return _SPELT.sub("f", _NEW_CLAUSE.sub(";", text))
