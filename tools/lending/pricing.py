"""Risk-based pricing: points from five tables, a straight line between two rates, and discounts.

The price reads score, debts before the loan, term, and either loan to value or loan to income;
nothing else about a person, and nothing that depends on the payment (that would be circular).
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from tools.lending.catalogue import Points, PricingGrid, ProductTerms
from tools.lending.units import as_shown

MAX_POINTS = 100


class PriceParts(NamedTuple):
    """Points per table; what a price is explained with. One of the last two is always 0."""

    credit_score: int
    dti_pre_pct: int
    term_share: int
    ltv_pct: int
    loan_to_income: int

    @property
    def points(self) -> int:
        """Their sum, capped at 100.

        >>> PriceParts(85, 14, 3, 3, 0).points
        100
        """
        return min(sum(self), MAX_POINTS)


def credit_points(grid: PricingGrid, credit_score: int | None) -> int:
    """Return the points of a score; None is a person without a credit file.

    Rows read "at least"; the last one also takes what lies below it.
    """
    if credit_score is None:
        return grid.no_score
    return next((p for least, p in grid.credit_score if credit_score >= least), worst(grid))


def worst(grid: PricingGrid) -> int:
    """Return the points of the weakest score band."""
    return max(p for _, p in grid.credit_score)


def points_up_to(rows: Points, value: Decimal | None) -> int:
    """Return the points of the first row whose bound is not below `value`; else the last row's.

    None stands for an undefined ratio (debts without income): the last row, never a better price
    than the truth could give.

    >>> points_up_to(((Decimal(20), 0), (Decimal(30), 4)), Decimal("20.01"))
    4
    """
    if value is None:
        return rows[-1][1]
    return next((points for bound, points in rows if value <= bound), rows[-1][1])


def price_parts(
    terms: ProductTerms,
    grid: PricingGrid,
    *,
    credit_score: int | None,
    dti_pre_pct: Decimal | None,
    term_months: int,
    ltv_pct: Decimal | None = None,
    loan_to_income: Decimal | None = None,
) -> PriceParts:
    """Return the points of one loan; secured loans give `ltv_pct`, others `loan_to_income`.

    `loan_to_income` is a share (0.40), compared as shown: two decimals of a percent.
    """
    secured = ltv_pct is not None
    return PriceParts(
        credit_points(grid, credit_score),
        points_up_to(grid.dti_pre_pct, dti_pre_pct),
        term_points(terms, grid, term_months),
        points_up_to(grid.ltv_pct, ltv_pct) if secured else 0,
        0 if secured else income_points(grid, loan_to_income),
    )


def term_points(terms: ProductTerms, grid: PricingGrid, term_months: int) -> int:
    """Return the points of a term, as a share of the longest term of the product."""
    return points_up_to(grid.term_share, Decimal(term_months) / terms.term_months.max)


def income_points(grid: PricingGrid, loan_to_income: Decimal | None) -> int:
    """Return the points of principal over annual income; None: there is no income."""
    if loan_to_income is None:
        return points_up_to(grid.loan_to_income, None)
    return points_up_to(grid.loan_to_income, as_shown(loan_to_income * 100) / 100)


def note_rate_pct(
    terms: ProductTerms,
    grid: PricingGrid,
    parts: PriceParts,
    *,
    autodebit: bool = False,
    relationship: bool = False,
) -> Decimal:
    """Return the note rate, percent a year: lo + (hi - lo) x points / 100, less discounts.

    `lo` leaves room for both discounts above the product's lowest rate, so a discounted rate is
    real and still inside the range.
    """
    discounts = terms.autodebit_discount_pct + terms.relationship_discount_pct
    lo, hi = terms.note_rate_pct.min + discounts, terms.note_rate_pct.max
    rate = lo + (hi - lo) * parts.points / MAX_POINTS
    rate = rate.quantize(grid.round_to_pct, rounding=ROUND_HALF_UP)
    if autodebit:
        rate -= terms.autodebit_discount_pct
    if relationship:
        rate -= terms.relationship_discount_pct
    return rate
