"""A further loan beside one that is filed, and which filed application a message is about."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from agent.language.text import plain
from agent.offline.figures import product_of
from agent.offline.filling_records import PARTY
from agent.offline.scene import Scene
from agent.offline.switching import named_loan

_LOAN = r"(?:loan|one|request|application|car|truck|house)"
_ANOTHER = re.compile(
    rf"\b(?:another|(?:a |one )?second|an? (?:new|additional|separate|further|different|other)"
    rf"|one more)(?: \w+){{0,3}} {_LOAN}\b"
    r"|\b(?:i|we|now|and|but|could|can)(?: \w+){0,3} also(?: \w+){0,2} (?:want|need|like|get|borrow"
    r"|have|apply|take|look)\b"
    r"|\bon top of (?:that|it|this)\b|\bin addition\b|\bbesides (?:that|this)\b|\bas well\b"
    r"|^(?:now |ok |okay |next )+(?:i|we) (?:would |also )?(?:need|want|like)\b"
)
_ASKS = re.compile(r"\b(?:loan|borrow|need|want|would like|finance|apply|\d)")
_ABOUT = re.compile(
    r"\b(?:what about|how about|how is|what is (?:with|up with|going on with|happening (?:to|with))"
    r"|what (?:happened|happens|became)(?: \w+)? (?:to|with|of)|where (?:is|does|are)|any news"
    r"|news (?:on|about|of)|check (?:on|up on)?|(?:look at|see)|back to|update on|^and)"
    r"(?: on| about| of)? (?:my|the|that|our) (?:\w+ ){0,3}?"
    r"(?:application|loan|request|one)\b(?! (?:look|work|cost|for|against|of|amount|term))"
)
_FIRST = re.compile(r"\b(?:first|1st|previous|earlier|old|older|original|other)\b")
_LATEST = re.compile(r"\b(?:second|2nd|third|3rd|latest|newest|new|last|recent)\b")


def applications_of(context: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the applications of this conversation, oldest first."""
    found: Sequence[Mapping[str, Any]] = context.get("applications") or ()
    return found


def wants_another(scene: Scene) -> bool:
    """Tell whether another loan is asked for beside the one whose application is in.

    >>> filed = {"product": "car", "application_number": "LA-1"}
    >>> wants_another(Scene("I also want a second car loan for 9k", filed))
    True
    """
    if not scene.context.get("application_number"):
        return False
    p = plain(scene.said)
    if about_application(scene) is not None:
        return False
    return bool(_ANOTHER.search(p) and _ASKS.search(p))


def without_old_request(scene: Scene) -> Scene:
    """Read a message that asks for another loan without the offers and the question of the old."""
    another = wants_another(scene)
    switches = scene.product is not None and product_of(scene, plain(scene.said)) is not None
    if not (another or switches):
        return scene
    people = {f: k for f, k in scene.known.items() if f.removeprefix("co.") in PARTY}
    fresh: dict[str, object] = {
        "offers": [],
        "open_question": None,
        "known": people,
        "outcome": None,
    }
    if another:
        fresh |= {"product": None, "co_applicant": False, "application_number": None}
        fresh["known"] = {f: k for f, k in people.items() if f[:3] != "co."}
    return scene._replace(context={**scene.context, **fresh})


def about_application(scene: Scene) -> str | None:
    """Return the number of the filed application that a message asks about; None for none of them.

    >>> filed = {"applications": [{"number": "LA-1", "product": "personal"}]}
    >>> about_application(Scene("what about my first application?", filed))
    'LA-1'
    """
    filed, p = applications_of(scene.context), plain(scene.said)
    if not filed or not _ABOUT.search(p):
        return None
    word = "application" in p or "request" in p
    named = [a for a in filed if a.get("product") and a["product"] == named_loan(p)]
    if not (word or named):
        return None
    return str((named[-1] if named else _by_place(filed, p))["number"])


def meant_application(scene: Scene) -> str | None:
    """Return the number of the application that words point at, where there are several."""
    filed, p = applications_of(scene.context), plain(scene.said)
    if len(filed) < 2:
        return None
    named = [a for a in filed if a.get("product") and a["product"] == named_loan(p)]
    return str((named[-1] if len(named) == 1 else _by_place(filed, p))["number"])


def _by_place(filed: Sequence[Mapping[str, Any]], p: str) -> Mapping[str, Any]:
    return filed[0] if _FIRST.search(p) and not _LATEST.search(p) else filed[-1]
