"""Applications and all that waits for a person: notices, hand-overs, complaints, requests."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Literal, Protocol

from tools.case_file import CaseFile, DocumentReceived
from tools.effects import (
    HandOff,
    IssueNotice,
    RecordComplaint,
    RecordFeedback,
    RecordPrivacyRequest,
    SubmitApplication,
)
from tools.lending.errors import LendingError
from tools.lending.records import ApplicationStatus, Offer, Outcome, Product, Record

S = ApplicationStatus
NEXT: dict[ApplicationStatus, tuple[ApplicationStatus, ...]] = {
    S.RECEIVED: (
        S.INCOMPLETE, S.IN_REVIEW, S.APPROVED, S.COUNTEROFFER, S.DECLINED, S.WITHDRAWN,
    ),
    S.INCOMPLETE: (S.RECEIVED, S.IN_REVIEW, S.DECLINED, S.WITHDRAWN),
    S.IN_REVIEW: (S.INCOMPLETE, S.APPROVED, S.COUNTEROFFER, S.DECLINED, S.WITHDRAWN),
    S.COUNTEROFFER: (S.APPROVED, S.DECLINED, S.WITHDRAWN),
    S.APPROVED: (S.WITHDRAWN,),
    S.DECLINED: (),
    S.WITHDRAWN: (),
}  # fmt: skip
"""Where an application may go from each status. COUNTEROFFER -> APPROVED is its acceptance."""

DECIDE_DAYS = 30
"""From a complete application to the notice of action (Reg B 1002.9(a)(1)(i))."""

IsOpen = Callable[[date], bool]
"""Tells whether the bank is open on a day: weekends and holidays are in the bank's files."""


class StepRefused(LendingError):
    """A change of status that the present one does not allow; the message names those it does."""


class StatusChange(Record):
    """One line of an application's history."""

    status: ApplicationStatus
    at: datetime
    by: str
    """'customer', 'system', or who decided."""
    reasons: tuple[str, ...] = ()
    """Adverse-action ids, in the order of the notice."""
    note: str | None = None


class Application(Record):
    """One application as filed, and what became of it."""

    number: str
    key: str
    customer_id: str | None
    conversation_id: str
    product: Product
    status: ApplicationStatus = ApplicationStatus.RECEIVED
    offer_json: str
    """The offer applied for, exactly as confirmed."""
    case_json: str
    documents_needed: tuple[str, ...] = ()
    documents: tuple[DocumentReceived, ...] = ()
    received_at: datetime
    complete_at: datetime | None = None
    """When the last needed document arrived: the clock of the decision starts here."""
    history: tuple[StatusChange, ...] = ()
    counter_offer_json: str | None = None
    trid_items: tuple[str, ...] = ()
    """Dwelling loans: which of the six items the bank has."""
    loan_estimate_from: datetime | None = None
    """When the sixth became known."""
    loan_estimate_sent_at: datetime | None = None

    @property
    def offer(self) -> Offer:
        """The offer applied for."""
        return Offer.model_validate_json(self.offer_json)

    @property
    def case(self) -> CaseFile:
        """The case as it stood."""
        return CaseFile.model_validate_json(self.case_json)

    @property
    def received_documents(self) -> tuple[str, ...]:
        """Kinds that have come and were not refused."""
        return tuple(dict.fromkeys(d.kind for d in self.documents if d.state != "refused"))

    @property
    def missing_documents(self) -> tuple[str, ...]:
        """Needed documents that have not come, or were refused."""
        held = self.received_documents
        return tuple(kind for kind in self.documents_needed if kind not in held)

    @property
    def answer_by(self) -> date | None:
        """Day by which the bank answers; None once it has (Reg B 1002.9(a)(1)(i))."""
        if self.status not in (S.RECEIVED, S.IN_REVIEW, S.INCOMPLETE):
            return None
        return ((self.complete_at or self.received_at) + timedelta(days=DECIDE_DAYS)).date()


class Decision(Record):
    """What a person decided on an application."""

    status: Literal[
        ApplicationStatus.APPROVED, ApplicationStatus.COUNTEROFFER, ApplicationStatus.DECLINED
    ]
    by: str
    reasons: tuple[str, ...] = ()
    """Adverse-action ids; a no and a counter-offer name one to four."""
    counter_offer_json: str | None = None
    note: str | None = None


class Notice(Record):
    """A notice in writing, due on a day."""

    id: str
    key: str
    kind: Literal["adverse_action", "incomplete", "counteroffer", "approval", "score_disclosure"]
    customer_id: str | None
    conversation_id: str | None = None
    application_number: str | None = None
    product: Product
    outcome: Outcome | None = None
    principal_reasons: tuple[str, ...] = ()
    markdown: str
    content_hash: str
    created_at: datetime
    due_at: datetime
    deliverable: bool
    """False until a name and an address are known; then it is due."""
    delivered_at: datetime | None = None
    delivered_by: str | None = None
    """'mail', 'electronic' …"""


Task = HandOff | RecordComplaint | RecordPrivacyRequest | RecordFeedback


class WorkItem(Record):
    """Something a person must see to. `done_at` None: still waiting."""

    key: str
    """Unique; with it the work is finished."""
    reference: str
    """What the customer was told, if anything."""
    conversation_id: str
    customer_id: str | None
    task: Task
    done_at: datetime | None = None
    done_by: str | None = None
    result: str | None = None


