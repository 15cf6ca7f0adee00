"""The points scorecard: a table per feature, whole points, and odds that double every so many.

More points, more risk. It is the fallback of the trained model, and its second opinion (E-072).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np

from ml.calibration import Calibration
from ml.features import Feature, Indices, Matrix, Vector
from ml.models.logistic import fit_logistic
from ml.models.model import Kind
from tools.lending.records import Record

FILE = "scorecard.json"
POINTS_TO_DOUBLE = 30
PER_POINT = float(np.log(2)) / POINTS_TO_DOUBLE
CUT_AT = (0.02, 0.06, 0.12, 0.25, 0.38, 0.5, 0.62, 0.75, 0.88, 0.94, 0.98)
"""Shares of the known values: finer in the tails, where the risk is."""
SMALLEST_BIN, SMALLEST_FLAG = 0.02, 0.002
"""Of all rows; a flag has no neighbour to join."""


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

    def times(self, factor: float) -> Self:
        """Return the table with every point multiplied, and rounded again."""
        points = tuple(round(point * factor) for point in self.points)
        return self.model_copy(update={"points": points, "missing": round(self.missing * factor)})


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

    def calibrated(self, calibration: Calibration) -> Self:
        """Return the scorecard whose points are calibrated log-odds, still whole."""
        tables = tuple(table.times(calibration.slope) for table in self.tables)
        base = self.base * calibration.slope + calibration.intercept
        return self.model_copy(update={"tables": tables, "base": base})

    def save(self, folder: Path) -> tuple[str, ...]:
        """Write JSON."""
        (folder / FILE).write_text(self.model_dump_json(indent=1) + "\n", encoding="utf-8")
        return (FILE,)

    @classmethod
    def open(cls, file: Path) -> Self:
        """Read a scorecard that `save` wrote."""
        return cls.model_validate_json(file.read_bytes())


def fit_scorecard(rows: Matrix, labels: Vector, features: Sequence[Feature]) -> Scorecard:
    """Cut each feature into bins that keep its direction, weigh them by evidence, round to points.

    A bin's weight of evidence is its log-odds less those of all; a regression with weights not
    below 0 says how much of it counts beside the other features.
    """
    odds = float(np.log(labels.mean() / (1 - labels.mean())))
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
        tables.append(_table(feature, cut, (log_odds - least) / PER_POINT))
    return Scorecard(tables=tuple(tables), base=base)


def _table(feature: Feature, cut: Vector, points: Vector) -> PointsTable:
    *whole, missing = (round(value) for value in points.tolist())
    return PointsTable(
        feature=feature.name, above=tuple(cut.tolist()), points=tuple(whole), missing=missing
    )


def _bin_of(values: Vector, cut: Vector) -> Indices:
    found = np.searchsorted(cut, values, side="left")
    return np.where(np.isnan(values), len(cut) + 1, found)


def _bins(values: Vector, labels: Vector, feature: Feature) -> Vector:
    """Return bounds whose bins are large enough and follow the feature's direction."""
    known = values[~np.isnan(values)]
    if not len(known):
        return np.array([])
    cut = np.unique(np.quantile(known, CUT_AT, method="lower"))
    cut = cut[cut < known.max()]
    is_flag = len(np.unique(known)) == 2
    cut, smallest = (known.min().reshape(1), SMALLEST_FLAG) if is_flag else (cut, SMALLEST_BIN)
    while len(cut):
        where = _bin_of(values, cut)
        sizes = _counts(where, len(cut) + 2)[:-1]
        bad = _counts(where, len(cut) + 2, labels)[:-1]
        rates = _log_odds(bad, sizes, labels.mean())
        small = sizes < smallest * len(values)
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
    sizes = _counts(where, len(cut) + 2)
    bad = _counts(where, len(cut) + 2, labels)
    weights: Vector = np.where(sizes > 0, _log_odds(bad, sizes, labels.mean()) - odds, 0.0)
    return weights


def _counts(where: Indices, bins: int, weights: Vector | None = None) -> Vector:
    return np.bincount(where, weights, minlength=bins).astype(np.float64)


def _log_odds(bad: Vector, rows: Vector, share: float) -> Vector:
    """Return log-odds, pulled to those of all by as many rows as hold one bad one."""
    rate = (bad + 1) / (rows + 1 / share)
    log_odds: Vector = np.log(rate / (1 - rate))
    return log_odds
