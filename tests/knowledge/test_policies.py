"""The policy documents themselves: complete, without figures of their own, fit to be signed."""

import re
from pathlib import Path

import pytest

from tools.knowledge import FOLDER, load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.records import Product
from tools.policy_index import PolicyIndex, open_policies
from tools.policy_index.bare_figures import bare_figures
from tools.policy_index.documents import PolicyDocument, read_policy
from tools.policy_index.opening import read_references
from tools.policy_index.references import REFERENCE

POLICIES = FOLDER / "policies"
FILES = sorted(POLICIES.glob("*.md"))

PRODUCT_HEADINGS = (
    "What it is for",
    "Who it is for",
    "Amounts and terms",
    "Rates",
    "Fees",
    "Collateral",
    "Documents",
    "How it works",
    "Early repayment",
    "What can go wrong",
)
TOPICS = ("rates", "process", "rights", "privacy", "security", "hardship", "glossary", "faq")

CREDIT_LIMITS = re.compile(
    r"credit_score|dti_|front_end|pti_max|min_annual_income|min_months_employed"
    r"|thresholds|net_benefit|residual_income"
)
"""What a bank may choose not to disclose; ranges, rates, fees and loan-to-value are public."""

NEVER_DISCLOSED = re.compile(r"E-(?:004|070|071|072|080)\.thresholds")

NEVER_SAID = re.compile(
    r"pre-?approved|instant|bad credit|don't bother|you deserve|only today|risk-free|limited time",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="module")
def documents() -> tuple[PolicyDocument, ...]:
    return tuple(read_policy(file) for file in FILES)


@pytest.fixture(scope="module")
def index(rulebook: Rulebook) -> PolicyIndex:
    return open_policies(POLICIES, rulebook)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_no_document_holds_a_figure_of_its_own(file: Path) -> None:
    front, body = file.read_text(encoding="utf-8").split("\n---\n", 1)

    assert bare_figures(front.count("\n") * "\n" + body) == ()


def test_every_rule_has_one_sentence_for_customers(index: PolicyIndex, rulebook: Rulebook) -> None:
    said = sorted(
        passage.rule_id
        for passage in index.passages
        if passage.rule_id and passage.audience == "customer"
    )

    assert said == sorted(rule.id for rule in rulebook.rules)


@pytest.mark.parametrize("product", Product)
def test_every_product_is_described_from_purpose_to_what_can_go_wrong(
    product: Product, documents: tuple[PolicyDocument, ...]
) -> None:
    document = next(document for document in documents if document.product is product)

    titles = [section.path[-1] for section in document.sections if section.path]

    for heading in PRODUCT_HEADINGS:
        assert any(title.startswith((heading, "Down payment")) for title in titles), heading


@pytest.mark.parametrize("product", Product)
def test_a_product_names_its_ranges_fees_and_documents_by_reference(product: Product) -> None:
    text = (POLICIES / f"{product}.md").read_text(encoding="utf-8")

    for field in ("principal", "term_months", "note_rate_pct"):
        assert f"[[{product}.{field}.min" in text
        assert f"[[{product}.{field}.max" in text
    assert f"[[{product}.fees.origination_pct]]" in text
    assert f"[[{product}.fees.late_flat]]" in text
    assert f"[[{product}.documents]]" in text


def test_what_a_question_points_to_exists(documents: tuple[PolicyDocument, ...]) -> None:
    headings = {
        f"{document.title}, {section.path[-1]}"
        for document in documents
        if document.audience == "customer"
        for section in document.sections
        if section.path
    }
    text = " ".join((POLICIES / "faq.md").read_text(encoding="utf-8").split())

    pointers = re.findall(r"See: (.+?)\.(?= #|$)", text)

    assert len(pointers) >= 60
    assert [pointer for pointer in pointers if pointer not in headings] == []


def test_no_two_questions_of_customers_are_the_same(index: PolicyIndex) -> None:
    asked = [p.title_path[-1] for p in index.passages if p.id.startswith("faq#")]

    assert len(asked) == len(set(asked))
    assert all(title.endswith((".", "?")) for title in asked)


