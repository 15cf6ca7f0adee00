"""Tool: application_status."""

from collections.abc import Iterable
from datetime import date

from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Product


class StatusFound(ToolRecord):
    """Where an application stands and what is missing."""

    application_number: str
    product: Product | None
    status: ApplicationStatus
    received_on: date | None
    missing_documents: tuple[str, ...] = ()
    received_documents: tuple[str, ...] = ()
    answer_by: date | None = None

    def own_facts(self) -> Iterable[Fact]:
        subject = f"application.{self.application_number}"
        if self.answer_by is not None:
            yield fact(subject, "deadline", self.answer_by)
        yield fact(subject, "count", len(self.missing_documents), name="missing_documents")


def application_status(context: ToolContext, /) -> StatusFound:
    """Look up where the customer's latest application stands and which documents are missing.

    Takes no arguments: the application belongs to the signed-in customer or to this conversation.
    """
    number = context.case.application_number
    filed = context.applications.latest(number=number, customer_id=context.customer_id)
    if filed is not None:
        return StatusFound(
            application_number=filed.number,
            product=filed.product,
            status=filed.status,
            received_on=filed.received_at.date(),
            missing_documents=filed.missing_documents,
            received_documents=filed.received_documents,
            answer_by=filed.answer_by,
        )
    if number is None:
        raise NothingToWorkOn("There is no application of this customer yet.")
    proposal = context.case.proposal
    return StatusFound(
        application_number=number,
        product=context.case.product,
        status=context.case.status or ApplicationStatus.RECEIVED,
        received_on=context.now.date(),
        missing_documents=proposal.documents if proposal else (),
    )
