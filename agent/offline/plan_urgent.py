"""What goes before any business: danger, a cheat, trouble with money. A person is brought in."""

import re
from typing import Any

from agent.language.text import plain
from agent.offline.heard import Heard
from agent.offline.plan_offers import Call
from agent.offline.quiet import quiet_team
from agent.offline.scene import Scene

_INSISTS = re.compile(
    r"just (?:give|lend|get) me|give me the (?:money|loan|cash)|i (?:do not|don't) care"
    r"|i still want"
    r"|just (?:the|a) loan|want the (?:money|loan)"
)


def urgent_call(heard: Heard, scene: Scene) -> Call | None:
    """Return the hand-over that a message calls for; None where nothing is urgent."""
    for topic, team, reason in (
        ("self_harm", "crisis", "may be in danger"),
        ("scam", "fraud", "somebody tells them to borrow"),
        ("coercion", "advisor", "somebody presses them to borrow"),
        ("threat", "advisor", "speaks of violence"),
        ("hardship", "hardship", "in difficulty with money or an existing loan"),
    ):
        if topic in heard.topics:
            return Call("hand_off", {"reason": reason, "team": team})
    before = scene.replies[-1] if scene.replies else ""
    if "hardship team" in before and _INSISTS.search(plain(scene.said)):
        return Call(
            "hand_off", {"reason": "in difficulty; asks for a loan again", "team": "hardship"}
        )
    return None


def kept_beside(heard: Heard, scene: Scene, urgent: Call) -> list[Call]:
    """Keep what somebody in difficulty told of a loan: nothing is priced beside a hand-over.

    Of danger, of a cheat and of those who press nothing is kept, nor is the trouble itself.
    """
    if urgent.arguments.get("team") != "hardship":
        return []
    told: dict[str, Any] = {f: w for f, w in heard.told.items() if w != "Unemployed"}
    if _WANTS_IT.search(plain(scene.said)) or scene.product:
        told |= {"product": heard.product} if heard.product else {}
        told |= {"co_applicant": heard.co_applicant} if heard.co_applicant else {}
    else:
        told.pop("principal", None)  # "the letter says eleven and a half" asks for no loan
    return [Call("record_details", told)] if told else []


_WANTS_IT = re.compile(r"\b(?:need|want|would like|looking (?:for|to)|borrow|buy|finance)\b")


def is_a_sigh(scene: Scene) -> bool:
    """Tell whether somebody in trouble asks for no rule: "is that stupid?"."""
    return quiet_team(scene.replies) is not None and bool(_SIGH.search(plain(scene.said)))


_SIGH = re.compile(
    r"\b(?:is (?:that|it|this)|am i|was i|are we|was that)(?: \w+){0,2} (?:stupid|silly|dumb|crazy"
    r"|foolish|selfish|pathetic|terrible|an idiot|a fool)\b"
)
