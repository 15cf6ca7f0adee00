"""Times at work that words for work name: "I farm, 22 years", "2 yrs at the job", "teacher 5"."""

import re
from collections.abc import Sequence

from agent.language.quantities import Quantity
from agent.offline.choices import JOBS
from agent.offline.filling_corrected import puts_right
from agent.offline.filling_records import Situation
from agent.offline.slots import Slot

_OCCUPATION = re.compile(
    rf"\b(?:{JOBS})s?,?(?: (?:for|since|about|around|almost|nearly|over|full|part|time|here"
    rf"|there))*"
    r",? $"
)

_WORKS = re.compile(
    r"\b(?:i|we)(?: have|'ve| also| still| only| just)* (?:farm|ranch|drive|driven|work|teach"
    r"|taught"
    r"|run|nurse|cook|weld)(?:ed|ing)?\b[^.;!?\d]{0,32}$"
)

_ON_THE_JOB = re.compile(
    r"\s*(?:at|in|on) (?:the|my|this|that|the same|my current) (?:job|work|company|employer)\b"
)


def worked(
    text: str, quantities: Sequence[Quantity], slots: Sequence[Slot], *, has_offers: bool
) -> list[Slot]:
    """Return the time at work that nothing has read: "I farm, 22 years", "2 yrs at the job".

    Beside offers only words for the job say so; what was put right there is what counts.
    """
    if any(s.plain == "months_employed" for s in slots):
        return []
    taken = {s.quantity.start for s in slots}
    lowered = text.lower()
    for at, q in enumerate(quantities):
        if q.measures != "duration" or not q.months or q.start in taken:
            continue
        does = not has_offers and _WORKS.search(lowered[: q.start])
        if not (does or _ON_THE_JOB.match(lowered, q.end)):
            continue
        later = quantities[at + 1 : at + 2]
        right = later and later[0].months and puts_right(lowered, q, later[0])
        return [Slot("months_employed", later[0] if right else q)]
    return []


_TO_REPAY = re.compile(r"\b(?:over|repay\w*|pay (?:it )?(?:back|off)|term|loan|spread|for|in)\W*$")


def of_work(slot: Slot, among: Sequence[Slot], lowered: str, now: Situation) -> Slot:
    """Read "teacher 5 years" as a time at work, and so a time that puts the one at work right."""
    if slot.field != "term_months" or any(s.plain == "months_employed" for s in among):
        return slot
    before = lowered[: slot.quantity.start]
    told = {"months_employed", "term_months"} & set(now.corrected)
    other = now.known.get("months_employed") != slot.quantity.months
    again = other and told == {"months_employed"} and not _TO_REPAY.search(before)
    at_work = again or _OCCUPATION.search(before)
    return slot._replace(field="months_employed") if at_work else slot
