"""What learning from labelled messages has in common: a matrix of what is seen, and its weights.

Training is done with scikit-learn, which only the training commands need.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from agent.offline.meaning import Vector
from evals.labelled import as_json

FOLDS = 4
MEANING_WEIGHS = 4.0
"""A vector of length one is made this long: else its numbers are too small to be learned from."""
SMALLEST = 0.12
"""Weights nearer to nothing are left out of the file."""


class Sight(NamedTuple):
    """What is seen of one message."""

    seen: tuple[str, ...]
    meaning: Vector | None = None


class Seen:
    """Messages as a matrix: a column for every feature seen twice, and the meaning behind them."""

    def __init__(self, sights: Sequence[Sight]) -> None:
        counted = Counter(name for sight in sights for name in sight.seen)
        self.names = sorted(name for name, times in counted.items() if times > 1)
        self._places = {name: at for at, name in enumerate(self.names)}
        self.matrix = self.matrix_of(sights)

    def matrix_of(self, sights: Sequence[Sight]) -> Any:
        """Return the matrix of some messages in these columns, `(messages, features)`."""
        from scipy.sparse import csr_matrix, hstack

        columns = [[self._places[n] for n in s.seen if n in self._places] for s in sights]
        starts = [0]
        for found in columns:
            starts.append(starts[-1] + len(found))
        flat = [place for found in columns for place in found]
        shape = (len(columns), len(self.names))
        words = csr_matrix(([1.0] * len(flat), flat, starts), shape=shape)
        meanings = [s.meaning for s in sights if s.meaning is not None]
        if not meanings:
            return words
        return hstack([words, csr_matrix(meanings) * MEANING_WEIGHS]).tocsr()


class Weights:
    """What is learned, label by label, small weights left out."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names
        self.words: dict[str, dict[str, float]] = {}
        self.meaning: dict[str, list[float]] = {}

    def put(self, label: str, row: Sequence[float], start: float) -> None:
        """Keep what speaks for a label: a weight for each feature, then for each direction."""
        count = len(self._names)
        for name, weight in zip(self._names, row[:count], strict=True):
            own = weight + (start if name == "any" else 0.0)
            if abs(own) >= SMALLEST:
                self.words.setdefault(name, {})[label] = round(float(own), 3)
        if direction := _direction(row[count:]):
            self.meaning[label] = direction


def _direction(learned: Iterable[float]) -> list[float]:
    return [round(float(weight) * MEANING_WEIGHS, 3) for weight in learned]


def one_of_many(freedom: float = 1.0) -> Any:
    """Return a learner that tells several labels apart; with more freedom weights grow larger."""
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(C=freedom, max_iter=800)


def cross_validated(learner: Callable[[], Any], seen: Any, meant: Sequence[Any]) -> Any:
    """Return how likely each label is of each message when it was not learned from."""
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    return cross_val_predict(learner(), seen, list(meant), cv=folds, method="predict_proba")


def least_likely(
    likely: Sequence[float], is_right: Sequence[bool], precision: float, least: float
) -> float:
    """Return the lowest likelihood from which on enough of the finds were right.

    Finds less likely than `least` are not looked at.
    """
    order = sorted(range(len(is_right)), key=lambda i: -likely[i])
    right, lowest = 0, 1.0
    for found, at in enumerate(order, start=1):
        right += is_right[at]
        if likely[at] < least:
            break
        if right / found >= precision:
            lowest = float(likely[at])
    return round(lowest, 3)


def save(thresholds: Mapping[str, float], weights: Weights, path: Path) -> None:
    """Write thresholds and weights, one feature or direction a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    limits = json.dumps(dict(thresholds), indent=1, sort_keys=True)
    rows = (f"{json.dumps(n)}: {json.dumps(row)}" for n, row in weights.meaning.items())
    meaning = "{" + ",\n".join(rows) + "}"
    path.write_text(
        f'{{"thresholds": {limits},\n"meaning": {meaning},\n'
        f'"weights": {as_json(weights.words)}}}\n',
        encoding="utf-8",
    )
