"""What a loan on a home takes at its closing, and whether a refinance is worth it."""

from decimal import Decimal

from tools.lending.errors import OutOfRange
from tools.lending.fees import prepaid_charges, third_party_costs
from tools.lending.records import Product, RefinanceBenefit
from tools.lending.refinance import OldMortgage, refinance_benefit
from tools.lending.situation import Situation, totals_at
from tools.lending.units import ZERO


def cash_to_close(situation: Situation) -> Decimal | None:
    """Return what the customer brings to the closing, USD, the down payment included.

        price (refinance: payoff) - amount financed + third-party costs

    Negative where a cash-out leaves money over. None for loans without a closing, and while the
    price of the home is unknown.
    """
    request, fees = situation.standing.request, situation.terms.fees
    if request.product is Product.HOME:
        due = request.property_value
    elif request.product is Product.MORTGAGE_REFINANCE:
        due = request.payoff_balance or ZERO  # a home owned outright has nothing to pay off
    else:
        return None
    if due is None:
        return None
    received = situation.principal - prepaid_charges(fees, situation.principal)
    return due - received + third_party_costs(fees)


def benefit_of(situation: Situation, rate_pct: Decimal | None) -> RefinanceBenefit | None:
    """Return whether replacing the old mortgage pays; None while its figures are unknown."""
    request, old_payment = situation.standing.request, situation.standing.old_payment
    fees = situation.terms.fees
    if not old_payment or rate_pct is None or not request.payoff_balance:
        return None
    if request.old_note_rate_pct is None or request.old_remaining_months is None:
        return None
    old = OldMortgage(
        request.payoff_balance,
        request.old_note_rate_pct,
        old_payment,
        request.old_remaining_months,
    )
    costs = prepaid_charges(fees, situation.principal) + third_party_costs(fees)
    try:
        new = totals_at(situation, rate_pct)
        return refinance_benefit(old, new, situation.term_months, costs)
    except OutOfRange:
        # The old mortgage as told never repays: its figures are wrong, and nothing is compared.
        return None
