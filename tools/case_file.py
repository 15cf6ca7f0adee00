"""The case file: what is asked, who asks it, where each value came from, and where things stand.

One frozen record. Tools return a new one; nothing changes in place. Values are kept as canonical
text with their source (`Known`); `tools/intake.py` turns them into the typed `Inquiry` that rules,
price and offers read.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from tools.fields import CO_APPLICANT_FIELDS, PARTY_FIELDS, REQUEST_FIELDS
from tools.lending.records import ApplicationStatus, Offer, Outcome, Product, Record, Stage

Source = Literal["told", "on_file", "verified", "assumed", "derived"]


class Span(Record):
    """Where in a customer's message the words stand: half-open character positions."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]


class Known(Record):
    """One value and where it came from."""

    value: str | None
    """Canonical text ('62000.00', 'Employed', 'true'); None is the answer "there is none"."""
    source: Source
    as_of: datetime
    message: str | None = None
    """The turn id of the message that said it."""
    span: Span | None = None
    words: str | None = None
    """The customer's own words, when told."""
    reading: str | None = None
    """How the words were read, when they were not plain: 'x12', 'thousands', 'net to gross'."""


class Conflict(Record):
    """Told and on file differ: asked back, never silently chosen."""

    field: str
    on_file: Known
    told: Known


class Proposal(Record):
    """An application ready to be confirmed. Any change of the case voids it."""

    id: str
    letter: str
    """The offer applied for."""
    case_version: int
    documents: tuple[str, ...]
    disclosures: tuple[str, ...]
    """Ids of the texts shown with it."""
    content_hash: str
    expires_at: datetime
    application_number: str
    """Derived from the proposal id, so that it can be spoken in the turn of the confirmation."""


class ConsentGiven(Record):
    """A consent, given with a button."""

    kind: Literal["e_sign", "soft_pull", "hard_pull", "contact", "recording"]
    version: str
    text_hash: str
    given_at: datetime


class DocumentReceived(Record):
    """A document of the application."""

    kind: str
    upload_id: str
    state: Literal["received", "checked", "refused"] = "received"
    received_at: datetime


class FiledApplication(Record):
    """An application of this conversation, as the case knows it; the bank's store knows more."""

    number: str
    product: Product | None
    proposal: Proposal | None
    """What was confirmed; None once it was withdrawn."""
    status: ApplicationStatus | None
    documents: tuple[DocumentReceived, ...] = ()

    @property
    def still_missing(self) -> tuple[str, ...]:
        """Return the papers that are needed and have not been uploaded."""
        held = {d.kind for d in self.documents if d.state != "refused"}
        needed = self.proposal.documents if self.proposal else ()
        return tuple(d for d in needed if d not in held)


class CaseFile(Record):
    """Everything the conversation knows about one customer's request."""

    version: int = 0
    stage: Stage = "inquiry"
    product: Product | None = None
    product_assumed: bool = False
    """Nobody named a purpose, though it was asked: a personal loan is assumed, and said."""
    request: Mapping[str, Known] = {}
    """Names of `tools.fields.REQUEST_FIELDS`."""
    applicant: Mapping[str, Known] = {}
    """Names of `tools.fields.PARTY_FIELDS`."""
    co_applicant: Mapping[str, Known] | None = None
    """None: nobody else has been mentioned."""
    co_applicant_refused: bool = False
    profile_looked_up: bool = False
    customer_name: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    asked: tuple[str, ...] = ()
    """Fields that have been asked for, in order; a soft one is asked once, then assumed."""
    range_shown: bool = False
    """A first range of payments was given: once is enough."""
    offers: tuple[Offer, ...] = ()
    """Every offer shown, old ones too; letters are never reused."""
    current: tuple[str, ...] = ()
    """Letters of the offers that stand on the present case."""
    chosen: str | None = None
    outcome: Outcome | None = None
    review: bool = False
    default_probability: Decimal | None = None
    """From the scorer; never said, never rendered."""
    scorecard_probability: Decimal | None = None
    """The second opinion's (E-072); never said, never rendered."""
    model_silent: bool = False
    """The trained model did not answer when this was scored."""
    proposal: Proposal | None = None
    consents: tuple[ConsentGiven, ...] = ()
    documents: tuple[DocumentReceived, ...] = ()
    status: ApplicationStatus | None = None
    application_number: str | None = None
    filed: tuple[FiledApplication, ...] = ()
    """Applications filed before the standing request began, oldest first."""
    evaluated_hash: str | None = None
    """Inputs hash of the last evaluation: unchanged inputs are not evaluated again."""
    notices: tuple[str, ...] = ()
    """Ids of adverse-action notices issued in this conversation."""
    flags: tuple[str, ...] = ()
    """hardship, integrity, complaint, scam … for people; never read by a rule."""

    @model_validator(mode="after")
    def _names_are_known(self) -> Self:
        unknown = (set(self.request) - set(REQUEST_FIELDS)) | (
            set(self.applicant) - set(PARTY_FIELDS)
        )
        unknown |= set(self.co_applicant or {}) - set(CO_APPLICANT_FIELDS)
        if unknown:
            raise ValueError(f"not fields of a case: {', '.join(sorted(unknown))}")
        return self

    def known(self, field: str) -> Known | None:
        """Look a field up: 'principal', 'annual_income', 'co.annual_income'."""
        if field.startswith("co."):
            return (self.co_applicant or {}).get(field.removeprefix("co."))
        return self.request.get(field) or self.applicant.get(field)

    def offer(self, letter: str) -> Offer | None:
        """Return the offer with this letter, current or old."""
        return next((o for o in self.offers if o.letter == letter), None)

    @property
    def filed_proposal(self) -> Proposal | None:
        """The proposal once it is filed: what changes afterwards voids it no more."""
        return self.proposal if self.application_number is not None else None

    @property
    def applications(self) -> tuple[FiledApplication, ...]:
        """Every application of this conversation, oldest first; the standing one is the last."""
        if self.application_number is None:
            return self.filed
        standing = FiledApplication(
            number=self.application_number,
            product=self.product,
            proposal=self.proposal,
            status=self.status,
            documents=self.documents,
        )
        return (*self.filed, standing)

    @property
    def current_offers(self) -> tuple[Offer, ...]:
        """The offers that stand on the present case, in the order shown."""
        return tuple(o for o in self.offers if o.letter in self.current)


def _values(fields: Mapping[str, Known]) -> dict[str, tuple[str | None, Source]]:
    """Return the values with their sources: which message said them is not judged."""
    return {name: (known.value, known.source) for name, known in fields.items()}


def _judged(case: CaseFile) -> tuple[object, ...]:
    """Return what rules and price read. That somebody is of age confirms and changes nothing."""
    other = None if case.co_applicant is None else _values(case.co_applicant)
    applicant = _values(case.applicant)
    if applicant.get("has_capacity", (None, None))[0] == "true":
        del applicant["has_capacity"]
    return case.product, _values(case.request), applicant, other, case.co_applicant_refused


def moved_on(before: CaseFile, after: CaseFile) -> CaseFile:
    """Count the version up if anything that is judged changed; a change voids what stood on it."""
    if _judged(before) == _judged(after):
        return after
    update: dict[str, object] = {
        "version": before.version + 1,
        "current": (),
        "chosen": None,
        "proposal": before.filed_proposal,
        "outcome": None,
        "review": False,
        "default_probability": None,
        "scorecard_probability": None,
        "model_silent": False,
        "evaluated_hash": None,
    }
    if after.application_number is None:
        update |= {"stage": "inquiry", "status": None}
    return after.model_copy(update=update)
