"""Logistic regression whose weights keep the direction of each feature."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ml.features import Feature, Matrix, Vector
from ml.models.model import Kind, probabilities
from tools.lending.records import Record

FILE = "scorer.json"
FARTHEST = 6.0


class Logistic(Record):
    """An `ExplainedModel`: a weight per feature, in standard deviations, and one for missing."""

    names: tuple[str, ...]
    logs: tuple[bool, ...]
    """Features read as log(1 + x)."""
    means: tuple[float, ...]
    """Of the values that are known; a missing one stands here, and has its own weight."""
    deviations: tuple[float, ...]
    weights: tuple[float, ...]
    missing: tuple[float, ...]
    intercept: float

    @property
    def kind(self) -> Kind:
        """Name of the model."""
        return "logistic"

    def margins(self, rows: Matrix) -> Vector:
        """Return the log-odds, uncalibrated."""
        sums: Vector = self.contributions(rows).sum(axis=1)
        return sums

    def contributions(self, rows: Matrix) -> Matrix:
        """Return weight times value of each feature, and the intercept."""
        known = np.nan_to_num(standardised(rows, self.logs, self.means, self.deviations))
        parts = known * np.array(self.weights) + np.isnan(rows) * np.array(self.missing)
        return np.column_stack([parts, np.full(len(rows), self.intercept)])

    def save(self, folder: Path, name: str = FILE) -> tuple[str, ...]:
        """Write JSON."""
        (folder / name).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
        return (name,)

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read a model that `save` wrote."""
        return cls.model_validate_json(file.read_bytes())


def standardised(
    rows: Matrix, logs: Sequence[bool], means: Sequence[float], deviations: Sequence[float]
) -> Matrix:
    """Return (x - mean) / deviation, of log(1 + x) where `logs` says so; NaN stays.

    An outlier counts as `FARTHEST` deviations: one cell should not decide a score.
    """
    read = np.where(np.array(logs), np.log1p(np.maximum(rows, 0)), rows)
    standard: Matrix = (read - np.array(means)) / np.array(deviations)
    return standard.clip(-FARTHEST, FARTHEST)


def fitted_scales(
    rows: Matrix, features: Sequence[Feature]
) -> tuple[tuple[bool, ...], tuple[float, ...], tuple[float, ...]]:
    """Return, per feature: whether its logarithm is read; mean and deviation of what is known."""
    logs = tuple(feature.scale == "log" for feature in features)
    read = np.where(np.array(logs), np.log1p(np.maximum(rows, 0)), rows)
    seen = ~np.isnan(read)
    counts = np.maximum(seen.sum(axis=0), 1)
    means = np.where(seen, read, 0).sum(axis=0) / counts
    spread = np.sqrt(np.where(seen, (read - means) ** 2, 0).sum(axis=0) / counts)
    spread = np.where(spread > 0, spread, 1.0)
    return logs, tuple(means.tolist()), tuple(spread.tolist())


def fit_logistic(
    rows: Matrix, labels: Vector, features: Sequence[Feature], l2: float = 1.0
) -> Logistic:
    """Minimise the log loss plus l2/2 times the squared weights, each weight on its side of 0."""
    from scipy.optimize import minimize

    logs, means, deviations = fitted_scales(rows, features)
    standard = standardised(rows, logs, means, deviations)
    absent = np.isnan(rows).astype(float)
    design = np.column_stack([np.nan_to_num(standard), absent])

    sides = {-1: (None, 0.0), 0: (None, None), 1: (0.0, None)}
    bounds = [sides[feature.direction] for feature in features]
    bounds += [(None, None) if column.any() else (0.0, 0.0) for column in absent.T]
    start = np.zeros(design.shape[1] + 1)
    start[-1] = np.log(labels.mean() / (1 - labels.mean()))
    found = minimize(
        _loss,
        start,
        (design, labels, l2),
        jac=True,
        method="L-BFGS-B",
        bounds=[*bounds, (None, None)],
    )
    width = len(features)
    return Logistic(
        names=tuple(feature.name for feature in features),
        logs=logs,
        means=means,
        deviations=deviations,
        weights=tuple(found.x[:width].tolist()),
        missing=tuple(found.x[width : 2 * width].tolist()),
        intercept=float(found.x[-1]),
    )


def _loss(weights: Vector, design: Matrix, labels: Vector, l2: float) -> tuple[float, Vector]:
    """Return the loss and its gradient; the last weight, the intercept, is not penalised."""
    margins = design @ weights[:-1] + weights[-1]
    total = np.logaddexp(0, margins) - labels * margins
    slope = probabilities(margins) - labels
    penalty = l2 * weights[:-1] @ weights[:-1] / 2
    gradient = np.append(design.T @ slope + l2 * weights[:-1], slope.sum())
    return float(total.sum() + penalty), gradient
