"""What recourse needs of every lever: when a change helps, its proof, and its record.

A change is a changed inquiry. It helps if the same engine, run on it again, has nothing left to
refuse (or, where only a review stood in the way, nothing left to review) and would show the card.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeVar

from tools.lending.cards import adjusted_card
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import (
    REFUSES,
    Judged,
    Plan,
    as_asked,
    fits_request,
    fits_terms,
    judge,
    plan_of,
)
from tools.lending.records import Inquiry, Lever, Offer, Party, Severity
from tools.lending.risk import CreditScorer, scored, unscored
from tools.lending.situation import Situation, priced
from tools.lending.standing import Standing, standing_of
from tools.lending.units import ZERO, to_cents

P = TypeVar("P", bound=Party)
Horizon = Literal["today", "1-2 months", "3-12 months", "6+ months"]

A_LITTLE_MORE = Decimal("1.02")
"""Obligations that turn out this much higher must not undo a change called robust."""


@dataclass(frozen=True, slots=True)
class Search:
    """What was asked, what the rules saw, and what counts as help."""

    inquiry: Inquiry
    rulebook: Rulebook
    today: date
    plan: Plan
    standing: Standing
    judged: tuple[Judged, ...]
    without_review: bool
    """Nothing refuses the request: what helps is to need no person either."""
    scorer: CreditScorer | None = None

    def reaches(self, situation: Situation) -> bool:
        """Tell whether a priced situation of this standing is where the customer wants to be."""
        if not fits_terms(self.plan, situation):
            return False
        return not (self.without_review and needs_review(self.plan, self.rescored(situation)))

    def rescored(self, situation: Situation) -> Situation:
        """Return the same terms with their own score: less borrowed is less risk."""
        if self.scorer is None or self.inquiry.default_probability is None:
            return situation
        principal, months = situation.principal, situation.term_months
        changed = with_request(self.inquiry, principal=principal, term_months=months)
        standing = standing_of(scored_again(self, changed), self.rulebook, self.today)
        return priced(standing, principal, months)

    def failed_for(self, field: str) -> tuple[Judged, ...]:
        """Return the failed rules that name a field as their cure, replaced ones included."""
        return tuple(
            j
            for j in self.judged
            if j.seen.status == "failed" and any(cure.field == field for cure in j.rule.cures)
        )


class Change(NamedTuple):
    """One lever pulled, or two: exact, as said, and where it leads."""

    levers: tuple[str, ...]
    exact: tuple[str, ...]
    said: tuple[str, ...]
    to: tuple[str, ...]
    effort: Decimal
    horizon: Horizon = "today"
    certainty: Literal["exact", "depends"] = "exact"
    caveat: str | None = None


def search_of(
    inquiry: Inquiry, rulebook: Rulebook, today: date, scorer: CreditScorer | None = None
) -> Search | None:
    """Judge the request; None where nothing has to be found, or nothing may be judged yet."""
    plan = plan_of(rulebook, inquiry.request.product, inquiry.stage)
    standing = standing_of(inquiry, rulebook, today)
    asked = as_asked(plan, standing)
    judged = judge(plan, asked)
    if any(j.is_a(Severity.BLOCK) for j in judged):
        return None
    refused = any(j.is_a(*REFUSES) for j in judged)
    if not refused and standing.unknown:
        return None
    if not refused and adjusted_card(plan, asked, judged) is None:
        refused = True
    if not refused and not any(j.is_a(Severity.REFER) for j in judged):
        return None
    return Search(inquiry, rulebook, today, plan, standing, judged, not refused, scorer)


def needs_review(plan: Plan, situation: Situation) -> bool:
    """Tell whether a REFER holds on these terms."""
    return any(j.is_a(Severity.REFER) for j in judge(plan, situation))


def reached(search: Search, inquiry: Inquiry) -> Situation | None:
    """Run the engine on a changed inquiry, payments only; None where it does not help."""
    plan = plan_for(search, inquiry)
    scored = scored_again(search, inquiry)
    situation = fits_request(plan, standing_of(scored, search.rulebook, search.today))
    if situation is None or (search.without_review and needs_review(plan, situation)):
        return None
    return situation


def scored_again(search: Search, inquiry: Inquiry) -> Inquiry:
    """Return a changed inquiry with its own probability: the old one was that of other facts."""
    if inquiry.default_probability is None:
        return inquiry
    bare = unscored(inquiry)
    return bare if search.scorer is None else scored(bare, search.scorer.score(bare))


def plan_for(search: Search, inquiry: Inquiry) -> Plan:
    """Return the rules for a changed inquiry: other ones where it is another product."""
    product = inquiry.request.product
    if product is search.inquiry.request.product:
        return search.plan
    return plan_of(search.rulebook, product, inquiry.stage)


def confirmed(search: Search, inquiry: Inquiry, change: Change) -> Lever | None:
    """Run the whole engine, the finished card included; return the lever it proves, or None."""
    situation = reached(search, inquiry)
    if situation is None:
        return None
    plan = plan_for(search, inquiry)
    offer = adjusted_card(plan, situation, judge(plan, situation))
    if offer is None:
        return None
    robust = reached(search, with_a_little_more_debt(inquiry)) is not None
    return lever_of(change, offer, robust=robust)


def lever_of(change: Change, offer: Offer, *, robust: bool) -> Lever:
    """Return the record of a change and of the loan that it leads to."""
    return Lever(
        **change._asdict(),
        robust=robust,
        product=offer.product,
        principal=offer.principal,
        term_months=offer.term_months,
        note_rate_pct=offer.note_rate_pct,
        apr_pct=offer.apr_pct,
        monthly_payment=offer.monthly_payment,
        total_interest=offer.total_interest,
        dti_post_pct=offer.dti_post_pct,
        front_end_pct=offer.front_end_pct,
        subject_to_review=offer.subject_to_review,
    )


def with_a_little_more_debt(inquiry: Inquiry) -> Inquiry:
    """Return the inquiry with everyone's monthly obligations 2 % higher."""
    changed: dict[str, object] = {"applicant": _more_debt(inquiry.applicant)}
    if inquiry.co_applicant is not None:
        changed["co_applicant"] = _more_debt(inquiry.co_applicant)
    return inquiry.model_copy(update=changed)


def _more_debt(party: P) -> P:
    owed = party.monthly_obligations
    if owed is None:
        return party
    return party.model_copy(update={"monthly_obligations": to_cents(owed * A_LITTLE_MORE)})


def with_request(inquiry: Inquiry, **changes: Decimal | int) -> Inquiry:
    """Return the inquiry with these fields of the request changed."""
    request = inquiry.request.model_copy(update=changes)
    return inquiry.model_copy(update={"request": request})


def signed(amount: Decimal) -> str:
    """Write a change of money with its sign and cents.

    >>> signed(Decimal(-62)), signed(Decimal(1700))
    ('-62.00', '+1700.00')
    """
    return f"{to_cents(amount):+}"


def share_of(part: Decimal, whole: Decimal | None, percent: int) -> Decimal:
    """Return how many steps of `percent` % of `whole` a part is; 0 of nothing.

    >>> share_of(Decimal(2600), Decimal(20000), 5)
    Decimal('2.6')
    """
    return part * 100 / whole / percent if whole else ZERO
