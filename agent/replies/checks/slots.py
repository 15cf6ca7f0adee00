"""Some words take a time, some a percentage and some an amount: no figure of another kind."""

import re
from collections.abc import Iterator

from agent.replies.reading import Reading, Stated

_ELSEWHERE = frozenset(
    {"limit", "observed", "passage_figure", "said", "on_file", "assumed", "reference", "phone"}
)
_OVER = re.compile(
    r"(?:§(?: (?:a|per|each) month| to borrow)?(?: \(offer [a-h]\))?|^|[.:;,(\n-]|\bspread|"
    r"\brepaid|"
    r"\bruns?|\bpaid(?: off)?|\bborrow(?:ed)?) ?over (?:your |the same |about )?$"
)
_TIME = re.compile(
    r"\b(?:spread over|repaid over|runs? for|for the same|over the same|paid off in) $"
    r"|§ (?:a|per|each) month(?: \(offer [a-h]\))? for $"
)
_APR = re.compile(r"\baprs? (?:of|is|at|from|moves from|would be) $")
_IS_APR = re.compile(r" aprs?\b")
_A_MONTH = re.compile(r" (?:a|per|each|every) month\b")
_OF_INTEREST = re.compile(r" (?:of|in) (?:total )?interest\b(?! rate)")
_PAYMENT = re.compile(
    r"(?<!last )(?<!debt )(?<!first )(?<!down )(?<!of )\bpayments? "
    r"(?:would be |is |of |to |below |from |at )$"
)
_RATES = frozenset({"note_rate_pct", "apr_pct", "apr_low_pct", "apr_high_pct"})


def in_wrong_slots(reply: Reading) -> Iterator[tuple[Stated, str]]:
    """Yield the figures that stand where another kind belongs, and the words that take it."""
    for ref in reply.stated:
        if ref.fact.role in _ELSEWHERE or ref.fact.unit not in ("usd", "pct", "months"):
            continue
        front = reply.text[max(0, ref.at - 44) : ref.at]
        taken = _of_time(front, ref) or _of_money_or_rate(reply.text, front, ref)
        if taken:
            yield ref, taken


_AMOUNT_BEHIND = re.compile(
    r",? (?:(?:is |was )?the (?:amount|sum|loan) you (?:named|need|want|asked|said|gave|mentioned)|"
    r"(?:that |which )?you(?:'ve| have)? (?:asked for|requested|wanted to borrow|want to borrow))\b"
)
_AMOUNT_BEFORE = re.compile(
    r"\b(?:(?:loan|amount) (?:of|is|stays at|remains|was)|your amount,|the amount,|"
    r"borrow(?:ing)?|loan (?:amount )?to) (?:about |only |just )?$"
)
_NO_LOANS = frozenset(
    {"taxes_and_insurance", "other_aid", "down_payment", "vehicle_price", "property_value",
     "savings", "retires_monthly", "could_retire_monthly", "monthly_obligations",
     "annual_income", "rent", "cost_of_attendance", "provider_estimate", "gold_value",
     "net_income", "extra_monthly"}
)  # fmt: skip
"""What somebody gave that is no amount to borrow."""


def not_borrowed(reply: Reading) -> Iterator[tuple[Stated, str]]:
    """Yield figures of another field where the amount of the loan belongs: 'a loan of §'."""
    for ref in reply.stated:
        if ref.fact.role not in _GIVEN or (ref.fact.field or "") not in _NO_LOANS:
            continue
        front = reply.text[max(0, ref.at - 44) : ref.at]
        found = _AMOUNT_BEFORE.search(front) or _AMOUNT_BEHIND.match(reply.text, ref.at + 1)
        if found:
            yield ref, found[0].strip(" ,")


_GIVEN = frozenset({"said", "on_file", "assumed"})


def _of_time(front: str, ref: Stated) -> str:
    if ref.fact.unit == "months":
        return ""
    amount = ref.fact.role in ("principal", "change_to") or ref.style == "compared"
    amount = amount or ref.fact.role.endswith("_difference")
    if _OVER.search(front) and ref.style != "compared":
        return "over"
    found = None if amount else _TIME.search(front)
    return found[0].strip("§ ") if found else ""


def _of_money_or_rate(text: str, front: str, ref: Stated) -> str:
    unit, behind = ref.fact.unit, ref.at + 1
    if unit != "pct" and (_APR.search(front) or _IS_APR.match(text, behind)):
        return "apr"
    if unit in ("pct", "months") and _A_MONTH.match(text, behind):
        return "a month"
    if (unit == "months" or ref.fact.role in _RATES) and _OF_INTEREST.match(text, behind):
        return "in interest" if unit == "months" else ""
    share = unit == "pct" and text.startswith(
        (" of", " lower", " higher", " more", " less"), behind
    )
    return "payment" if unit != "usd" and not share and _PAYMENT.search(front) else ""
