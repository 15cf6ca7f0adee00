"""What people say in passing: "what happens next?", "email me this", "never mind", "go back".

Each moment has words of its own and needs no tool; it is read only where a message tells nothing
else. In reading order: the first that is meant wins.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from agent.offline.scene import Scene
from agent.replies.phrases import read, union

_CHOOSES_AGAIN = re.compile(
    r"^(?:ok |no |actually |well |so |then |please |let us |can we )*(?:go )?back to (?:the )?"
    r"(?:first|original|earlier|second|third|other|previous|\d+|\w+ (?:one|offer|option|months?"
    r"|loan))\b"
)
_WITHOUT_IT = re.compile(r"(?:and |ok |then |no |rather )*without(?: it| that)?(?: please| then)?")
_YOUNG = re.compile(
    r"\b(?:i am|me) (?:only |just |still )?(?:a )?(?:1[0-7]|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen)\b(?! (?:k|grand|thousand|percent|an hour|dollars|\d|months?|weeks?|days?|miles))"
)
NOT_OURS = ("others", "transfer")
"""What these say is nobody's request for a loan: nothing of it is recorded."""
NOT_MADE = "Which loans do you not make?"
"""The heading of the policy that says what no loan is made for."""
NO_QUOTE = ("their_rate", "binding")
"""A rate named here is no offer of another bank, and nothing is worked out with it."""
HOW_OLD = "How old do I have to be?"
"""The heading that says from which age somebody may sign."""
AFTER_HAND_OVER = ("wait",)
BESIDE_AUTODEBIT = ("optional",)
"""Read only where the last reply was about it."""


@lru_cache(maxsize=1)
def moments() -> Mapping[str, re.Pattern[str]]:
    """Read knowledge/phrases/moments.toml once: each moment as one pattern, in reading order."""
    return {name: union(row["patterns"]) for name, row in read("moments.toml").items()}


def passing_moment(scene: Scene, p: str) -> str | None:
    """Return the moment that a message is, in plain words; None for any other message.

    >>> passing_moment(Scene("", {}), "can you email me this")
    'email'
    """
    if scene.offers and _CHOOSES_AGAIN.search(p):
        return "back_to"
    last = scene.replies[-1] if scene.replies else ""
    if scene.offers and "utomatic payment" in last and _WITHOUT_IT.fullmatch(p):
        return "back_to"
    for name, words in moments().items():
        if not words.search(p):
            continue
        if name in AFTER_HAND_OVER and not _was_handed_over(scene.replies):
            continue
        if name in BESIDE_AUTODEBIT and "utomatic payment" not in last and "debit" not in last:
            continue
        return name
    return None


def _was_handed_over(replies: Sequence[str]) -> bool:
    """Tell whether somebody was brought in lately."""
    marks = ("hand_off.", "colleague", "hardship team", "fraud team")
    return any(mark in r for r in replies[-3:] for mark in marks)


def says_under_age(p: str) -> bool:
    """Tell whether somebody says of themselves that they are under eighteen.

    >>> says_under_age("i am 17 and want a car"), says_under_age("i am 17 months in the job")
    (True, False)
    """
    return _YOUNG.search(p) is not None
