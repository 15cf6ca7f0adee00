"""Tool: make_offers."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import count

from tools.case_file import CaseFile
from tools.check_eligibility import finding_facts
from tools.context import ToolContext
from tools.effects import IssueNotice
from tools.facts import Fact, ToolRecord, fact
from tools.lending.adverse_action import NOTICE_DAYS, AdverseActionNotice
from tools.lending.affordability import PaymentRange, payment_range
from tools.lending.records import (
    ApplicationStatus,
    Evaluation,
    Figures,
    Finding,
    Inquiry,
    Offer,
    Outcome,
    Product,
    Record,
)
from tools.notices import notice_for
from tools.offer_facts import difference_facts, offer_facts, range_facts, rank_facts
from tools.standing import evaluation_of, standing_inquiry


class Reason(Record):
    """One principal reason, with the text of the form."""

    id: str
    text: str


class OffersMade(ToolRecord):
    """The priced offers, or what stands in their way."""

    outcome: Outcome | None
    review: bool
    product: Product
    offers: tuple[Offer, ...]
    as_asked: Figures
    failed: tuple[Finding, ...]
    reasons: tuple[Reason, ...] = ()
    notice: AdverseActionNotice | None = None
    """Written when the answer to the standing request is no."""
    payment_range: PaymentRange | None = None
    """Where no price can be named yet: from the catalogue's lowest to its highest rate."""

    def own_facts(self) -> Iterable[Fact]:
        for offer in self.offers:
            yield from offer_facts(offer)
        yield from rank_facts(self.offers)
        for other in self.offers[1:]:
            yield from difference_facts(other, self.offers[0])
        yield from as_asked_facts(self.as_asked)
        for finding in self.failed:
            yield from finding_facts(finding)
        if self.offers:
            yield fact("offers", "count", len(self.offers))
        if self.payment_range is not None:
            yield from range_facts(self.payment_range)
        if self.notice is not None:
            yield fact("notice", "deadline", self.notice.due_on)


def as_asked_facts(figures: Figures) -> Iterable[Fact]:
    """State the figures of the request exactly as asked."""
    for name, value in figures:
        if value is not None:
            yield fact("request", name, value)


def letters(after: str = "") -> Iterator[str]:
    """Yield the letters that follow one, as a spreadsheet names its columns.

    >>> [next(letters(after)) for after in ("", "a", "z", "az", "zz")]
    ['a', 'b', 'aa', 'ba', 'aaa']
    """
    place = 0
    for char in after:
        place = place * 26 + ord(char) - 96
    for number in count(place + 1):
        name = ""
        while number:
            number, last = divmod(number - 1, 26)
            name = chr(97 + last) + name
        yield name


def next_letters(case: CaseFile, offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    """Give each new offer the letter after the newest; letters are never reused."""
    free = letters(case.offers[-1].letter if case.offers else "")
    return tuple(
        o.model_copy(update={"letter": letter}) for o, letter in zip(offers, free, strict=False)
    )


def _with_offers(case: CaseFile, evaluation: Evaluation, offers: tuple[Offer, ...]) -> CaseFile:
    return case.model_copy(
        update={
            "offers": (*case.offers, *offers),
            "current": tuple(o.letter for o in offers),
            "outcome": evaluation.outcome,
            "review": evaluation.review,
            "evaluated_hash": evaluation.inputs_hash,
        }
    )


def _decided(case: CaseFile, notice: AdverseActionNotice) -> CaseFile:
    issued = tuple(dict.fromkeys((*case.notices, notice.id)))
    return case.model_copy(
        update={"stage": "decided", "status": ApplicationStatus.DECLINED, "notices": issued}
    )


def _notice(context: ToolContext, inquiry: Inquiry, evaluation: Evaluation) -> AdverseActionNotice:
    """Write the notice, addressed by name and with the date of the credit report where known."""
    held = None
    if context.customer_id is not None:
        held = context.profiles.decision_profile(context.customer_id, context.now.date())
    return notice_for(
        inquiry,
        evaluation,
        context.knowledge,
        context.now,
        name=held.name if held else None,
        bureau_date=held.bureau_date if held else None,
    )


def _effect(
    context: ToolContext, inquiry: Inquiry, evaluation: Evaluation, notice: AdverseActionNotice
) -> IssueNotice:
    return IssueNotice(
        key=f"{inquiry.request.product}:{evaluation.inputs_hash}",
        notice_id=notice.id,
        customer_id=context.customer_id,
        product=inquiry.request.product,
        outcome=Outcome.NOT_ON_THESE_TERMS,
        principal_reasons=evaluation.principal_reasons,
        markdown=notice.markdown,
        content_hash=notice.content_hash,
        due_at=_due(context.now),
        deliverable=context.customer_id is not None,
    )


def _due(now: datetime) -> datetime:
    return now + timedelta(days=NOTICE_DAYS)


def _range(inquiry: Inquiry, evaluation: Evaluation, context: ToolContext) -> PaymentRange | None:
    """Return a range where nothing was refused and nothing could be priced."""
    if evaluation.offers or evaluation.outcome is Outcome.NOT_ON_THESE_TERMS:
        return None
    request = inquiry.request
    return payment_range(
        request.product, request.principal, request.term_months, context.knowledge.rulebook
    )


def _standing_offers(case: CaseFile, evaluation: Evaluation) -> tuple[Offer, ...]:
    """Keep the letters of offers that were already made on the same inputs."""
    if case.evaluated_hash == evaluation.inputs_hash and case.current:
        return case.current_offers
    return ()


def make_offers(context: ToolContext, /) -> OffersMade:
    """Make three or four priced offers for the standing request, or counter-offers.

    Runs by itself when the case is complete. Each offer has principal, note rate, APR, term,
    monthly payment, total interest and fees. Takes no arguments: everything comes from the case.
    """
    inquiry = standing_inquiry(context)
    evaluation = evaluation_of(inquiry, context)
    again = _standing_offers(context.case, evaluation)
    offers = again or next_letters(context.case, evaluation.offers)
    case = context.case if again else _with_offers(context.case, evaluation, offers)
    reasons = context.knowledge.rulebook.reasons
    notice = None
    if evaluation.adverse_action and context.knowledge.bank.switches.negatives == "decisioning":
        notice = _notice(context, inquiry, evaluation)
    is_new = notice is not None and notice.id not in context.case.notices
    return OffersMade(
        outcome=evaluation.outcome,
        review=evaluation.review,
        product=inquiry.request.product,
        offers=offers,
        as_asked=evaluation.as_asked,
        failed=evaluation.failed,
        reasons=tuple(Reason(id=r, text=reasons[r]) for r in evaluation.principal_reasons),
        notice=notice,
        payment_range=_range(inquiry, evaluation, context),
        case=_decided(case, notice) if notice else case,
        effects=(_effect(context, inquiry, evaluation, notice),) if is_new and notice else (),
    )
