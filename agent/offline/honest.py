"""The part of a message that asks for nothing untrue: only its figures are read."""

import re
from collections.abc import Sequence

from agent.language.machine_talk import machine_talk, without_machine_talk
from agent.language.signals import Signal

UNTRUE = ("falsify", "injection")
_HEARSAY = re.compile(
    r"\b(?:i|we)(?:'ve| have)? (?:read|heard|saw|seen|was told|were told|googled)\b[^.;!?\n]{0,60}?"
    r"\b(?:somewhere|online|on (?:the |a )?(?:web|internet|google|reddit|tv|tiktok|news|site"
    r"|website|forum)|in (?:an? |the )(?:article|forum|paper|news))\b",
    re.IGNORECASE,
)
"""A figure that was read somewhere is nobody's: "I read 43 somewhere"."""


def honest_part(text: str, signals: Sequence[Signal]) -> str:
    """Blank what asks for something untrue, so that no figure is read from it."""
    text = _HEARSAY.sub(lambda found: " " * len(found[0]), without_machine_talk(text))
    for signal in signals:
        if signal.kind in UNTRUE:
            blank = " " * (signal.end - signal.start)
            text = text[: signal.start] + blank + text[signal.end :]
    return text


def told_apart(text: str, topics: Sequence[str]) -> bool:
    """Tell whether all that is untrue is written for a machine: the rest is the customer's own."""
    return "falsify" not in topics and any(machine_talk(text))
