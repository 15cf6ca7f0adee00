"""Settings are chosen by cross-validation on the training rows; the same seed chooses the same."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np

from ml.candidates import Candidate, Settings, tree_settings
from ml.features import Feature, Flags, Matrix, Vector
from ml.metrics import auc
from ml.models.boosted import fit_boosted

FOLDS = 4
MOST_TUNING_ROWS = 30_000
"""More rows choose no other settings, and take longer."""
AS_GOOD = 0.0005
"""AUC that a more intricate setting must gain to be preferred."""
WORKERS = min(2, os.cpu_count() or 1)
Advance = Callable[[], None]


class Tuned(NamedTuple):
    """The settings of one model, and what it said of rows it had not seen."""

    settings: Settings
    auc: float
    """Mean over the folds."""
    labels: tuple[Vector, ...]
    """Per fold."""
    margins: tuple[Vector, ...]


class _Tried(NamedTuple):
    settings: Settings
    aucs: tuple[float, ...]
    margins: tuple[Vector, ...]


def folds(labels: Vector, seed: int) -> tuple[Flags, ...]:
    """Return, per fold, which rows are held back; each has the same share of bad ones."""
    draw = np.random.default_rng(seed)
    fold = np.zeros(len(labels), dtype=int)
    for value in (0.0, 1.0):
        members = draw.permutation(np.flatnonzero(labels == value))
        fold[members] = np.arange(len(members)) % FOLDS
    return tuple(fold == number for number in range(FOLDS))


def tune(
    candidate: Candidate,
    rows: Matrix,
    labels: Vector,
    features: Sequence[Feature],
    seed: int,
    advance: Advance = lambda: None,
) -> Tuned:
    """Return the best settings of a candidate; `advance` is called after each fit.

    Among settings that are as good, the first of the grid with the fewest trees is taken.
    """
    held_back = folds(labels, seed)

    def one(job: tuple[Settings, Flags]) -> list[tuple[Settings, float, Vector]]:
        settings, out = job
        found = list(_fitted(candidate, settings, rows, labels, features, seed, out))
        advance()
        return found

    jobs = [(settings, out) for settings in candidate.grid for out in held_back]
    with ThreadPoolExecutor(WORKERS) as pool:
        results = list(pool.map(one, jobs))
    tried = []
    for start in range(0, len(results), FOLDS):
        for steps in zip(*results[start : start + FOLDS], strict=True):
            tried.append(
                _Tried(steps[0][0], tuple(s[1] for s in steps), tuple(s[2] for s in steps))
            )
    best = max(float(np.mean(t.aucs)) for t in tried)
    chosen = next(t for t in tried if float(np.mean(t.aucs)) >= best - AS_GOOD)
    return Tuned(
        chosen.settings,
        float(np.mean(chosen.aucs)),
        tuple(labels[out] for out in held_back),
        chosen.margins,
    )


def fits_to_do(candidates: Sequence[Candidate]) -> int:
    """Return how often `tune` calls `advance` for all of them."""
    return sum(len(candidate.grid) * FOLDS for candidate in candidates)


def tuning_rows(rows: Matrix, labels: Vector, seed: int) -> tuple[Matrix, Vector]:
    """Return at most `MOST_TUNING_ROWS` of the rows."""
    if len(rows) <= MOST_TUNING_ROWS:
        return rows, labels
    chosen = np.random.default_rng(seed).permutation(len(rows))[:MOST_TUNING_ROWS]
    return rows[chosen], labels[chosen]


def _fitted(
    candidate: Candidate,
    settings: Settings,
    rows: Matrix,
    labels: Vector,
    features: Sequence[Feature],
    seed: int,
    out: Flags,
) -> Iterator[tuple[Settings, float, Vector]]:
    """Fit on the other folds and score this one; boosting is looked at after every step."""
    if not candidate.round_steps:
        model = candidate.fit(rows[~out], labels[~out], features, settings, seed)
        margins = model.margins(rows[out])
        yield settings, auc(labels[out], margins), margins
        return
    most = {**settings, "rounds": float(candidate.round_steps[-1])}
    boosted = fit_boosted(rows[~out], labels[~out], features, tree_settings(most), seed)
    for rounds in candidate.round_steps:
        margins = boosted.margins(rows[out], rounds)
        yield {**settings, "rounds": float(rounds)}, auc(labels[out], margins), margins
