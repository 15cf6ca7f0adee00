"""Paying more than is due: what it changes. Always allowed, never a fee.

The customer chooses between a shorter term (the default) and, for a single larger payment, a lower
payment over the remaining term. Source: specification 1.4, 3.8; W9.
"""

from decimal import Decimal
from typing import NamedTuple

from tools.lending.amortization import (
    Installment,
    amortization_schedule,
    loan_totals,
    monthly_payment,
    remaining_payments,
    remaining_schedule,
)
from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.records import ExtraPayment
from tools.lending.units import ZERO, Number, checked_money, checked_months


class LowerPayment(NamedTuple):
    """A loan after a lump, spread again over the months that remain; dollars."""

    monthly_payment: Decimal
    last_payment: Decimal
    remaining_months: int
    total_interest: Decimal
    """Over the whole life of the loan, before the lump and after it."""
    interest_saved: Decimal


def prepay(
    principal: Number,
    note_rate_pct: Number,
    term_months: int,
    *,
    extra_monthly: Number = ZERO,
    lump: Number = ZERO,
    lump_with_payment: int | None = None,
) -> ExtraPayment:
    """Return how much sooner and cheaper the loan is repaid with `extra_monthly` and a `lump`.

    The monthly payment stays; the extra comes with every payment, the lump together with payment
    `lump_with_payment`. Source: specification W9.

    Raises:
        MissingFact: a lump without the payment it comes with.
        OutOfRange: a lump larger than what is owed then, or after the loan is repaid.

    >>> prepay(Decimal("20000"), Decimal("8.2"), 60, extra_monthly=Decimal("100")).months_saved
    13
    """
    rows = prepaid_schedule(
        principal,
        note_rate_pct,
        term_months,
        extra_monthly=extra_monthly,
        lump=lump,
        lump_with_payment=lump_with_payment,
    )
    interest = sum((row.interest for row in rows), ZERO)
    regular = loan_totals(principal, note_rate_pct, term_months).total_interest
    return ExtraPayment(
        extra_monthly=checked_money(extra_monthly, "The extra payment", zero_ok=True),
        lump=checked_money(lump, "The lump", zero_ok=True),
        lump_with_payment=lump_with_payment if lump else None,
        months=len(rows),
        months_saved=term_months - len(rows),
        total_interest=interest,
        interest_saved=regular - interest,
        last_payment=rows[-1].payment,
    )


def prepaid_schedule(
    principal: Number,
    note_rate_pct: Number,
    term_months: int,
    *,
    extra_monthly: Number = ZERO,
    lump: Number = ZERO,
    lump_with_payment: int | None = None,
) -> list[Installment]:
    """Return the installments behind `prepay`; the lump is part of its row's payment.

    >>> len(prepaid_schedule(20000, Decimal("8.2"), 60, lump=3000, lump_with_payment=24))
    51
    """
    extra = checked_money(extra_monthly, "The extra payment", zero_ok=True)
    lump = checked_money(lump, "The lump", zero_ok=True)
    if not extra and not lump:
        return amortization_schedule(principal, note_rate_pct, term_months)
    payment = loan_totals(principal, note_rate_pct, term_months).monthly_payment + extra
    rows = remaining_schedule(principal, note_rate_pct, payment, term_months)
    if not lump:
        return rows
    before = _with_lump(rows, lump, lump_with_payment)
    owed = before[-1].balance
    if not owed:
        return before
    after = remaining_schedule(owed, note_rate_pct, payment, term_months - len(before))
    return before + [row._replace(number=row.number + len(before)) for row in after]


def lower_payment_after(
    principal: Number, note_rate_pct: Number, term_months: int, lump: Number, lump_with_payment: int
) -> LowerPayment:
    """Return the loan re-amortised after a lump: the same end, a lower payment.

    Saves less interest than `prepay`, which keeps the payment and ends sooner.

    >>> lower_payment_after(20000, Decimal("8.2"), 60, 3000, 24).monthly_payment
    Decimal('313.16')
    """
    lump = checked_money(lump, "The lump")
    regular = amortization_schedule(principal, note_rate_pct, term_months)
    before = _with_lump(regular, lump, lump_with_payment)
    months = term_months - len(before)
    if not before[-1].balance:
        raise OutOfRange("That lump repays the whole loan, so no payments remain.")
    owed = before[-1].balance
    level = monthly_payment(owed, note_rate_pct, months)
    payment = min(level, regular[0].payment)  # cents of a tiny lump must not raise it
    rest = remaining_payments(owed, note_rate_pct, payment, months)
    interest = sum((row.interest for row in before), ZERO) + rest.total_interest
    saved = sum((row.interest for row in regular), ZERO) - interest
    return LowerPayment(payment, rest.last_payment, rest.months, interest, saved)


def _with_lump(
    rows: list[Installment], lump: Decimal, lump_with_payment: int | None
) -> list[Installment]:
    """Return the rows up to the lump, the last of them with it."""
    if lump_with_payment is None:
        raise MissingFact("the payment that the lump comes with")
    place = checked_months(lump_with_payment, "The payment that the lump comes with")
    if place > len(rows):
        raise OutOfRange(f"The loan is repaid with payment {len(rows)}, before the lump.")
    row = rows[place - 1]
    if lump > row.balance:
        raise OutOfRange(f"After payment {place} only {row.balance:,} is owed; the lump is more.")
    paid = row._replace(
        payment=row.payment + lump, principal=row.principal + lump, balance=row.balance - lump
    )
    return [*rows[: place - 1], paid]
