"""Which of two values stands, where what is told and what is on file differ."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from agent.language.quantities import Quantity, find_quantities
from agent.language.text import plain
from agent.offline.phrases import is_question
from agent.offline.scene import Scene

Stands = Literal["told", "on_file"]

_ONE = r"(?: (?:one|number|figure|total|amount|income|salary)\b|(?= (?:is|was)\b)|$)"
_THEIRS = (
    r"(?:yours|your (?:\w+ )?(?:records?|figure|number|one|data|info\w*|amount|file)"
    r"|(?:the|my) (?:one |\w+ )?(?:on )?file|what (?:you have|is on file|the bank has)"
    rf"|the (?:old|first|bank|existing|other|previous){_ONE}|the bank'?s(?: one)?|on file)"
)
_OWN = (
    r"(?:mine|my (?:figure|number|one|new \w+)|what i (?:just )?(?:said|told|gave|wrote)(?: you)?"
    rf"|the (?:new|newer|latest|second|updated|current|recent){_ONE}|new one"
    r"|the one i (?:just )?(?:said|gave|told|wrote|named)|this one)"
)
_IS = (
    r"(?: (?:one|number|figure))?(?: (?:there|still))?"
    r" (?:is|are|was|were|looks?|must be|seems?|has)"
)
_STALE = (
    r"(?:(?:\w+ ){0,2}?(?:old|older|outdated|out of date|stale|wrong|incorrect|expired|behind"
    r"|not (?:\w+ )?(?:right|correct|current|true|accurate|up to date)|before (?:my|the|i)"
    r"|from (?:before|last|my (?:old|last))|my old|last year|changed)\b)"
)
_GOOD = (
    r"(?:\w+ ){0,2}?(?:right|correct|good|fine|true|accurate|current|better|the one|ok(?:ay)?)\b"
)
_KEEPS = (
    r"\b(?:keep|use|take|go with|stick with|stay with|leave|stand by|trust|prefer|choose)"
    r"(?: \w+)?? "
)
_RAISED = re.compile(
    r"\b(?:got|had|received|was given|there was) (?:a |my )?(?:\w+ )?"
    r"(?:raise|promotion|increase|bump)\b|\b(?:was|got|been) promoted\b"
    r"|\b(?:changed|switched|new) jobs?\b|\bi earn more (?:now|since)\b"
    r"|\b(?:it|that|this) (?:has |just )?(?:changed|went up|gone up|is newer)\b"
    r"|\bupdate (?:it|that|your|the (?:file|record|number))\b"
    r"|\b(?:it|that) (?:is|was) (?:outdated|out of date|(?:an? )?old(?: one| number| figure)?)$"
    r"|^(?:\w+ ){0,2}(?:outdated|out of date)$"
)
"""Why a figure on file is no longer true."""
_SETTLES: tuple[tuple[Stands, re.Pattern[str]], ...] = (
    (
        "told",
        re.compile(
            rf"\b{_THEIRS}{_IS} {_STALE}|\bnot {_THEIRS}\b"
            rf"|\b(?:do not|never) (?:use|keep|take) {_THEIRS}\b"
        ),
    ),
    (
        "on_file",
        re.compile(
            rf"\b{_OWN}{_IS} {_STALE}|\bnot {_OWN}\b|\bi (?:was wrong|misspoke"
            r"|made a mistake|got (?:it|that) wrong|mixed (?:it|that|them) up)\b"
            rf"|\b(?:do not|never) (?:use|keep|take) {_OWN}\b"
        ),
    ),
    ("told", re.compile(rf"\b{_OWN}{_IS} {_GOOD}|{_KEEPS}(?:\w+ )??{_OWN}\b")),
    (
        "on_file",
        re.compile(
            rf"\b{_THEIRS}{_IS} {_GOOD}|{_KEEPS}(?:\w+ )??{_THEIRS}\b"
            r"|\bkeep (?:it|that)\b"
        ),
    ),
    ("told", _RAISED),
    ("told", re.compile(rf"\b{_OWN}\b")),
    ("on_file", re.compile(rf"\b{_THEIRS}\b|\bfrom the bank\b")),
)
"""Words that say which of two values stands, in reading order."""
MOST_WORDS_OF_AN_ANSWER = 6


def conflict_settled(scene: Scene, text: str, p: str, answer: str) -> Stands | None:
    """Return which value stands where told and on file differ; None where nothing says so.

    >>> waits = Scene("", {"conflicts": ["annual_income"]})
    >>> conflict_settled(waits, "", "yours is outdated", "UNCLEAR")
    'told'
    """
    disputed: Sequence[str] = scene.context.get("conflicts") or ()
    asks = is_question(text, p) and not _NAMES_VALUE.match(p)
    if not (scene.open_id == "conflict" or disputed) or (asks and not _WOULD.match(p)):
        return None
    named = next((stands for stands, words in _SETTLES if words.search(p)), None)
    chosen = _by_figure(scene, text, disputed) or named
    if chosen or scene.open_id != "conflict" or len(p.split()) > MOST_WORDS_OF_AN_ANSWER:
        return chosen
    return "told" if answer == "YES" else "on_file" if answer == "NO" else None


_NAMES_VALUE = re.compile(r"^what (?:i|you have|is on file|the bank)\b(?!.*\bwhat\b)")
_WOULD = re.compile(
    r"^(?:can|could|would|will) (?:you|we) (?:please )?(?:use|keep|take|update|go)\b"
)


def told_beside(told: Mapping[str, str], disputed: Sequence[str], p: str) -> dict[str, str]:
    """Return what is told beside the answer: "use the new one" says nothing of the car."""
    one = _THE_NEW.search(p) is not None
    return {
        field: words
        for field, words in told.items()
        if field not in disputed
        and not (field == "vehicle_condition" and words == "new" and one)
        and not (field == "term_months" and words.replace(",", "").isdigit())
    }


_THE_NEW = re.compile(r"\b(?:new|newer) (?:one|number|figure|income|salary|amount|total)\b")
_DENIES = re.compile(
    r"\b(?:old|outdated|wrong|incorrect|not right|was|before|used to be|last year)\b"
)
_SOMETHING_ELSE = re.compile(r"\b(?:month|rent|debts?|borrow|loan|score|years?|price)\b")


def _by_figure(scene: Scene, text: str, disputed: Sequence[str]) -> Stands | None:
    """Read "the 66 is right", "60 is old": the figure that is named, or the other one."""
    for field in disputed:
        known = str(scene.known.get(field, {}).get("value"))
        if not re.fullmatch(r"[\d.]+", known):
            continue
        for clause in _CLAUSE.split(text):
            found = (_says(q, Decimal(known), clause) for q in find_quantities(clause))
            chosen = next((stands for stands in found if stands), None)
            if chosen:
                return chosen
    return None


def _says(quantity: Quantity, on_file: Decimal, clause: str) -> Stands | None:
    value = quantity.value
    if value is None or quantity.measures not in ("money", "number"):
        return None
    is_file = on_file in (value, value * 1000)
    if not is_file and (value < _LEAST or _SOMETHING_ELSE.search(clause.lower())):
        return None
    denied = quantity.negated or _DENIES.search(plain(clause)) is not None
    return "on_file" if is_file != denied else "told"


_CLAUSE = re.compile(r"[.!?;\n]+(?=\s|$)|,(?=\s)|\s[-–—]+\s|\s(?:but|and|because|since|not)\s")
_LEAST = 10
"""A smaller figure counts something else."""
