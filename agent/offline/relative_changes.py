"""Changes said against what was shown: "5k more", "a year shorter", "half of that".

No sum is done here: the argument names our figure, a sign and the customer's words, and binding
works it out (`agent/relative.py`).
"""

import re

from agent.language.quantities import Quantity
from agent.offline.figures import quantities_in, words_of

_UNIT = r"^[^\w.;!?\n]*(?:dollars?|bucks|grand|or so)?\s*"
_MORE_AFTER = re.compile(
    rf"{_UNIT}(?:more|extra|higher|bigger|on top|additional|longer|later|added)\b"
    r"(?! (?:(?:a|each|per|every) (?:month|mo)|interest)\b)(?!.{0,12}\bdown\b)"
)
_LESS_AFTER = re.compile(rf"{_UNIT}(?:less|lower|smaller|fewer|shorter|earlier|sooner|quicker)\b")
_IT = r"(?:it|that|this|the (?:loan|amount|term|time|principal|total))"
_MORE_BEFORE = re.compile(
    rf"\b(?:add(?:ing)?|plus|another|extra|additional|(?:increase|raise|extend|up|bump)"
    rf"(?: {_IT}(?: up)?)? by)\s+(?:about |around |like )?$"
)
_LESS_BEFORE = re.compile(
    rf"\b(?:minus|(?:cut|reduce|lower|drop|shorten|bring)(?: {_IT})?(?: down)? by|(?:take|knock)"
    r" off)\s+(?:about |around |like )?$"
)
_HALF = re.compile(
    r"\b(?:half (?:of )?(?:that|it|this|the (?:amount|loan|money|time|term|length)"
    r"|as (?:much|long))"
    r"|halve (?:it|that))\b"
)
_TWICE = re.compile(
    r"\b(?:twice (?:that|as (?:much|long)|the (?:amount|loan|time|term|length))"
    r"|double (?:it|that|the (?:amount|loan|money|time|term|length)))\b"
)
_OF_TIME = re.compile(r"\b(?:long|time|term|length)\b")
_DOWN = re.compile(r"\bdown\b(?! (?:to|by))")
_PAID = re.compile(r"\b(?:a|per|each|every) (?:month|mo)\b|\bmonthly\b")


def relative_change(text: str, letter: str) -> dict[str, str] | None:
    """Return the lever and how it changes against an offer; None where nothing is said that way.

    >>> relative_change("what if I borrowed 2k less", "b")
    {'principal': 'offer.b.principal - 2k'}
    >>> relative_change("twice as long please", "a")
    {'term_months': 'offer.a.term_months * twice as long'}
    >>> relative_change("what if I put 1,000 more down", "a")
    {'down_payment': 'offer.a.down_payment + 1,000'}
    """
    lowered = text.lower()
    for share, pattern in (("/", _HALF), ("*", _TWICE)):
        found = pattern.search(lowered)
        if found:
            name = "term_months" if _OF_TIME.search(found[0]) else "principal"
            return {name: f"offer.{letter}.{name} {share} {text[found.start() : found.end()]}"}
    if _DOWN.search(lowered):
        return _more_down(text, letter)
    if _PAID.search(lowered):
        return None
    changes: dict[str, str] = {}
    for quantity in quantities_in(text):
        sign, field = _sign(lowered, quantity), _field(quantity)
        if sign and field:
            changes.setdefault(field, f"offer.{letter}.{field} {sign} {words_of(text, quantity)}")
    return changes or None


_MORE_DOWN = re.compile(
    r"^\W*(?:dollars?|bucks|grand)?\s*(?:more|extra|additional|on top)\b.{0,12}\bdown\b"
)
_EXTRA_BEFORE = re.compile(r"\b(?:an? (?:extra|additional|further)|another|extra)\s+$")
_PUT_DOWN = re.compile(r"^.{0,14}\bdown\b")
_LESS_DOWN = re.compile(r"^\W*(?:dollars?|bucks|grand)?\s*less\b.{0,12}\bdown\b")


def _more_down(text: str, letter: str) -> dict[str, str] | None:
    """Read "20,000 more down" against the down payment of an offer."""
    lowered = text.lower()
    for quantity in quantities_in(text):
        right = lowered[quantity.end :]
        more = _MORE_DOWN.match(right) or (
            _EXTRA_BEFORE.search(lowered[: quantity.start]) and _PUT_DOWN.match(right)
        )
        sign = "+" if more else "-" if _LESS_DOWN.match(right) else None
        if sign and quantity.measures in ("money", "number") and quantity.period is None:
            words = words_of(text, quantity)
            return {"down_payment": f"offer.{letter}.down_payment {sign} {words}"}
    return None


def _sign(lowered: str, quantity: Quantity) -> str | None:
    left, right = lowered[: quantity.start], lowered[quantity.end :]
    if _MORE_AFTER.match(right) or _MORE_BEFORE.search(left):
        return "+"
    return "-" if _LESS_AFTER.match(right) or _LESS_BEFORE.search(left) else None


def _field(quantity: Quantity) -> str | None:
    if quantity.period is not None:
        return None
    if quantity.measures == "duration":
        return "term_months"
    return "principal" if quantity.measures in ("money", "number") else None
