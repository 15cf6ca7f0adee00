"""Ratios of lending, as shown: two decimals, half up. That is also how they are compared.

A ratio to nothing is undefined and comes back as None: the rule that asks for income (E-044) or for
a value then speaks, and nobody divides by zero. Percentages end in `_pct`; the others are times.
Source: specification 3.5, 3.6; W6, W7, W16.
"""

from decimal import Decimal

from tools.lending.errors import OutOfRange
from tools.lending.units import ZERO, as_shown


def dti_pre_pct(monthly_obligations: Decimal, annual_income: Decimal) -> Decimal | None:
    """Return existing monthly obligations as percent of gross monthly income.

    The cap of E-040. None without income. For joint applicants pass the sums, shared debts once.

    >>> dti_pre_pct(Decimal("2520"), Decimal("78000"))
    Decimal('38.77')
    """
    return _share(1200, annual_income, monthly_obligations)


def dti_post_pct(
    monthly_obligations: Decimal,
    annual_income: Decimal,
    monthly_payment: Decimal,
    *,
    replaced: Decimal = ZERO,
    escrow: Decimal = ZERO,
    pmi: Decimal = ZERO,
) -> Decimal | None:
    """Return obligations with the new loan as percent of gross monthly income.

        100 * (obligations - replaced + payment + escrow + pmi) / (annual_income / 12)

    `replaced` is what the loan ends: the rent (home purchase), the old mortgage with its taxes and
    insurance (refinance), retired debts. More than the obligations cannot end, so they stop at 0.
    `escrow` is taxes, insurance and dues a month. None without income.

    >>> dti_post_pct(Decimal("2520"), Decimal("78000"), Decimal("373.28"))
    Decimal('44.51')
    """
    _check(monthly_obligations, replaced)
    kept = max(monthly_obligations - replaced, ZERO)
    return _share(1200, annual_income, kept, monthly_payment, escrow, pmi)


def front_end_pct(
    annual_income: Decimal,
    monthly_payment: Decimal,
    *,
    taxes_and_insurance: Decimal = ZERO,
    pmi: Decimal = ZERO,
    hoa: Decimal = ZERO,
) -> Decimal | None:
    """Return the whole housing cost as percent of gross monthly income (E-042).

    >>> front_end_pct(Decimal("78000"), Decimal("1850"))
    Decimal('28.46')
    """
    return _share(1200, annual_income, monthly_payment, taxes_and_insurance, pmi, hoa)


def pti_pct(monthly_payment: Decimal, annual_income: Decimal) -> Decimal | None:
    """Return this payment alone as percent of gross monthly income (E-043).

    >>> pti_pct(Decimal("411.01"), Decimal("60000"))
    Decimal('8.22')
    """
    return _share(1200, annual_income, monthly_payment)


def ltv_pct(principal: Decimal, value: Decimal, *, prior_liens: Decimal = ZERO) -> Decimal | None:
    """Return the loan, with liens before it (CLTV), as percent of the collateral's value.

    >>> ltv_pct(Decimal("20000"), Decimal("22500"))
    Decimal('88.89')
    """
    return _share(100, value, principal, prior_liens)


def loan_to_income(principal: Decimal, annual_income: Decimal) -> Decimal | None:
    """Return the principal as a multiple of gross annual income.

    >>> loan_to_income(Decimal("20000"), Decimal("50000"))
    Decimal('0.40')
    """
    return _share(1, annual_income, principal)


def loan_to_liquid_assets_pct(principal: Decimal, savings: Decimal) -> Decimal | None:
    """Return the principal as percent of savings and checking together.

    >>> loan_to_liquid_assets_pct(Decimal("5000"), Decimal("20000"))
    Decimal('25.00')
    """
    return _share(100, savings, principal)


def savings_to_loan(savings: Decimal, principal: Decimal) -> Decimal | None:
    """Return savings as a multiple of the principal.

    >>> savings_to_loan(Decimal("20000"), Decimal("5000"))
    Decimal('4.00')
    """
    return _share(1, principal, savings)


def months_of_reserves(
    liquid: Decimal, monthly_payment: Decimal, *, escrow: Decimal = ZERO
) -> Decimal | None:
    """Return for how many months liquid assets carry the payment with its escrow (E-046).

    >>> months_of_reserves(Decimal("9000"), Decimal("2580"), escrow=Decimal("420"))
    Decimal('3.00')
    """
    _check(monthly_payment, escrow)
    return _share(1, monthly_payment + escrow, liquid)


def utilisation_pct(revolving_balances: Decimal, revolving_limits: Decimal) -> Decimal | None:
    """Return card balances as percent of card limits. Known from a bureau report only.

    >>> utilisation_pct(Decimal("1500"), Decimal("6000"))
    Decimal('25.00')
    """
    return _share(100, revolving_limits, revolving_balances)


def monthly_obligations_from_dti(dti_pct: Decimal, annual_income: Decimal) -> Decimal:
    """Return the monthly obligations behind the data set's debt_to_income_ratio, a percentage.

    Not rounded: the ratio computed from it must come back as it was. Source: specification W7.

    >>> round(monthly_obligations_from_dti(Decimal("40.24"), Decimal("70437.36")), 2)
    Decimal('2362.00')
    """
    _check(dti_pct, annual_income)
    return dti_pct * annual_income / 1200


def _share(factor: int, whole: Decimal, *parts: Decimal) -> Decimal | None:
    _check(whole, *parts)
    return as_shown(factor * sum(parts, ZERO) / whole) if whole else None


def _check(*values: Decimal) -> None:
    for value in values:
        if not value.is_finite() or value < 0:
            raise OutOfRange("A ratio needs finite figures that are not below 0.")
