"""The notice of adverse action: what was decided, why in at most four reasons, and every right.

Only reasons that fired, in the words of the form; a score is never one. Written when an evaluation
says that its answer is an adverse action, or, as the combined form, with a counteroffer to an
application. Source: Reg B 1002.9(a)(2), (b), Appendix C; FCRA 615(a); specification 6.1, 6.2.
"""

from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, NamedTuple

from tools.lending.catalogue import Rulebook
from tools.lending.errors import NothingToWorkOn
from tools.lending.notices import (
    Creditor,
    LetterText,
    as_date,
    as_dollars,
    as_list,
    creditor_fields,
    hash_of,
)
from tools.lending.records import BureauFactor, Evaluation, Inquiry, Offer, Product, Record

NOTICE_DAYS = 30
"""Reg B 1002.9(a)(1): within thirty days."""
MOST_KEY_FACTORS = 4
"""Five where inquiries are one of them (FCRA 609(f)(9))."""

REPORT_RULES = ("E-030", "E-031", "E-032", "E-033", "E-034", "E-035")
"""Rules that read a credit report."""
SCORE_RULE = "E-030"
OUTSIDE_RULES = ("E-045", "E-050", "E-051", "E-053", "E-061", "E-062")
"""Rules that, at application, read what appraisers, assayers, schools and employers told us."""

FIELDS = frozenset(
    {
        "creditor", "creditor_address", "creditor_phone", "written_on", "applicant",
        "product_name", "principal", "term_months", "reasons", "bureau", "bureau_address",
        "bureau_phone", "score", "score_date", "score_low", "score_high", "key_factors", "agency",
        "agency_address", "offer_principal", "offer_term_months", "offer_apr_pct",
        "offer_monthly_payment", "respond_by",
    }
)  # fmt: skip
CONDITIONS = frozenset(
    {
        "reasons", "reasons_on_request", "counteroffer", "report", "score", "key_factors",
        "other_source",
    }
)  # fmt: skip


class ScoreUsed(Record):
    """The score behind a decision, as it must be disclosed."""

    score: int
    as_of: date | None
    """None: the date of the report is not known to the decision side."""
    low: int
    high: int
    provided_by: str
    key_factors: tuple[str, ...]
    """At most four, five if inquiries are one."""


class AdverseActionNotice(Record):
    """A notice as written: the record, and the letter as Markdown with its hash."""

    id: str
    """The same for the same product and inputs."""
    kind: Literal["adverse_action", "counteroffer"] = "adverse_action"
    product: Product
    principal_reasons: tuple[str, ...]
    """Ids in the order of the letter; empty where the file does not say what a report said, and
    then the letter gives the right to ask for the reasons."""
    reason_texts: tuple[str, ...]
    written_on: date
    due_on: date
    """Thirty days after the decision."""
    report_used: bool
    score: ScoreUsed | None = None
    respond_by: date | None = None
    """Until when a counteroffer stands."""
    markdown: str
    content_hash: str
    """SHA-256 of the Markdown."""
    text_hash: str
    """SHA-256 of the template."""


class Letter(NamedTuple):
    """What a notice is written with, beside the decision."""

    text: LetterText
    creditor: Creditor
    today: date
    applicant: str
    bureau_date: date | None = None


def adverse_action_notice(
    inquiry: Inquiry, evaluation: Evaluation, rulebook: Rulebook, letter: Letter
) -> AdverseActionNotice:
    """Write the notice of an adverse answer.

    Raises:
        NothingToWorkOn: the answer is no adverse action, so there is nothing to give notice of.
    """
    if not evaluation.adverse_action:
        raise NothingToWorkOn("There is no adverse decision to give notice of.")
    return _written(inquiry, evaluation, rulebook, letter, None)


def counteroffer_notice(
    inquiry: Inquiry, evaluation: Evaluation, offer: Offer, rulebook: Rulebook, letter: Letter
) -> AdverseActionNotice:
    """Write the combined notice of counteroffer and adverse action (Form C-4).

    For an application that the bank answers with other terms: if they are not accepted in time,
    this letter is the notice, with the reasons for which the request as asked was refused.
    """
    return _written(inquiry, evaluation, rulebook, letter, offer)


