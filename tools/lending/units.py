"""What a number means, before anyone computes with it.

Percent is percent everywhere (8.57 means 8.57 %, suffix ``_pct``), months are integers, money is
`Decimal` dollars with cents. Only the inside of a formula divides by 100. Nothing is a float.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

from tools.lending.errors import OutOfRange

CENT = Decimal("0.01")
ZERO = Decimal(0)

MAX_MONEY = Decimal(10) ** 12
"""No sum a retail bank lends, and nobody's income, reaches this; more is a typing error."""

Money = Annotated[Decimal, Field(ge=0, lt=MAX_MONEY, allow_inf_nan=False, description="US dollars")]
SignedMoney = Annotated[Decimal, Field(allow_inf_nan=False, description="US dollars, signed")]
Percent = Annotated[
    Decimal, Field(ge=0, allow_inf_nan=False, description="Percent: 8.57 is 8.57 %")
]
TermMonths = Annotated[int, Field(ge=1, le=480, description="Months to repay")]


def to_cents(amount: Decimal) -> Decimal:
    """Round half up to the cent, the convention printed on US loan disclosures.

    >>> to_cents(Decimal("0.125"))
    Decimal('0.13')
    """
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def as_shown(ratio_pct: Decimal) -> Decimal:
    """Round a percentage half up to the two decimals at which it is shown and compared.

    >>> as_shown(Decimal("45.004"))
    Decimal('45.00')
    """
    return ratio_pct.quantize(CENT, rounding=ROUND_HALF_UP)


def down_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """Round down to a multiple of `step`.

    >>> down_to_step(Decimal("17179.05"), Decimal(100))
    Decimal('17100')
    """
    return (amount / step).to_integral_value(ROUND_FLOOR) * step


def up_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """Round up to a multiple of `step`.

    >>> up_to_step(Decimal("243561.57"), Decimal(100))
    Decimal('243600')
    """
    return (amount / step).to_integral_value(ROUND_CEILING) * step


Number = Decimal | int
"""What a formula accepts from outside. A float is refused: it cannot hold a cent."""

MAX_RATE_PCT = Decimal(1000)
MIN_RATE_PCT = Decimal("0.000001")
MAX_MONTHS = 1200
"""A hundred years: the longest term a request may name (products end far earlier)."""


def checked_number(value: object, what: str) -> Decimal:
    """Return `value` as a finite Decimal; `what` begins the sentence of the refusal.

    Raises:
        OutOfRange: for a float, text, a truth value, NaN or infinity.
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, int) and not isinstance(value, bool):
        number = Decimal(value)
    else:
        raise OutOfRange(f"{what} must be a Decimal or a whole number.")
    if not number.is_finite():
        raise OutOfRange(f"{what} must be a finite number.")
    return number


def checked_money(value: object, what: str, *, zero_ok: bool = False) -> Decimal:
    """Return `value` as dollars with whole cents, more than 0 (or from 0) and below `MAX_MONEY`.

    >>> checked_money(20000, "The principal")
    Decimal('20000.00')
    """
    amount = checked_number(value, what)
    if amount < 0 or (amount == 0 and not zero_ok):
        raise OutOfRange(f"{what} must {'not be below' if zero_ok else 'be more than'} 0.")
    if amount >= MAX_MONEY:
        raise OutOfRange(f"{what} must be less than {MAX_MONEY:,}.")
    cents = amount.quantize(CENT)
    if cents != amount:
        raise OutOfRange(f"{what} must be in whole cents.")
    return cents


def checked_rate_pct(value: object, what: str = "The note rate") -> Decimal:
    """Return `value` as percent a year: 0, or from `MIN_RATE_PCT` to below `MAX_RATE_PCT`."""
    rate = checked_number(value, what)
    if rate and not MIN_RATE_PCT <= rate < MAX_RATE_PCT:
        raise OutOfRange(f"{what} must be 0, or from {MIN_RATE_PCT} to below {MAX_RATE_PCT} %.")
    return rate


def checked_months(value: object, what: str = "The term") -> int:
    """Return `value` as a number of months from 1 to `MAX_MONTHS`."""
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_MONTHS:
        raise OutOfRange(f"{what} must be a whole number of months from 1 to {MAX_MONTHS}.")
    return value
