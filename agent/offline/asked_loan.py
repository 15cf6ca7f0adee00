"""The loan that earlier questions named, for a request that names none."""

import re

from agent.language.text import plain
from agent.offline.phrases import is_question
from agent.offline.scene import Scene
from agent.offline.switching import BUYS_HOME, FAMILY, named_loan


def asked_about(scene: Scene, heard: str | None, p: str) -> str | None:
    """Return the loan a request is for, where earlier questions named one and it names none.

    Who asked about refinancing and then says what the home is worth does not buy it.
    """
    if heard in (None, "home") and replaces_mortgage(scene, p):
        return "mortgage_refinance"
    if heard not in (None, "home") or (heard == "home" and BUYS_HOME.search(p)):
        return heard
    asks = is_question(scene.said, p) and not any(c.isdigit() for c in p)
    if heard is None and (asks or not _REQUESTS.search(p)):
        return None
    named = (_in_question(said) for said in reversed(scene.earlier[-_LOOKED_BACK:]))
    before = next((loan for loan in named if loan), None)
    if heard == "home":
        return before if before in FAMILY else heard
    return before


def replaces_mortgage(scene: Scene, p: str) -> bool:
    """Tell whether a mortgage spoken of before is to be replaced: "look at replacing it"."""
    told = " ".join(plain(said) for said in scene.earlier[-_LOOKED_BACK:])
    return bool(_REPLACES_IT.search(p) and _MORTGAGE.search(told))


_LOOKED_BACK = 4
_REPLACES_IT = re.compile(r"\b(?:replac(?:e|ing)|swap(?:ping)?|redo(?:ing)?|exchang(?:e|ing)) it\b")
_MORTGAGE = re.compile(r"\b(?:mortgage|home loan|house loan)\b")
_REQUESTS = re.compile(
    r"\b(?:need|want|borrow|would like|go ahead|show me|\d{3,}|\d+ ?k|thousand|let us (?:do|see|go)"
    r"|try (?:it|that)|sign me up|apply)\b"
)


def _in_question(said: str) -> str | None:
    """Return the loan that a question of the policy names: "if I refinance with you, can I …"."""
    p = plain(said)
    if not is_question(said, p):
        return None
    named = named_loan(p)
    return named or next((loan for loan, names in _ASKED_OF if names.search(p)), None)


_ASKED_OF = tuple((loan, re.compile(names)) for loan, names in (
    ("mortgage_refinance", r"\b(?:refinanc\w+|re ?fi)\b"),
    ("gold", r"\b(?:my|the|our|your|on|against|pawn\w*) (?:\w+ )?(?:gold|jewel\w*|necklace|ring"
             r"|bracelets?)\b|\bgold\b"),
    ("home_improvement", r"\b(?:renovat\w+|remodel\w*|home improvement|new roof)\b"),
))  # fmt: skip
