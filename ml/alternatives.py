"""Is there a less discriminatory alternative? Other models, other features, other cut-offs.

Every candidate is measured on the same test rows: how many pass, how many of those default, and how
the worst-off group fares. An alternative is one that loses no more than noise and lifts that group:
it is for people to weigh, and the report names it.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from ml.artifact import Artifact
from ml.calibration import fit_calibration
from ml.compare import impact_ratios
from ml.features import Matrix, Vector
from ml.generate import SEED
from ml.metrics import auc, auc_difference
from ml.models.logistic import fit_logistic
from ml.models.model import probabilities
from ml.preparation import CALIBRATE, TEST, TRAIN, Prepared, with_some_hidden
from tools.lending.records import Record

CUTS = (0.06, 0.08, 0.10, 0.12, 0.15, 0.18, 0.20)
LIFTS = 0.02
"""Of the worst impact ratio: less is not worth a change of model."""
WORSE_BY = 0.005
"""AUC, and share of defaults among those who pass, that an alternative may lose at most."""


class Candidate(Record):
    """One model at one cut-off, on the test rows."""

    model: str
    cut_pct: float
    passes: float
    """Share that no person has to look at."""
    bad_rate: float
    """Share that defaulted, of those who pass and whose repayment is known."""
    auc: float
    auc_gain_high: float
    """Upper end of the 95 % interval of the AUC's difference to the shipped model."""
    worst_ratio: float
    worst_group: str
    is_alternative: bool = False
    """At the same share that passes: no worse by more than noise or `WORSE_BY`, and fairer."""


class _Scored(NamedTuple):
    name: str
    said: Vector
    """Of every test row."""


def candidates(data: Prepared, shipped: Artifact, cut: float) -> tuple[Candidate, ...]:
    """Measure the shipped model, its scorecard, and regressions without one feature each.

    Args:
        data: the bank's table, split as in training.
        shipped: what is compared with.
        cut: of the present policy, a probability.
    """
    scored = list(_scored(data, shipped))
    base = scored[0]
    share = float((base.said <= cut).mean())
    here = _measured(data, base, base, cut)
    found = [_measured(data, base, base, at) for at in CUTS if at != cut]
    for one in scored[1:]:
        same = float(np.quantile(one.said, share))
        other = _measured(data, one, base, same)
        found.append(other.model_copy(update={"is_alternative": _is_better(other, here)}))
    return (here, *found)


def _is_better(one: Candidate, here: Candidate) -> bool:
    worse = one.auc < here.auc - WORSE_BY and one.auc_gain_high < 0
    return (
        not worse
        and one.bad_rate <= here.bad_rate + WORSE_BY
        and one.worst_ratio >= here.worst_ratio + LIFTS
    )


def _scored(data: Prepared, shipped: Artifact) -> Iterator[_Scored]:
    rows = data.rows[data.parts == TEST]
    yield _Scored(shipped.manifest.model, shipped.default_probabilities(rows))
    yield _Scored("scorecard", probabilities(shipped.scorecard.margins(rows)))
    yield _Scored("logistic", _regression(data, rows, ()))
    for feature in data.features:
        yield _Scored(f"logistic without {feature.name}", _regression(data, rows, (feature.name,)))


def _regression(data: Prepared, rows: Matrix, without: Sequence[str]) -> Vector:
    places = [n for n, feature in enumerate(data.features) if feature.name not in without]
    features = [data.features[place] for place in places]
    learn, labels = data.part(TRAIN)
    learn = with_some_hidden(learn, data.features, SEED)  # as the shipped one learned
    model = fit_logistic(learn[:, places], labels, features)
    kept, came = data.part(CALIBRATE)
    line = fit_calibration(model.margins(kept[:, places]), came)
    return line.of(model.margins(rows[:, places]))


def _measured(data: Prepared, one: _Scored, base: _Scored, cut: float) -> Candidate:
    test = data.parts == TEST
    labels = data.labels[test]
    known, passes = ~np.isnan(labels), one.said <= cut
    gain, variance = auc_difference(labels[known], one.said[known], base.said[known])
    ratios = {
        f"{attribute} {group}": ratio
        for attribute, words in data.audit.items()
        for group, ratio in impact_ratios(words[test], passes.astype(float)).items()
    }
    worst = min(ratios, key=lambda name: ratios[name])
    return Candidate(
        model=one.name,
        cut_pct=round(cut * 100, 2),
        passes=float(passes.mean()),
        bad_rate=float(labels[known & passes].mean()),
        auc=auc(labels[known], one.said[known]),
        auc_gain_high=gain + 1.96 * variance**0.5,
        worst_ratio=ratios[worst],
        worst_group=worst,
    )
