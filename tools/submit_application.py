"""Tool: submit_application."""

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from tools.adjust_offer import find_offer
from tools.case_file import CaseFile, Proposal
from tools.context import ToolContext
from tools.effects import SubmitApplication
from tools.facts import Fact, ToolRecord, fact
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Offer, Outcome, Product
from tools.lending.risk import SCORED
from tools.offer_facts import offer_facts
from tools.record_details import NextQuestion

PROPOSAL_VALID = timedelta(hours=24)
DISCLOSURES = (
    "credit_terms", "hard_pull_effect", "electronic_delivery", "autodebit_optional",
    "right_to_withdraw",
)  # fmt: skip
DWELLING = (Product.HOME, Product.MORTGAGE_REFINANCE)


class ApplicationProposed(ToolRecord):
    """An application ready to be confirmed, or what has to be asked first; nothing is filed."""

    proposal: Proposal | None
    offer: Offer
    next_question: NextQuestion | None = None
    """Asked before anybody applies: whether they are old enough to sign."""

    def own_facts(self) -> Iterable[Fact]:
        yield from offer_facts(self.offer)


def application_number(proposal_id: str) -> str:
    """Derive the application number, so that it can be spoken before it is filed.

    >>> application_number("5f2b").startswith("LA-")
    True
    """
    return f"LA-{int(hashlib.sha256(proposal_id.encode()).hexdigest()[:12], 16) % 10**8:08d}"


def _content_hash(offer: Offer, disclosures: tuple[str, ...]) -> str:
    content = offer.model_dump_json() + "|".join(disclosures)
    return hashlib.sha256(content.encode()).hexdigest()


def _disclosures(product: Product) -> tuple[str, ...]:
    return (*DISCLOSURES, "loan_estimate") if product in DWELLING else DISCLOSURES


def submit_application(
    context: ToolContext, /, *, letter: str | None = None
) -> ApplicationProposed:
    """Propose the application for an offer that stands, for the customer to confirm.

    Use when the customer wants to apply. It takes no figures: they come from the offer. It files
    nothing: the customer confirms with a button or a plain yes in the next message.

    Args:
        letter: The offer to apply for; leave out for the one that was chosen.
    """
    case = context.case
    if case.application_number is not None:
        raise NothingToWorkOn(
            f"Application {case.application_number} is already filed; use application_status."
        )
    if case.outcome is Outcome.NOT_ON_THESE_TERMS:
        raise NothingToWorkOn("The request does not fit as asked; offer recourse or a person.")
    offer = find_offer(case, letter or case.chosen)
    if case.known("has_capacity") is None:
        question = NextQuestion(id="adult", fields=("has_capacity",), times_asked=0)
        waiting = case.model_copy(
            update={"chosen": offer.letter, "asked": (*case.asked, question.id)}
        )
        return ApplicationProposed(proposal=None, offer=offer, next_question=question, case=waiting)
    terms = context.knowledge.rulebook.terms(offer.product)
    content_hash = _content_hash(offer, _disclosures(offer.product))
    seed = f"{context.conversation_id}:{context.turn_id}:{case.version}:{content_hash}"
    proposal_id = hashlib.sha256(seed.encode()).hexdigest()[:24]
    proposal = Proposal(
        id=proposal_id,
        letter=offer.letter,
        case_version=case.version,
        documents=(*terms.kyc, *offer.documents),
        disclosures=_disclosures(offer.product),
        content_hash=content_hash,
        expires_at=context.now + PROPOSAL_VALID,
        application_number=application_number(proposal_id),
    )
    case = case.model_copy(update={"proposal": proposal, "chosen": offer.letter})
    return ApplicationProposed(proposal=proposal, offer=offer, case=case)


class ApplicationFiled(ToolRecord):
    """The application was confirmed and is received."""

    application_number: str
    documents: tuple[str, ...]
    already: bool
    """Confirmed before: the same number, nothing filed twice."""

    def own_facts(self) -> Iterable[Fact]:
        yield fact("application", "reference", self.application_number, name="number")


def confirm_application(context: ToolContext, proposal_id: str) -> ApplicationFiled:
    """File the proposed application. Called by code only: never by the model.

    Raises `NothingToWorkOn` when there is no such proposal, it has expired, or the case moved on.
    """
    case, proposal = context.case, context.case.proposal
    before = next((a for a in case.filed if a.proposal and a.proposal.id == proposal_id), None)
    if before is not None and before.proposal is not None:
        return ApplicationFiled(
            application_number=before.number, documents=before.proposal.documents, already=True
        )
    if case.application_number is not None and (proposal is None or proposal.id == proposal_id):
        documents = proposal.documents if proposal else ()
        return ApplicationFiled(
            application_number=case.application_number, documents=documents, already=True
        )
    if proposal is None or proposal.id != proposal_id:
        raise NothingToWorkOn("That proposal no longer stands, because something changed since.")
    if proposal.case_version != case.version or context.now > proposal.expires_at:
        raise NothingToWorkOn("That proposal has expired or the request has changed since.")
    filed = case.model_copy(
        update={
            "application_number": proposal.application_number,
            "stage": "application",
            "status": ApplicationStatus.RECEIVED,
        }
    )
    return ApplicationFiled(
        application_number=proposal.application_number,
        documents=proposal.documents,
        already=False,
        case=filed,
        effects=(_filing(context, proposal, filed),),
    )


def _filing(context: ToolContext, proposal: Proposal, case: CaseFile) -> SubmitApplication:
    offer = find_offer(case, proposal.letter)
    return SubmitApplication(
        key=proposal.id,
        application_number=proposal.application_number,
        customer_id=context.customer_id,
        product=offer.product,
        offer_json=offer.model_dump_json(),
        case_json=case.model_dump_json(exclude={"offers", *SCORED}),
        documents=proposal.documents,
        received_at=context.now,
    )
