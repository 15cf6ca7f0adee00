"""The back office on the command line: decide an application, see what waits, what is due."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from agent.wiring import App
from tools.adjust_offer import answered_by
from tools.intake import inquiry_from
from tools.knowledge.calendar import bank_is_open
from tools.lending.adjust import adjust_offer
from tools.lending.adverse_action import NOTICE_DAYS
from tools.lending.errors import LendingError, NothingToWorkOn
from tools.lending.evaluate import evaluate
from tools.lending.records import ApplicationStatus, Inquiry, Offer
from tools.notices import counteroffer_for, notice_for
from tools.stores.applications import Application, Decision, Notice, WorkItem, check_decision

DECISIONS = {
    "approve": ApplicationStatus.APPROVED,
    "decline": ApplicationStatus.DECLINED,
    "counter": ApplicationStatus.COUNTEROFFER,
}


class Line(NamedTuple):
    """One line of a list for people."""

    text: str
    overdue: bool = False


class Terms(NamedTuple):
    """What a counter-offer changes; None stays as it was applied for."""

    principal: Decimal | None = None
    term_months: int | None = None


AS_FILED = Terms()


def decide(
    app: App, number: str, verdict: str, reasons: list[str], by: str, terms: Terms = AS_FILED
) -> Line:
    """Decide an application as the stand-in underwriter; a no comes with its notice.

    Raises `LendingError` for an unknown application, a step that its status does not allow, or a
    reason that is not on the form; a no and a counter-offer need one to four reasons, and a
    counter-offer the principal or the term that fits.
    """
    known = app.knowledge.rulebook.reasons
    wrong = [r for r in reasons if r not in known]
    if wrong:
        raise LendingError(f"No such reason: {', '.join(wrong)}. Reasons: {', '.join(known)}.")
    now = app.now()
    found = app.applications.application(number)
    if found is None:
        raise NothingToWorkOn(f"There is no application {number}.")
    status, offer, notice = DECISIONS[verdict], None, None
    if status is ApplicationStatus.COUNTEROFFER:
        offer = _counter_offer(app, found, terms, now)
    decision = Decision.model_validate(
        {"status": status, "by": by, "reasons": tuple(reasons),
         "counter_offer_json": offer.model_dump_json() if offer else None}
    )  # fmt: skip
    check_decision(decision)
    if status is not ApplicationStatus.APPROVED:
        notice = _notice(app, found, decision, offer, now)
    if found.status is ApplicationStatus.RECEIVED:
        app.applications.start_review(number, now, by)
    decided = app.applications.decide(number, decision, now, notice)
    texts = "; ".join(known[r] for r in reasons)
    return Line(f"{decided.number}: {decided.status}" + (f" ({texts})" if texts else ""))


def inquiry_of(app: App, found: Application, offer: Offer | None = None) -> Inquiry:
    """Return the inquiry that an offer answers: the one applied for, or another."""
    price = app.knowledge.gold_price.per_fine_gram
    return answered_by(
        offer or found.offer, inquiry_from(found.case, app.knowledge.rulebook, price)
    )


def _counter_offer(app: App, found: Application, terms: Terms, now: datetime) -> Offer:
    """Price the application on other terms; they have to fit the bank's limits."""
    if terms == AS_FILED:
        raise NothingToWorkOn("A counter-offer names --principal, --term-months or both.")
    return adjust_offer(
        inquiry_of(app, found),
        app.knowledge.rulebook,
        principal=terms.principal,
        term_months=terms.term_months,
        today=now.date(),
    )


def _notice(
    app: App, found: Application, decision: Decision, offer: Offer | None, now: datetime
) -> Notice:
    """Write the notice of a decision in the underwriter's reasons: C-1, or C-4 with an offer."""
    inquiry, knowledge = inquiry_of(app, found), app.knowledge
    evaluation = evaluate(inquiry, knowledge.rulebook, now.date()).model_copy(
        update={"principal_reasons": decision.reasons, "adverse_action": True}
    )
    held = found.customer_id and app.profiles.decision_profile(found.customer_id, now.date())
    name, reported = (held.name, held.bureau_date) if held else (None, None)
    written = (
        notice_for(inquiry, evaluation, knowledge, now, name=name, bureau_date=reported)
        if offer is None
        else counteroffer_for(
            inquiry, evaluation, offer, knowledge, now, name=name, bureau_date=reported
        )
    )
    return Notice(
        id=f"{written.id}-{found.number}",
        key=f"{found.number}:{decision.status}",
        kind=written.kind,
        customer_id=found.customer_id,
        conversation_id=found.conversation_id,
        application_number=found.number,
        product=found.product,
        principal_reasons=decision.reasons,
        markdown=written.markdown,
        content_hash=written.content_hash,
        created_at=now,
        due_at=now + timedelta(days=NOTICE_DAYS),
        deliverable=found.customer_id is not None,
    )


def _waiting_line(item: WorkItem) -> Line:
    return Line(f"{item.reference}  {item.task.kind}  {getattr(item.task, 'reason', '')}".rstrip())


def _application_line(found: Application) -> Line:
    missing = f", missing {', '.join(found.missing_documents)}" if found.missing_documents else ""
    return Line(f"{found.number}  {found.product}  {found.status}{missing}")


def queue(app: App) -> list[Line]:
    """List what waits for a person: hand-overs, complaints, requests, applications to decide."""
    app.dispatch(app.now())
    waiting = [_waiting_line(item) for item in app.applications.waiting()]
    return waiting + [_application_line(a) for a in app.applications.awaiting_decision()]


def due(app: App, now: datetime) -> list[Line]:
    """List notices and clocks, the earliest first."""
    app.dispatch(now)
    knowledge = app.knowledge
    clocks = app.applications.due(
        now, lambda day: bank_is_open(day, knowledge.bank, knowledge.holidays)
    )
    return [
        Line(f"{c.due_at:%Y-%m-%d}  {c.kind}  {c.reference}  {c.what}", c.overdue) for c in clocks
    ]
