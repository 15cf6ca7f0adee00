"""What speaks for an answer: weights and threshold from judged questions.

A logistic regression on the signs of each question: is it answered by the policies? Its weights go
into `answering`, with a constant that lets `fusion.ANSWERS` refuse the share that may be refused.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tools.lending.records import Record
from tools.policy_index.answering import MEANING, WORDS, Signs, weighed
from tools.policy_index.evaluation import JudgedSet, Question, Search
from tools.policy_index.fusion import ANSWERS
from tools.policy_index.records import Passage

STEPS = 50
RIDGE = 0.001
"""Keeps the weights finite where the two kinds can be told apart without error."""
MOST_REFUSED = (0.0, 0.02, 0.05, 0.1)
REFUSED = 0.05
"""Of the answerable questions, so many may be refused."""

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


class Fit(NamedTuple):
    """Weights of a logistic regression, a constant first."""

    signs: tuple[str, ...]
    weights: tuple[float, ...]


class Choice(Record):
    """One threshold, and what it does."""

    threshold: float
    refused: float
    """Share of the answerable questions below it."""
    abstained: float
    """Share of the unanswerable questions below it."""


def fit(
    signs: Callable[[str], Signs | None], questions: Sequence[Question], judged: JudgedSet
) -> Fit | None:
    """Fit the weights; None where one of the two kinds of questions is missing."""
    seen = [(one, found) for one in questions if (found := signs(one.text)) is not None]
    y = np.array([question.own_id in judged.grades for question, _ in seen])
    if not len(seen) or y.all() or not y.any():
        return None
    which = WORDS if seen[0][1].window is None else MEANING
    x = np.array([[1.0, *weighed(found, which)] for _, found in seen])
    weights = _logistic(x, y)
    refused = np.sort(x[y] @ weights)[int(REFUSED * y.sum())]
    weights[0] += np.log(ANSWERS / (1 - ANSWERS)) - refused
    return Fit(which, tuple(round(float(weight), 2) for weight in weights))


def _logistic(x: Matrix, y: Flags) -> Matrix:
    """Return the weights by Newton's method; both kinds of questions count the same."""
    balance = np.where(y, 1 / y.sum(), 1 / (~y).sum())
    ridge = RIDGE * np.array([1e-6, *[1.0] * (x.shape[1] - 1)])
    weights = np.zeros(x.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (balance * (y - p)) - ridge * weights
        curve = (x.T * (balance * p * (1 - p))) @ x + np.diag(ridge)
        weights += np.linalg.solve(curve, slope)
    return weights


def choices(search: Search, questions: Sequence[Question], judged: JudgedSet) -> tuple[Choice, ...]:
    """Return for each share that may be refused the highest threshold that keeps it."""
    sure = {True: [0.0], False: [0.0]}
    for question, passage in _best(search, questions):
        sure[question.own_id in judged.grades].append(passage.evidence)
    right, wrong = (np.sort(np.array(sure[kind][1:])) for kind in (True, False))
    if not len(right):
        return ()
    found = (float(right[int(share * len(right))]) for share in MOST_REFUSED)
    return tuple(
        Choice(threshold=round(t, 3), refused=_below(right, t), abstained=_below(wrong, t))
        for t in found
    )


def _best(search: Search, questions: Sequence[Question]) -> Iterator[tuple[Question, Passage]]:
    for question in questions:
        if found := search(question.text, 1):
            yield question, found[0]


def _below(values: "np.ndarray[tuple[int], np.dtype[np.float64]]", threshold: float) -> float:
    return round(float((values < threshold).mean()), 4) if len(values) else 0.0