def _written(
    inquiry: Inquiry,
    evaluation: Evaluation,
    rulebook: Rulebook,
    letter: Letter,
    offer: Offer | None,
) -> AdverseActionNotice:
    reasons = evaluation.principal_reasons
    texts = tuple(rulebook.reasons[reason] for reason in reasons)
    score = score_used(inquiry, evaluation, rulebook, letter)
    respond_by = None
    if offer is not None:
        respond_by = letter.today + timedelta(rulebook.catalogue.advice.counteroffer_valid_days)
    values = _values(inquiry, rulebook, letter, texts, score)
    if offer is not None and respond_by is not None:
        values |= _offered(offer, respond_by)
    holds = _conditions(inquiry, evaluation, score, texts, counteroffer=offer is not None)
    markdown = letter.text.written(values, holds)
    kind: Literal["adverse_action", "counteroffer"] = "counteroffer" if offer else "adverse_action"
    product = inquiry.request.product
    return AdverseActionNotice(
        id=f"{kind.replace('_', '-')}-{product}-{evaluation.inputs_hash[:16]}",
        kind=kind,
        product=product,
        principal_reasons=reasons,
        reason_texts=texts,
        written_on=letter.today,
        due_on=letter.today + timedelta(NOTICE_DAYS),
        report_used="report" in holds,
        score=score,
        respond_by=respond_by,
        markdown=markdown,
        content_hash=hash_of(markdown),
        text_hash=letter.text.content_hash,
    )


def _conditions(
    inquiry: Inquiry,
    evaluation: Evaluation,
    score: ScoreUsed | None,
    texts: tuple[str, ...],
    *,
    counteroffer: bool,
) -> frozenset[str]:
    outside = inquiry.stage == "application" and any(
        finding.rule in OUTSIDE_RULES for finding in evaluation.failed
    )
    told = {
        "reasons": bool(texts),
        "reasons_on_request": not texts,
        "counteroffer": counteroffer,
        "report": report_used(inquiry, evaluation),
        "score": score is not None,
        "key_factors": score is not None and bool(score.key_factors),
        "other_source": outside,
    }
    return frozenset(name for name, holds in told.items() if holds)


def _values(
    inquiry: Inquiry,
    rulebook: Rulebook,
    letter: Letter,
    texts: tuple[str, ...],
    score: ScoreUsed | None,
) -> dict[str, str]:
    request = inquiry.request
    values = creditor_fields(letter.creditor) | {
        "written_on": as_date(letter.today),
        "applicant": letter.applicant,
        "product_name": rulebook.terms(request.product).name,
        "principal": as_dollars(request.principal),
        "term_months": str(request.term_months),
        "reasons": as_list(texts, numbered=True),
    }
    if score is not None:
        values |= {
            "score": str(score.score),
            "score_date": as_date(score.as_of) if score.as_of else "that of the report on file",
            "key_factors": as_list(score.key_factors),
        }
    return values


def _offered(offer: Offer, respond_by: date) -> dict[str, str]:
    return {
        "offer_principal": as_dollars(offer.principal),
        "offer_term_months": str(offer.term_months),
        "offer_apr_pct": f"{offer.apr_pct.quantize(Decimal('0.01'))}",
        "offer_monthly_payment": as_dollars(offer.monthly_payment),
        "respond_by": as_date(respond_by),
    }


def report_used(inquiry: Inquiry, evaluation: Evaluation) -> bool:
    """Tell whether a credit report was read: a known customer, and a loan with a credit check."""
    if inquiry.applicant.customer_id is None or inquiry.request.product is Product.GOLD:
        return False
    return any(f.rule in REPORT_RULES and f.status != "not_assessed" for f in evaluation.findings)


def score_used(
    inquiry: Inquiry, evaluation: Evaluation, rulebook: Rulebook, letter: Letter
) -> ScoreUsed | None:
    """Return the applicant's own score if it is the one that was used.

    A band that a guest chose is no score of a report; of two people the lower one is used, in
    education the co-applicant's, and theirs is told to them alone.
    """
    applicant, co_applicant = inquiry.applicant, inquiry.co_applicant
    score = applicant.credit_score
    assumed = any(assumption.field == "credit_score" for assumption in inquiry.assumptions)
    if score is None or assumed or not report_used(inquiry, evaluation):
        return None
    if not any(f.rule == SCORE_RULE and f.status != "not_assessed" for f in evaluation.findings):
        return None
    if co_applicant is not None:
        other = co_applicant.credit_score
        theirs = inquiry.request.product is Product.EDUCATION
        if theirs or (other is not None and other < score):
            return None
    return ScoreUsed(
        score=score,
        as_of=letter.bureau_date,
        low=letter.creditor.score_low,
        high=letter.creditor.score_high,
        provided_by=letter.creditor.bureau,
        key_factors=key_factors(applicant.bureau_factors, rulebook),
    )


def key_factors(factors: tuple[BureauFactor, ...], rulebook: Rulebook) -> tuple[str, ...]:
    """Return the texts of what the bureau reported, most important first.

    >>> from tools.knowledge.loader import load_rulebook
    >>> key_factors(("high_balances",), load_rulebook())
    ('Proportion of balances to limits on revolving accounts is too high',)
    """
    told = list(factors[:MOST_KEY_FACTORS])
    if "many_inquiries" in factors and "many_inquiries" not in told:
        told.append("many_inquiries")
    texts = (rulebook.reasons[rulebook.bureau_factor_reasons[factor]] for factor in told)
    return tuple(dict.fromkeys(texts))
