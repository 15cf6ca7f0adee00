"""What a button does. Called by code with exact values, never by the model; not in the CATALOG."""

from datetime import datetime
from decimal import Decimal
from typing import Literal

from tools.adjust_offer import OfferAdjusted, adjust_offer, find_offer
from tools.another_request import OF_THE_PERSON
from tools.case_file import CaseFile, ConsentGiven, DocumentReceived, Known
from tools.context import ToolContext
from tools.effects import ReceiveDocument, RecordFeedback, WithdrawApplication
from tools.facts import Fact, ToolRecord
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Offer
from tools.offer_facts import offer_facts
from tools.record_feedback import FeedbackRecorded


class OfferChosen(ToolRecord):
    """The offer that the customer settled on, and the papers it needs."""

    offer: Offer
    documents: tuple[str, ...]

    def own_facts(self) -> tuple[Fact, ...]:
        return tuple(offer_facts(self.offer))


def choose_offer(context: ToolContext, letter: str) -> OfferChosen:
    """Settle on an offer. `NothingToWorkOn` for a letter that does not stand."""
    offer = find_offer(context.case, letter)
    update = {"chosen": offer.letter, "proposal": context.case.filed_proposal}
    case = context.case.model_copy(update=update)
    terms = context.knowledge.rulebook.terms(offer.product)
    return OfferChosen(offer=offer, documents=(*terms.kyc, *offer.documents), case=case)


def _set(value: Decimal | int | None, now: datetime) -> Known | None:
    return None if value is None else Known(value=str(value), source="told", as_of=now)


def set_levers(
    context: ToolContext,
    letter: str,
    *,
    principal: Decimal | None = None,
    term_months: int | None = None,
    down_payment: Decimal | None = None,
    extra_monthly: Decimal | None = None,
    autodebit: bool | None = None,
) -> OfferAdjusted:
    """Adjust an offer to the exact values of the controls."""
    return adjust_offer(
        context,
        letter=letter,
        principal=_set(principal, context.now),
        term_months=_set(term_months, context.now),
        down_payment=_set(down_payment, context.now),
        extra_monthly=_set(extra_monthly, context.now),
        autodebit=autodebit,
    )


class Cancelled(ToolRecord):
    """What was taken back."""

    what: Literal["proposal", "application"]
    application_number: str | None = None


WITHDRAWABLE = (
    ApplicationStatus.RECEIVED, ApplicationStatus.INCOMPLETE, ApplicationStatus.IN_REVIEW,
    ApplicationStatus.COUNTEROFFER, ApplicationStatus.APPROVED,
)  # fmt: skip


def cancel(context: ToolContext) -> Cancelled:
    """Take back the proposal, or withdraw the filed application."""
    case = context.case
    if case.proposal is not None and case.application_number is None:
        return Cancelled(what="proposal", case=case.model_copy(update={"proposal": None}))
    last = case.applications[-1] if case.applications else None
    if last is None or last.status not in WITHDRAWABLE:
        raise NothingToWorkOn("There is nothing to cancel.")
    effect = WithdrawApplication(
        key=f"{last.number}:withdraw", application_number=last.number, created_at=context.now
    )
    return Cancelled(
        what="application",
        application_number=last.number,
        case=_withdrawn(case),
        effects=(effect,),
    )


def _withdrawn(case: CaseFile) -> CaseFile:
    """Mark the latest application as taken back: the standing one, else the one filed before."""
    update = {"status": ApplicationStatus.WITHDRAWN, "proposal": None}
    if case.application_number is not None:
        return case.model_copy(update=update)
    *before, last = case.filed
    return case.model_copy(update={"filed": (*before, last.model_copy(update=update))})


class DocumentTaken(ToolRecord):
    """A document arrived."""

    document: str
    application_number: str | None
    still_missing: tuple[str, ...]


def receive_document(context: ToolContext, document: str, upload_id: str) -> DocumentTaken:
    """Take in an uploaded document. `NothingToWorkOn` for a kind that nobody asked for."""
    case = context.case
    number, needed = _wanting(case, document)
    received = DocumentReceived(kind=document, upload_id=upload_id, received_at=context.now)
    case = _with_document(case, number, received)
    held = {d.kind for d in _held_for(case, number)}
    effects = (
        (
            ReceiveDocument(
                key=f"{number}:{document}:{upload_id}",
                application_number=number,
                document=document,
                upload_id=upload_id,
                received_at=context.now,
            ),
        )
        if number
        else ()
    )
    return DocumentTaken(
        document=document,
        application_number=number,
        still_missing=tuple(d for d in needed if d not in held),
        case=case,
        effects=effects,
    )


def _wanting(case: CaseFile, document: str) -> tuple[str | None, tuple[str, ...]]:
    """Return which application needs the document (None: one not filed yet), and all it needs.

    The standing request comes first, then the latest filed one that has not got it.
    """
    proposed = case.proposal.documents if case.proposal else ()
    if document in proposed:
        return case.application_number, proposed
    needing = [a for a in case.filed if a.proposal and document in a.proposal.documents]
    lacking = [a for a in needing if document in a.still_missing]
    found = next(reversed(lacking or needing), None)
    if found is None or found.proposal is None:
        known = dict.fromkeys((*proposed, *(d for a in case.filed for d in a.still_missing)))
        allowed = ", ".join(known) or "none yet: choose an offer and apply first"
        raise NothingToWorkOn(f"No document {document!r} is needed. Needed: {allowed}.")
    return found.number, found.proposal.documents


def _held_for(case: CaseFile, number: str | None) -> tuple[DocumentReceived, ...]:
    filed = next((a for a in case.filed if a.number == number), None)
    return case.documents if filed is None else filed.documents


def _with_document(case: CaseFile, number: str | None, received: DocumentReceived) -> CaseFile:
    """Add a document where it belongs; one of the same kind replaces the one before."""
    held = (*(d for d in _held_for(case, number) if d.kind != received.kind), received)
    if all(a.number != number for a in case.filed):
        return case.model_copy(update={"documents": held})
    filed = tuple(
        a.model_copy(update={"documents": held}) if a.number == number else a for a in case.filed
    )
    kept = (*(d for d in case.documents if d.kind != received.kind), received)
    also = kept if received.kind in OF_THE_PERSON else case.documents
    return case.model_copy(update={"filed": filed, "documents": also})


def give_feedback(
    context: ToolContext, turn_id: str, rating: Literal["up", "down"] | None, words: str | None
) -> FeedbackRecorded:
    """Keep what was thought of the turn that the button stands under."""
    effect = RecordFeedback(
        key=f"{turn_id}:{context.turn_id}:feedback",
        turn_id=turn_id,
        rating=rating,
        words=words,
        created_at=context.now,
    )
    return FeedbackRecorded(rating=rating, effects=(effect,))


ConsentKind = Literal["e_sign", "soft_pull", "hard_pull", "contact", "recording"]


class ConsentRecorded(ToolRecord):
    """A consent was given."""

    consent: ConsentKind


def give_consent(
    context: ToolContext, consent: ConsentKind, version: str, text_hash: str
) -> ConsentRecorded:
    """Record a consent with the version and hash of the text that was shown."""
    given = ConsentGiven(kind=consent, version=version, text_hash=text_hash, given_at=context.now)
    kept = tuple(c for c in context.case.consents if c.kind != consent)
    case = context.case.model_copy(update={"consents": (*kept, given)})
    return ConsentRecorded(consent=consent, case=case)
