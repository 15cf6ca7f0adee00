"""Which way a figure goes: from one to another, by a change, and whether a word can speak of it."""

import re
from itertools import pairwise

from agent.replies.checks.anchors import loan_of
from agent.replies.checks.spoken_of import metric_of
from agent.replies.factbook import FactBook
from agent.replies.reading import Reading, Sentence, Stated
from agent.replies.renderer import SAVED_ROLES, is_difference
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
    base = _way_from_its_base(reply, sentence, at, refs)
    if base is not None:
        return base
    if len(refs) < 2 or refs[0].fact.role != refs[1].fact.role:
        return None
    one, other = refs[:2]
    listed = _way_of_a_list(reply, at, refs)
    if listed:
        return listed
    lead, between = reply.text[at : one.at], reply.text[one.at + 1 : other.at]
    backwards = re.fullmatch(r",? (?:up |down )?from ", between) and _TO.fullmatch(lead)
    held = _HELD.fullmatch(between) and re.fullmatch(r"[\w ,]{0,40}:?[ (]", lead)
    if backwards or held:
        one, other = other, one
    elif not (re.fullmatch(r"[\w ,]{0,48}\bfrom ", lead) and between == " to "):
        return None
    gap = other.fact.number - one.fact.number
    return (gap > 0) - (gap < 0)


_WHICH_IS = re.compile(
    r",? ?(?:\()?(?:(?:which|that|it|this)(?:'s| is| was| would be)? |still )?"
    r"(?:(?:a|an|lot|much|far|bit|quite|good deal|considerably|well|slightly|little|somewhat|even|"
    r"still|just|only) )*"
)
_THAN = re.compile(r"\w+ than (?:(?:the|with|for|in|on|your|about|its) )*")


def _way_from_its_base(
    reply: Reading, sentence: Sentence, at: int, refs: list[Stated]
) -> int | None:
    """'§, which is a lot more than the § on B': which way the first lies; None: no such."""
    before = reply.stated_in(sentence.start, at)
    if not before or not refs or before[-1].fact.role != refs[0].fact.role:
        return None
    one, base = before[-1], refs[0]
    if not _WHICH_IS.fullmatch(reply.text[one.at + 1 : at]):
        return None
    if not _THAN.fullmatch(reply.text[at : base.at]):
        return None
    gap = one.fact.number - base.fact.number
    return (gap > 0) - (gap < 0)


_LISTED = re.compile(r"(?:,|,? and|,? then|,? to)(?: then)? ")


def _way_of_a_list(reply: Reading, at: int, refs: list[Stated]) -> int:
    """'The payment falls (§, §, §)': which way all of a list go; 0: none, or both."""
    run = [refs[0]]
    for ref in refs[1:]:
        alike = ref.fact.role == run[0].fact.role
        if not alike or not _LISTED.fullmatch(reply.text[run[-1].at + 1 : ref.at]):
            break
        run.append(ref)
    if len(run) < _FEWEST or not re.fullmatch(r"\w*:? ?\(?(?:from )?", reply.text[at : run[0].at]):
        return 0
    steps = {(b.fact.number > a.fact.number) - (b.fact.number < a.fact.number)
             for a, b in pairwise(run)}  # fmt: skip
    return steps.pop() if len(steps) == 1 else 0


_FEWEST = 3


def _way_of_a_line(reply: Reading, sentence: Sentence, at: int) -> int | None:
    """'With automatic payment it drops to §': from the loan to that line of it; None: no such."""
    refs = [r for r in reply.stated_in(at, sentence.end) if r.fact.unit in ("usd", "pct", "months")]
    line = refs[0].fact if refs else None
    base = line and reply.facts.of(loan_of(line.subject), line.role)
    if line and (not base or base.subject == line.subject) and line.unit == "pct":
        base = reply.facts.of("request", line.role)  # 'housing drops to §' from what was asked for
    if line is None or not base or base.subject == line.subject:
        return None
    return (line.number > base.number) - (line.number < base.number)


def is_a_saving(
    reply: Reading, sentence: Sentence, match: re.Match[str], place: tuple[int, int], sign: int
) -> bool:
    """'B saves less each month (§)': a saving, and against those of the other offers."""
    at, stop = place
    refs = reply.stated_in(stop, sentence.end)
    if (
        not refs
        or refs[0].fact.role not in SAVED_ROLES
        or len(reply.text[stop : refs[0].at]) > _FAR
    ):
        return False
    fact = refs[0].fact
    if match[0].startswith("sav"):
        return fact.number > 0
    if not _SAVES.search(reply.text, max(sentence.start, at - _FAR), at):
        return False
    tail = fact.id.partition(".")[2].partition(".")[2]
    others = [reply.facts.get(f"{s}.{tail}") for s in reply.facts.offers]
    return any(o is not None and (fact.number - o.number) * sign > 0 for o in others)


_FAR = 44
_SAVES = re.compile(r"\bsav(?:e|es|ing|ings)\b")


def speaks_of_another(reply: Reading, ref: Stated, match: re.Match[str], at: int) -> bool:
    """'A lower payment worth § in interest': the word is beside a measure of its own."""
    stop = at + len(match[0])
    own = metric_of(reply.text[stop : stop + _BESIDE])
    theirs = next((m for m in _METRICS if ref.fact.role.startswith(m)), None)
    apart = ref.at > stop and len(reply.text[stop : ref.at].split()) > 1
    return apart and own is not None and theirs is not None and own != theirs


_BESIDE = 18
_METRICS = ("monthly_payment", "total_interest", "note_rate", "apr", "term")


def is_directed(ref: Stated) -> bool:
    """Tell whether a figure goes up or down: a difference, a saving, a change."""
    return is_difference(ref.fact) or ref.fact.role in ("change", "change_months")


def difference_beside(reply: Reading, start: int, end: int, at: int, stop: int) -> Stated | None:
    """The difference that a word of direction speaks about: the one it touches, else the next."""
    refs = [r for r in reply.stated_in(start, end) if is_directed(r)]
    if _puts_in(reply, stop):
        return None
    within = [r for r in refs if at <= r.at < stop]
    if within:
        return within[0]  # 'takes § off the interest'
    before = [r for r in refs if r.at < at]
    if before and len(reply.text[before[-1].at + 1 : at].split()) <= 1:
        return before[-1]
    after = [r for r in refs if r.at >= stop]
    return after[0] if after else (before[-1] if before else None)


_ADDED = frozenset({"extra_monthly", "lump", "down_payment"})
_NEXT = 12


def is_borne_out(reply: Reading, sentence: Sentence, place: tuple[int, int], sign: int) -> bool:
    """'Adding § a month' says what the customer puts in; 'it drops to §' goes to a line of it.

    'Bring the loan down to §' says what would help, and has to go that way.
    """
    at, stop = place
    behind = reply.stated_in(stop, stop + _NEXT)
    if behind and behind[0].fact.role.startswith("change_to"):
        asked = reply.facts.of("request", behind[0].fact.field or "")
        return asked is None or (behind[0].fact.number - asked.number) * sign > 0
    return _puts_in(reply, stop) or _way_of_a_line(reply, sentence, at) == sign


def _puts_in(reply: Reading, stop: int) -> bool:
    behind = reply.stated_in(stop, stop + _NEXT)
    word = re.search(r"§ \w+$", reply.text[max(0, stop - _NEXT) : stop])
    before = reply.stated_in(stop - len(word[0]), stop) if word else ()
    return any(r.fact.role in _ADDED for r in (*behind[:1], *before))
