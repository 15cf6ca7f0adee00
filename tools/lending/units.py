"""What a number means, before anyone computes with it.

Percent is percent everywhere (8.57 means 8.57 %, suffix ``_pct``), months are integers, money is
`Decimal` dollars with cents. Only the inside of a formula divides by 100. Nothing is a float.
"""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import Field

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
