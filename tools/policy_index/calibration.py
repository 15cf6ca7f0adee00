"""What speaks for an answer: weights from the lines of both kinds, a threshold from questions.

Customers' lines are left out in turn and asked: is a line answered by the policies, seen from the
other lines? A logistic regression on the signs gives the weights. The constant puts
`fusion.ANSWERS` where judged questions of both kinds are told apart with the fewest errors, in the
middle of that range. Both go into `answering`.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from tools.lending.records import Record
from tools.policy_index.answering import MEANING, WORDS, Signs, weighed
from tools.policy_index.askings import Askings
from tools.policy_index.evaluation import JudgedSet, Question, Search
from tools.policy_index.fusion import ANSWERS
from tools.policy_index.records import Passage

STEPS = 50
RIDGE = 0.001
"""Keeps the weights finite where the two kinds can be told apart without error."""
MOST_REFUSED = (0.0, 0.02, 0.05, 0.1)
REFUSED = {MEANING: 0.025, WORDS: 0.05}
"""Of the answerable questions, at most so many; words alone tell the kinds apart less."""
FOLDS = 5
FEWEST = 4
"""Words of a line that is asked: a shorter one is a title and no question."""

Matrix = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]
Seen = Sequence[tuple[Signs, bool]]
"""What is seen of a question, and whether the policies answer it."""


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


class LeftOut(NamedTuple):
    """The lines of one fold, and all others."""

    others: Askings
    answered: tuple[str, ...]
    unanswered: tuple[str, ...]


def left_out(askings: Askings) -> Iterator[LeftOut]:
    """Leave out every fifth line of a passage and every fifth that none answers, in turn."""
    for fold in range(FOLDS):
        kept = {
            own: tuple(line for at, line in enumerate(lines) if at % FOLDS != fold)
            for own, lines in askings.asked.items()
        }
        out = (line for lines in askings.asked.values() for line in lines[fold::FOLDS])
        unanswered = askings.unanswered
        rest = tuple(line for at, line in enumerate(unanswered) if at % FOLDS != fold)
        asked = tuple(line for line in out if len(line.split()) >= FEWEST)
        yield LeftOut(Askings(kept, rest), asked, unanswered[fold::FOLDS])


def fit(lines: Seen, questions: Seen) -> Fit | None:
    """Fit weights to the lines, and the constant to the questions; None where a kind is missing."""
    y = np.array([answered for _, answered in lines])
    kinds = [[signs for signs, answered in questions if answered is kind] for kind in (True, False)]
    if not len(lines) or y.all() or not y.any() or not all(kinds):
        return None
    which = WORDS if lines[0][0].window is None else MEANING
    weights = _logistic(_rows([signs for signs, _ in lines], which), y)
    right, wrong = (np.sort(_rows(kind, which) @ weights) for kind in kinds)
    weights[0] += np.log(ANSWERS / (1 - ANSWERS)) - _parting(right, wrong, REFUSED[which])
    return Fit(which, tuple(round(float(weight), 2) for weight in weights))


def _parting(right: Matrix, wrong: Matrix, most: float) -> float:
    """Return the value that parts both kinds with the fewest errors, refusing at most `most`.

    Args:
        right: of the answerable, ascending; lower ones are refused.
        wrong: of the unanswerable, ascending; higher ones are answered.
        most: share of `right` below the value.
    """
    steps = np.sort(np.concatenate([right, wrong]))
    steps = steps[steps <= right[int(most * len(right))]]
    refused = np.searchsorted(right, steps) / len(right)
    answered = 1 - np.searchsorted(wrong, steps) / len(wrong)
    best = int(np.argmin(refused + answered))
    before = steps[best - 1] if best else steps[best]
    return float(steps[best] + before) / 2


def seen(
    signs: Callable[[str], Signs | None], questions: Sequence[Question], judged: JudgedSet
) -> Seen:
    """Look at judged questions."""
    looked = ((signs(one.text), one.own_id in judged.grades) for one in questions)
    return [(found, answered) for found, answered in looked if found is not None]


def _rows(signs: Sequence[Signs], which: tuple[str, ...]) -> Matrix:
    return np.array([[1.0, *weighed(found, which)] for found in signs])


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
