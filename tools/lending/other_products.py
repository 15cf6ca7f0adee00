"""Another product for the same need and the same person, if it may be named and really fits."""

from datetime import date

from tools.lending.affordability import largest_principal
from tools.lending.cards import adjusted_card
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import any_fails, fits_request, fits_terms, judge, plan_of
from tools.lending.levers import with_request
from tools.lending.records import Inquiry, LoanRequest, Product
from tools.lending.situation import situation_of
from tools.lending.standing import standing_of

LESS_DEBT = (Product.GOLD, Product.MORTGAGE_REFINANCE)
"""What may be named to somebody whose debts are above the cap: pledged, or a lower payment."""

CARRIED = (
    "principal", "term_months", "autodebit", "retires_monthly", "could_retire_monthly",
    "property_value", "first_lien_balance", "gold_items", "gold_value", "repayment_source",
    "shared_obligations",
)  # fmt: skip
"""What of a request stays true when it is another product."""


def others_that_fit(inquiry: Inquiry, rulebook: Rulebook, today: date) -> tuple[Inquiry, ...]:
    """Return the inquiry in each other product that serves the same need and fits.

    The term, and the principal, are moved into that product's range; gold gives what the gold
    carries. What does not fit is not there: nobody is told no about what they did not ask for.
    """
    found = (
        _in_product(inquiry, product, rulebook, today)
        for product in rulebook.terms(inquiry.request.product).alternatives
        if may_be_named(inquiry, product, rulebook)
    )
    return tuple(other for other in found if other is not None)


def may_be_named(inquiry: Inquiry, product: Product, rulebook: Rulebook) -> bool:
    """Tell whether a product may be mentioned at all.

    Gold only to somebody who owns some. Above the cap on debts before the loan, only what is
    pledged or lowers payments, or a loan that pays debts off.
    """
    request = inquiry.request
    if product is Product.GOLD and not (inquiry.owns_gold and request.gold_value):
        return False
    debts = standing_of(inquiry, rulebook).dti_pre_pct
    if debts is None or debts <= rulebook.terms(request.product).dti_pre_max_pct:
        return True
    return product in LESS_DEBT or bool(request.retires_monthly)


def _in_product(
    inquiry: Inquiry, product: Product, rulebook: Rulebook, today: date
) -> Inquiry | None:
    """Return the inquiry for a fitting loan of another product, or None."""
    changed = _as(inquiry, product, rulebook)
    plan = plan_of(rulebook, product, inquiry.stage)
    if product is Product.GOLD:
        standing = standing_of(changed, rulebook, today)
        request = changed.request
        lowest = situation_of(standing, standing.terms.principal.min, request.term_months)
        most = None
        if not any_fails(plan.fixed, lowest):
            most = largest_principal(
                standing, request.term_months, request.principal, lambda s: fits_terms(plan, s)
            )
        if most is None:
            return None
        changed = with_request(changed, principal=most.principal)
    situation = fits_request(plan, standing_of(changed, rulebook, today))
    if situation is None or adjusted_card(plan, situation, judge(plan, situation)) is None:
        return None
    return changed


def _as(inquiry: Inquiry, product: Product, rulebook: Rulebook) -> Inquiry:
    """Return the inquiry for another product, inside its ranges; gold is signed for alone."""
    terms, request = rulebook.terms(product), inquiry.request
    kept = {name: getattr(request, name) for name in CARRIED}
    kept["principal"] = min(max(request.principal, terms.principal.min), terms.principal.max)
    months = min(max(request.term_months, terms.term_months.min), terms.term_months.max)
    kept["term_months"] = months
    changes: dict[str, object] = {"request": LoanRequest(product=product, **kept)}
    if terms.co_applicant == "none":
        changes |= {"co_applicant": None, "joint_option": None}
    return inquiry.model_copy(update=changes)
