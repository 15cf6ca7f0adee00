"""Facts of two people that were told the wrong way round: "I swapped us, mine is the 400"."""

import re
from collections.abc import Mapping
from decimal import Decimal

from agent.language.quantities import find_quantities
from agent.language.text import plain
from agent.offline.figures import known_figures
from agent.offline.phrases import is_question
from agent.offline.said_already import words_told
from agent.offline.scene import Scene

_US = r"(?: (?:us|them|these|those|it|that|the two|both|(?:our|the) (?:\w+ ){0,2}?\w+))"
_SWAPPED = re.compile(
    rf"\b(?:swap(?:ped)?|switched|reversed|flipped|exchanged|mixed|mix|messed)(?:{_US})?(?: up)?\b"
    rf"|\b(?:got|had|have|gave|told you|said|wrote|put){_US} (?:backwards?|mixed up|switched"
    r"|swapped|reversed|flipped|(?:in )?the wrong way)"
    r"|\bother way (?:a)?round\b|\bvice versa\b|\bbackwards\b"
)
_RIGHT = re.compile(
    r"\b(?:is|are|was|were|stays?|stay as|be) (?:all )?(?:right|correct|fine|ok(?:ay)?|good|true)\b"
)
_FIELDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("annual_income", re.compile(r"\b(?:incomes?|pay|salar(?:y|ies)|earnings?|wages?)\b")),
    ("monthly_obligations", re.compile(
        r"\b(?:debts?|payments?|bills|monthl(?:y|ies)|obligations|outgoings?|expenses)\b")),
    ("credit_score", re.compile(r"\b(?:scores?|credit|fico)\b")),
    ("months_employed", re.compile(r"\b(?:years|months|times?)\b")),
)  # fmt: skip
"""How each fact of a person is named."""


def swapped(scene: Scene, text: str) -> dict[str, str]:
    """Return the customer's words by field for facts that belong to the other of two people.

    Nothing where nobody else signs, or where neither a figure nor a name says which facts.

    >>> of = {"annual_income": {"value": "51000.00"}, "co.annual_income": {"value": "43000.00"}}
    >>> scene = Scene("i swapped our incomes", {"known": of}, earlier=("me 51k, her 43k",))
    >>> swapped(scene, scene.said)
    {'annual_income': '43k', 'co_annual_income': '51k'}
    """
    clauses = [c for c in re.split(r"[.;!?\n]+(?=\s|$)|\bbut\b", text) if c.strip()]
    meant = [c for c in clauses if not _RIGHT.search(plain(c))]
    said = " ".join(plain(c) for c in meant)
    if not _SWAPPED.search(said) or is_question(text, plain(text)):
        return {}
    known = known_figures(scene.known)
    return {
        field: words
        for name in _meant(text, said, known)
        for field, words in _exchanged(name, scene, text, known).items()
    }


def _meant(text: str, said: str, known: Mapping[str, Decimal]) -> list[str]:
    """Return the fields that are meant: those whose values are said again, else those named."""
    both = [f for f, _ in _FIELDS if f in known and f"co_{f}" in known]
    values = {v for q in find_quantities(text) if q.value is not None for v in (q.value, q.months)}
    again = [
        f for f in both
        if any(v in values or v / 1000 in values for v in (known[f], known[f"co_{f}"]))
    ]  # fmt: skip
    return again or [f for f, name in _FIELDS if f in both and name.search(said)]


def _exchanged(field: str, scene: Scene, text: str, known: Mapping[str, Decimal]) -> dict[str, str]:
    """Return the words of the other one's value for each of the two, where both were told."""
    messages = (*scene.earlier, text)
    own, other = (words_told(messages, known[f]) for f in (field, f"co_{field}"))
    return {field: other, f"co_{field}": own} if own and other else {}
