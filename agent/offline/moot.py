"""What a message seems to be about and is not, since it asks for a rule of the bank."""

import re
from collections.abc import Sequence

from agent.language.signals import Signal
from agent.offline.phrases import is_question, policy_topic
from agent.offline.scene import Scene
from agent.offline.whose_home import is_any_house

ON_CONDITION = re.compile(r"\b(?:if (?:i|we) (?:do not|am not|are not|have no|never)|without)\b")
"""Asks on what condition a loan is made, and not for one: "if I don't bank with you"."""
OF_THEIRS = ("alimony and child support", "health stays private")
"""What somebody need not tell; a figure beside it is no payment they could make."""


def moot_topics(scene: Scene, signals: Sequence[Signal], p: str) -> set[str]:
    """Return the topics that a message does not mean.

    >>> sorted(moot_topics(Scene("which papers do you need?", {}), (), "which papers do you need"))
    ['age', 'human', 'near_domain', 'status', 'tax_legal', 'undo']
    """
    about = policy_topic(p)
    papers = about == "documents" and not scene.context.get("applications")
    moot = {"status"} if papers else set()
    asks = is_question(scene.said, p) or "tell me" in p or "what happens" in p
    by_hand = asks and not any(s.kind == "human" for s in signals)
    moot |= {"human", "age", "tax_legal"} if about == "documents" and by_hand else set()
    moot |= {"qualify", "wants_loan"} if asks and ON_CONDITION.search(p) else set()
    moot |= {"undo", "near_domain"} if about is not None and asks else set()
    moot |= {"why_ask", "odds"} if about in OF_THEIRS else set()
    moot |= {"qualify"} if scene.product is None and is_any_house(p) else set()
    return moot
