"""The part of a message that asks for nothing untrue: only its figures are read."""

from collections.abc import Sequence

from agent.language.machine_talk import without_machine_talk
from agent.language.signals import Signal

UNTRUE = ("falsify", "injection")


def honest_part(text: str, signals: Sequence[Signal]) -> str:
    """Blank what asks for something untrue, so that no figure is read from it."""
    text = without_machine_talk(text)
    for signal in signals:
        if signal.kind in UNTRUE:
            blank = " " * (signal.end - signal.start)
            text = text[: signal.start] + blank + text[signal.end :]
    return text
