"""What a turn asks the world to do.

Tools return effects; closing the turn puts them in the outbox; one dispatcher performs each at
least once under its key, so that twice is the same as once.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from tools.lending.records import Outcome, Product, Record


class SubmitApplication(Record):
    """File the application that was proposed and confirmed."""

    kind: Literal["submit_application"] = "submit_application"
    key: str
    """The proposal id: confirmed twice, filed once."""
    application_number: str
    customer_id: str | None
    product: Product
    offer_json: str
    case_json: str
    documents: tuple[str, ...]
    received_at: datetime


class ReceiveDocument(Record):
    """Add an uploaded document to an application that is filed."""

    kind: Literal["receive_document"] = "receive_document"
    key: str
    application_number: str
    document: str
    """Which of the needed documents: 'proof_of_income'."""
    upload_id: str
    received_at: datetime


class WithdrawApplication(Record):
    """The customer takes the application back."""

    kind: Literal["withdraw_application"] = "withdraw_application"
    key: str
    application_number: str
    created_at: datetime


class IssueNotice(Record):
    """Record an adverse action and its notice."""

    kind: Literal["issue_notice"] = "issue_notice"
    key: str
    """Product and request inputs hash: the same no is noticed once."""
    notice_id: str
    customer_id: str | None
    product: Product
    outcome: Outcome
    principal_reasons: tuple[str, ...]
    markdown: str
    content_hash: str
    due_at: datetime
    deliverable: bool
    """False for a guest: due once a name and an address are known."""


class HandOff(Record):
    """Put the conversation in the queue of a person."""

    kind: Literal["hand_off"] = "hand_off"
    key: str
    reference: str | None = None
    """What the customer was told; a hand-over that follows from something else has none."""
    reason: str
    summary: str
    facts_json: str
    open_question: str | None
    team: Literal["advisor", "underwriter", "hardship", "fraud", "compliance", "crisis"] = "advisor"
    wait_minutes: int | None
    callback: bool
    """Outside opening hours."""
    created_at: datetime


class RecordComplaint(Record):
    """File a complaint with a reference and a human owner."""

    kind: Literal["record_complaint"] = "record_complaint"
    key: str
    reference: str
    words: str
    discrimination: bool
    answer_due_at: datetime
    created_at: datetime


class RecordPrivacyRequest(Record):
    """File a request about personal data."""

    kind: Literal["privacy_request"] = "privacy_request"
    key: str
    reference: str
    request: Literal["access", "erase", "correct", "stop_marketing"]
    created_at: datetime


class RecordFeedback(Record):
    """Keep what the customer thought of a reply."""

    kind: Literal["record_feedback"] = "record_feedback"
    key: str
    turn_id: str | None
    rating: Literal["up", "down"] | None
    words: str | None
    created_at: datetime


Effect = Annotated[
    SubmitApplication
    | ReceiveDocument
    | WithdrawApplication
    | IssueNotice
    | HandOff
    | RecordComplaint
    | RecordPrivacyRequest
    | RecordFeedback,
    Field(discriminator="kind"),
]
