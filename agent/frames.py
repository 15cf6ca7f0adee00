"""One turn as one JSON object: what `python -m agent --json` prints and other programs read."""

from typing import Any

from agent.blocks import TextBlock
from agent.conversations.records import ClosedTurn, Turn


def reply_text(closed: ClosedTurn) -> str:
    """Return the words of the reply."""
    return "\n\n".join(b.text for b in closed.blocks if isinstance(b, TextBlock))


def frame(turn: Turn) -> dict[str, Any]:
    """Return the turn as plain JSON data. `ValueError` while the turn is still open."""
    closed = turn.closed
    if closed is None:
        raise ValueError(f"turn {turn.opened.turn_id} is still open")
    return {
        "turn_id": turn.opened.turn_id,
        "reply": reply_text(closed),
        "blocks": [b.model_dump(mode="json") for b in closed.blocks],
        "calls": [
            {"tool": c.tool, "arguments": c.arguments, "result": c.result} for c in closed.calls
        ],
        "facts": [
            {"id": f.id, "role": f.role, "value": f.value, "unit": f.unit} for f in closed.facts
        ],
        "stage": closed.closed.stage,
        "outcome": closed.closed.outcome,
        "status": closed.closed.status,
        "timings": dict(closed.closed.timings),
    }