class Clock(Record):
    """A deadline that runs."""

    kind: Literal["notice", "decision", "incomplete", "counteroffer", "loan_estimate", "complaint"]
    reference: str
    """Notice id, application number or complaint reference."""
    what: str
    """One sentence: what must have happened by then."""
    due_at: datetime
    overdue: bool


class Kept(Record):
    """What an erasure had to leave in place, and for how long."""

    what: Literal["application", "notice", "complaint", "privacy_request", "hand_off"]
    reference: str
    until: datetime | None
    """None: until it is closed."""


class ApplicationStore(Protocol):
    """Raises `StoreUnavailable`; `LendingError` for what a person asked and cannot have.

    Writing under a key that was used before changes nothing and returns what is stored.
    """

    # applications
    def file(self, filing: SubmitApplication, conversation_id: str) -> Application: ...

    def application(self, number: str) -> Application | None: ...

    def latest(self, *, number: str | None, customer_id: str | None) -> Application | None:
        """Return the application with this number, or the customer's newest one.

        A number alone is not authority: the application must belong to the same customer, or to
        a guest as the one who asks.
        """
        ...

    def applications_of(self, customer_id: str) -> tuple[Application, ...]:
        """Return a customer's applications, newest first."""
        ...

    def applications_in(self, conversation_id: str) -> tuple[Application, ...]:
        """Return those filed from one conversation, newest first: a guest has only these."""
        ...

    def awaiting_decision(self) -> tuple[Application, ...]: ...

    def receive_document(self, number: str, document: DocumentReceived) -> Application: ...

    def ask_for_documents(
        self,
        number: str,
        documents: tuple[str, ...],
        at: datetime,
        by: str,
        notice: Notice | None = None,
    ) -> Application: ...

    def start_review(self, number: str, at: datetime, by: str) -> Application: ...

    def decide(
        self, number: str, decision: Decision, at: datetime, notice: Notice | None = None
    ) -> Application: ...

    def accept_counteroffer(self, number: str, at: datetime) -> Application: ...

    def withdraw(self, number: str, at: datetime, by: str = "customer") -> Application: ...

    def learn_trid_items(
        self, number: str, items: tuple[str, ...], at: datetime
    ) -> Application: ...

    def mark_loan_estimate_sent(self, number: str, at: datetime) -> Application: ...

    # notices
    def issue_notice(self, effect: IssueNotice, conversation_id: str, at: datetime) -> Notice: ...

    def add_notice(self, notice: Notice) -> Notice: ...

    def notice(self, notice_id: str) -> Notice | None: ...

    def notices_of(self, customer_id: str) -> tuple[Notice, ...]: ...

    def notices_in(self, conversation_id: str) -> tuple[Notice, ...]:
        """Return the notices that one conversation issued: a guest has only these."""
        ...

    def make_deliverable(self, conversation_id: str) -> int:
        """A name and an address became known: the conversation's notices are due now."""
        ...

    def deliver(self, notice_id: str, at: datetime, by: str) -> Notice: ...

    # what waits for a person
    def take_in(self, task: Task, conversation_id: str, customer_id: str | None) -> WorkItem: ...

    def waiting(self) -> tuple[WorkItem, ...]:
        """Return hand-overs, complaints and privacy requests that nobody has finished."""
        ...

    def work_of(self, conversation_id: str) -> tuple[WorkItem, ...]: ...

    def finish(self, key: str, at: datetime, by: str, result: str) -> WorkItem: ...

    # clocks and rights
    def due(self, now: datetime, is_open: IsOpen) -> tuple[Clock, ...]:
        """Return every running clock, the earliest first."""
        ...

    def export_customer(self, customer_id: str) -> dict[str, Any]: ...

    def erase_customer(self, customer_id: str, at: datetime) -> tuple[Kept, ...]:
        """Delete what may be deleted; return what must stay (25 months, Reg B 1002.12)."""
        ...


def stepped(
    application: Application,
    to: ApplicationStatus,
    at: datetime,
    by: str,
    reasons: tuple[str, ...] = (),
    note: str | None = None,
) -> Application:
    """Return the application one step further, with the step in its history.

    Raises:
        StepRefused: the present status does not lead there.
    """
    allowed = NEXT[application.status]
    if to not in allowed:
        ways = " or ".join(status.value for status in allowed) or "nothing else: it is closed"
        raise StepRefused(
            f"Application {application.number} is {application.status.value} and cannot become "
            f"{to.value}. From here it can become {ways}."
        )
    change = StatusChange(status=to, at=at, by=by, reasons=reasons, note=note)
    return application.model_copy(update={"status": to, "history": (*application.history, change)})


def check_decision(decision: Decision) -> None:
    """Refuse a no without specific reasons, and a counter-offer without an offer.

    Raises:
        StepRefused: says what is lacking (Reg B 1002.9(b)(2): at most four, specific).
    """
    if decision.status is ApplicationStatus.APPROVED:
        return
    if not 1 <= len(decision.reasons) <= 4:
        raise StepRefused("A decline or counter-offer names one to four principal reasons.")
    if decision.status is ApplicationStatus.COUNTEROFFER and not decision.counter_offer_json:
        raise StepRefused("A counter-offer needs the offer that is made instead.")
