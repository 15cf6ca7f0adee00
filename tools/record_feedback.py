"""Tool: record_feedback."""

from typing import Literal

from tools.context import ToolContext
from tools.effects import RecordFeedback
from tools.facts import ToolRecord


class FeedbackRecorded(ToolRecord):
    """The feedback is kept for evaluation."""

    rating: Literal["up", "down"] | None


def record_feedback(
    context: ToolContext, /, *, rating: Literal["up", "down"] | None = None
) -> FeedbackRecorded:
    """Keep what the customer thought of a reply.

    Args:
        rating: "up" or "down" when that is clear from the words.
    """
    words = context.messages[-1].text if context.messages else None
    effect = RecordFeedback(
        key=f"{context.turn_id}:feedback",
        turn_id=context.messages[-2].turn_id if len(context.messages) > 1 else None,
        rating=rating,
        words=words,
        created_at=context.now,
    )
    return FeedbackRecorded(rating=rating, effects=(effect,))
