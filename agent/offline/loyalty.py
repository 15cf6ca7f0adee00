"""How long somebody has been a customer: said with pride, and no time of a loan."""

import re

from agent.language.quantities import Quantity

_WITH_US = re.compile(
    r"\b(?:bank(?:ed|ing)|(?:customer|client|member|account)\b"
    r"|(?:being|been|stay(?:ing|ed)|am|are|was|were|i'm|we're|i've|we've|loyal)(?: \w+)? (?:with"
    r"|to)"
    r" (?:you|y'?all|your bank|(?:this|the|the same) bank)\b)(?:,? \w+){0,4},? $",
    re.IGNORECASE,
)
_AS_CUSTOMER = re.compile(
    r"(?: now)?,? (?:(?:that )?(?:i|we)(?:'ve| have|'m| am|'re| are) (?:been )?(?:with (?:you|this"
    r" bank)|an? (?:customer|client|member))|as (?:your|an?) (?:customer|client|member)"
    r"|(?:here )?at"
    r" (?:your|this) bank|(?:a|your) (?:loyal )?(?:customer|client|member)\b)",
    re.IGNORECASE,
)


def is_loyalty(text: str, time: Quantity) -> bool:
    """Tell how long somebody has been a customer: no time to repay and no time in a job."""
    before, after = text[: time.start], text[time.end :]
    return bool(_WITH_US.search(before) or _AS_CUSTOMER.match(after))
