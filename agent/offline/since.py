"""Since when somebody has been in their work: "nurse since March 2022", "I started in 2017"."""

import re

from agent.offline.choices import JOBS
from agent.offline.owners import speaks_of_other
from agent.offline.scene import Scene

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DATE = rf"(?:{_MONTH}\.?,? (?:of )?)?(?:19[5-9]|20[0-4])\d"
_SINCE = re.compile(
    r"\b(?:since|from|start(?:ed|ing)?(?: (?:there|here|work(?:ing)?|it|my job|at \w+))?"
    r"(?: back)?(?: in)?|hired(?: back)?(?: in)?|joined(?: \w+)?(?: in)?|began(?: \w+)?(?: in)?"
    rf"|been (?:there|here|at it) since|in)(?: about| around| like| early| late| mid)? ({_DATE})\b",
    re.IGNORECASE,
)
_AT_WORK = re.compile(
    rf"\b(?:{JOBS}|work\w*|job|employed|employer|hired|self[- ]employed|business|company"
    rf"|freelanc\w*"
    r"|drive|driving|position|there)\b",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"\b(?:bought|mortgage|house|home|car|truck|loan|owe|paid|refinanc\w*|model|customer|with you"
    r"|degree|graduat\w*|divorc\w*|married|retired|bankrupt\w*)\b",
    re.IGNORECASE,
)


def since_when(text: str, scene: Scene) -> str | None:
    """Return the words for the month or year since when somebody works; None where none is said.

    >>> since_when("nurse since march 2022", Scene("", {}))
    'march 2022'
    >>> since_when("we had the mortgage since 2019", Scene("", {})) is None
    True
    """
    for clause in re.split(r"[.;!?\n]+(?=\s|$)|,\s+(?=(?:and|but|my|the|we|i)\b)", text):
        found = _SINCE.search(clause)
        asked = scene.open_id == "job" or _AT_WORK.search(clause)
        if not found or not asked or _OTHERWISE.search(clause):
            continue
        if not speaks_of_other(clause.lower(), found.start(), default=False):
            return found[1]
    return None
