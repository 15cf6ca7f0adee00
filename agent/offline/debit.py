"""Whether automatic payment is wanted: asked whether it is a must, it is neither taken nor left."""

import re

from agent.language.text import plain
from agent.offline.what_ifs import AUTODEBIT, WITHOUT

_SENTENCE = re.compile(r"[.!?;\n]+(?=\s|$)")
_ASKS_WHETHER = re.compile(
    r"\b(?:must|(?:do|does|would|will) (?:i|we|you|it)|have to|need to|required?|mandatory|optional"
    r"|obligatory|compulsory|what (?:is|does)|how (?:does|do|much)|is there|is it|can i stop)\b"
)
_AGAINST = re.compile(
    r"\b(?:dislike|hate|do not (?:like|want|trust|do)|not a fan|rather not|against|avoid|refuse"
    r"|never"
    r"|leave (?:it|that) (?:off|out))\b"
)


def debit_wanted(text: str) -> str | None:
    """Return 'true' or 'false' where a message takes automatic payment or leaves it; else None.

    >>> debit_wanted("with autopay please"), debit_wanted("Must I have autopay? I dislike autopay.")
    ('true', 'false')
    >>> debit_wanted("do I have to use auto pay?") is None
    True
    """
    wanted: str | None = None
    for sentence in _SENTENCE.split(text):
        p = plain(sentence)
        if not AUTODEBIT.search(p):
            continue
        if _AGAINST.search(p) or (WITHOUT.search(p) and not _ASKS_WHETHER.search(p)):
            wanted = "false"
        elif not _ASKS_WHETHER.search(p):
            wanted = "true"
    return wanted
