"""Why a score is what it is: exact contributions, grouped to the texts of an adverse-action notice.

A contribution is told against a stated reference, the mean applicant at or slightly above the cut
(Reg B comment 9(b)(2)-5, method one; specification 8.4): what the feature adds to the log-odds of
this person, less what it adds to those of the reference. Contributions of a group are summed, so
that two readings of one fact (debts before and after the loan) are one reason.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ml.features import NAMES, Vector
from ml.models.scorecard import PER_POINT
from tools.lending.risk import RiskFactor

MOST = 4
"""Principal reasons of a notice (comment 9(b)(2)-1)."""
LEAST_POINTS = 3
"""Thirty double the odds; what moves them by less than 7 % decided nothing."""


class Group(NamedTuple):
    """Features that are one reason."""

    name: str
    features: tuple[str, ...]
    reasons: tuple[str, ...]
    """Ids of `adverse_action_reasons.toml`; none for a credit score: the bureau names them."""
    if_missing: tuple[str, ...] = ()
    """What is said instead where the (only) feature has no value."""


GROUPS = (
    Group("credit_history", ("credit_score",), (), if_missing=("AA14",)),
    Group("payment_history", ("payment_history",), ("AA17",)),
    Group("debts", ("dti_pre_pct", "dti_post_neutral_pct"), ("AA09",)),
    Group("savings", ("months_of_reserves",), ("X13",)),
    Group("income", ("annual_income", "loan_to_income", "unemployed"), ("AA08",)),
    Group("time_in_work", ("years_in_work",), ("AA07",), if_missing=("AA06",)),
    Group("open_loans", ("existing_loans",), ("X8",)),
    Group("business_income", ("self_employed",), ("AA05",)),
    Group("collateral", ("secured",), ("AA23",)),
)
"""Every feature is in one group; a test holds this against `ml.features`."""
PLACES = {group.name: [NAMES.index(name) for name in group.features] for group in GROUPS}
SUMS = np.array([[name in group.features for group in GROUPS] for name in NAMES], dtype=float)
"""(features, groups): contributions times this are those of the groups."""


def factors_of(
    values: Vector, contributions: Sequence[float], bureau_reasons: tuple[str, ...]
) -> tuple[RiskFactor, ...]:
    """Return at most four groups that raise the risk, then at most four that lower it.

    Args:
        values: features in the order of `ml.features.NAMES`; NaN is missing.
        contributions: calibrated log-odds of each feature against the reference.
        bureau_reasons: what the bureau says holds the score down, as adverse-action ids.
    """
    added = (np.asarray(contributions, dtype=float) @ SUMS / PER_POINT).tolist()
    material = [
        _factor(group, values, round(points), bureau_reasons)
        for group, points in zip(GROUPS, added, strict=True)
        if abs(round(points)) >= LEAST_POINTS
    ]
    material.sort(key=lambda factor: factor.points, reverse=True)
    hurts = [factor for factor in material if factor.points > 0]
    helps = [factor for factor in reversed(material) if factor.points < 0]
    return (*hurts[:MOST], *helps[:MOST])


def principal_reasons(factors: Sequence[RiskFactor]) -> tuple[str, ...]:
    """Return the adverse-action ids of what hurts, most important first, at most four.

    Of a credit score without factors of the bureau there is none: a notice waits for the report.

    >>> debts = RiskFactor(feature="debts", direction="hurts", points=20, reasons=("AA09",))
    >>> principal_reasons([debts, debts])
    ('AA09',)
    """
    named = [reason for one in factors if one.direction == "hurts" for reason in one.reasons]
    return tuple(dict.fromkeys(named))[:MOST]


def _factor(
    group: Group, values: Vector, points: int, bureau_reasons: tuple[str, ...]
) -> RiskFactor:
    reasons = group.reasons or bureau_reasons
    if np.isnan(values[PLACES[group.name]]).all():
        reasons = group.if_missing
    return RiskFactor(
        feature=group.name,
        direction="hurts" if points > 0 else "helps",
        points=points,
        reasons=reasons if points > 0 else (),
    )
