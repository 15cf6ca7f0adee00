"""Level-payment loans: the payment, the schedule that repays the principal, and its totals.

The note rate is nominal and months are equal (30/360). Interest is rounded half up to the cent each
month, and the last payment absorbs what the rounding of the others left. Balances run in whole
cents, so a tie is a tie: nothing is rounded before the one rounding that counts.

Very small principals: exactly `term_months` rows and a principal that adds up to the cent hold for
every loan. Where the rounded payment is so coarse that it repays early (1.90 over 360 months at
0 %), the rows after that are zero; where it barely covers the interest, principal parts may be 0.00
and the last payment carries the rest. From 300 dollars, in the products' ranges, neither happens.

Source: specification 3.1, 3.7; W1 to W5.
"""

from decimal import ROUND_FLOOR, Context, Decimal, localcontext
from itertools import count, repeat
from operator import sub
from typing import NamedTuple

from tools.lending.errors import OutOfRange
from tools.lending.units import (
    CENT,
    MAX_MONEY,
    Number,
    checked_money,
    checked_months,
    checked_number,
    checked_rate_pct,
    to_cents,
)

_EXACT = Context(prec=50)
_NOISE = Decimal("1E-25")
"""A 50-digit quotient is snapped to this grid before its rounding: an exact tie stays a tie."""


class Installment(NamedTuple):
    """One month of an amortization schedule, in dollars; `balance` is what is owed afterwards."""

    number: int
    payment: Decimal
    interest: Decimal
    principal: Decimal
    balance: Decimal


class LoanTotals(NamedTuple):
    """What a loan costs over its whole term, in dollars."""

    monthly_payment: Decimal
    last_payment: Decimal
    total_interest: Decimal
    total_of_payments: Decimal


class RemainingPayments(NamedTuple):
    """What a fixed payment still takes to repay a balance."""

    months: int
    last_payment: Decimal
    total_interest: Decimal
    total_of_payments: Decimal


def monthly_payment(principal: Number, note_rate_pct: Number, term_months: int) -> Decimal:
    """Return the level payment, in dollars, that repays `principal` over `term_months`.

        payment = P * i / (1 - (1 + i)**-n)    with i = note_rate_pct / 1200

    At 0 % it is P / n. Rounded half up to the cent. Source: specification 3.1, W1, W3.

    Raises:
        OutOfRange: for an amount, rate or term that no loan can have.

    >>> monthly_payment(Decimal("20000"), Decimal("8.2"), 60)
    Decimal('407.44')
    >>> monthly_payment(Decimal("1000"), Decimal("0"), 3)
    Decimal('333.33')
    """
    principal = checked_money(principal, "The principal")
    rate = checked_rate_pct(note_rate_pct)
    return _level_payment(principal, rate, checked_months(term_months))


def amortization_schedule(
    principal: Number, note_rate_pct: Number, term_months: int
) -> list[Installment]:
    """Return all `term_months` installments of a level-payment loan.

        interest = balance * i, half up;  principal = payment - interest

    The last row repays the balance, so its payment differs by cents. Source: specification 3.1, W1.

    >>> amortization_schedule(Decimal("20000"), Decimal("8.2"), 60)[0]  # doctest: +ELLIPSIS
    Installment(number=1, ... interest=Decimal('136.67'), ... balance=Decimal('19729.23'))
    """
    loan = _Loan.of(principal, note_rate_pct, term_months)
    return _rows(_balances(loan), loan)


def loan_totals(principal: Number, note_rate_pct: Number, term_months: int) -> LoanTotals:
    """Return payment, last payment, interest and sum of payments, without building the schedule.

    The same figures as adding up `amortization_schedule`; made for searches.

    >>> loan_totals(Decimal("20000"), Decimal("8.2"), 60).total_interest
    Decimal('4446.73')
    """
    loan = _Loan.of(principal, note_rate_pct, term_months)
    months, last, total = _run_down(loan)
    if months < loan.months:  # repaid early: the rows that follow are zero
        last = 0
    return LoanTotals(CENT * loan.payment, CENT * last, CENT * (total - loan.balance), CENT * total)


