"""Pictures of a training: how it ranks, whether it keeps its word, what each feature does."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ml.features import Vector
from ml.metrics import deciles
from ml.preparation import TEST
from ml.training import Trained

if TYPE_CHECKING:
    from matplotlib.figure import Figure

COLUMNS, SWEPT_ROWS, STEPS = 4, 300, 30


def draw(trained: Trained, folder: Path) -> None:
    """Write roc.png, calibration.png and effects.png."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "roc": roc(trained),
        "calibration": calibration(trained),
        "effects": effects(trained),
    }
    for name, figure in figures.items():
        (folder / f"{name}.png").write_bytes(png(figure))


def new_figure(width: float, height: float) -> "Figure":
    """Return a figure that no window belongs to."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height))
    figure.subplots_adjust(hspace=0.5, wspace=0.3)  # laying out by constraints takes seconds
    return figure


def png(figure: "Figure") -> bytes:
    """Return a figure as a picture without a date in it: the same figure, the same bytes."""
    written = io.BytesIO()
    figure.savefig(written, format="png", dpi=70, bbox_inches="tight", metadata={"Software": None})
    return written.getvalue()


def roc(trained: Trained) -> "Figure":
    """Draw the share of bad rows found against the share of good rows disturbed, per model."""
    rows, labels = trained.data.part(TEST)
    figure = new_figure(5, 5)
    axes = figure.subplots()
    for kind, fitted in trained.fitted.items():
        good, bad = _roc(labels, fitted.model.margins(rows))
        axes.plot(good, bad, label=f"{kind} {trained.measured_of(kind).auc:.3f}")
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.5)
    axes.set(xlabel="share of good rows above the cut", ylabel="share of bad rows above the cut")
    axes.legend(loc="lower right")
    return figure


def _roc(labels: Vector, scores: Vector) -> tuple[Vector, Vector]:
    order = np.argsort(-scores, kind="stable")
    return np.cumsum(1 - labels[order]) / (1 - labels).sum(), np.cumsum(
        labels[order]
    ) / labels.sum()


def calibration(trained: Trained) -> "Figure":
    """Draw what the chosen model and the scorecard said against what came, by decile."""
    rows, labels = trained.data.part(TEST)
    figure = new_figure(5, 5)
    axes = figure.subplots()
    for kind in dict.fromkeys((trained.choice.kind, "scorecard")):
        found = deciles(labels, trained.fitted[kind].probabilities(rows))
        axes.plot([d.said for d in found], [d.came for d in found], marker="o", label=kind)
    top = axes.get_xlim()[1]
    axes.plot([0, top], [0, top], color="grey", linewidth=0.5)
    axes.set(xlabel="probability that was said", ylabel="share that came")
    axes.legend()
    return figure


def effects(trained: Trained) -> "Figure":
    """Draw, per feature, the mean probability while it alone is swept."""
    rows = trained.data.part(TEST)[0][:SWEPT_ROWS]
    features = trained.data.features[: COLUMNS * 6]
    figure = new_figure(3 * COLUMNS, 2.3 * -(-len(features) // COLUMNS))
    grid = np.atleast_1d(figure.subplots(-(-len(features) // COLUMNS), COLUMNS)).ravel()
    for column, feature in enumerate(features):
        known = rows[:, column][~np.isnan(rows[:, column])]
        steps = np.unique(np.quantile(known, np.linspace(0, 1, STEPS))) if len(known) else known
        swept = np.repeat(rows[None], len(steps), axis=0)
        swept[:, :, column] = steps[:, None]
        said = trained.chosen.probabilities(swept.reshape(-1, rows.shape[1]))
        grid[column].plot(steps, said.reshape(len(steps), -1).mean(axis=1))
        grid[column].set_title(feature.name, fontsize=9)
    for empty in grid[len(features) :]:
        empty.set_axis_off()
    return figure
