"""What a loan costs beside interest: prepaid fees, and third parties at closing."""

from decimal import Decimal

from tools.lending.catalogue import FeeTerms
from tools.lending.records import Fee
from tools.lending.units import ZERO, to_cents


def origination_fee(fees: FeeTerms, principal: Decimal) -> Decimal:
    """Return the origination fee, USD, inside its floor and ceiling.

    >>> origination_fee(FeeTerms(origination_pct=Decimal(2)), Decimal(20000))
    Decimal('400.00')
    """
    if not fees.origination_pct:
        return to_cents(ZERO)
    fee = max(to_cents(principal * fees.origination_pct / 100), fees.origination_min)
    return fee if fees.origination_max is None else min(fee, fees.origination_max)


def processing_fee(fees: FeeTerms, principal: Decimal) -> Decimal:
    """Return the processing fee, USD: flat, or a share of a small principal.

    >>> terms = FeeTerms(processing_flat=Decimal(150), processing_cap_pct=Decimal("1.5"))
    >>> processing_fee(terms, Decimal(4000))
    Decimal('60.00')
    """
    if fees.processing_cap_pct is None:
        return to_cents(fees.processing_flat)
    return to_cents(min(fees.processing_flat, principal * fees.processing_cap_pct / 100))


def prepaid_charges(fees: FeeTerms, principal: Decimal) -> Decimal:
    """Return the prepaid finance charges, USD, that are deducted from the proceeds."""
    fixed = processing_fee(fees, principal) + fees.storage_flat
    return origination_fee(fees, principal) + fixed


def third_party_costs(fees: FeeTerms) -> Decimal:
    """Return what is paid to others at closing, USD; outside the finance charge."""
    return sum(fees.third_party.values(), ZERO)


def fees_of(fees: FeeTerms, principal: Decimal) -> tuple[Fee, ...]:
    """Return every charge of a loan, one by one, leaving out those that are 0."""
    charges = (
        ("origination", origination_fee(fees, principal), True),
        ("processing", processing_fee(fees, principal), True),
        ("storage", fees.storage_flat, True),
        *((name, amount, False) for name, amount in fees.third_party.items()),
    )
    return tuple(
        Fee.model_validate({"name": name, "amount": amount, "finance_charge": prepaid})
        for name, amount, prepaid in charges
        if amount
    )
