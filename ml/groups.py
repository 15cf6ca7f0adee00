"""How a scorer treats groups of people that it cannot see: shares, gaps, intervals.

'Selected' is a request that no scorer's rule sends to a person: a probability up to the cut. The
reference of every comparison is the largest group. Groups under a hundred rows say nothing: their
figures are told, and no verdict is drawn. Source: specification 5.4, 6.3; four-fifths rule.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from ml.features import Feature, Flags, Matrix, Vector, Words
from ml.metrics import Z95, auc
from ml.models.logistic import fit_logistic
from tools.lending.records import Record

FEWEST_IN_GROUP = 100
FOUR_FIFTHS = 0.8
STRONG_PROXY = 0.75
"""AUC with which permitted features tell a group from the others."""
FEWEST_OUTCOMES = 30
"""Of bad ones and of good ones, for a rate among them."""
BANDS = 5
HALVES = 11
"""Seed: which rows a proxy learns from, and which it is tried on."""
Interval = tuple[float, float, float] | tuple[None, None, None]
NO_INTERVAL = (None, None, None)


class Group(Record):
    """One group beside the reference of its attribute. None: too few rows to say."""

    attribute: str
    group: str
    reference: str
    rows: int
    selected: float
    """Share."""
    impact_ratio: float | None
    impact_low: float | None
    """95 % interval."""
    impact_high: float | None
    outcomes: int
    """Rows whose repayment is known."""
    caught: float | None
    """Of those who defaulted, the share sent to a person (true positive rate)."""
    caught_gap: float | None
    """Less that of the reference."""
    sent_in_vain: float | None
    """Of those who repaid, the share sent to a person (false positive rate)."""
    sent_in_vain_gap: float | None
    said: float | None
    """Mean probability of those whose repayment is known."""
    came: float | None
    """Share of them that defaulted."""
    calibrated: bool | None
    """What was said lies in the 95 % interval of what came."""
    price_gap_pct: float | None
    """Mean note rate less that of the reference, of like product and like risk, in points."""
    proxy_auc: float | None
    """How well permitted features tell the group from the reference; 0.5: not at all."""

    @property
    def breaches(self) -> bool:
        """Below four fifths, and by more than chance."""
        ratio, high = self.impact_ratio, self.impact_high
        return ratio is not None and high is not None and ratio < FOUR_FIFTHS and high < 1


class Applicants(NamedTuple):
    """What is compared, one entry per request."""

    rows: Matrix
    probabilities: Vector
    labels: Vector
    """1 defaulted, NaN not known."""
    audit: Mapping[str, Words]
    product: Words
    note_rate_pct: Vector
    """Of the price that was offered; NaN: none."""


def groups_of(who: Applicants, cut: float, features: Sequence[Feature]) -> tuple[Group, ...]:
    """Return every group of every audit attribute; the reference of each comes first."""
    found: list[Group] = []
    for attribute, words in who.audit.items():
        names, counts = np.unique(words, return_counts=True)
        order = [str(names[place]) for place in np.argsort(-counts, kind="stable")]
        for name in order:
            mine, base = words == name, words == order[0]
            found.append(_group(who, attribute, name, order[0], mine, base, cut, features))
    return tuple(found)


def _group(
    who: Applicants,
    attribute: str,
    name: str,
    reference: str,
    mine: Flags,
    base: Flags,
    cut: float,
    features: Sequence[Feature],
) -> Group:
    known = mine & ~np.isnan(who.labels)
    enough = mine.sum() >= FEWEST_IN_GROUP and base.sum() >= FEWEST_IN_GROUP
    ratio, low, high = impact(who.probabilities <= cut, mine, base) if enough else NO_INTERVAL
    caught, in_vain = rates(who, mine, cut)
    caught_base, in_vain_base = rates(who, base, cut)
    said, came, calibrated = calibration(who.probabilities[known], who.labels[known])
    other = name != reference
    return Group(
        attribute=attribute,
        group=name,
        reference=reference,
        rows=int(mine.sum()),
        selected=float((who.probabilities[mine] <= cut).mean()),
        impact_ratio=ratio,
        impact_low=low,
        impact_high=high,
        outcomes=int(known.sum()),
        caught=caught,
        caught_gap=_less(caught, caught_base),
        sent_in_vain=in_vain,
        sent_in_vain_gap=_less(in_vain, in_vain_base),
        said=said,
        came=came,
        calibrated=calibrated,
        price_gap_pct=price_gap(who, mine, base) if other and enough else None,
        proxy_auc=proxy(who.rows, mine, base, features) if other and enough else None,
    )


def impact(selected: Flags, mine: Flags, base: Flags) -> Interval:
    """Return the ratio of the shares selected, and its 95 % interval (on the log scale).

    >>> mine, base = np.arange(400) < 100, np.arange(400) >= 100
    >>> [round(float(v), 2) for v in impact(np.arange(400) % 2 == 0, mine, base)]
    [1.0, 0.8, 1.25]
    """
    one, other = float(selected[mine].mean()), float(selected[base].mean())
    if not one or not other:
        return NO_INTERVAL
    variance = (1 - one) / (one * mine.sum()) + (1 - other) / (other * base.sum())
    spread = float(np.exp(Z95 * np.sqrt(variance)))
    ratio = one / other
    return ratio, ratio / spread, ratio * spread


def rates(who: Applicants, mine: Flags, cut: float) -> tuple[float | None, float | None]:
    """Return the shares sent to a person: of those who defaulted, and of those who repaid."""
    sent = who.probabilities > cut
    bad, good = mine & (who.labels == 1), mine & (who.labels == 0)
    return _share(sent, bad), _share(sent, good)


def calibration(said: Vector, came: Vector) -> tuple[float | None, float | None, bool | None]:
    """Return what was said, what came, and whether chance explains the gap."""
    if min(came.sum(), (1 - came).sum()) < FEWEST_OUTCOMES:
        return None, None, None
    error = float(np.sqrt((said * (1 - said)).sum())) / len(said)
    gap = abs(float(said.mean() - came.mean()))
    return float(said.mean()), float(came.mean()), gap <= Z95 * error


def price_gap(who: Applicants, mine: Flags, base: Flags) -> float | None:
    """Return how much more a group pays than the reference for the same product at the same risk.

    Risk in five bands of the probability; cells weigh by the rows of the group in them.
    """
    priced = ~np.isnan(who.note_rate_pct)
    bounds = np.quantile(who.probabilities, np.arange(1, BANDS) / BANDS)
    band = np.searchsorted(bounds, who.probabilities)
    total, weight = 0.0, 0
    for product in np.unique(who.product):
        for number in range(BANDS):
            cell = priced & (who.product == product) & (band == number)
            here, there = cell & mine, cell & base
            if min(here.sum(), there.sum()) >= 10:
                gap = who.note_rate_pct[here].mean() - who.note_rate_pct[there].mean()
                total += float(gap) * int(here.sum())
                weight += int(here.sum())
    return total / weight if weight >= FEWEST_IN_GROUP else None


def proxy(rows: Matrix, mine: Flags, base: Flags, features: Sequence[Feature]) -> float:
    """Return how well the features tell a group from the reference, on rows not learned from."""
    chosen = np.random.default_rng(HALVES).permutation(np.flatnonzero(mine | base))
    learn, hold = chosen[::2], chosen[1::2]
    free = [one.model_copy(update={"direction": 0}) for one in features]
    told = fit_logistic(rows[learn], mine[learn].astype(float), free, l2=10.0)
    return auc(mine[hold].astype(float), told.margins(rows[hold]))


def _share(sent: Flags, of: Flags) -> float | None:
    return float(sent[of].mean()) if of.sum() >= FEWEST_OUTCOMES else None


def _less(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other
