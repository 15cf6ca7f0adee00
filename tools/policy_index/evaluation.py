"""How good the search is, on questions whose passages somebody has judged."""

from collections.abc import Sequence

from pydantic import Field

from tools.lending.records import Record
from tools.policy_index.index import PolicyIndex


class JudgedQuestion(Record):
    """One question; `passages` answer it, and none means that the policies do not."""

    ask: str
    half: str = "held"
    passages: tuple[str, ...] = ()


class JudgedSet(Record):
    questions: tuple[JudgedQuestion, ...]


class Quality(Record):
    """Shares between 0 and 1."""

    answerable: int
    unanswerable: int
    recall_at_1: float
    recall_at_3: float
    recall_at_5: float
    refused: float
    """Of the answerable: nothing was returned."""
    abstained: float
    """Of the unanswerable: nothing was returned, as it should."""
    missed: tuple[str, ...] = Field(repr=False)
    """Answerable questions without a right passage among the first three."""
    intruded: tuple[str, ...] = Field(repr=False)
    """Unanswerable questions that got a passage."""


def measure(index: PolicyIndex, questions: Sequence[JudgedQuestion]) -> Quality:
    """Ask every question once. A question counts as found when one judged passage is there."""
    ranks = {question.ask: _rank(index, question) for question in questions}
    answerable = [question.ask for question in questions if question.passages]
    unanswerable = [question.ask for question in questions if not question.passages]
    refused = [ask for ask in answerable if ranks[ask] is None]
    intruded = [ask for ask in unanswerable if ranks[ask] is not None]

    def recall(k: int) -> float:
        return _share(sum((ranks[ask] or k + 1) <= k for ask in answerable), len(answerable))

    return Quality(
        answerable=len(answerable),
        unanswerable=len(unanswerable),
        recall_at_1=recall(1),
        recall_at_3=recall(3),
        recall_at_5=recall(5),
        refused=_share(len(refused), len(answerable)),
        abstained=1 - _share(len(intruded), len(unanswerable)),
        missed=tuple(ask for ask in answerable if (ranks[ask] or 4) > 3),
        intruded=tuple(intruded),
    )


def _rank(index: PolicyIndex, question: JudgedQuestion) -> int | None:
    """Rank of the first right passage; a number beyond all where none is; None for silence."""
    found = [passage.id for passage in index.search(question.ask, k=5)]
    if not found:
        return None
    return next((n for n, own_id in enumerate(found, 1) if own_id in question.passages), 1_000)


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0
