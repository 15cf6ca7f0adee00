"""Every model, measured on the same test rows by the same figures."""

import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
from rich.table import Table

from ml import metrics
from ml.artifact import Measured
from ml.calibration import Calibration, fit_calibration
from ml.candidates import Candidate
from ml.features import Matrix, Vector, Words
from ml.models.model import ExplainedModel, Kind, Model
from ml.preparation import CALIBRATE, TEST, Prepared

NOISE_SHARE = 0.01
FEWEST_IN_GROUP = 100
LATENCY_CALLS = 200


class Fitted(NamedTuple):
    """A model that was trained and calibrated."""

    candidate: Candidate
    model: Model
    calibration: Calibration

    def probabilities(self, rows: Matrix) -> Vector:
        """Return calibrated probabilities."""
        return self.calibration.of(self.model.margins(rows))


def calibrated(candidate: Candidate, model: Model, data: Prepared) -> Fitted:
    """Calibrate a model on the rows that are kept for that."""
    rows, labels = data.part(CALIBRATE)
    return Fitted(candidate, model, fit_calibration(model.margins(rows), labels))


def measure(fitted: Fitted, data: Prepared, cut: float, seed: int) -> Measured:
    """Return the line of one model in the comparison; `cut` is a probability."""
    rows, labels = data.part(TEST)
    said = fitted.probabilities(rows)
    low, high = metrics.auc_interval(labels, said)
    at_cut = metrics.at_cut(labels, said, cut)
    return Measured(
        model=fitted.candidate.kind,
        auc=metrics.auc(labels, said),
        auc_low=low,
        auc_high=high,
        ks=metrics.ks(labels, said),
        brier=metrics.brier(labels, said),
        calibration_error=metrics.calibration_error(labels, said),
        precision=at_cut.precision,
        recall=at_cut.recall,
        f1=at_cut.f1,
        accuracy=at_cut.accuracy,
        stability=stability(fitted, rows, seed),
        worst_impact_ratio=worst_impact_ratio(fitted, data, cut),
        latency_ms=latency_ms(fitted.model, rows),
        size_kb=size_kb(fitted.model),
        explainability=fitted.candidate.explainability,
    )


def stability(fitted: Fitted, rows: Matrix, seed: int) -> float:
    """Return the 95th percentile of how far 1 % of noise on each amount moves a probability.

    Flags and steps (whole numbers of at most ten values) are not amounts, and stay.
    """
    draw = np.random.default_rng(seed)
    noise = 1 + NOISE_SHARE * draw.standard_normal(rows.shape)
    amounts = np.array([len(np.unique(column[~np.isnan(column)])) > 10 for column in rows.T])
    moved = fitted.probabilities(np.where(amounts, rows * noise, rows))
    return float(np.quantile(np.abs(moved - fitted.probabilities(rows)), 0.95))


def worst_impact_ratio(fitted: Fitted, data: Prepared, cut: float) -> float | None:
    """Return the lowest share below the cut of any audit group, over that of the largest group.

    Of all test rows, also those that were refused. Groups under 100 rows say nothing.
    """
    test = data.parts == TEST
    below = fitted.probabilities(data.rows[test]) <= cut
    ratios = [
        ratio
        for groups in data.audit.values()
        for ratio in impact_ratios(groups[test], below.astype(float)).values()
    ]
    return min(ratios, default=None)


def impact_ratios(groups: Words, selected: Vector) -> Mapping[str, float]:
    """Return each group's share of selected rows over that of the largest group.

    >>> sorted(impact_ratios(np.array(["a"] * 300 + ["b"] * 100), np.ones(400)).items())
    [('a', 1.0), ('b', 1.0)]
    """
    names, counts = np.unique(groups, return_counts=True)
    shares = {str(name): float(selected[groups == name].mean()) for name in names}
    reference = shares[str(names[counts.argmax()])]
    large = [str(n) for n, count in zip(names, counts, strict=True) if count >= FEWEST_IN_GROUP]
    return {name: shares[name] / reference for name in large} if reference else {}


def latency_ms(model: Model, rows: Matrix) -> float:
    """Return the median time of scoring one row."""
    times = []
    for place in range(LATENCY_CALLS):
        row = rows[place % len(rows)].reshape(1, -1)
        began = time.perf_counter()
        model.margins(row)
        times.append(time.perf_counter() - began)
    return float(np.median(times)) * 1000


def size_kb(model: Model) -> float:
    """Return the size of the model's file; of a network, which has none, that of its weights."""
    fitted: Any = getattr(model, "fitted", None)
    if fitted is not None:
        return float(sum(weights.nbytes for weights in fitted.coefs_)) / 1024
    with tempfile.TemporaryDirectory() as folder:
        files = cast(ExplainedModel, model).save(Path(folder))
        return sum((Path(folder) / name).stat().st_size for name in files) / 1024


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


COLUMNS: tuple[tuple[str, Callable[[Measured], str]], ...] = (
    ("AUC", lambda m: f"{m.auc:.4f}"),
    ("AUC, 95 % interval", lambda m: f"{m.auc_low:.3f}-{m.auc_high:.3f}"),
    ("KS", lambda m: f"{m.ks:.3f}"),
    ("Brier", lambda m: f"{m.brier:.4f}"),
    ("calibration error", lambda m: f"{m.calibration_error:.4f}"),
    ("precision", lambda m: f"{m.precision:.3f}"),
    ("recall", lambda m: f"{m.recall:.3f}"),
    ("F1", lambda m: f"{m.f1:.3f}"),
    ("accuracy", lambda m: f"{m.accuracy:.3f}"),
    ("moves under 1 % noise", lambda m: f"{m.stability:.4f}"),
    ("worst group impact ratio", lambda m: _ratio(m.worst_impact_ratio)),
    ("latency, ms", lambda m: f"{m.latency_ms:.3f}"),
    ("size, kB", lambda m: f"{m.size_kb:.0f}"),
    ("explains itself", lambda m: m.explainability),
)  # fmt: skip
"""Heading and cell of each line of the printed table."""


def table(measured: tuple[Measured, ...], chosen: Kind) -> Table:
    """Return the comparison as it is printed: a column per model, the chosen one with an arrow."""
    heads = (f"→ {line.model}" if line.model == chosen else line.model for line in measured)
    printed = Table("on the test rows", *heads)
    for heading, cell in COLUMNS:
        printed.add_row(heading, *(cell(line) for line in measured))
    return printed


def markdown(measured: tuple[Measured, ...], chosen: Kind) -> str:
    """Return the comparison as a Markdown table, a column per model."""
    heads = (f"**{line.model}**" if line.model == chosen else line.model for line in measured)
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(measured) + 1) + "|"]
    for heading, cell in COLUMNS:
        lines.append(f"| {heading} | " + " | ".join(cell(line) for line in measured) + " |")
    return "\n".join(lines)
