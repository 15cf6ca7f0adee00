"""The points scorecard: a table per feature, whole points, and odds that double every so many.

More points, more risk. It is the fallback of the trained model, and its second opinion (E-072).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ml.features import Feature, Indices, Matrix, Vector
from ml.models.logistic import fit_logistic
from ml.models.model import Kind
from tools.lending.records import Record

FILE = "scorecard.json"
POINTS_TO_DOUBLE = 30
PER_POINT = float(np.log(2)) / POINTS_TO_DOUBLE
MOST_BINS = 8
SMALLEST_BIN = 0.04
"""Of all rows."""


class PointsTable(Record):
    """Points of one feature: `points[k]` for values above `above[k - 1]` and up to `above[k]`."""

    feature: str
    above: tuple[float, ...]
    points: tuple[int, ...]
    """One more than the bounds."""
    missing: int

    def read(self, values: Vector) -> Vector:
        """Return the points of each value."""
        rows = np.searchsorted(np.array(self.above), values, side="left")
        points = np.array(self.points, dtype=float)[np.minimum(rows, len(self.points) - 1)]
        return np.where(np.isnan(values), float(self.missing), points)


class Scorecard(Record):
    """An `ExplainedModel` of whole points."""

    tables: tuple[PointsTable, ...]
    base: float
    """Log-odds of somebody with 0 points."""
    points_to_double: int = POINTS_TO_DOUBLE

    @property
    def kind(self) -> Kind:
        """Name of the model."""
        return "scorecard"

    def points(self, rows: Matrix) -> Matrix:
        """Return the points of every feature."""
        return np.column_stack(
            [table.read(rows[:, column]) for column, table in enumerate(self.tables)]
        )

    def margins(self, rows: Matrix) -> Vector:
        """Return the log-odds."""
        sums: Vector = self.base + self.points(rows).sum(axis=1) * PER_POINT
        return sums

    def contributions(self, rows: Matrix) -> Matrix:
        """Return the log-odds of each feature's points, and the base."""
        return np.column_stack([self.points(rows) * PER_POINT, np.full(len(rows), self.base)])

    def save(self, folder: Path) -> str:
        """Write JSON."""
        (folder / FILE).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
        return FILE

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read a scorecard that `save` wrote."""
        return cls.model_validate_json(file.read_bytes())


def fit_scorecard(rows: Matrix, labels: Vector, features: Sequence[Feature]) -> Scorecard:
    """Cut each feature into bins that keep its direction, weigh them by evidence, round to points.

    A bin's weight of evidence is its log-odds less those of all; a regression with weights not
    below 0 says how much of it counts beside the other features.
    """
    odds = _log_odds(labels.sum(), len(labels), labels.mean())
    cuts = [_bins(rows[:, n], labels, feature) for n, feature in enumerate(features)]
    evidence = [
        _evidence(rows[:, n], labels, cut, odds) for n, cut in enumerate(cuts)
    ]  # bins, and last the missing
    woe = np.column_stack(
        [
            values[_bin_of(rows[:, n], cut)]
            for n, (cut, values) in enumerate(zip(cuts, evidence, strict=True))
        ]
    )
    never_less = [
        feature.model_copy(update={"direction": 1, "scale": "linear"}) for feature in features
    ]
    fitted = fit_logistic(woe, labels, never_less)
    slopes = np.array(fitted.weights) / np.array(fitted.deviations)
    base = fitted.intercept - float(slopes @ np.array(fitted.means))
    tables = []
    for feature, cut, values, slope in zip(features, cuts, evidence, slopes, strict=True):
        log_odds = values * slope
        least = float(log_odds[:-1].min())
        base += least
        points = [round((value - least) / PER_POINT) for value in log_odds.tolist()]
        tables.append(
            PointsTable(
                feature=feature.name,
                above=tuple(cut.tolist()),
                points=tuple(points[:-1]),
                missing=points[-1],
            )
        )
    return Scorecard(tables=tuple(tables), base=base)


def _bin_of(values: Vector, cut: Vector) -> Indices:
    found = np.searchsorted(cut, values, side="left")
    return np.where(np.isnan(values), len(cut) + 1, found)


def _bins(values: Vector, labels: Vector, feature: Feature) -> Vector:
    """Return bounds whose bins are large enough and follow the feature's direction."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.array([])
    cut = np.unique(np.quantile(known, np.arange(1, MOST_BINS) / MOST_BINS, method="lower"))
    cut = cut[cut < known.max()]
    while len(cut):
        where = _bin_of(values, cut)
        sizes = np.bincount(where, minlength=len(cut) + 2)[: len(cut) + 1]
        bad = np.bincount(where, labels, minlength=len(cut) + 2)[: len(cut) + 1]
        rates = (bad + labels.mean()) / (sizes + 1)
        small = sizes < SMALLEST_BIN * len(values)
        steps = np.diff(rates) * feature.direction
        if small.any():
            worst = min(int(np.argmax(small)), len(cut) - 1)
        elif feature.direction and (steps < 0).any():
            worst = int(np.argmin(steps))
        else:
            break
        cut = np.delete(cut, worst)
    return cut


def _evidence(values: Vector, labels: Vector, cut: Vector, odds: float) -> Vector:
    where = _bin_of(values, cut)
    sizes = np.bincount(where, minlength=len(cut) + 2)
    bad = np.bincount(where, labels, minlength=len(cut) + 2)
    weights = [
        _log_odds(b, n, labels.mean()) - odds if n else 0.0
        for b, n in zip(bad.tolist(), sizes.tolist(), strict=True)
    ]
    return np.array(weights)


def _log_odds(bad: float, rows: float, share: float) -> float:
    """Return log-odds, pulled to those of all by as many rows as hold one bad one."""
    rate = (bad + 1) / (rows + 1 / max(share, 1e-6))
    return float(np.log(rate / (1 - rate)))
