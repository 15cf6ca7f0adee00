"""What follows from what is known, what is asked next, and what is assumed and said."""

import itertools
from datetime import UTC, datetime

import pytest

from tools.case_file import CaseFile, Known
from tools.fields import PARTY_FIELDS, REQUEST_FIELDS
from tools.intake import QUESTIONS, inquiry_from, open_questions, with_derived
from tools.knowledge import load_knowledge
from tools.lending.errors import MissingFact
from tools.lending.records import Product

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
KNOWLEDGE = load_knowledge()
RULEBOOK, GOLD = KNOWLEDGE.rulebook, KNOWLEDGE.gold_price.per_fine_gram
PERSON = {
    "annual_income": "60000.00",
    "monthly_obligations": "1250.00",
    "employment_status": "Employed",
    "months_employed": "60",
    "credit_score": "720",
    "home_ownership": "Rent",
    "rent": "900.00",
}


def known(value: str | None) -> Known:
    return Known(value=value, source="told", as_of=NOW)


def case(product: Product | None, person: dict[str, str] | None = None, **request: str) -> CaseFile:
    applicant = {n: known(v) for n, v in (PERSON if person is None else person).items()}
    asked = {n: known(v) for n, v in request.items()}
    return CaseFile(product=product, request=asked, applicant=applicant)


def next_id(of: CaseFile) -> str | None:
    found = open_questions(with_derived(of, RULEBOOK, NOW), RULEBOOK)
    return found[0].id if found else None


def test_without_a_purpose_the_purpose_is_asked() -> None:
    assert next_id(case(None)) == "purpose"


@pytest.mark.parametrize(
    ("product", "request_said", "question"),
    [
        (Product.CAR, {}, "principal"),
        (Product.CAR, {"principal": "20000.00"}, "vehicle"),
        (Product.CAR, {"principal": "20000.00", "vehicle_price": "22500.00"}, None),
        (Product.CAR, {"vehicle_price": "22500.00", "down_payment": "2500.00"}, None),
        (Product.HOME, {"principal": "220000.00"}, "home_price"),
        (Product.HOME, {"property_value": "240000.00", "down_payment": "20000.00"}, None),
        (Product.GOLD, {"principal": "2000.00"}, "gold"),
        (Product.PERSONAL, {"principal": "8000.00"}, None),
        (Product.MEDICAL, {"principal": "5000.00"}, "provider_estimate"),
        (Product.MEDICAL, {"provider_estimate": "5000.00"}, None),
        (Product.HOME_IMPROVEMENT, {"principal": "15000.00"}, None),
        (Product.HOME_IMPROVEMENT, {"principal": "30000.00"}, "home_equity"),
        (Product.MORTGAGE_REFINANCE, {}, "old_mortgage"),
        (Product.EDUCATION, {}, "school_cost"),
    ],
)
def test_the_next_question_is_the_first_thing_still_missing(
    product: Product, request_said: dict[str, str], question: str | None
) -> None:
    assert next_id(case(product, **request_said)) == question


def test_a_guest_is_asked_for_money_then_work_then_score() -> None:
    started = case(Product.PERSONAL, {}, principal="8000.00")
    asked = []
    answers = {
        "money": {"annual_income": "60000.00", "monthly_obligations": "900.00"},
        "job": {"employment_status": "Retired"},
        "score": {"credit_score": "700"},
    }
    for _ in range(4):
        question = next_id(started)
        if question is None:
            break
        asked.append(question)
        given = {n: known(v) for n, v in answers[question].items()}
        started = started.model_copy(update={"applicant": {**started.applicant, **given}})

    assert asked == ["money", "job", "score"]


def test_a_soft_question_is_asked_once() -> None:
    asked = case(Product.CAR, principal="20000.00").model_copy(update={"asked": ("vehicle",)})

    assert next_id(asked) is None


def test_a_student_is_asked_whether_somebody_signs_too() -> None:
    student = {"employment_status": "Student"}
    request = {"cost_of_attendance": "52000.00", "other_aid": "6000.00"}

    assert next_id(case(Product.EDUCATION, student, **request)) == "co_applicant"


def test_with_somebody_to_sign_the_students_own_work_is_no_must() -> None:
    student = case(Product.EDUCATION, {}, cost_of_attendance="52000.00", other_aid="6000.00")
    together = student.model_copy(update={"co_applicant": {}})

    assert next_id(student) == "co_applicant"
    assert next_id(together) == "co_money"
    carried = together.model_copy(
        update={
            "co_applicant": {
                "annual_income": known("85000.00"),
                "monthly_obligations": known("1400.00"),
                "credit_score": known("760"),
            }
        }
    )
    assert next_id(carried) is None


def test_nobody_who_has_said_no_is_asked_again_for_a_co_applicant() -> None:
    student = case(
        Product.EDUCATION,
        {"employment_status": "Student"},
        cost_of_attendance="52000.00",
        other_aid="6000.00",
    ).model_copy(update={"co_applicant_refused": True})

    assert next_id(student) == "money"


@pytest.mark.parametrize(
    ("product", "request_said", "principal"),
    [
        (Product.CAR, {"vehicle_price": "22500.00", "down_payment": "2500.00"}, "20000.00"),
        (Product.HOME, {"property_value": "375000.00", "down_payment": "75000.00"}, "300000.00"),
        (Product.EDUCATION, {"cost_of_attendance": "52000.00", "other_aid": "6000.00"}, "46000.00"),
        (Product.MEDICAL, {"provider_estimate": "25100.00"}, "25100.00"),
        (Product.MORTGAGE_REFINANCE, {"payoff_balance": "243561.57"}, "243600.00"),
    ],
)
def test_the_principal_follows_from_what_was_said(
    product: Product, request_said: dict[str, str], principal: str
) -> None:
    derived = with_derived(case(product, **request_said), RULEBOOK, NOW)

    assert derived.request["principal"].value == principal
    assert derived.request["principal"].source == "derived"


