"""A small neural network: compared, never chosen. Nobody could say exactly why it scored so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ml.features import Feature, Matrix, Vector
from ml.models.logistic import fitted_scales, standardised
from ml.models.model import Kind

EPOCHS, LEARNING_RATE = 25, 0.002


@dataclass(frozen=True)
class Network:
    """A `Model`: one hidden layer on standardised values and flags of what is missing."""

    fitted: Any
    """sklearn.neural_network.MLPClassifier; scikit-learn has no types."""
    logs: tuple[bool, ...]
    means: tuple[float, ...]
    deviations: tuple[float, ...]

    @property
    def kind(self) -> Kind:
        """Name of the model."""
        return "neural_network"

    def margins(self, rows: Matrix) -> Vector:
        """Return the log-odds, uncalibrated."""
        shares = self.fitted.predict_proba(self.design(rows))[:, 1]
        shares = np.clip(np.asarray(shares, dtype=float), 1e-9, 1 - 1e-9)
        margins: Vector = np.log(shares / (1 - shares))
        return margins

    def design(self, rows: Matrix) -> Matrix:
        """Return what the network reads."""
        standard = standardised(rows, self.logs, self.means, self.deviations)
        return np.column_stack([np.nan_to_num(standard), np.isnan(rows).astype(float)])


def fit_network(
    rows: Matrix,
    labels: Vector,
    features: Sequence[Feature],
    *,
    hidden: int = 16,
    penalty: float = 1.0,
    seed: int = 0,
) -> Network:
    """Train with Adam, a fixed number of passes over the rows."""
    from sklearn.neural_network import MLPClassifier

    fitted = MLPClassifier(
        (hidden,), alpha=penalty, learning_rate_init=LEARNING_RATE, random_state=seed
    )
    network = Network(fitted, *fitted_scales(rows, features))
    design = network.design(rows)
    for _ in range(EPOCHS):
        fitted.partial_fit(design, labels, classes=[0.0, 1.0])
    return network
