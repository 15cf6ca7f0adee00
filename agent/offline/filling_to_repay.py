"""The time in which the loan is to be paid back, where it is said so: "3 yrs to pay it back"."""

import re
from collections.abc import Sequence

from agent.language.quantities import Quantity
from agent.offline.slots import Slot

_AFTER = re.compile(
    r"\s*(?:to|2) (?:re ?pay|pay (?:it|this|that|the loan|everything)?(?: ?(?:back|off)))\b"
)
_BEFORE = re.compile(
    r"\bpay (?:it|this|that) (?:back|off) (?:in|over|within)(?: about| around| roughly)? $"
)


def to_repay(quantities: Sequence[Quantity], slots: Sequence[Slot], lowered: str) -> list[Slot]:
    """Return the one time that is said to be for paying back, unless the term is known."""
    if any(s.field == "term_months" for s in slots):
        return []
    return [
        Slot("term_months", q) for q in quantities
        if q.measures == "duration" and q.months and not q.negated
        and (_AFTER.match(lowered, q.end) or _BEFORE.search(lowered[: q.start]))
    ][:1]  # fmt: skip
