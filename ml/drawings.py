"""Pictures of a table, as PNG: how values lie, how they differ by label, how they go together."""

import numpy as np
import pandas as pd

from ml.features import Vector, Words
from ml.plots import new_figure, png
from ml.read import as_numbers

COLUMNS = 4
MOST_ROWS = 20_000
"""More points draw the same picture."""


def histograms(frame: pd.DataFrame) -> bytes:
    """Draw every column between its 1st and 99th percentile."""
    figure = new_figure(12, 2.2 * _lines(frame))
    grid = np.atleast_1d(figure.subplots(_lines(frame), COLUMNS)).ravel()
    for axes, name in zip(grid, frame.columns, strict=False):
        values = as_numbers(frame[name].dropna())
        low, high = np.quantile(values, [0.01, 0.99])
        axes.hist(values.clip(low, high), bins=30, color="#4477aa")
        axes.set_title(str(name), fontsize=9)
    for empty in grid[len(frame.columns) :]:
        empty.set_axis_off()
    return png(figure)


def boxes(frame: pd.DataFrame, labels: Vector, label: str) -> bytes:
    """Draw every column apart for good and bad rows."""
    figure = new_figure(12, 2.2 * _lines(frame))
    grid = np.atleast_1d(figure.subplots(_lines(frame), COLUMNS)).ravel()
    for axes, name in zip(grid, frame.columns, strict=False):
        values = as_numbers(frame[name])
        seen = ~np.isnan(values)
        apart = [values[seen & (labels == value)][:MOST_ROWS] for value in (0.0, 1.0)]
        axes.boxplot(apart, showfliers=False, tick_labels=["no", label])
        axes.set_title(str(name), fontsize=9)
    for empty in grid[len(frame.columns) :]:
        empty.set_axis_off()
    return png(figure)


def boxes_by_level(frame: pd.DataFrame, levels: Words) -> bytes:
    """Draw every column apart for each level."""
    figure = new_figure(12, 2.6 * len(frame.columns))
    names = np.unique(levels).tolist()
    for axes, name in zip(np.atleast_1d(figure.subplots(len(frame.columns))), frame, strict=True):
        values = as_numbers(frame[name])
        seen = ~np.isnan(values)
        apart = [values[seen & (levels == level)][:MOST_ROWS] for level in names]
        axes.boxplot(apart, showfliers=False, tick_labels=names)
        axes.set_title(str(name), fontsize=9)
    return png(figure)


def correlations(frame: pd.DataFrame) -> bytes:
    """Draw the rank correlation of every pair of columns."""
    matrix = as_matrix(frame.head(MOST_ROWS).corr(method="spearman"))
    size = 2.5 + 0.5 * len(frame.columns)
    figure = new_figure(size, size)
    axes = figure.subplots()
    axes.imshow(matrix, vmin=-1, vmax=1, cmap="RdBu_r")
    names = [str(name) for name in frame.columns]
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=8)
    axes.set_yticks(range(len(names)), names, fontsize=8)
    for row, line in enumerate(matrix.tolist()):
        for column, value in enumerate(line):
            axes.text(column, row, f"{value:.1f}", ha="center", va="center", fontsize=7)
    return png(figure)


def as_matrix(frame: pd.DataFrame) -> Vector:
    """Return a frame of numbers as an array."""
    return np.asarray(frame, dtype=np.float64)


def _lines(frame: pd.DataFrame) -> int:
    return -(-len(frame.columns) // COLUMNS)
