"""What travels along the graph of one turn: plain data."""

from typing import Any, TypedDict

from langchain_core.messages import AnyMessage


class TurnState(TypedDict):
    """The turn so far. Live objects are in the run (`agent/turn_run.py`)."""

    messages: list[AnyMessage]
    """The next call's prompt: stable prompt, history, this turn."""
    calls: list[dict[str, Any]]
    """Tool calls waiting to be run."""
    rounds: int
    """Model calls made."""
    template: str
    """The reply with references."""
    findings: list[str]
    """What the gate objected to."""
    fallback: str
    """none, bound, retried or deterministic."""


def at_start() -> TurnState:
    """Return the state in which a turn begins."""
    return TurnState(messages=[], calls=[], rounds=0, template="", findings=[], fallback="none")
