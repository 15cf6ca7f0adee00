"""The bank's answer to one inquiry: every rule, the price, the outcome, the cards."""

from datetime import date
from decimal import Decimal

from tools.lending.cards import cards_for
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import (
    NOT_OFFERED,
    REFUSES,
    Judged,
    Plan,
    as_asked,
    cures_of,
    findings_of,
    fits_request,
    judge,
    plan_of,
    principal_reasons,
)
from tools.lending.offers import inputs_hash
from tools.lending.records import Evaluation, Figures, Inquiry, Offer, Outcome, Severity
from tools.lending.situation import Situation, payment_at, priced, rate_of
from tools.lending.standing import Standing, standing_of

CO_APPLICANT_QUESTION = "E-060"
"""First a question, will anyone apply with you; only a no makes it an answer."""


def evaluate(inquiry: Inquiry, rulebook: Rulebook, today: date | None = None) -> Evaluation:
    """Answer an inquiry: findings, outcome, reasons, cards.

    The outcome is None where the bank cannot answer yet: a BLOCK stands, a fact that the price
    needs is unknown, or nobody has said whether someone signs along (E-060). `today` dates the
    offers; without it, rules that need a date wait.
    """
    plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
    standing = standing_of(inquiry, rulebook, today)
    asked = as_asked(plan, standing)
    judged = judge(plan, asked)
    offers = offers_for(plan, standing, judged)
    outcome = outcome_of(standing, judged, offers)
    reasons, adverse = reasons_of(plan, standing, judged, outcome)
    return Evaluation(
        outcome=outcome,
        review=is_for_review(outcome, offers),
        findings=findings_of(judged),
        principal_reasons=reasons,
        as_asked=figures_of(asked),
        offers=offers,
        assumptions=standing.assumptions,
        adverse_action=adverse,
        cures=cures_of(judged),
        inputs_hash=inputs_hash(inquiry),
        catalogue_hash=rulebook.catalogue.content_hash,
    )


def fitting(inquiry: Inquiry, rulebook: Rulebook, today: date | None = None) -> Situation | None:
    """Return the request as asked, priced, if no HARD and no LIMIT rule fails; else None.

    The fast path of searches: payments only, no trace, no cards, no APR.
    """
    plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
    return fits_request(plan, standing_of(inquiry, rulebook, today))


def fits(inquiry: Inquiry, rulebook: Rulebook, today: date | None = None) -> bool:
    """Tell whether the request as asked passes every HARD and LIMIT rule."""
    return fitting(inquiry, rulebook, today) is not None


def offers_for(plan: Plan, standing: Standing, judged: tuple[Judged, ...]) -> tuple[Offer, ...]:
    """Return the cards; none where something stands in the way of any offer."""
    if standing.unknown or any(j.is_a(Severity.BLOCK, Severity.HARD) for j in judged):
        return ()
    limited = any(j.is_a(Severity.LIMIT) for j in judged)
    return cards_for(plan, standing, fits_as_asked=not limited)


def outcome_of(
    standing: Standing, judged: tuple[Judged, ...], offers: tuple[Offer, ...]
) -> Outcome | None:
    """Return the outcome of specification 2.1, or None where there is no answer yet."""
    if any(j.is_a(Severity.BLOCK) for j in judged):
        return None
    if any(j.is_a(Severity.HARD) for j in judged):
        return Outcome.NOT_ON_THESE_TERMS
    if standing.unknown:
        return None
    if not offers:
        return None if is_open_question(standing, judged) else Outcome.NOT_ON_THESE_TERMS
    if "CLOSEST" not in offers[0].tags or any(j.is_a(Severity.LIMIT) for j in judged):
        return Outcome.FITS_WITH_CHANGES
    return Outcome.NEEDS_REVIEW if offers[0].subject_to_review else Outcome.LIKELY_FITS


def is_open_question(standing: Standing, judged: tuple[Judged, ...]) -> bool:
    """Tell whether E-060 waits for the customer to say if anyone signs with them."""
    waits = any(j.counts and j.rule.id == CO_APPLICANT_QUESTION for j in judged)
    return waits and not standing.inquiry.co_applicant_refused


def is_for_review(outcome: Outcome | None, offers: tuple[Offer, ...]) -> bool:
    """Tell whether a REFER holds on the terms shown."""
    if outcome is Outcome.FITS_WITH_CHANGES:
        return any(offer.subject_to_review for offer in offers)
    return outcome is Outcome.NEEDS_REVIEW


def reasons_of(
    plan: Plan, standing: Standing, judged: tuple[Judged, ...], outcome: Outcome | None
) -> tuple[tuple[str, ...], bool]:
    """Return the principal reasons, and whether the answer is an adverse action.

    Saying that an amount or a term is not offered is none. Where the nearest amount and term that
    are offered do not fit either, that was a credit judgement, and its reasons are named too.
    """
    if outcome not in (Outcome.FITS_WITH_CHANGES, Outcome.NOT_ON_THESE_TERMS):
        return (), False
    refused = outcome is Outcome.NOT_ON_THESE_TERMS
    failed = [j.rule.id for j in judged if j.is_a(*REFUSES)]
    if refused and failed and all(rule in ("E-010", "E-011") for rule in failed):
        judged = (*judged, *judge(plan, nearest_offered(standing)))
        failed = [j.rule.id for j in judged if j.is_a(*REFUSES)]
    is_judgement = any(rule not in NOT_OFFERED for rule in failed)
    return principal_reasons(judged, standing.rulebook), refused and is_judgement


def nearest_offered(standing: Standing) -> Situation:
    """Return the request moved to the nearest principal and term that the product has."""
    request, terms = standing.request, standing.terms
    principal = min(max(request.principal, terms.principal.min), terms.principal.max)
    months = min(max(request.term_months, terms.term_months.min), terms.term_months.max)
    return priced(standing, principal, months)


def figures_of(asked: Situation) -> Figures:
    """Return the figures of the request itself; only debts before it where it has no price."""
    before = asked.standing.dti_pre_pct
    if asked.note_rate_pct is None:
        return Figures(dti_pre_pct=before)
    rate: Decimal = rate_of(asked, autodebit=asked.standing.request.autodebit)
    return Figures(
        dti_pre_pct=before,
        note_rate_pct=rate,
        monthly_payment=payment_at(asked, rate),
        dti_post_pct=asked.dti_post_pct,
        front_end_pct=asked.front_end_pct,
        pti_pct=asked.pti_pct,
        ltv_pct=asked.ltv_pct,
    )
