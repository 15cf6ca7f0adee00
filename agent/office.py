"""The back office on the command line: decide an application, see what waits, what is due."""

from datetime import datetime
from typing import NamedTuple

from agent.wiring import App
from tools.knowledge.calendar import bank_is_open
from tools.lending.errors import LendingError, NothingToWorkOn
from tools.lending.records import ApplicationStatus
from tools.stores.applications import Application, Decision, WorkItem

DECISIONS = {
    "approve": ApplicationStatus.APPROVED,
    "decline": ApplicationStatus.DECLINED,
    "counter": ApplicationStatus.COUNTEROFFER,
}


class Line(NamedTuple):
    """One line of a list for people."""

    text: str
    overdue: bool = False


def decide(app: App, number: str, verdict: str, reasons: list[str], by: str) -> Line:
    """Decide an application as the stand-in underwriter.

    Raises `LendingError` for an unknown application, a step that its status does not allow, or a
    reason that is not on the form; a no and a counter-offer need one to four reasons.
    """
    known = app.knowledge.rulebook.reasons
    wrong = [r for r in reasons if r not in known]
    if wrong:
        raise LendingError(f"No such reason: {', '.join(wrong)}. Reasons: {', '.join(known)}.")
    now = app.now()
    found = app.applications.application(number)
    if found is None:
        raise NothingToWorkOn(f"There is no application {number}.")
    if found.status is ApplicationStatus.RECEIVED:
        app.applications.start_review(number, now, by)
    decision = Decision.model_validate(
        {"status": DECISIONS[verdict], "by": by, "reasons": tuple(reasons)}
    )
    decided = app.applications.decide(number, decision, now)
    texts = "; ".join(known[r] for r in reasons)
    return Line(f"{decided.number}: {decided.status}" + (f" ({texts})" if texts else ""))


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
