"""Golden cases become inquiries without losing or inventing a fact."""

from decimal import Decimal
from pathlib import Path

import pytest

from tools.knowledge import KnowledgeError
from tools.knowledge.golden import GoldenCase, golden_cases
from tools.lending.records import Product

CASES = {case.id: case for case in golden_cases()}


def test_every_case_of_the_file_is_read() -> None:
    assert len(CASES) == 36
    assert {case.product for case in CASES.values()} == set(Product)


def test_a_signed_in_customer_keeps_what_is_on_file() -> None:
    applicant = CASES["C01"].inquiry.applicant

    assert applicant.customer_id is not None
    assert applicant.months_employed == 60
    assert applicant.public_records == ()
    assert applicant.late_with_us_12m is False


def test_a_guest_keeps_what_is_unknown() -> None:
    inquiry = CASES["C26"].inquiry

    assert inquiry.applicant.customer_id is None
    assert inquiry.applicant.public_records is None
    assert inquiry.applicant.late_with_us_12m is None
    assert inquiry.request.vehicle_price is None
    assert [(a.field, a.used) for a in inquiry.assumptions] == [("credit_score", "700")]


def test_no_file_is_an_answer() -> None:
    assert CASES["C20"].inquiry.applicant.no_credit_file
    assert not CASES["C01"].inquiry.applicant.no_credit_file


@pytest.mark.parametrize(("case", "capable"), [("C22", False), ("C05", True), ("C14", True)])
def test_age_is_only_ever_capacity(case: str, capable: bool) -> None:
    assert CASES[case].inquiry.applicant.has_capacity is capable


def test_somebody_who_signs_and_somebody_who_could_are_told_apart() -> None:
    assert CASES["C08"].inquiry.co_applicant is None
    assert CASES["C08"].inquiry.joint_option is not None
    assert CASES["C08C"].inquiry.co_applicant is not None
    assert not CASES["C08"].inquiry.co_applicant_refused
    assert CASES["C06"].inquiry.co_applicant_refused


def test_other_income_and_its_documents_are_kept() -> None:
    applicant = CASES["C16"].inquiry.applicant

    assert applicant.other_income == Decimal("110647.20")
    assert applicant.other_income_documents == "promised"


def test_scripts_are_always_a_list() -> None:
    assert CASES["C01"].scripts == ("S01", "S21")
    assert CASES["C02"].scripts == ("S02",)
    assert CASES["C26"].scripts == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_every_figure_of_the_request_arrives_exactly(case: GoldenCase) -> None:
    assert case.inquiry.request.principal.as_tuple().exponent == -2
    assert case.inquiry.request.product == case.product
    assert case.expect["outcome"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cases: 3\n", "must be a list of cases"),
        ("cases: [{id: A, title: a}]\n", "is not a golden case"),
        ("cases: [7]\n", "is not a golden case"),
        (
            "cases: [{id: A, title: a, product: car, applicant: {shoe_size: 9},"
            " request: {principal: '1.00', term_months: 6}, expect: {}}]\n",
            "A: shoe_size: Extra inputs are not permitted",
        ),
    ],
)
def test_a_case_that_says_something_else_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    file = tmp_path / "golden_cases.yaml"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=reason):
        golden_cases(file)
