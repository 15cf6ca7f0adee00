"""The first state of an application, and what it learns while it waits. Pure functions."""

from datetime import datetime

from tools.case_file import DocumentReceived
from tools.effects import SubmitApplication
from tools.lending.records import ApplicationStatus
from tools.stores.applications import Application, StatusChange, stepped
from tools.stores.clocks import DOCUMENT_TELLS, is_dwelling, trid_items_of, trid_tracker


def as_filed(filing: SubmitApplication, conversation_id: str) -> Application:
    """Return the application in its first state: RECEIVED, with what came along counted."""
    received = StatusChange(status=ApplicationStatus.RECEIVED, at=filing.received_at, by="customer")
    filed = Application(
        number=filing.application_number,
        key=filing.key,
        customer_id=filing.customer_id,
        conversation_id=conversation_id,
        product=filing.product,
        offer_json=filing.offer_json,
        case_json=filing.case_json,
        documents_needed=filing.documents,
        received_at=filing.received_at,
        history=(received,),
    )
    filed = filed.model_copy(update={"documents": filed.case.documents})
    complete_at = None if filed.missing_documents else filing.received_at
    filed = filed.model_copy(update={"complete_at": complete_at})
    tells = tuple(item for d in filed.documents for item in DOCUMENT_TELLS.get(d.kind, ()))
    return with_trid(filed, (*trid_items_of(filed.case), *tells), filing.received_at)


def with_trid(found: Application, items: tuple[str, ...], at: datetime) -> Application:
    """Add items known from `at` on; nothing but a dwelling loan has them."""
    if not items or not is_dwelling(found.offer):
        return found
    trid = trid_tracker((*found.trid_items, *items))
    started = found.loan_estimate_from or (at if trid.is_complete else None)
    return found.model_copy(update={"trid_items": trid.known, "loan_estimate_from": started})


def with_document(found: Application, document: DocumentReceived) -> Application:
    """Add a document; the last missing one makes the application complete."""
    others = tuple(d for d in found.documents if d.upload_id != document.upload_id)
    found = found.model_copy(update={"documents": (*others, document)})
    found = with_trid(found, DOCUMENT_TELLS.get(document.kind, ()), document.received_at)
    if found.missing_documents or found.complete_at:
        return found
    found = found.model_copy(update={"complete_at": document.received_at})
    if found.status is not ApplicationStatus.INCOMPLETE:
        return found
    return stepped(
        found, ApplicationStatus.RECEIVED, document.received_at, "system", note="complete"
    )
