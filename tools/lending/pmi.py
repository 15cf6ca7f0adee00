"""Private mortgage insurance: what it costs, and when it ends.

A percentage a year of the original balance, charged monthly while the loan runs above the ending
ratio on its original schedule. The customer may ask for its end earlier. A finance charge while it
runs. Source: specification 1.3, 3.8, W8; Homeowners Protection Act.
"""

from decimal import Decimal
from typing import NamedTuple

from tools.lending.amortization import amortization_schedule
from tools.lending.catalogue import PmiTerms
from tools.lending.errors import OutOfRange
from tools.lending.ratios import ltv_pct
from tools.lending.units import CENT, Number, checked_money, to_cents


class PmiPlan(NamedTuple):
    """Dollars, and the number of the payment after which the ratio is reached."""

    monthly: Decimal
    request_month: int
    """From here on the customer may ask for the end."""
    automatic_month: int
    """The insurance ends by itself; it is charged with this many payments."""
    total: Decimal
    """If the customer never asks."""


def pmi_monthly(principal: Number, original_value: Number, terms: PmiTerms) -> Decimal:
    """Return the insurance a month, in dollars; 0.00 where the loan-to-value needs none.

    >>> terms = PmiTerms(
    ...     above_ltv_pct=Decimal(80), annual_pct_of_balance=Decimal("0.6"),
    ...     cancel_on_request_ltv_pct=Decimal(80), ends_at_ltv_pct=Decimal(78))
    >>> pmi_monthly(Decimal("300000"), Decimal("333333"), terms)
    Decimal('150.00')
    """
    principal = checked_money(principal, "The principal")
    value = checked_money(original_value, "The value of the home")
    ltv = ltv_pct(principal, value)
    if ltv is None or ltv <= terms.above_ltv_pct:
        return CENT * 0
    return to_cents(principal * terms.annual_pct_of_balance / 1200)


def pmi_plan(
    principal: Number,
    original_value: Number,
    note_rate_pct: Number,
    term_months: int,
    terms: PmiTerms,
) -> PmiPlan | None:
    """Return cost and ends of the insurance on the original schedule; None where none is needed.

    >>> terms = PmiTerms(
    ...     above_ltv_pct=Decimal(80), annual_pct_of_balance=Decimal("0.6"),
    ...     cancel_on_request_ltv_pct=Decimal(80), ends_at_ltv_pct=Decimal(78))
    >>> pmi_plan(Decimal("300000"), Decimal("333333"), Decimal("9.5"), 360, terms)[1:3]
    (131, 146)
    """
    monthly = pmi_monthly(principal, original_value, terms)
    if not monthly:
        return None
    value = checked_money(original_value, "The value of the home")
    balances = [row.balance for row in amortization_schedule(principal, note_rate_pct, term_months)]
    request = _first_at_most(balances, value * terms.cancel_on_request_ltv_pct / 100)
    automatic = _first_at_most(balances, value * terms.ends_at_ltv_pct / 100)
    return PmiPlan(monthly, request, automatic, monthly * automatic)


def _first_at_most(balances: list[Decimal], limit: Decimal) -> int:
    """Return the number of the first payment that leaves at most `limit` owed."""
    if limit < 0:
        raise OutOfRange("The ratio at which mortgage insurance ends must not be below 0.")
    return next(number for number, owed in enumerate(balances, 1) if owed <= limit)
