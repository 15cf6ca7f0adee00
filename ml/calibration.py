"""From log-odds of a model to default probabilities that come true as often as they say."""

from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from ml.features import Vector
from ml.models.model import probabilities
from tools.lending.records import Record

Positive = Annotated[float, Field(gt=0)]


class Calibration(Record):
    """Platt's: probability = 1 / (1 + exp(-(slope x margin + intercept))).

    Isotonic steps were the road not taken: on a plateau a customer's improvement changes nothing,
    and no reason moves the score.
    """

    method: Literal["platt"] = "platt"
    slope: Positive
    """Above 0: calibration never turns a direction round."""
    intercept: float

    def of(self, margins: Vector) -> Vector:
        """Return default probabilities.

        >>> Calibration(slope=1.0, intercept=0.0).of(np.array([0.0])).tolist()
        [0.5]
        """
        return probabilities(self.slope * margins + self.intercept)


def fit_calibration(margins: Vector, labels: Vector) -> Calibration:
    """Return the line that makes the labels of the calibration rows most likely (Newton).

    Labels are softened as Platt did, so that a few rows cannot claim certainty.
    """
    bad, good = labels.sum(), len(labels) - labels.sum()
    wanted = np.where(labels > 0, (bad + 1) / (bad + 2), 1 / (good + 2))
    line = np.array([1.0, 0.0])
    design = np.column_stack([margins, np.ones(len(margins))])
    for _ in range(50):
        expected = probabilities(design @ line)
        slope = design.T @ (expected - wanted)
        curve = (design * (expected * (1 - expected))[:, None]).T @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(curve, slope)
        line = line - step
        if np.abs(step).max() < 1e-10:
            break
    return Calibration(slope=max(float(line[0]), 1e-3), intercept=float(line[1]))
