"""How good a scorer is, in figures. Labels: 1 is bad. Scores: higher is riskier."""

from typing import NamedTuple

import numpy as np

from ml.features import Vector

DECILES = 10
Z95 = 1.959964


def auc(labels: Vector, scores: Vector) -> float:
    """Return the chance that a bad row scores above a good one; ties count half.

    >>> auc(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.5, 0.5]))
    0.75
    """
    bad = labels > 0
    n_bad, n_good = int(bad.sum()), int((~bad).sum())
    places = midranks(scores)
    return float((places[bad].sum() - n_bad * (n_bad + 1) / 2) / (n_bad * n_good))


def midranks(values: Vector) -> Vector:
    """Return ranks from 1; equal values share the middle of their places."""
    _, where, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Vector = (last - (counts - 1) / 2)[where]
    return middle


def auc_parts(labels: Vector, scores: Vector) -> tuple[Vector, Vector]:
    """Return DeLong's structural components: of each bad row, and of each good one.

    The mean of either is the AUC. Source: DeLong, DeLong, Clarke-Pearson 1988; Sun, Xu 2014.
    """
    bad, good = scores[labels > 0], scores[labels <= 0]
    together = midranks(np.concatenate([bad, good]))
    of_bad = (together[: len(bad)] - midranks(bad)) / len(good)
    of_good = 1 - (together[len(bad) :] - midranks(good)) / len(bad)
    return of_bad, of_good


def auc_interval(labels: Vector, scores: Vector) -> tuple[float, float]:
    """Return the 95 % interval of the AUC (DeLong)."""
    of_bad, of_good = auc_parts(labels, scores)
    error = float(np.sqrt(of_bad.var() / len(of_bad) + of_good.var() / len(of_good)))
    area = float(of_bad.mean())
    return max(area - Z95 * error, 0.0), min(area + Z95 * error, 1.0)


def auc_difference(labels: Vector, scores: Vector, others: Vector) -> tuple[float, float]:
    """Return AUC(scores) - AUC(others) on the same rows, and its variance (DeLong, paired)."""
    pairs = zip(auc_parts(labels, scores), auc_parts(labels, others), strict=True)
    (bad, good) = (one - two for one, two in pairs)
    return float(bad.mean()), float(bad.var() / len(bad) + good.var() / len(good))


def ks(labels: Vector, scores: Vector) -> float:
    """Return the largest gap between the shares of bad and good rows up to a score.

    >>> ks(np.array([0.0, 0.0, 1.0]), np.array([0.1, 0.5, 0.9]))
    1.0
    """
    order = np.argsort(scores, kind="stable")
    ends = np.append(np.diff(scores[order]) > 0, True)
    bad = np.cumsum(labels[order]) / labels.sum()
    good = np.cumsum(1 - labels[order]) / (1 - labels).sum()
    return float(np.abs(bad - good)[ends].max())


def brier(labels: Vector, probabilities: Vector) -> float:
    """Return the mean squared error of the probabilities."""
    return float(((probabilities - labels) ** 2).mean())


class Decile(NamedTuple):
    """Rows of like probability: what was said, and what came."""

    said: float
    came: float
    rows: int


def deciles(labels: Vector, probabilities: Vector) -> tuple[Decile, ...]:
    """Return ten groups of rows by rising probability."""
    groups = np.array_split(np.argsort(probabilities, kind="stable"), DECILES)
    return tuple(
        Decile(float(probabilities[g].mean()), float(labels[g].mean()), len(g))
        for g in groups
        if len(g)
    )


def calibration_error(labels: Vector, probabilities: Vector) -> float:
    """Return the mean gap, over deciles, between what was said and what came."""
    gaps = [abs(d.said - d.came) * d.rows for d in deciles(labels, probabilities)]
    return sum(gaps) / len(labels)


class AtCut(NamedTuple):
    """Figures of 'bad if above the cut'. 0 where nothing is above it."""

    precision: float
    recall: float
    f1: float
    accuracy: float


def at_cut(labels: Vector, probabilities: Vector, cut: float) -> AtCut:
    """Return precision, recall, F1 and accuracy of calling rows above `cut` bad."""
    called, bad = probabilities > cut, labels > 0
    hits = float((called & bad).sum())
    precision = hits / called.sum() if called.any() else 0.0
    recall = hits / bad.sum()
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return AtCut(float(precision), float(recall), float(f1), float((called == bad).mean()))
