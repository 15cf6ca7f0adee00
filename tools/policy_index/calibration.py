"""What speaks for an answer: weights and threshold from judged questions.

A logistic regression on the best passage of each question: is the question answered by the
policies? Its weights, scaled to sum to one, go into `fusion.evidence`, and the threshold into
`fusion.ANSWERS`.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tools.lending.records import Record
from tools.policy_index.evaluation import JudgedSet, Question, Search
from tools.policy_index.records import Passage

STEPS = 50
RIDGE = 0.0001
"""Keeps the weights finite where the two kinds can be told apart without error."""
MOST_REFUSED = (0.0, 0.02, 0.05, 0.1)


class Fit(NamedTuple):
    """`answers` where likeness * w[0] + coverage * w[1] reaches the threshold."""

    likeness: float
    coverage: float
    threshold: float


class Choice(Record):
    """One threshold, and what it does."""

    threshold: float
    refused: float
    """Share of the answerable questions below it."""
    abstained: float
    """Share of the unanswerable questions below it."""


def fit(search: Search, questions: Sequence[Question], judged: JudgedSet) -> Fit | None:
    """Fit weights and threshold; None where one of the two kinds of questions is missing."""
    best = list(_best(search, questions))
    x = np.array([[1.0, passage.likeness or 0.0, passage.coverage] for _, passage in best])
    y = np.array([question.own_id in judged.grades for question, _ in best])
    if not len(best) or y.all() or not y.any():
        return None
    balance = np.where(y, 1 / y.sum(), 1 / (~y).sum())
    weights = np.zeros(3)
    for _ in range(STEPS):  # Newton's method
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (balance * (y - p)) - RIDGE * weights * (0, 1, 1)
        curve = (x.T * (balance * p * (1 - p))) @ x + RIDGE * np.diag((1e-9, 1, 1))
        weights += np.linalg.solve(curve, slope)
    total = float(weights[1] + weights[2])
    return Fit(*(round(float(w) / total, 3) for w in (weights[1], weights[2], -weights[0])))


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
