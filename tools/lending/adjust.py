"""What if: the standing request with one thing changed, evaluated and priced anew."""

from datetime import date
from decimal import Decimal

from tools.lending.affordability import check_principal, check_term
from tools.lending.cards import adjusted_card, largest
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import REFUSES, Judged, Plan, any_fails, as_asked, judge, plan_of
from tools.lending.errors import MissingFact, OutOfRange
from tools.lending.prepayment import prepay
from tools.lending.records import ExtraPayment, Inquiry, LoanRequest, Offer, Product
from tools.lending.situation import Situation, deferred_at, situation_of
from tools.lending.standing import Standing, standing_of
from tools.lending.units import ZERO


def adjust_offer(
    inquiry: Inquiry,
    rulebook: Rulebook,
    *,
    principal: Decimal | None = None,
    term_months: int | None = None,
    down_payment: Decimal | None = None,
    extra_monthly: Decimal | None = None,
    lump: Decimal | None = None,
    lump_with_payment: int | None = None,
    autodebit: bool | None = None,
    today: date | None = None,
) -> Offer:
    """Return the offer for the request with the given changes; what is not given stays.

    A down payment moves the principal by what it differs from the one before (none is 0). Extra
    payments change no price: they stand beside the offer in `extra_payment`.

    Raises:
        OutOfRange: outside the product's ranges, or past a limit; the message says which.
        MissingFact: the price needs a fact that nobody has given.
    """
    request = changed_request(
        inquiry.request, rulebook, principal, term_months, down_payment, autodebit
    )
    changed = inquiry.model_copy(update={"request": request})
    plan = plan_of(rulebook, request.product, inquiry.stage)
    standing = standing_of(changed, rulebook, today)
    if standing.unknown:
        raise MissingFact(standing.unknown[0].replace("_", " "))
    situation = as_asked(plan, standing)
    judged = judge(plan, situation)
    if any(j.is_a(*REFUSES) for j in judged):
        raise OutOfRange(refusal(plan, standing, judged))
    offer = adjusted_card(plan, situation, judged)
    if offer is None:
        raise OutOfRange("With its fees this loan would cost more than the bank allows itself.")
    extra = extra_of(situation, offer, extra_monthly, lump, lump_with_payment)
    return offer.model_copy(update={"extra_payment": extra}) if extra else offer


def changed_request(
    request: LoanRequest,
    rulebook: Rulebook,
    principal: Decimal | None,
    term_months: int | None,
    down_payment: Decimal | None,
    autodebit: bool | None,
) -> LoanRequest:
    """Return the request with the changes, inside the product's ranges."""
    terms, paid = rulebook.terms(request.product), request.down_payment or ZERO
    if down_payment is not None:
        if principal is not None:
            raise OutOfRange("Change either the amount or the down payment; one follows the other.")
        if request.product not in (Product.CAR, Product.HOME):
            raise OutOfRange(f"A {terms.name} has no down payment.")
        principal = request.principal - (down_payment - paid)
    new_principal = request.principal if principal is None else principal
    new_term = request.term_months if term_months is None else term_months
    check_principal(terms, new_principal)
    check_term(terms, new_term)
    changes: dict[str, object] = {"principal": new_principal, "term_months": new_term}
    if request.down_payment is not None or down_payment is not None:
        changes["down_payment"] = max(paid + request.principal - new_principal, ZERO)
    if autodebit is not None:
        changes["autodebit"] = autodebit
    return LoanRequest.model_validate(request.model_dump() | changes)


def refusal(plan: Plan, standing: Standing, judged: tuple[Judged, ...]) -> str:
    """Say which limits the changed request passes, and what is the most at this term."""
    past = "; ".join(_in_words(j) for j in judged if j.is_a(*REFUSES))
    request = standing.request
    at_lowest = situation_of(standing, standing.terms.principal.min, request.term_months)
    stuck = any_fails(plan.fixed, at_lowest)
    most = None if stuck else largest(plan, standing, request.term_months)
    if most is None:
        return f"That does not fit: {past}."
    return (
        f"That does not fit: {past}. At {most.term_months} months up to "
        f"{most.principal:,.2f} dollars fits."
    )


def _in_words(judged: Judged) -> str:
    seen, title = judged.seen, judged.rule.title.lower()
    unit = {"pct": " %", "usd": " dollars", "months": " months"}.get(seen.unit, "")
    if seen.limit is None:
        return f"{title} ({seen.observed})"
    return f"{title} would be {seen.observed}{unit}, the limit is {seen.limit}{unit}"


def extra_of(
    situation: Situation,
    offer: Offer,
    extra_monthly: Decimal | None,
    lump: Decimal | None,
    lump_with_payment: int | None,
) -> ExtraPayment | None:
    """Return what paying more changes; None where nothing more is paid."""
    if not extra_monthly and not lump:
        return None
    owed, before = situation.principal, ZERO
    if situation.standing.request.deferment_months:
        loan = deferred_at(situation, offer.note_rate_pct)
        owed = loan.repayment_principal
        before = loan.capitalised_interest + loan.monthly_in_school * loan.deferment_months
    extra = prepay(
        owed,
        offer.note_rate_pct,
        situation.term_months,
        extra_monthly=extra_monthly or ZERO,
        lump=lump or ZERO,
        lump_with_payment=lump_with_payment,
    )
    return extra.model_copy(update={"total_interest": extra.total_interest + before})