def test_every_topic_has_a_document_for_customers(documents: tuple[PolicyDocument, ...]) -> None:
    customers = {document.id for document in documents if document.audience == "customer"}

    assert set(TOPICS) <= customers


def test_some_documents_are_for_staff(documents: tuple[PolicyDocument, ...]) -> None:
    staff = {document.id for document in documents if document.audience == "staff"}

    assert staff == {own_id for own_id in staff if own_id.startswith("staff_")}
    assert len(staff) >= 3


def test_the_questions_of_customers_number_eighty_or_more(index: PolicyIndex) -> None:
    assert sum(passage.id.startswith("faq#") for passage in index.passages) >= 80


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_credit_limits_stand_in_quotations_that_can_be_left_out(file: Path) -> None:
    for line in file.read_text(encoding="utf-8").split("\n"):
        for path, _ in REFERENCE.findall(line):
            assert line.startswith(">") or not CREDIT_LIMITS.search(path), line


def test_limits_of_fraud_and_risk_checks_are_told_to_nobody_outside(
    documents: tuple[PolicyDocument, ...],
) -> None:
    for document in documents:
        lines = (line.text for section in document.sections for line in section.lines)
        if document.audience == "customer":
            assert not NEVER_DISCLOSED.search("\n".join(lines)), document.id


def test_the_security_check_is_described_without_what_it_looks_for(index: PolicyIndex) -> None:
    passage = next(passage for passage in index.passages if passage.rule_id == "E-004")

    assert passage.figures == ()
    assert not re.search(r"sanction|fraud|list|screen|watch|suspic", passage.text, re.IGNORECASE)


def test_nothing_undisclosed_is_left_when_thresholds_are_off(rulebook: Rulebook) -> None:
    index = open_policies(POLICIES, rulebook, disclose_thresholds=False)

    told = {
        figure.id
        for passage in index.passages
        for figure in passage.figures
        if CREDIT_LIMITS.search(figure.id)
    }

    assert told == set()
    assert len(index.passages) == len(open_policies(POLICIES, rulebook).passages)


def test_passages_are_short_enough_to_read_and_none_is_empty(index: PolicyIndex) -> None:
    for passage in index.passages:
        assert 1 < len(passage.text.split()) <= 200, passage.id
        assert "[[" not in passage.text
        assert not NEVER_SAID.search(passage.text), passage.id


def test_passage_ids_are_unique(index: PolicyIndex) -> None:
    ids = [passage.id for passage in index.passages]

    assert len(ids) == len(set(ids))


def test_the_paragraph_on_equal_credit_opportunity_is_the_one_of_the_regulation(
    index: PolicyIndex,
) -> None:
    """Regulation B, 12 CFR 1002.9(b)(1): substantially this wording."""
    (passage,) = (p for p in index.passages if p.id == "rights#equal-treatment")

    assert (
        "prohibits creditors from discriminating against credit applicants on the basis of race, "
        "color, religion, national origin, sex, marital status, age (provided the applicant has "
        "the capacity to enter into a binding contract)"
    ) in passage.text


@pytest.mark.parametrize("product", [Product.HOME, Product.MORTGAGE_REFINANCE])
def test_home_loans_carry_the_sentence_on_the_loan_estimate(
    product: Product, index: PolicyIndex
) -> None:
    text = " ".join(passage.text for passage in index.passages if passage.product is product)

    assert (
        "Your actual rate, payment, and costs could be higher. "
        "Get an official Loan Estimate before choosing a loan."
    ) in text


def test_every_document_of_the_catalogue_has_a_name_in_words(rulebook: Rulebook) -> None:
    named = read_references(POLICIES).documents
    terms = rulebook.catalogue.products.values()

    assert {code for one in terms for code in (*one.documents, *one.kyc)} <= set(named)


def test_every_period_of_the_law_is_used_and_names_its_source() -> None:
    law = read_references(POLICIES).law
    used = {
        path.removeprefix("law.")
        for file in FILES
        for path, _ in REFERENCE.findall(file.read_text(encoding="utf-8"))
        if path.startswith("law.")
    }

    assert used == set(law)
    for name, figure in law.items():
        assert re.search(r"\d+ (CFR|U\.S\.C\.) \d+", figure.source), name
