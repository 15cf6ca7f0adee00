"""Gold as collateral: what it is worth to the bank, and the most it secures.

Only the metal counts, at the lower of the 30-day average and the last close, stones excluded, and
never above an assay. Limits round down: a loan must not exceed its share by a fraction of a cent.
Source: specification 1.3, W14.
"""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal

from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.records import GoldItem
from tools.lending.units import (
    CENT,
    ZERO,
    Number,
    checked_money,
    checked_months,
    checked_number,
    checked_rate_pct,
    to_cents,
)

FINE_KARAT = 24


def price_used(average_30d: Number, last_close: Number) -> Decimal:
    """Return the price of a gram of fine gold that the bank uses: the lower of the two.

    >>> price_used(Decimal("106.10"), Decimal("105.40"))
    Decimal('105.40')
    """
    average = checked_number(average_30d, "The 30-day average price")
    close = checked_number(last_close, "The last closing price")
    if average <= 0 or close <= 0:
        raise OutOfRange("A price of gold must be more than 0.")
    return min(average, close)


def gold_value(
    items: Sequence[GoldItem], price_per_fine_gram: Number, *, assayed: Number | None = None
) -> Decimal:
    """Return the value of `items` in dollars, half up to the cent once, at most `assayed`.

        sum of net grams * karat / 24 * price of a gram of fine gold

    >>> gold_value([GoldItem(net_grams=Decimal("62.5"), karat=Decimal(22))], Decimal("105.40"))
    Decimal('6038.54')
    """
    if not items:
        raise MissingFact("the weight and karat of the gold")
    price = checked_number(price_per_fine_gram, "The price of gold")
    if price <= 0:
        raise OutOfRange("A price of gold must be more than 0.")
    grams_times_karat = sum((item.net_grams * item.karat for item in items), ZERO)
    value = to_cents(grams_times_karat * price / FINE_KARAT)
    return value if assayed is None else min(value, checked_money(assayed, "The assayed value"))


def max_gold_principal(value: Number, ltv_max_pct: Number) -> Decimal:
    """Return the most that can be lent on `value`, in dollars, rounded down to the cent.

    >>> max_gold_principal(Decimal("6038.54"), Decimal("75"))
    Decimal('4528.90')
    """
    worth = checked_money(value, "The value of the gold", zero_ok=True)
    cap = checked_number(ltv_max_pct, "The loan-to-value limit")
    if not 0 < cap <= 100:
        raise OutOfRange("The loan-to-value limit must be more than 0, at most 100 %.")
    return (worth * cap / 100).quantize(CENT, ROUND_FLOOR)


def bullet_interest(principal: Number, note_rate_pct: Number, term_months: int) -> Decimal:
    """Return the interest of a loan repaid in one sum at maturity, in dollars.

        interest = P * note_rate_pct / 1200 * term_months    (simple, half up)

    >>> bullet_interest(Decimal("4043.66"), Decimal("12"), 12)
    Decimal('485.24')
    """
    amount, rate = checked_money(principal, "The principal"), checked_rate_pct(note_rate_pct)
    return to_cents(amount * rate * checked_months(term_months) / 1200)


def max_bullet_principal(
    value: Number, ltv_max_pct: Number, note_rate_pct: Number, term_months: int
) -> Decimal:
    """Return the most that can be lent, in dollars, so that the sum at maturity is covered.

        P * (1 + note_rate_pct / 1200 * term_months) <= value * ltv_max_pct / 100

    >>> max_bullet_principal(Decimal("6038.54"), Decimal("75"), Decimal("12"), 12)
    Decimal('4043.66')
    """
    limit = max_gold_principal(value, ltv_max_pct)
    rate, months = checked_rate_pct(note_rate_pct), checked_months(term_months)
    principal = (limit * 1200 / (1200 + rate * months)).quantize(CENT, ROUND_FLOOR)
    if principal and principal + bullet_interest(principal, rate, months) > limit:
        principal -= CENT  # the interest's own rounding went up
    return principal
