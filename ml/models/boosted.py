"""Trees of xgboost: gradient boosting, and a random forest, with the directions of the features.

xgboost is imported when a model is opened or trained, not with this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from ml.features import Feature, Matrix, Vector
from ml.models.model import Kind

if TYPE_CHECKING:
    from xgboost import Booster

FILE = "scorer.ubj"
THREADS = 1
"""Sums of floats depend on how they are shared out: one thread gives the same trees everywhere."""


@dataclass(frozen=True)
class Boosted:
    """An `ExplainedModel` of trees."""

    booster: Booster
    kind: Kind

    def margins(self, rows: Matrix) -> Vector:
        """Return the log-odds, uncalibrated."""
        return np.asarray(
            self.booster.inplace_predict(rows, predict_type="margin"), dtype=float
        ).reshape(-1)

    def contributions(self, rows: Matrix) -> Matrix:
        """Return the exact Shapley contributions (TreeSHAP) and the base, in log-odds."""
        import xgboost

        data = xgboost.DMatrix(rows, nthread=THREADS)
        return np.asarray(self.booster.predict(data, pred_contribs=True), dtype=float)

    def save(self, folder: Path) -> str:
        """Write UBJSON."""
        (folder / FILE).write_bytes(bytes(self.booster.save_raw("ubj")))
        return FILE


def open_boosted(file: Path, kind: Literal["xgboost", "random_forest"]) -> Boosted:
    """Read a model that `save` wrote."""
    import xgboost

    booster = xgboost.Booster({"nthread": THREADS})
    booster.load_model(bytearray(file.read_bytes()))
    return Boosted(booster, kind)


@dataclass(frozen=True)
class TreeSettings:
    """What is tuned."""

    depth: int
    rounds: int
    learning_rate: float = 0.05
    min_child_weight: float = 5.0
    subsample: float = 0.8
    columns_per_node: float = 0.8
    l2: float = 5.0
    trees_per_round: int = 1

    def parameters(self, features: Sequence[Feature], seed: int) -> dict[str, object]:
        """Return xgboost's own names for them, with one direction per feature."""
        directions = ",".join(str(feature.direction) for feature in features)
        return {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "max_depth": self.depth,
            "eta": self.learning_rate,
            "min_child_weight": self.min_child_weight,
            "subsample": self.subsample,
            "colsample_bynode": self.columns_per_node,
            "lambda": self.l2,
            "num_parallel_tree": self.trees_per_round,
            "monotone_constraints": f"({directions})",
            "seed": seed,
            "nthread": THREADS,
        }


def fit_boosted(
    rows: Matrix,
    labels: Vector,
    features: Sequence[Feature],
    settings: TreeSettings,
    seed: int,
) -> Boosted:
    """Train; a random forest is one round of many trees."""
    import xgboost

    data = xgboost.DMatrix(rows, labels, nthread=THREADS)
    booster = xgboost.train(
        settings.parameters(features, seed), data, num_boost_round=settings.rounds
    )
    return Boosted(booster, "random_forest" if settings.trees_per_round > 1 else "xgboost")
