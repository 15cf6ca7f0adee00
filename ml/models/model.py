"""What every trained model can do."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from ml.features import Matrix, Vector

Kind = Literal["logistic", "scorecard", "random_forest", "xgboost", "neural_network"]
KINDS: tuple[Kind, ...] = (
    "logistic", "scorecard", "random_forest", "xgboost", "neural_network",
)  # fmt: skip


class Model(Protocol):
    """Gives log-odds of a default for rows of a feature matrix; NaN is missing."""

    @property
    def kind(self) -> Kind: ...

    def margins(self, rows: Matrix) -> Vector:
        """Return the log-odds, uncalibrated, one per row."""
        ...


class ExplainedModel(Model, Protocol):
    """A model whose log-odds are a sum over the features: one that may decide who is looked at."""

    def contributions(self, rows: Matrix) -> Matrix:
        """Return (rows, features + 1): what each feature adds to the log-odds; last, the base.

        A row sums to its margin.
        """
        ...

    def save(self, folder: Path) -> tuple[str, ...]:
        """Write the model as UBJSON or JSON, and return the names of its files, the main first."""
        ...


def probabilities(margins: Vector) -> Vector:
    """Return 1 / (1 + exp(-margin)).

    >>> probabilities(np.array([0.0])).tolist()
    [0.5]
    """
    shares: Vector = 1 / (1 + np.exp(-np.clip(margins, -50, 50)))
    return shares


def as_rows(values: Sequence[float] | Vector) -> Matrix:
    """Return one vector as a matrix of one row."""
    return np.asarray(values, dtype=float).reshape(1, -1)
