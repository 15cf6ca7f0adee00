"""Which way a figure goes: from one to another, by a change, and whether a word can speak of it."""

import re

from agent.replies.factbook import FactBook
from agent.replies.reading import Reading, Sentence, Stated
from tools.facts import Fact

_DIRECTIONS = {
    "monthly_obligations": -1, "retires_monthly": -1, "principal": -1, "existing_loans": -1,
    "annual_income": 1, "other_income": 1, "down_payment": 1, "term_months": 1,
}  # fmt: skip
"""Which way a change of recourse goes where the book does not say; the fact holds its size."""
_OF_TIME = re.compile(r"(?:short|long|soon|fast|quick|slow|earl|lat)\w*")
_TO = re.compile(r"[\w ]{0,40}\bto ")
_HELD = re.compile(r" (?:against|instead of|rather than|versus|vs|compared (?:with|to)) ")


def way_of(fact: Fact, facts: FactBook) -> int:
    """Return which way a change of recourse goes: from what was asked for to its 'to'; 0: unknown.

    >>> from tools.facts import fact
    >>> change = fact("recourse.1", "change_months", 36, name="change", field="term_months")
    >>> to = fact("recourse.1", "change_to_months", 84, name="to", field="term_months")
    >>> way_of(change, FactBook([change, to, fact("request", "term_months", 120)]))
    -1
    """
    field = fact.field or ""
    to, asked = facts.get(f"{fact.subject}.to"), facts.of("request", field)
    if to is not None and asked is not None and to.field == field:
        gap = to.number - asked.number
        if abs(gap) == abs(fact.number):
            return (gap > 0) - (gap < 0)
    return _DIRECTIONS.get(field, 0)


def measures_otherwise(reply: Reading, ref: Stated, match: re.Match[str], at: int) -> bool:
    """'Going shorter with B means §': a word of time is no word on a difference in money.

    Only where they stand apart, and the difference says its own direction or has its own word.
    """
    if ref.fact.unit == "months" or ref.at < at or not _OF_TIME.fullmatch(match[0]):
        return False
    return ref.style in ("compared", "signed") and len(reply.text[at : ref.at].split()) > 2


def way_between(reply: Reading, sentence: Sentence, at: int) -> int | None:
    """'Goes up from § to §', 'falls to § from §': which way two like figures go; None: no such."""
    refs = [r for r in reply.stated_in(at, sentence.end) if r.fact.unit in ("usd", "pct", "months")]
    if len(refs) < 2 or refs[0].fact.role != refs[1].fact.role:
        return None
    one, other = refs[:2]
    lead, between = reply.text[at : one.at], reply.text[one.at + 1 : other.at]
    backwards = re.fullmatch(r",? (?:up |down )?from ", between) and _TO.fullmatch(lead)
    held = _HELD.fullmatch(between) and re.fullmatch(r"[\w ,]{0,40}:?[ (]", lead)
    if backwards or held:
        one, other = other, one
    elif not (re.fullmatch(r"[\w ,]{0,48}\bfrom ", lead) and between == " to "):
        return None
    gap = other.fact.number - one.fact.number
    return (gap > 0) - (gap < 0)
