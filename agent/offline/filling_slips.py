"""Slips of a field that leaves no choice: called wrong, or put right in the same breath."""

from collections.abc import Sequence

from agent.language.quantities import Quantity
from agent.offline.filling_corrected import puts_right
from agent.offline.filling_features import Figure
from agent.offline.filling_records import Situation


def instead_of_wrong(figures: Sequence[Figure], now: Situation) -> str | None:
    """Return the field of the only figure beside one that was called wrong: "not 58k but 62k"."""
    field = now.wrong[0] if len(now.wrong) == 1 else None
    right = [f for f in figures if not f.quantity.negated]
    return field if field and len(figures) == len(right) == 1 and right[0].sort else None


def another_score(
    fixed: Sequence[tuple[str, Quantity]], figure: Figure, lowered: str
) -> str | None:
    """Read the second of "my score is 783, sorry, 753" as one too."""
    score = figure.is_bare and 300 <= (figure.value or 0) <= 850
    if not (fixed and score and fixed[-1][0].endswith("credit_score")):
        return None
    return "credit_score" if puts_right(lowered, fixed[-1][1], figure.quantity) else None


def without_wrong(
    fixed: list[tuple[str, Quantity]], field: str, figure: Figure, lowered: str
) -> list[tuple[str, Quantity]]:
    """Leave out what a later figure of the same field was said in place of."""
    return [
        (name, quantity) for name, quantity in fixed
        if name != field or not puts_right(lowered, quantity, figure.quantity)
    ]  # fmt: skip
