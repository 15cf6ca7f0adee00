"""What a scorer must not do: know too much, turn a direction round."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from ml.features import Feature, Matrix
from ml.models.model import Model

LEAKS_ABOVE: Mapping[str, float] = {"default": 0.84, "approval": 0.93}
"""AUC on the made-up data that no honest feature can give: the truth itself has no more."""
SWEEP_STEPS = 25
ROUNDING = 1e-6
"""Log-odds: xgboost adds up in 32 bits."""


class LeakageError(Exception):
    """A model knows more of the made-up data than the truth does."""


def refuse_leakage(target: Literal["default", "approval", "other"], auc: float) -> None:
    """Raise if an AUC on made-up data is too good to be true.

    Raises:
        LeakageError: a feature tells the label.
    """
    limit = LEAKS_ABOVE.get(target)
    if limit is not None and auc > limit:
        raise LeakageError(
            f"AUC {auc:.3f} on {target} is above {limit}: on this data the truth has no more. A"
            " feature tells the label; look for a column that is known only after the decision."
        )


def wrong_ways(model: Model, rows: Matrix, features: Sequence[Feature]) -> dict[str, float]:
    """Return the features that move a margin against their direction, and by how much at most.

    Each is swept, in every row, over the quantiles of its values.
    """
    found = {}
    for column, feature in enumerate(features):
        known = rows[:, column][~np.isnan(rows[:, column])]
        if not feature.direction or not len(known):
            continue
        steps = np.unique(np.quantile(known, np.linspace(0, 1, SWEEP_STEPS)))
        swept = np.repeat(rows[:, None, :], len(steps), axis=1)
        swept[:, :, column] = steps
        margins = model.margins(swept.reshape(-1, rows.shape[1])).reshape(len(rows), -1)
        worst = float((np.diff(margins, axis=1) * feature.direction).min(initial=0.0))
        if worst < -ROUNDING:
            found[feature.name] = -worst
    return found