def total_interest(principal: Number, note_rate_pct: Number, term_months: int) -> Decimal:
    """Return the interest of all payments of a level-payment loan, in dollars.

    >>> total_interest(Decimal("300000"), Decimal("9.5"), 300)
    Decimal('486326.70')
    """
    return loan_totals(principal, note_rate_pct, term_months).total_interest


def balance_after(
    principal: Number, note_rate_pct: Number, term_months: int, payments_made: int
) -> Decimal:
    """Return what is still owed, in dollars, after `payments_made` of `term_months` payments.

    >>> balance_after(Decimal("20000"), Decimal("8.2"), 60, 24)
    Decimal('12964.22')
    """
    loan = _Loan.of(principal, note_rate_pct, term_months)
    if payments_made == 0:
        return CENT * loan.balance
    if checked_months(payments_made, "The number of payments made") > term_months:
        raise OutOfRange(f"The loan has only {term_months} payments.")
    return CENT * _balances(loan)[payments_made]


def max_principal(payment: Number, note_rate_pct: Number, term_months: int) -> Decimal:
    """Return the largest principal, in dollars, whose level payment is at most `payment`.

        P = payment * (1 - (1 + i)**-n) / i        (i = 0: payment * n)

    Rounded down to the cent. `payment` may be an unrounded room (45 % of a month's income, less
    obligations); 0 or less buys nothing. The rate is taken as fixed: where it depends on the
    principal, search with repricing. Source: specification 3.7, W5.

    >>> max_principal(Decimal(50000) / 12 / 10, Decimal("15.88"), 60)
    Decimal('17179.05')
    """
    room = checked_number(payment, "The payment")
    rate, months = checked_rate_pct(note_rate_pct), checked_months(term_months)
    if room <= 0:
        return CENT * 0
    if room >= MAX_MONEY:
        raise OutOfRange(f"The payment must be less than {MAX_MONEY:,}.")
    with localcontext(_EXACT):
        i = rate / 1200
        growth = (1 + i) ** months
        principal = room * (growth - 1) / (growth * i) if rate else room * months
        return principal.quantize(_NOISE).quantize(CENT, ROUND_FLOOR)


def remaining_payments(
    balance: Number, note_rate_pct: Number, payment: Number, remaining_months: int
) -> RemainingPayments:
    """Return what is still to be paid on a loan that runs with a fixed `payment`, in dollars.

    Ends early if the payment is more than enough; the last month takes what is left.
    Source: specification 3.8, W10.

    Raises:
        OutOfRange: when the payment does not even cover the first month's interest.

    >>> remaining_payments(Decimal("1000"), Decimal("0"), Decimal("300"), 12)[:2]
    (4, Decimal('100.00'))
    """
    loan = _Loan.with_payment(balance, note_rate_pct, payment, remaining_months)
    months, last, total = _run_down(loan)
    return RemainingPayments(months, CENT * last, CENT * (total - loan.balance), CENT * total)


def remaining_schedule(
    balance: Number, note_rate_pct: Number, payment: Number, remaining_months: int
) -> list[Installment]:
    """Return the installments behind `remaining_payments`, numbered from 1.

    >>> [row.payment for row in remaining_schedule(1000, 0, 400, 12)]
    [Decimal('400.00'), Decimal('400.00'), Decimal('200.00')]
    """
    loan = _Loan.with_payment(balance, note_rate_pct, payment, remaining_months)
    balances = _balances(loan)
    return _rows(balances[: balances.index(0) + 1], loan)


def per_diem_interest(principal: Number, note_rate_pct: Number, days: int) -> Decimal:
    """Return the interest, in dollars, of odd days before the first regular month begins.

        interest = P * note_rate_pct / 100 * days / 365

    Added to the first payment's interest or collected at closing; always shown. 0 days cost 0.00.
    Source: specification 3.1, W17.

    >>> per_diem_interest(Decimal("20000"), Decimal("8.2"), 31)
    Decimal('139.29')
    """
    principal, rate = checked_money(principal, "The principal"), checked_rate_pct(note_rate_pct)
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= 366:
        raise OutOfRange("The number of days must be a whole number from 0 to 366.")
    with localcontext(_EXACT):
        return to_cents((principal * rate * days / 36500).quantize(_NOISE))


