"""How much fits: the largest principal for a payment or for the limits, and what a payment may be.

Price depends on the principal through its bands, so the answer is searched on the step grid with
the price computed anew at each step, never read off a closed form (specification 3.7).
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from tools.lending.amortization import loan_totals
from tools.lending.apr import level_apr_pct
from tools.lending.catalogue import ProductTerms, Rulebook
from tools.lending.eligibility import any_fails, fits_terms, plan_of
from tools.lending.errors import OutOfRange
from tools.lending.fees import prepaid_charges
from tools.lending.records import Inquiry, Product, Record
from tools.lending.situation import Situation, priced, situation_of
from tools.lending.standing import Standing, standing_of
from tools.lending.units import Money, Percent, down_to_step, to_cents, up_to_step


class Affordable(Record):
    """The largest principal and what it costs; indicative."""

    principal: Money
    term_months: int
    note_rate_pct: Percent
    monthly_payment: Money
    dti_post_pct: Percent | None = None
    front_end_pct: Percent | None = None
    ltv_pct: Percent | None = None


class PaymentRange(Record):
    """What a loan may cost a month across the product's rates: a range, not an offer."""

    product: Product
    principal: Money
    term_months: int
    min_note_rate_pct: Percent
    max_note_rate_pct: Percent
    payment_low: Money
    payment_high: Money
    apr_low_pct: Percent
    apr_high_pct: Percent


def largest_principal(
    standing: Standing,
    term_months: int,
    ceiling: Decimal,
    fits: Callable[[Situation], bool],
) -> Situation | None:
    """Return the priced situation of the largest principal on the step grid that `fits`.

    `fits` must hold below any principal where it holds, within a band where the same rules apply;
    a product that is unsecured up to a sum has two such bands, and the upper one is tried first.
    """
    step = standing.rulebook.catalogue.principal_step
    for low, high in bands(standing.terms, ceiling, step):
        found = _bisected(standing, term_months, fits, low, high, step)
        if found is not None:
            return found
    return None


def bands(terms: ProductTerms, ceiling: Decimal, step: Decimal) -> list[tuple[Decimal, Decimal]]:
    """Return stretches of principals, the upper first, in which the same rules and prices apply.

    >>> from tools.knowledge.loader import load_rulebook
    >>> terms = load_rulebook().terms(Product.HOME_IMPROVEMENT)
    >>> [(str(low), str(high)) for low, high in bands(terms, Decimal(40000), Decimal(100))]
    [('25100.00', '40000.00'), ('5000.00', '25000.00')]
    """
    allowed, edge = terms.principal, terms.unsecured_up_to
    low = to_cents(up_to_step(allowed.min, step))
    high = to_cents(down_to_step(min(ceiling, allowed.max), step))
    if edge is None or not low <= edge < high:
        return [(low, high)] if low <= high else []
    below = to_cents(down_to_step(edge, step))
    return [(below + step, high), (low, below)]


def _bisected(
    standing: Standing,
    term_months: int,
    fits: Callable[[Situation], bool],
    low: Decimal,
    high: Decimal,
    step: Decimal,
) -> Situation | None:
    best = priced(standing, high, term_months)
    if fits(best):
        return best
    best = priced(standing, low, term_months)
    if not fits(best):
        return None
    while high - low > step:
        middle = low + down_to_step((high - low) / 2, step)
        tried = priced(standing, middle, term_months)
        if fits(tried):
            low, best = middle, tried
        else:
            high = middle
    return best


def max_principal_for(
    inquiry: Inquiry,
    rulebook: Rulebook,
    *,
    monthly_payment: Decimal | None = None,
    term_months: int | None = None,
    today: date | None = None,
) -> Affordable | None:
    """Return the largest principal inside every limit and, where given, a payment.

    The principal asked for does not bound it; the catalogue, the collateral and the documented
    cost do. None: nothing fits. Source: specification 3.7, W5.

    Raises:
        OutOfRange: a term outside the product's range.
    """
    months = term_months or inquiry.request.term_months
    terms = rulebook.terms(inquiry.request.product)
    check_term(terms, months)
    standing = standing_of(inquiry, rulebook, today)
    plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
    if any_fails(plan.fixed, situation_of(standing, terms.principal.min, months)):
        return None

    def fits(situation: Situation) -> bool:
        payment = situation.monthly_payment
        affordable = monthly_payment is None or payment is None or payment <= monthly_payment
        return affordable and fits_terms(plan, situation)

    found = largest_principal(standing, months, terms.principal.max, fits)
    return None if found is None else _affordable(found)


def _affordable(situation: Situation) -> Affordable:
    return Affordable.model_validate(
        {name: getattr(situation, name) for name in Affordable.model_fields}
    )


def payment_range(
    product: Product, principal: Decimal, term_months: int, rulebook: Rulebook
) -> PaymentRange:
    """Return the lowest and the highest payment and APR across a product's rates.

    Raises:
        OutOfRange: a principal or term outside the product's range.

    >>> from tools.knowledge.loader import load_rulebook
    >>> found = payment_range(Product.CAR, Decimal(20000), 60, load_rulebook())
    >>> round(found.payment_low), round(found.payment_high)
    (399, 425)
    """
    terms = rulebook.terms(product)
    check_principal(terms, principal)
    check_term(terms, term_months)
    low, high = terms.note_rate_pct.min, terms.note_rate_pct.max
    return PaymentRange(
        product=product,
        principal=principal,
        term_months=term_months,
        min_note_rate_pct=low,
        max_note_rate_pct=high,
        payment_low=loan_totals(principal, low, term_months).monthly_payment,
        payment_high=loan_totals(principal, high, term_months).monthly_payment,
        apr_low_pct=_apr_at(terms, principal, low, term_months),
        apr_high_pct=_apr_at(terms, principal, high, term_months),
    )


def _apr_at(terms: ProductTerms, principal: Decimal, rate: Decimal, months: int) -> Decimal:
    totals = loan_totals(principal, rate, months)
    financed = principal - prepaid_charges(terms.fees, principal)
    return level_apr_pct(financed, totals.monthly_payment, totals.last_payment, months, rate)


def check_principal(terms: ProductTerms, principal: Decimal) -> None:
    """Refuse a principal outside the product's range; the message says what the range is."""
    allowed = terms.principal
    if not allowed.min <= principal <= allowed.max:
        raise OutOfRange(
            f"A {terms.name} runs from {allowed.min:,.2f} to {allowed.max:,.2f} dollars."
        )


def check_term(terms: ProductTerms, term_months: int) -> None:
    """Refuse a term outside the product's range; the message says what the range is."""
    allowed = terms.term_months
    if not allowed.min <= term_months <= allowed.max:
        raise OutOfRange(f"A {terms.name} runs from {allowed.min} to {allowed.max} months.")
