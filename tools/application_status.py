"""Tool: application_status."""

from collections.abc import Iterable
from datetime import date

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Product
from tools.stores.applications import Application


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

    def own_facts(self) -> Iterable[Fact]:
        yield fact("application", "reference", self.application_number, name="number")
        subject = f"application.{self.application_number}"
        yield fact(subject, "count", len(self.missing_documents), name="missing_documents")


def application_status(context: ToolContext, /) -> StatusFound:
    """Look up where the customer's latest application stands and which documents are missing.

    Takes no arguments: the application belongs to the signed-in customer or to this conversation.
    """
    case = context.case
    filed = _latest(context)
    if filed is not None:
        return StatusFound(
            application_number=filed.number,
            product=filed.product,
            status=filed.status,
            received_on=filed.received_at.date(),
            missing_documents=filed.missing_documents,
            received_documents=filed.received_documents,
            reasons=filed.history[-1].reasons if filed.history else (),
        )
    if case.application_number is None:
        raise NothingToWorkOn("There is no application of this customer yet.")
    held = {d.kind for d in case.documents}
    needed = case.proposal.documents if case.proposal else ()
    return StatusFound(
        application_number=case.application_number,
        product=case.product,
        status=case.status or ApplicationStatus.RECEIVED,
        received_on=context.now.date(),
        missing_documents=tuple(d for d in needed if d not in held),
        received_documents=tuple(d for d in needed if d in held),
    )


def _latest(context: ToolContext) -> Application | None:
    """Find the application of this conversation, else the customer's newest."""
    number = context.case.application_number
    if number is not None:
        return context.applications.application(number)
    if context.customer_id is None:
        return None
    return next(iter(context.applications.applications_of(context.customer_id)), None)
