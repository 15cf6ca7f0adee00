"""How facts are listed for a model: a table, because the names of its columns cost tokens once."""

from collections.abc import Iterable
from typing import Any, TypedDict

from agent.neutral import neutral
from tools.facts import Fact


class Listed(TypedDict):
    """Facts as rows; the role of a fact is the end of its id."""

    columns: list[str]
    rows: list[list[str]]


COLUMNS = ["id", "value", "unit"]


def listed(facts: Iterable[Fact]) -> Listed:
    """List facts for the model and for the reply composed without one.

    >>> from tools.facts import fact
    >>> listed([fact("offer.b", "term_months", 48)])["rows"]
    [['offer.b.term_months', '48', 'months']]
    """
    return Listed(columns=COLUMNS, rows=[[f.id, neutral(f.value), f.unit] for f in facts])


def rows_of(data: Any) -> list[list[str]]:
    """Return the rows of what `listed` gave, read back from plain JSON; none where there is none.

    >>> rows_of(None)
    []
    """
    return list(data["rows"]) if isinstance(data, dict) else []
