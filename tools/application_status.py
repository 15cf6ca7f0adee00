"""Tool: application_status."""

from collections.abc import Iterable
from datetime import date

from tools.case_file import FiledApplication
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Product, Record
from tools.stores.applications import Application


class OtherApplication(Record):
    """Another application of this conversation, by its name only."""

    number: str
    product: Product | None
    status: ApplicationStatus | None


class StatusFound(ToolRecord):
    """Where an application stands and what is missing."""

    application_number: str
    product: Product | None
    status: ApplicationStatus
    received_on: date | None
    missing_documents: tuple[str, ...] = ()
    received_documents: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    """Adverse-action ids of the last decision."""
    others: tuple[OtherApplication, ...] = ()
    """The rest of this conversation's applications, oldest first."""

    def own_facts(self) -> Iterable[Fact]:
        yield fact("application", "reference", self.application_number, name="number")
        subject = f"application.{self.application_number}"
        yield fact(subject, "count", len(self.missing_documents), name="missing_documents")


def application_status(context: ToolContext, /, *, number: str | None = None) -> StatusFound:
    """Look up where an application stands and which documents are missing.

    The application belongs to the signed-in customer or to this conversation; no other is found.

    Args:
        number: The application that is meant, by its number, where there are several; leave out
            for the latest.
    """
    stored, own = _stored(context, number), _own(context, number)
    if stored is not None:
        found = StatusFound(
            application_number=stored.number,
            product=stored.product,
            status=stored.status,
            received_on=stored.received_at.date(),
            missing_documents=stored.missing_documents,
            received_documents=stored.received_documents,
            reasons=stored.history[-1].reasons if stored.history else (),
        )
    elif own is not None:
        found = _not_stored_yet(own, context)
    else:
        raise NothingToWorkOn(
            "There is no application of this customer yet."
            if number is None
            else "There is no such application of this customer."
        )
    return found.model_copy(update={"others": _others(context, found.application_number)})


def _own(context: ToolContext, number: str | None) -> FiledApplication | None:
    """Find the application among those of this conversation; the latest where none is named."""
    mine = [a for a in context.case.applications if number in (None, a.number)]
    return mine[-1] if mine else None


def _stored(context: ToolContext, number: str | None) -> Application | None:
    """Find it in the bank's records: of this conversation, else of the customer."""
    own = _own(context, number)
    if own is not None:
        return context.applications.application(own.number)
    if context.customer_id is None:
        return None
    theirs = context.applications.applications_of(context.customer_id)
    return next((a for a in theirs if number in (None, a.number)), None)


def _not_stored_yet(own: FiledApplication, context: ToolContext) -> StatusFound:
    """Say what the case knows of an application that the outbox has not delivered yet."""
    needed = own.proposal.documents if own.proposal else ()
    missing = own.still_missing
    return StatusFound(
        application_number=own.number,
        product=own.product,
        status=own.status or ApplicationStatus.RECEIVED,
        received_on=context.now.date(),
        missing_documents=missing,
        received_documents=tuple(d for d in needed if d not in missing),
    )


def _others(context: ToolContext, number: str) -> tuple[OtherApplication, ...]:
    rest = (a for a in context.case.applications if a.number != number)
    return tuple(_as_held(a, context) for a in rest)


def _as_held(own: FiledApplication, context: ToolContext) -> OtherApplication:
    """Name an application with the status that the bank's records have now."""
    stored = context.applications.application(own.number)
    status = stored.status if stored is not None else own.status
    return OtherApplication(number=own.number, product=own.product, status=status)
