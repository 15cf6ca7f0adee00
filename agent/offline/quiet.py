"""After a hand-over in hardship, crisis or fraud nothing is sold until the customer asks for it."""

import re
from collections.abc import Sequence

from agent.offline.heard import Heard
from agent.offline.wording import variants

MARKS: tuple[tuple[str, str], ...] = (
    ("crisis", "call or text 988"),
    ("fraud", "fraud team"),
    ("coercion", "nobody may make you borrow"),
    ("hardship", "hardship team"),
)
"""What a reply that handed somebody over holds."""


_CITED = re.compile(r"[^.?!]*[.?!] ?\[\[[^\]]*\|cite\]\]")
"""A sentence of the policy may name a team; that hands nobody over."""


def quiet_team(replies: Sequence[str]) -> str | None:
    """Return the team that has somebody, as long as they have not asked for a loan again.

    >>> quiet_team(["I'm passing you to our hardship team.", "We leave new borrowing aside."])
    'hardship'
    """
    resumed = variants("resumed")
    for template in reversed(replies):
        if any(words in template for words in resumed):
            return None
        own = _CITED.sub(" ", template)
        team = next((team for team, mark in MARKS if mark in own), None)
        if team is not None:
            return team
    return None


def asks_for_loan(heard: Heard) -> bool:
    """Tell whether a message asks for a loan of its own accord."""
    put_off = "hold" in heard.topics and "principal" not in heard.told
    if "no_loan" in heard.topics or put_off:
        return False
    wants = {"wants_loan", "wants_after_all", "apply", "compare"} & set(heard.topics)
    return bool(wants or heard.product or heard.changes or "principal" in heard.told)
