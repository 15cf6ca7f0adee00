"""A further request of somebody whose application is filed: it begins beside it, not in its place.

What was filed keeps its number, its papers and its status. What is known of the person goes along,
what belongs to the loan does not: the next one is asked about, evaluated, proposed and confirmed
on its own.
"""

from tools.case_file import CaseFile, ConsentGiven, DocumentReceived
from tools.fields import REQUEST_FIELDS
from tools.intake import PURPOSE, QUESTIONS
from tools.lending.records import Product

OF_THE_PERSON = (
    "government_photo_id", "tax_id_number", "proof_of_address", "proof_of_income",
    "proof_of_income_24m", "tax_returns_2y", "bank_statements_2m", "bank_statements_3m",
)  # fmt: skip
"""Papers about the customer: uploaded once, they count for every application."""
OF_ONE_LOAN = ("hard_pull",)
"""Consents that are asked for each application anew."""


def begins_another(case: CaseFile, product: Product | None, another: bool) -> bool:
    """Tell whether a further loan is asked for beside the one that is filed.

    Another product than the filed one is another loan, whether or not it is called so.
    """
    if case.application_number is None:
        return False
    return another or product not in (None, case.product)


def beside_filed(case: CaseFile) -> CaseFile:
    """Put the filed application aside and open an empty request for the same person.

    Letters of offers are never reused, so those shown stay in the case; none of them stands. Who
    signs the first loan need not sign the next: that is asked again where it matters.
    """
    return CaseFile(
        version=case.version + 1,
        applicant={n: k for n, k in case.applicant.items() if k.source != "derived"},
        profile_looked_up=case.profile_looked_up,
        customer_name=case.customer_name,
        asked=tuple(name for name in case.asked if name not in _of_a_loan()),
        offers=case.offers,
        filed=case.applications,
        consents=_kept_consents(case),
        documents=_kept_documents(case),
        notices=case.notices,
        flags=case.flags,
    )


def _of_a_loan() -> frozenset[str]:
    """Return the ids of the questions that another loan asks anew."""
    about_loan = {*REQUEST_FIELDS, "co_applicant"}
    fresh = (q.id for q in QUESTIONS if any(f in about_loan or f[:3] == "co." for f in q.fields))
    return frozenset((*fresh, PURPOSE.id))


def _kept_consents(case: CaseFile) -> tuple[ConsentGiven, ...]:
    return tuple(c for c in case.consents if c.kind not in OF_ONE_LOAN)


def _kept_documents(case: CaseFile) -> tuple[DocumentReceived, ...]:
    return tuple(d for d in case.documents if d.kind in OF_THE_PERSON)
