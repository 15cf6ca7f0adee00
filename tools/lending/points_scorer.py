"""The transparent scorer: risk points from four tables, and the default probability they stand for.

It stands behind `CreditScorer` until a trained model does, and beside one afterwards (E-072). More
points, more risk; thirty points double the odds of a default within 24 months. Score, debts before
the loan, payment history and reserves, and nothing else about a person: no age, no employment
status, no source of income, no home. Cut-offs are those of E-070 and E-071, in the rule data.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from tools.lending.amortization import monthly_payment
from tools.lending.catalogue import Points, Rulebook
from tools.lending.pricing import points_up_to
from tools.lending.ratios import months_of_reserves
from tools.lending.records import Inquiry, Product
from tools.lending.risk import RiskFactor, RiskTier, Score, tier_of
from tools.lending.standing import Standing, standing_of

VERSION = "points-1"

SCORE: Points = tuple(
    (Decimal(least), points)
    for least, points in (
        (780, 0), (740, 10), (700, 22), (670, 34), (650, 44), (620, 56), (580, 74), (300, 95),
    )
)  # fmt: skip
"""[at least, points]"""
DEBTS: Points = tuple(
    (Decimal(most), points)
    for most, points in ((20, 0), (30, 5), (36, 10), (40, 14), (50, 24), (999, 34))
)
"""dti_pre_pct [up to, points]"""
HISTORY = {"Good": 0, "Fair": 8, "Poor": 30}
"""Of the weaker of two people. Unknown adds nothing: it is checked before a decision."""
RESERVES: Points = tuple(
    (Decimal(least), points) for least, points in ((6, 0), (3, 2), (1, 4), (0, 6))
)
"""Payments at the product's middle rate that savings hold [at least, points]"""

POINTS_AT_TEN_PCT = Decimal(60)
"""Odds of 1 to 9."""
POINTS_TO_DOUBLE = Decimal(30)
PLACES = Decimal("0.000001")


class Feature(NamedTuple):
    """One table: its name, how its points are read, and where it stops helping."""

    name: str
    points: Callable[[Standing], int | None]
    neutral: int
    """Points of somebody at the cut; fewer help, more hurt."""


def score_points(standing: Standing) -> int | None:
    """Return the points of the score that prices; None without one."""
    score = standing.score
    return None if score is None else _at_least(SCORE, Decimal(score))


def debt_points(standing: Standing) -> int | None:
    """Return the points of debts before the loan; undefined without income: the last row."""
    if standing.obligations is None or standing.income is None:
        return None
    return points_up_to(DEBTS, standing.dti_pre_pct)


def history_points(standing: Standing) -> int | None:
    """Return the points of the weakest payment history that is known."""
    known = [HISTORY[p.payment_history] for p in standing.parties if p.payment_history]
    return max(known, default=None)


def reserve_points(standing: Standing) -> int | None:
    """Return the points of savings over a payment at the middle of the product's rates."""
    request, rates = standing.request, standing.terms.note_rate_pct
    if standing.savings is None or not request.principal:
        return None
    middle = (rates.min + rates.max) / 2
    payment = monthly_payment(request.principal, middle, request.term_months)
    months = months_of_reserves(standing.savings, payment, escrow=standing.housing_costs)
    return None if months is None else _at_least(RESERVES, months)


FEATURES = (
    Feature("credit_score", score_points, 34),
    Feature("dti_pre_pct", debt_points, 10),
    Feature("payment_history", history_points, 0),
    Feature("months_of_reserves", reserve_points, 2),
)
NEEDED = ("credit_score", "dti_pre_pct")


class PointsScorer:
    """Scores an inquiry by `FEATURES`. A `CreditScorer`."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook

    @property
    def version(self) -> str:
        """Name and version, for the record."""
        return VERSION

    def score(self, inquiry: Inquiry) -> Score | None:
        """Return probability, tier and factors, what hurts most first.

        None where no credit check applies (gold), and where score or debts are not known.
        """
        if inquiry.request.product is Product.GOLD:
            return None
        standing = standing_of(inquiry, self.rulebook)
        read = [(feature, feature.points(standing)) for feature in FEATURES]
        known = [(feature, points) for feature, points in read if points is not None]
        if not {feature.name for feature, _ in known}.issuperset(NEEDED):
            return None
        probability = default_probability(sum(points for _, points in known))
        factors = [_factor(feature, points) for feature, points in known]
        factors.sort(key=lambda factor: factor.points, reverse=True)
        return Score(
            default_probability=probability,
            risk_tier=self.tier_of(probability),
            factors=tuple(factors),
            scorer=VERSION,
        )

    def tier_of(self, probability: Decimal) -> RiskTier:
        """Return low below the grey band of E-071, elevated above it."""
        return tier_of(probability, self.rulebook)


def default_probability(points: int) -> Decimal:
    """Return the probability of a default that points stand for, rounded to 1e-6.

        p = odds / (1 + odds),  odds = 2^((points - 60) / 30) / 9

    >>> default_probability(60), default_probability(90)
    (Decimal('0.100000'), Decimal('0.181818'))
    """
    odds = 2 ** ((points - POINTS_AT_TEN_PCT) / POINTS_TO_DOUBLE) / 9
    return (odds / (1 + odds)).quantize(PLACES)


def _factor(feature: Feature, points: int) -> RiskFactor:
    hurts = points > feature.neutral
    return RiskFactor(feature=feature.name, direction="hurts" if hurts else "helps", points=points)


def _at_least(rows: Points, value: Decimal) -> int:
    """Return the points of the first row whose bound is reached; the last takes the rest."""
    return next((points for bound, points in rows if value >= bound), rows[-1][1])