def test_a_derived_value_follows_when_its_source_changes() -> None:
    first = case(Product.CAR, vehicle_price="22500.00", down_payment="2500.00")
    before = with_derived(first, RULEBOOK, NOW)
    changed = before.model_copy(
        update={"request": {**before.request, "down_payment": known("5000")}}
    )

    after = with_derived(changed, RULEBOOK, NOW)

    assert after.request["principal"].value == "17500.00"


def test_what_nobody_said_is_assumed_and_named() -> None:
    inquiry = inquiry_from(
        case(Product.HOME, property_value="240000.00", principal="220000.00"), RULEBOOK, GOLD
    )

    assumed = {a.field: a.used for a in inquiry.assumptions}
    assert assumed == {"term_months": "360", "taxes_and_insurance": "280.00"}
    assert inquiry.request.term_months == 360


def test_gold_is_valued_from_its_items() -> None:
    items = '[{"net_grams": "62.50", "karat": "22", "form": "jewellery"}]'

    inquiry = inquiry_from(
        case(Product.GOLD, principal="4500.00", gold_items=items), RULEBOOK, GOLD
    )

    assert str(inquiry.request.gold_value) == "6038.54"


def test_no_credit_file_is_not_the_same_as_an_unknown_score() -> None:
    person = {n: v for n, v in PERSON.items() if n != "credit_score"}
    without = case(Product.PERSONAL, person, principal="6000.00")
    none = without.model_copy(
        update={"applicant": {**without.applicant, "no_credit_file": known("true")}}
    )

    assert inquiry_from(without, RULEBOOK, GOLD).applicant.no_credit_file is False
    assert inquiry_from(none, RULEBOOK, GOLD).applicant.no_credit_file is True


def test_nothing_is_judged_before_purpose_and_amount_are_known() -> None:
    with pytest.raises(MissingFact, match="what the loan is for"):
        inquiry_from(case(None), RULEBOOK, GOLD)
    with pytest.raises(MissingFact, match="amount"):
        inquiry_from(case(Product.CAR), RULEBOOK, GOLD)


def test_every_product_can_be_asked_to_its_end() -> None:
    asked = {p for q in QUESTIONS for p in q.products}

    assert asked == set(Product)
    assert all(q.fields for q in QUESTIONS)


@pytest.mark.parametrize("product", list(Product))
def test_no_question_stays_open_once_all_its_fields_are_known(product: Product) -> None:
    said = dict.fromkeys(
        itertools.chain.from_iterable(q.fields for q in QUESTIONS if product in q.products), "60"
    )
    plain = {n: v for n, v in said.items() if not n.startswith("co") or n.startswith("cost")}
    request = {n: known(v) for n, v in plain.items()} | {"property_value": known("300000.00")}

    full = CaseFile(product=product).model_copy(
        update={
            "request": {n: k for n, k in request.items() if n in REQUEST_FIELDS},
            "applicant": {n: k for n, k in request.items() if n in PARTY_FIELDS}
            | {n: known(v) for n, v in PERSON.items()},
        }
    )

    assert open_questions(with_derived(full, RULEBOOK, NOW), RULEBOOK) == ()


def test_an_income_estimated_from_take_home_pay_is_an_assumption() -> None:
    person = {**PERSON, "income_estimated": "true"}

    inquiry = inquiry_from(case(Product.PERSONAL, person, principal="8000.00"), RULEBOOK, GOLD)

    assert ("income_estimated", "60000.00") in {(a.field, a.used) for a in inquiry.assumptions}
    assert inquiry.applicant.income_estimated


def test_whoever_has_a_mortgage_to_replace_owns_with_a_mortgage() -> None:
    person = {n: v for n, v in PERSON.items() if n != "home_ownership"}
    refinance = with_derived(case(Product.MORTGAGE_REFINANCE, person, **REFINANCE), RULEBOOK, NOW)

    assert inquiry_from(refinance, RULEBOOK, GOLD).applicant.home_ownership == "Mortgage"


REFINANCE = {
    "payoff_balance": "210000.00",
    "old_note_rate_pct": "11.25",
    "old_remaining_months": "324",
    "property_value": "330000.00",
    "taxes_and_insurance": "380.00",
}


@pytest.mark.parametrize(("said", "whole"), [("250.00", "2700.00"), ("2700.00", "2700.00")])
def test_the_present_mortgage_is_inside_the_obligations_once(said: str, whole: str) -> None:
    person = {**PERSON, "monthly_obligations": said, "mortgage_principal_and_interest": "2070.00"}
    refinance = with_derived(case(Product.MORTGAGE_REFINANCE, person, **REFINANCE), RULEBOOK, NOW)

    applicant = inquiry_from(refinance, RULEBOOK, GOLD).applicant

    assert str(applicant.monthly_obligations) == whole
    assert str(applicant.taxes_and_insurance) == "380.00"


def test_debts_smaller_than_the_rent_are_the_other_debts() -> None:
    person = {**PERSON, "monthly_obligations": "600.00", "rent": "1900.00"}
    buying = case(Product.HOME, person, property_value="375000.00", principal="300000.00")

    assert str(inquiry_from(buying, RULEBOOK, GOLD).applicant.monthly_obligations) == "2500.00"
