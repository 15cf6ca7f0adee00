"""Answers that point at a figure told before: "that is the hospital's total, yes"."""

import re
from decimal import Decimal

from agent.language.quantities import find_quantities
from agent.offline.figures import words_of
from agent.offline.scene import Scene

_ASKED: dict[str, str] = {
    "provider_estimate": "provider_estimate", "vehicle": "vehicle_price",
    "school_cost": "cost_of_attendance",
}  # fmt: skip
"""What a loan is for may cost just what is borrowed: by question, the field that it asks for."""
_POINTS_BACK = re.compile(
    r"\b(?:that|it|this)(?: (?:number|amount|figure))? (?:is|was)(?: [\w']+){0,4} (?:total|estimate"
    r"|quote|price|sticker|bill|invoice|cost)\b"
    r"|^(?:yes |yeah |yep |it is |that is |just )*(?:the )?same(?: \w+)?$"
    r"|^(?:yes |yeah |yep )?(?:that is it|exactly that|that much|all of it)\b"
    r"|\b(?:the )?(?:whole|full|entire) (?:price|amount|bill|sticker|cost)\b"
    r"|\bsame as (?:the (?:loan|amount)|i said|what i (?:need|want|said))\b"
)
_DENIES = re.compile(r"\bnot (?:the|my|a)\b|^no\b|\bmore than\b|\bless than\b")


def said_already(scene: Scene, p: str) -> dict[str, str]:
    """Return the words of the amount told before for the price that is asked for now.

    >>> of = {"principal": {"value": "25100.00", "source": "told"}}
    >>> context = {"known": of, "open_question": {"id": "provider_estimate"}}
    >>> scene = Scene("that's the total", context, earlier=("25,100 for my hip",))
    >>> said_already(scene, "that is the hospital's total on the estimate yes")
    {'provider_estimate': '25,100'}
    """
    field = _ASKED.get(scene.open_id)
    wanted = scene.known.get("principal", {})
    if field is None or scene.has(field) or wanted.get("source") != "told":
        return {}
    if not _POINTS_BACK.search(p) or _DENIES.search(p):
        return {}
    words = words_told(scene.earlier, Decimal(str(wanted.get("value"))))
    return {field: words} if words else {}


def words_told(messages: tuple[str, ...], value: Decimal) -> str | None:
    """Return the words in which a value was told last; None where nothing says it."""
    for message in reversed(messages):
        for quantity in find_quantities(message):
            if value in (quantity.value, (quantity.value or 0) * 1000, quantity.months):
                return words_of(message, quantity)
    return None
