"""Letters with the bank's own text and facts: what the ground floor writes, knowledge supplies."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from tools.knowledge import FOLDER, Bank, Knowledge, KnowledgeError
from tools.knowledge.reading import read_document
from tools.knowledge.validation import content_hash, validated
from tools.lending.adverse_action import (
    CONDITIONS,
    FIELDS,
    AdverseActionNotice,
    Letter,
    adverse_action_notice,
    counteroffer_notice,
)
from tools.lending.disclosures import (
    INCOMPLETE_FIELDS,
    SCORE_CONDITIONS,
    SCORE_FIELDS,
    Disclosure,
    ShareOfScores,
    incompleteness_notice,
    score_disclosure,
)
from tools.lending.notices import Creditor, LetterText, Section
from tools.lending.records import DecisionProfile, Evaluation, Inquiry, Offer, Product, Record

LETTERS = FOLDER / "notices"
NONE: frozenset[str] = frozenset()


class LetterFile(Record):
    """One file of `knowledge/notices/`."""

    owner: str
    review_date: date
    sections: tuple[Section, ...]
    distribution: tuple[ShareOfScores, ...] = ()


class Letters(Record):
    """The texts of every letter."""

    adverse_action: LetterText
    incomplete: LetterText
    score_disclosure: LetterText
    distribution: tuple[ShareOfScores, ...]


@lru_cache(maxsize=4)
def load_letters(folder: Path = LETTERS) -> Letters:
    """Read the texts of every letter, once.

    Raises:
        KnowledgeError: a file is missing or malformed, names a field that nothing fills in, or
            leaves out one that the law asks for.
    """
    _, adverse = _letter(folder / "adverse_action.toml", FIELDS, CONDITIONS)
    _, incomplete = _letter(folder / "incomplete.toml", INCOMPLETE_FIELDS, NONE)
    file, score = _letter(folder / "score_disclosure.toml", SCORE_FIELDS, SCORE_CONDITIONS)
    return Letters(
        adverse_action=adverse,
        incomplete=incomplete,
        score_disclosure=score,
        distribution=file.distribution,
    )


def _letter(
    path: Path, fields: frozenset[str], conditions: frozenset[str]
) -> tuple[LetterFile, LetterText]:
    document = read_document(path)
    file = validated(LetterFile, document.data, document)
    if isinstance(file, tuple):
        raise KnowledgeError(file)
    try:
        text = LetterText(
            sections=file.sections,
            fields=fields,
            conditions=conditions,
            content_hash=content_hash(file),
        )
    except ValidationError as error:
        found = (document.problem(("sections",), e["msg"]) for e in error.errors())
        raise KnowledgeError(tuple(found)) from error
    return file, text


def creditor_of(bank: Bank) -> Creditor:
    """Return what a letter says about the bank, its regulator and its credit bureau."""
    return Creditor(
        name=bank.name,
        postal_address=bank.postal_address,
        phone=bank.phone,
        agency=bank.ecoa_agency.name,
        agency_address=bank.ecoa_agency.address,
        bureau=bank.bureau.name,
        bureau_address=bank.bureau.address,
        bureau_phone=bank.bureau.toll_free_phone,
        score_low=bank.bureau.score_min,
        score_high=bank.bureau.score_max,
    )


def notice_for(
    inquiry: Inquiry,
    evaluation: Evaluation,
    knowledge: Knowledge,
    now: datetime,
    *,
    name: str | None = None,
    bureau_date: date | None = None,
) -> AdverseActionNotice:
    """Write the notice of an adverse answer; `now` is in the bank's zone.

    `name` is the customer's, None for a guest; `bureau_date` that of the report behind the score.

    Raises:
        NothingToWorkOn: the answer is no adverse action.
    """
    letter = _to(inquiry.applicant, load_letters().adverse_action, knowledge, now, name)
    letter = letter._replace(bureau_date=bureau_date)
    return adverse_action_notice(inquiry, evaluation, knowledge.rulebook, letter)


def counteroffer_for(
    inquiry: Inquiry,
    evaluation: Evaluation,
    offer: Offer,
    knowledge: Knowledge,
    now: datetime,
    *,
    name: str | None = None,
    bureau_date: date | None = None,
) -> AdverseActionNotice:
    """Write the combined form that goes with a counteroffer to an application (C-4)."""
    letter = _to(inquiry.applicant, load_letters().adverse_action, knowledge, now, name)
    letter = letter._replace(bureau_date=bureau_date)
    return counteroffer_notice(inquiry, evaluation, offer, knowledge.rulebook, letter)


def incompleteness_for(
    applicant: DecisionProfile,
    product: Product,
    missing: tuple[str, ...],
    reference: str,
    respond_by: date,
    knowledge: Knowledge,
    now: datetime,
    *,
    name: str | None = None,
) -> Disclosure:
    """Write what the application `reference` still needs (C-6)."""
    letter = _to(applicant, load_letters().incomplete, knowledge, now, name)
    return incompleteness_notice(
        product, missing, reference, respond_by, knowledge.rulebook, letter
    )


def score_disclosure_for(
    applicant: DecisionProfile,
    product: Product,
    reference: str,
    knowledge: Knowledge,
    now: datetime,
    bureau_date: date,
    *,
    name: str | None = None,
) -> Disclosure:
    """Write the score disclosure of the application `reference`."""
    letters = load_letters()
    letter = _to(applicant, letters.score_disclosure, knowledge, now, name)
    letter = letter._replace(bureau_date=bureau_date)
    return score_disclosure(
        applicant, product, reference, letters.distribution, knowledge.rulebook, letter
    )


def _to(
    applicant: DecisionProfile,
    text: LetterText,
    knowledge: Knowledge,
    now: datetime,
    name: str | None,
) -> Letter:
    known_as = name or (
        "our guest, whose name and address we do not know yet"
        if applicant.customer_id is None
        else f"customer {applicant.customer_id}"
    )
    return Letter(text, creditor_of(knowledge.bank), now.date(), known_as)
