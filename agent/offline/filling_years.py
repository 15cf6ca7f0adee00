"""Years: of a model, of something that happened, of a paper."""

import re

from agent.offline.filling_features import Figure

_YEAR_BEFORE = re.compile(r"\b(?:an?|from|year|model|its|it's|it is|is a|built in|made in)\s+$")


_IN_A_YEAR = re.compile(
    r"(?<!built )(?<!made )(?<!model )\b(?:in|since|until|by|during|around)\s+$"
)
"""Before the year of something that happened, and no model year."""
_HAPPENED = re.compile(
    r"\b(?:paid(?: (?:it|that|the (?:house|mortgage|loan|car)))?(?: all)? off|bought(?: it)?"
    r"|cleared(?: it)?|moved(?: in)?|inherited(?: it)?|started|hired|retired|graduated|spring"
    r"|summer"
    r"|fall|autumn|winter|early|late|end of|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?: back)?"
    r"(?: in)?,?\s+$"
)
"""Before the year of something that is over: it is no amount either."""
_PAPER_OF = re.compile(
    r"\s*(?:pension |award |bank |benefits? )?(?:letter|statement|pay ?stub|stub|tax return|return"
    r"|w-?2|1099|form|award)s?\b"
)
_PAPER_FROM = re.compile(
    r"\b(?:letter|statement|stub|slip|return|w-?2|form|contract|document|paper|award|report|id"
    r"|license|passport)s?\b[^.;!?\d]{0,30}$"
)
"""Before the year of a paper: "my pension letter is from 2023"."""
_USED_ONE = re.compile(r"\b(?:used|pre-?owned|second ?hand|older(?: one)?|model|year),?\s+$")
"""Before the year that a used car is of: "used, 2019"."""


def is_model_year(figure: Figure, lowered: str) -> bool:
    """Tell a model year from an amount: by what the reader says, or by the words before it."""
    if _IN_A_YEAR.search(lowered[: figure.start]) or is_date(figure, lowered):
        return False
    if figure.quantity.kind == "number" and figure.quantity.unit == "year":
        return True
    before = lowered[: figure.start]
    named = _YEAR_BEFORE.search(before) or _USED_ONE.search(before)
    return bool(_LOOKS_LIKE_YEAR.fullmatch(figure.quantity.text) and named)


_LOOKS_LIKE_YEAR = re.compile(r"(?:19[6-9]|20[0-4])\d")


def is_date(figure: Figure, lowered: str) -> bool:
    """Tell whether a figure is the year in which something happened: "paid off 2019"."""
    looks = _LOOKS_LIKE_YEAR.fullmatch(figure.quantity.text)
    before = lowered[: figure.start]
    of_paper = _PAPER_FROM.search(before) or _PAPER_OF.match(lowered, figure.quantity.end)
    return bool(looks and (_HAPPENED.search(before) or of_paper))
