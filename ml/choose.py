"""Which model is shipped: a rule that stands before the figures do."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ml.candidates import CANDIDATES
from ml.metrics import auc_difference
from ml.models.model import Kind
from ml.tuning import Tuned

PREFERRED: Kind = "xgboost"
"""The brief names it, SageMaker hosts it as it is, its directions hold by construction."""
NOISE = 1.645
"""Standard errors: a better model by chance would seem better by more in one of twenty trials."""
RULE = (
    "Monotone XGBoost, unless another model that explains every score exactly has a higher AUC by"
    f" more than noise ({NOISE} standard errors of the paired difference, over the folds of the"
    " cross-validation on training rows; the test rows are not looked at)."
)


class Gap(NamedTuple):
    """How much better another model ranked the rows it had not seen."""

    auc: float
    """Positive: better than the preferred one."""
    error: float

    @property
    def beats(self) -> bool:
        """More than noise."""
        return self.auc > NOISE * self.error


class Choice(NamedTuple):
    """The model that is shipped, and why."""

    kind: Kind
    because: str
    gaps: Mapping[Kind, Gap]


def choose(tuned: Mapping[Kind, Tuned]) -> Choice:
    """Apply `RULE`."""
    preferred = tuned[PREFERRED]
    gaps = {kind: gap_of(other, preferred) for kind, other in tuned.items() if kind != PREFERRED}
    eligible = [c.kind for c in CANDIDATES if c.explains and c.kind in gaps]
    better = [kind for kind in eligible if gaps[kind].beats]
    if not better:
        closest = max(eligible, key=lambda kind: gaps[kind].auc)
        gap = gaps[closest]
        because = (
            f"no model that explains itself beats monotone XGBoost by more than noise: the closest,"
            f" {closest}, differs by {gap.auc:+.4f} AUC with a standard error of {gap.error:.4f}"
        )
        return Choice(PREFERRED, because, gaps)
    best = max(better, key=lambda kind: gaps[kind].auc)
    gap = gaps[best]
    because = f"{best} beats monotone XGBoost by {gap.auc:.4f} AUC, standard error {gap.error:.4f}"
    return Choice(best, because, gaps)


def gap_of(one: Tuned, other: Tuned) -> Gap:
    """Return the mean difference of AUC over the folds, and its standard error.

    DeLong's paired variance, widened because folds share training rows (Nadeau, Bengio 2003).
    """
    found = [
        auc_difference(labels, mine, theirs)
        for labels, mine, theirs in zip(one.labels, one.margins, other.margins, strict=True)
    ]
    differences, variances = zip(*found, strict=True)
    held_back = 1 / (len(found) - 1)  # rows of a fold over the rows it was trained on
    error = float(np.sqrt(np.mean(variances) * (1 / len(found) + held_back)))
    return Gap(float(np.mean(differences)), error)
