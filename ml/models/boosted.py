"""Trees of xgboost: gradient boosting, and a random forest, with the directions of the features.

Boosting may start from a logistic regression (xgboost's base margin): trees need many rows to draw
a straight line, and with few rows they should add only what a line cannot say. Both keep the
directions, so their sum does. xgboost is imported when a model is opened or trained, not with
this module.
"""

from __future__ import annotations

import atexit
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.features import Feature, Matrix, Vector
from ml.models.logistic import Logistic, fit_logistic
from ml.models.model import Kind

if TYPE_CHECKING:
    from xgboost import Booster

FILE, BASE = "scorer.ubj", "scorer_base.json"
BASE_L2 = 10.0
THREADS = 1
"""Sums of floats depend on how they are shared out: one thread gives the same trees everywhere."""


@dataclass(frozen=True)
class Boosted:
    """An `ExplainedModel` of trees."""

    booster: Booster
    kind: Kind
    base: Logistic | None
    """What the trees start from; None: nothing."""

    def margins(self, rows: Matrix, rounds: int = 0) -> Vector:
        """Return the log-odds, uncalibrated; with `rounds`, after so many of them."""
        start = None if self.base is None else self.base.margins(rows)
        predicted = self.booster.inplace_predict(
            rows, iteration_range=(0, rounds), predict_type="margin", base_margin=start
        )
        return np.asarray(predicted, dtype=float).reshape(-1)

    def contributions(self, rows: Matrix) -> Matrix:
        """Return the exact Shapley contributions (TreeSHAP) and the base, in log-odds."""
        return self.explained(rows)[1]

    def explained(self, rows: Matrix) -> tuple[Vector, Matrix]:
        """Return `margins` and `contributions`, for the cost of little more than one."""
        import xgboost

        start = None if self.base is None else self.base.contributions(rows)
        data = xgboost.DMatrix(rows, base_margin=_sum(start), nthread=THREADS)
        margins = np.asarray(self.booster.predict(data, output_margin=True), dtype=float)
        parts = np.asarray(self.booster.predict(data, pred_contribs=True), dtype=float)
        if start is not None:
            parts[:, -1] -= start.sum(axis=1)  # xgboost counts the start as base
            parts += start
        return margins.reshape(-1), parts

    def save(self, folder: Path) -> tuple[str, ...]:
        """Write UBJSON, and what it starts from as JSON."""
        (folder / FILE).write_bytes(bytes(self.booster.save_raw("ubj")))
        return (FILE,) if self.base is None else (FILE, *self.base.save(folder, BASE))


def _sum(parts: Matrix | None) -> Vector | None:
    return None if parts is None else np.asarray(parts.sum(axis=1))


def open_boosted(folder: Path, kind: Kind, *, starts_from_line: bool) -> Boosted:
    """Read a model that `save` wrote."""
    import xgboost

    booster = xgboost.Booster({"nthread": THREADS})
    booster.load_model(bytearray((folder / FILE).read_bytes()))
    _free_at_exit(booster)
    return Boosted(booster, kind, Logistic.open(folder / BASE) if starts_from_line else None)


def _free_at_exit(booster: Booster) -> None:
    """Free what is still there while xgboost is: its own clean-up complains after that."""
    still = weakref.ref(booster)

    def free() -> None:
        left = still()
        if left is not None:
            left.__del__()

    atexit.register(free)


@dataclass(frozen=True)
class TreeSettings:
    """What is tuned."""

    depth: int
    rounds: int
    learning_rate: float = 0.05
    min_child_weight: float = 5.0
    subsample: float = 0.5
    columns_per_node: float = 0.5
    l2: float = 5.0
    trees_per_round: int = 1
    starts_from_line: bool = True

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

    line = settings.starts_from_line
    base = fit_logistic(rows, labels, features, BASE_L2) if line else None
    start = None if base is None else base.margins(rows)
    data = xgboost.DMatrix(rows, labels, base_margin=start, nthread=THREADS)
    booster = xgboost.train(
        settings.parameters(features, seed), data, num_boost_round=settings.rounds
    )
    booster.set_param({"nthread": THREADS})
    kind: Kind = "random_forest" if settings.trees_per_round > 1 else "xgboost"
    return Boosted(booster, kind, base)
