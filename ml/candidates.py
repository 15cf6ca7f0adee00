"""The five models, and the settings each may have. Reading order is the order of the comparison."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ml.features import Feature, Matrix, Vector
from ml.models.boosted import TreeSettings, fit_boosted
from ml.models.logistic import fit_logistic
from ml.models.model import Kind, Model
from ml.models.network import fit_network
from ml.models.scorecard import fit_scorecard

Settings = dict[str, float]
Fit = Callable[[Matrix, Vector, Sequence[Feature], Settings, int], Model]


FEW_ROWS = 5_000
"""Training rows: with fewer, each one counts."""


class Candidate(NamedTuple):
    """One kind of model."""

    kind: Kind
    fit: Fit
    grid: tuple[Settings, ...]
    """What is tried, the simplest first: among equals the first is taken."""
    explainability: str
    explains: bool = True
    """Says of every score exactly which feature moved it by how much: only then may it be chosen,
    because a person who is refused must be told the true reasons."""
    round_steps: tuple[int, ...] = ()
    """Boosting only: after how many trees a fit is looked at."""


def _logistic(
    rows: Matrix, labels: Vector, features: Sequence[Feature], settings: Settings, seed: int
) -> Model:
    return fit_logistic(rows, labels, features, settings["l2"])


def _scorecard(
    rows: Matrix, labels: Vector, features: Sequence[Feature], settings: Settings, seed: int
) -> Model:
    return fit_scorecard(rows, labels, features)


def _trees(
    rows: Matrix, labels: Vector, features: Sequence[Feature], settings: Settings, seed: int
) -> Model:
    return fit_boosted(rows, labels, features, tree_settings(settings), seed)


def _network(
    rows: Matrix, labels: Vector, features: Sequence[Feature], settings: Settings, seed: int
) -> Model:
    hidden, penalty = int(settings["hidden"]), settings["penalty"]
    return fit_network(rows, labels, features, hidden=hidden, penalty=penalty, seed=seed)


def suited(candidate: Candidate, rows: int) -> Candidate:
    """Return a candidate with what should be tried on so many training rows.

    With few of them trees always start from a line: by chance alone others seem better often.
    """
    if rows >= FEW_ROWS:
        return candidate
    grid = tuple(s for s in candidate.grid if candidate.kind != "xgboost" or s["starts_from_line"])
    return candidate._replace(grid=grid)


def tree_settings(settings: Settings) -> TreeSettings:
    """Return the settings of trees; counts are whole, and a start is there or not."""
    return TreeSettings(**{name: WHOLE.get(name, float)(value) for name, value in settings.items()})


WHOLE: dict[str, type] = {
    "depth": int, "rounds": int, "trees_per_round": int, "starts_from_line": bool,
}  # fmt: skip
FOREST = {"rounds": 1, "learning_rate": 1.0, "subsample": 0.63, "columns_per_node": 0.4,
          "l2": 1.0, "starts_from_line": 0.0}  # fmt: skip

CANDIDATES = (
    Candidate(
        "logistic", _logistic, tuple({"l2": l2} for l2 in (30.0, 3.0, 0.3)),
        "exactly: weights",
    ),
    Candidate("scorecard", _scorecard, ({},), "exactly: printed points"),
    Candidate(
        "random_forest", _trees,
        tuple(
            {**FOREST, "depth": depth, "min_child_weight": weight, "trees_per_round": 200}
            for depth, weight in ((6, 5.0), (10, 2.0))
        ),
        "exactly (TreeSHAP), but 200 deep trees",
    ),
    Candidate(
        "xgboost", _trees,
        tuple(
            {"starts_from_line": line, "depth": depth, "min_child_weight": weight, "l2": 5.0}
            for line, depth, weight in (
                (1.0, 1, 4.0), (1.0, 2, 4.0), (1.0, 3, 20.0), (1.0, 5, 20.0),
                (0.0, 2, 4.0), (0.0, 3, 4.0), (0.0, 5, 4.0), (0.0, 6, 20.0),
            )
        ),
        "exactly (TreeSHAP), keeps directions",
        round_steps=(20, 40, 60, 80, 100, 130, 160, 200, 250, 300, 400, 500, 650, 800),
    ),
    Candidate(
        "neural_network", _network,
        tuple({"hidden": 16.0, "penalty": penalty} for penalty in (1.0, 0.01)),
        "no", explains=False,
    ),
)  # fmt: skip