class _Loan(NamedTuple):
    """A loan in whole cents: next balance = (balance * growth + shift) // scale.

    That is balance + interest - payment with the interest rounded half up, in one exact step:
    `shift` holds half a cent and the payment, both times `scale`.
    """

    balance: int
    payment: int
    months: int
    growth: int
    shift: int
    scale: int

    @classmethod
    def of(cls, principal: Number, note_rate_pct: Number, term_months: int) -> "_Loan":
        principal = checked_money(principal, "The principal")
        rate, months = checked_rate_pct(note_rate_pct), checked_months(term_months)
        payment = _level_payment(principal, rate, months)
        return cls._stepping(principal, payment, months, rate)

    @classmethod
    def with_payment(
        cls, balance: Number, note_rate_pct: Number, payment: Number, months: int
    ) -> "_Loan":
        owed = checked_money(balance, "The balance")
        paid = checked_money(payment, "The payment")
        rate, months = checked_rate_pct(note_rate_pct), checked_months(months)
        loan = cls._stepping(owed, paid, months, rate)
        if loan.payment <= loan.interest_on(loan.balance) and months > 1:
            raise OutOfRange("The payment does not cover the interest, so it would never repay.")
        return loan

    def interest_on(self, balance: int) -> int:
        return (balance * self.growth + self.shift) // self.scale + self.payment - balance

    @classmethod
    def _stepping(cls, owed: Decimal, paid: Decimal, months: int, rate: Decimal) -> "_Loan":
        numerator, denominator = rate.as_integer_ratio()
        half = 1200 * denominator
        growth, scale, payment = 2 * (half + numerator), 2 * half, int(paid.scaleb(2))
        return cls(int(owed.scaleb(2)), payment, months, growth, half - payment * scale, scale)


def _level_payment(principal: Decimal, rate: Decimal, months: int) -> Decimal:
    with localcontext(_EXACT):
        if rate == 0:
            return to_cents(principal / months)
        i = rate / 1200
        growth = (1 + i) ** months
        return to_cents((principal * i * growth / (growth - 1)).quantize(_NOISE))


def _run_down(loan: _Loan) -> tuple[int, int, int]:
    """Return months needed, last payment and sum of payments, in cents."""
    balance, payment, months, growth, shift, scale = loan
    for _ in range(months - 1):
        balance = (balance * growth + shift) // scale
    if balance <= 0:  # repaid early: find the month
        balances = _balances(loan)
        months = balances.index(0)
        balance = balances[months - 1]
    last = balance + loan.interest_on(balance)
    return months, last, payment * (months - 1) + last


def _balances(loan: _Loan) -> list[int]:
    """Return the cents owed at the start and after each month; the last month clears the rest."""
    balance, _, months, growth, shift, scale = loan
    owed = [balance := (balance * growth + shift) // scale for _ in range(months - 1)]
    if balance <= 0:  # a balance that has crossed zero never comes back
        owed = [max(cents, 0) for cents in owed]
    return [loan.balance, *owed, 0]


def _rows(balances: list[int], loan: _Loan) -> list[Installment]:
    # Column by column, not row by row: a 360-month schedule in half the time.
    owed = [CENT * cents for cents in balances]
    principals = list(map(sub, owed, owed[1:]))
    payments = [CENT * loan.payment] * len(principals)
    interests = list(map(sub, payments, principals))
    for row in range(balances.index(0) - 1, len(principals)):
        interests[row] = CENT * loan.interest_on(balances[row])
        payments[row] = interests[row] + principals[row]
    columns = zip(count(1), payments, interests, principals, owed[1:], strict=False)
    return list(map(tuple.__new__, repeat(Installment), columns))
