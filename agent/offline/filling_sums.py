"""From fields to the customer's words: what adds up is told together, a total stands alone."""

import re
from collections.abc import Sequence
from itertools import combinations

from agent.language.quantities import Quantity, find_quantities
from agent.offline.figures import words_of
from agent.offline.slots import Slot

PLUS = " + "
"""Joins words of one field that stand apart in the message; `agent.binding` adds them up."""
_TOTAL_AFTER = re.compile(
    r"\W*(?:(?:a|per|each|every|/) ?(?:month|mo)\b|monthly|dollars|\s)*"
    r"(?:in total|total|altogether|all together|in all|all in|all told|with (?:rent|everything)"
    r"|(?:including|incl) (?:my )?rent|of which\b"
    r"|of (?:it|that|this)\b(?! (?:is|are|was|goes|for|to)\b))"
)
_A_PART = re.compile(
    r"\W*(?:(?:a|per|each|every|/) ?(?:month|mo)\b|monthly|dollars|\s)*of (?:it|that|this|which)"
    r" (?:is|are|was|goes|for|to)\b"
)
"""Said right behind a figure that is inside another one: "1,500 of that is my rent"."""
_TOTAL_BEFORE = re.compile(
    r"(?:total(?: of| is)?|altogether|all in|out of|with everything|with rent)\W*(?:about )?$"
)
_PART_OF = re.compile(
    r"\b(?:of (?:that|which|it|this|those)|out of|includ\w+|inside|in (?:that|it|there))\b"
)


def told_in(
    text: str, slots: Sequence[Slot], skip: frozenset[str], product: str | None
) -> dict[str, str]:
    """Return the customer's words by field."""
    told: dict[str, str] = {}
    for field in dict.fromkeys(s.field for s in slots if s.field not in skip):
        quantities = [s.quantity for s in slots if s.field == field]
        told[field] = _words(text, field.removeprefix("co_"), quantities)
    for who in ("", "co_"):
        _with_rent(text, slots, told, who, product)
    return told


def _words(text: str, field: str, quantities: Sequence[Quantity]) -> str:
    if field == "monthly_obligations":
        return _together(text, quantities)
    return PLUS.join(words_of(text, q) for q in quantities)


def _with_rent(
    text: str, slots: Sequence[Slot], told: dict[str, str], who: str, product: str | None
) -> None:
    """Rent is inside the monthly total; where only the rest is named, it is added."""
    rents = [s.quantity for s in slots if s.field == f"{who}rent"]
    if not rents:
        return
    others = [s.quantity for s in slots if s.field == f"{who}monthly_obligations"]
    if not others and product != "home":
        told[f"{who}monthly_obligations"] = told[f"{who}rent"]
    elif others and not _is_inside(text, rents, others):
        parts = sorted((*rents, *others), key=lambda q: q.start)
        told[f"{who}monthly_obligations"] = _together(text, parts)
    if product != "home":
        del told[f"{who}rent"]


def _is_inside(text: str, rents: Sequence[Quantity], others: Sequence[Quantity]) -> bool:
    if any(_is_total(text, q) for q in others):
        return True
    between = text[
        min(q.start for q in (*rents, *others)) : max(q.end for q in (*rents, *others)) + 24
    ].lower()
    largest = max((q.value or q.lo or 0 for q in others), default=0)
    return bool(_PART_OF.search(between)) and largest >= (rents[0].value or 0)


def _is_total(text: str, quantity: Quantity) -> bool:
    after, before = text[quantity.end :].lower(), text[: quantity.start].lower()
    return bool(_TOTAL_AFTER.match(after) or _TOTAL_BEFORE.search(before))


_SO = re.compile(r"\b(?:so|makes?(?: it)?|that'?s|that is|comes to|equals|call it)\W*$|=\s*$")


def _adds_up(text: str, quantity: Quantity) -> bool:
    """Tell whether a figure says what others before it come to: "700, and a card, 60. so 760"."""
    figures = [q for q in find_quantities(text[: quantity.start]) if q.measures in _OF_MONEY]
    before = [q.value for q in figures if q.value]
    if len(before) < 2 or not _SO.search(text[: quantity.start].lower()):
        return False
    return any(
        sum(some) == quantity.value
        for size in range(2, len(before) + 1)
        for some in combinations(before[-_MOST_PARTS:], size)
    )


_MOST_PARTS = 8
_OF_MONEY = ("money", "number")


def _together(text: str, quantities: Sequence[Quantity]) -> str:
    """Return the words of figures that add up: one stretch, or parts where others stand between."""
    whole = [q for q in quantities if not _A_PART.match(text[q.end :].lower())]
    quantities = whole or quantities
    totals = [q for q in quantities if _is_total(text, q) or _adds_up(text, q)]
    if totals and len(quantities) > 1:
        quantities = totals[-1:]
    if len(quantities) == 1:
        return words_of(text, quantities[0])
    start, end = quantities[0].start, max(q.end for q in quantities)
    inside = [
        q for q in find_quantities(text)
        if start <= q.start < end and q.measures in ("money", "number") and not q.negated
    ]  # fmt: skip
    if len(inside) == len(quantities):
        return text[start:end]
    return PLUS.join(words_of(text, q) for q in quantities)
