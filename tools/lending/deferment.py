"""Education loans that wait: nothing is due in school and grace, then the term begins.

Interest accrues simply on the principal and is capitalised once when repayment begins, or the
customer pays it month by month in school. Source: specification 1.2 (education), W12.
"""

from decimal import Decimal
from typing import NamedTuple

from tools.lending.amortization import loan_totals
from tools.lending.apr import Flow
from tools.lending.errors import OutOfRange
from tools.lending.units import CENT, Number, checked_money, checked_rate_pct, to_cents


class DeferredLoan(NamedTuple):
    """Dollars and months; `monthly_payment` and the term are those of repayment."""

    principal: Decimal
    deferment_months: int
    term_months: int
    monthly_in_school: Decimal
    """0.00 when the interest is left to accrue."""
    capitalised_interest: Decimal
    """Added to the principal when repayment begins; 0.00 when it was paid in school."""
    repayment_principal: Decimal
    monthly_payment: Decimal
    last_payment: Decimal
    total_interest: Decimal
    total_of_payments: Decimal


def capitalized_principal(
    principal: Number, note_rate_pct: Number, deferment_months: int
) -> Decimal:
    """Return what is owed, in dollars, when repayment begins and no interest was paid before.

        P + P * note_rate_pct / 1200 * deferment_months    (the interest rounded once, half up)

    >>> capitalized_principal(Decimal("40000"), Decimal("9.5"), 48)
    Decimal('55200.00')
    """
    principal, rate = checked_money(principal, "The principal"), checked_rate_pct(note_rate_pct)
    return principal + to_cents(principal * rate * _checked_deferment(deferment_months) / 1200)


def deferred_loan(
    principal: Number,
    note_rate_pct: Number,
    term_months: int,
    deferment_months: int,
    *,
    pays_interest_in_school: bool = False,
) -> DeferredLoan:
    """Return payment and totals of a loan whose repayment begins after `deferment_months`.

    Interest is capitalised once (`capitalized_principal`) or paid monthly in school. Without
    deferment it is an ordinary level-payment loan. Source: specification W12.

    >>> deferred_loan(Decimal("40000"), Decimal("9.5"), 120, 48).monthly_payment
    Decimal('714.27')
    """
    principal, rate = checked_money(principal, "The principal"), checked_rate_pct(note_rate_pct)
    months = _checked_deferment(deferment_months)
    in_school, owed = CENT * 0, principal
    if pays_interest_in_school and months:
        in_school = to_cents(principal * rate / 1200)
    else:
        owed = capitalized_principal(principal, rate, months)
    repaid = loan_totals(owed, rate, term_months)
    total = repaid.total_of_payments + in_school * months
    return DeferredLoan(
        principal, months, term_months, in_school, owed - principal, owed,
        repaid.monthly_payment, repaid.last_payment, total - principal, total,
    )  # fmt: skip


def interest_saved_by_paying_in_school(
    principal: Number, note_rate_pct: Number, term_months: int, deferment_months: int
) -> Decimal:
    """Return by how much the total falls, in dollars, when interest is paid in school.

    >>> interest_saved_by_paying_in_school(Decimal("40000"), Decimal("9.5"), 120, 48)
    Decimal('8402.21')
    """
    waits, pays = (
        deferred_loan(
            principal, note_rate_pct, term_months, deferment_months, pays_interest_in_school=pays
        )
        for pays in (False, True)
    )
    return waits.total_of_payments - pays.total_of_payments


def payment_flows(loan: DeferredLoan) -> list[Flow]:
    """Return the payments as `apr_pct` reads them, counted in months from the advance.

    >>> payment_flows(deferred_loan(Decimal("40000"), Decimal("9.5"), 120, 48))[0]
    (Decimal('714.27'), 49, 0)
    """
    start, end = loan.deferment_months + 1, loan.deferment_months + loan.term_months
    in_school: list[Flow] = [(loan.monthly_in_school, month, 0) for month in range(1, start)]
    level: list[Flow] = [(loan.monthly_payment, month, 0) for month in range(start, end)]
    return [*(in_school if loan.monthly_in_school else []), *level, (loan.last_payment, end, 0)]


def _checked_deferment(months: int) -> int:
    if isinstance(months, bool) or not isinstance(months, int) or not 0 <= months <= 120:
        raise OutOfRange("The deferment must be a whole number of months from 0 to 120.")
    return months
