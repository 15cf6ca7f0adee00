"""Whether replacing an old mortgage pays: each month, and over its life.

Both are always shown. A lower payment that comes from starting the clock again can cost money over
the life of the loan, so the same loan over the old loan's remaining months is computed beside it.
Source: specification 3.8, W10; golden case C09.
"""

from decimal import Decimal
from typing import NamedTuple

from tools.lending.amortization import LoanTotals, loan_totals, remaining_payments
from tools.lending.records import RefinanceBenefit
from tools.lending.units import ZERO, Number, as_shown, checked_money


class OldMortgage(NamedTuple):
    """The mortgage to be replaced; dollars, percent a year, months."""

    balance: Number
    note_rate_pct: Number
    monthly_payment: Number
    """Principal and interest."""
    remaining_months: int


def refinance_benefit(
    old: OldMortgage, new: LoanTotals, new_term_months: int, costs: Number
) -> RefinanceBenefit:
    """Return the saving a month, the months until the costs are back, and the saving for life.

        monthly_saving  = old payment - new payment
        break_even      = costs / monthly_saving, None when the payment does not fall
        lifetime_saving = remaining old payments - (new payments + costs)

    `costs` are all of them, third parties included. Source: specification 3.8, W10.

    >>> old = OldMortgage(Decimal("243561.57"), Decimal("11.5"), Decimal("2475.73"), 300)
    >>> new = loan_totals(Decimal("243561.57"), Decimal("9.25"), 300)
    >>> refinance_benefit(old, new, 300, Decimal("3685.62")).break_even_months
    Decimal('9.45')
    """
    paid = checked_money(costs, "The costs", zero_ok=True)
    remaining = remaining_payments(*old).total_of_payments
    saving = checked_money(old.monthly_payment, "The old payment") - new.monthly_payment
    return RefinanceBenefit(
        monthly_saving=saving,
        costs=paid,
        break_even_months=as_shown(paid / saving) if saving > 0 else None,
        remaining_old_payments=remaining,
        lifetime_saving=remaining - new.total_of_payments - paid,
        term_reset_months=max(new_term_months - old.remaining_months, 0),
    )


def term_reset_cost(
    principal: Number, note_rate_pct: Number, new_term_months: int, old_remaining_months: int
) -> Decimal:
    """Return what the months beyond the old loan's end cost in interest, in dollars.

    The new loan against itself over the remaining months; 0.00 when the term is not longer.

    >>> term_reset_cost(Decimal("243561.57"), Decimal("9.25"), 360, 300)
    Decimal('95599.13')
    """
    chosen = loan_totals(principal, note_rate_pct, new_term_months)
    months = min(old_remaining_months, new_term_months)
    same_end = loan_totals(principal, note_rate_pct, months)
    return max(chosen.total_interest - same_end.total_interest, ZERO)
