"""Tune, choose, train, calibrate and measure. The test rows are touched last, and once."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from rich.progress import Progress

from ml.artifact import Measured
from ml.candidates import CANDIDATES, FEW_ROWS, Candidate, suited
from ml.choose import Choice, choose
from ml.compare import Fitted, calibrated, measure
from ml.features import Matrix, Vector
from ml.models.model import Kind
from ml.preparation import CALIBRATE, TRAIN, Prepared, with_some_hidden
from ml.tuning import Tuned, fits_to_do, tune, tuning_rows


class Trained(NamedTuple):
    """Five models, and the one that is chosen."""

    data: Prepared
    tuned: Mapping[Kind, Tuned]
    choice: Choice
    fitted: Mapping[Kind, Fitted]
    measured: tuple[Measured, ...]
    cut: float
    """Probability above which a person looks."""
    seed: int

    @property
    def chosen(self) -> Fitted:
        """The model that is shipped."""
        return self.fitted[self.choice.kind]

    def measured_of(self, kind: Kind) -> Measured:
        """Return the line of one model."""
        return next(line for line in self.measured if line.model == kind)


def train(
    data: Prepared,
    *,
    seed: int,
    progress: Progress,
    cut: float | None = None,
    candidates: Sequence[Candidate] = CANDIDATES,
) -> Trained:
    """Train every candidate on a table.

    Where training rows are few, those of the calibration are learned from too, once they have set
    the calibration.

    Args:
        data: rows, labels and parts.
        seed: of folds, trees and noise: the same seed gives the same models.
        progress: where the bars are drawn.
        cut: probability above which a person looks; None: the share of bad rows.
        candidates: the models, and what is tried of each.
    """
    rows, labels = data.part(TRAIN)
    rows = with_some_hidden(rows, data.features, seed)
    some_rows, some_labels = tuning_rows(rows, labels, seed)
    tuned: dict[Kind, Tuned] = {}
    candidates = tuple(suited(candidate, len(rows)) for candidate in candidates)
    task = progress.add_task("tuning", total=fits_to_do(candidates))
    for candidate in candidates:
        progress.update(task, description=f"tuning {candidate.kind}")
        tuned[candidate.kind] = tune(
            candidate, some_rows, some_labels, data.features, seed, lambda: progress.advance(task)
        )
    choice = choose(tuned)
    threshold = float(labels.mean()) if cut is None else cut
    fitted: dict[Kind, Fitted] = {}
    lines = []
    task = progress.add_task("training", total=len(candidates))
    for candidate in candidates:
        progress.update(task, description=f"training {candidate.kind}")
        settings = tuned[candidate.kind].settings
        model = candidate.fit(rows, labels, data.features, settings, seed)
        ready = calibrated(candidate, model, data)
        if len(rows) < FEW_ROWS:
            again = candidate.fit(*_all_but_test(data, seed), data.features, settings, seed)
            ready = ready._replace(model=again)
        fitted[candidate.kind] = ready
        lines.append(measure(fitted[candidate.kind], data, threshold, seed))
        progress.advance(task)
    return Trained(data, tuned, choice, fitted, tuple(lines), threshold, seed)


def _all_but_test(data: Prepared, seed: int) -> tuple[Matrix, Vector]:
    parts = [data.part(TRAIN), data.part(CALIBRATE)]
    rows = np.concatenate([rows for rows, _ in parts])
    labels = np.concatenate([labels for _, labels in parts])
    return with_some_hidden(rows, data.features, seed), labels
