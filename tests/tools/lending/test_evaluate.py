"""Outcomes, replacements, reasons and unknown facts."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate, fits
from tools.lending.records import Evaluation, Inquiry, Product

Ask = Callable[..., Inquiry]
Answer = Callable[[Inquiry], Evaluation]


def failed(evaluation: Evaluation) -> list[str]:
    return [f.rule for f in evaluation.failed]


@pytest.mark.parametrize("product", list(Product))
def test_a_sound_applicant_fits_every_product(product: Product, ask: Ask, answer: Answer) -> None:
    owes = {"monthly_obligations": "2500"} if product == "mortgage_refinance" else {
        "monthly_obligations": "500"
    }  # fmt: skip

    evaluation = answer(ask(product, owes))

    assert (evaluation.outcome, failed(evaluation)) == ("LIKELY_FITS", [])
    assert "CLOSEST" in evaluation.offers[0].tags
    assert evaluation.principal_reasons == ()


def test_no_rule_hides_another(ask: Ask, answer: Answer) -> None:
    wrong = {"credit_score": 600, "payment_history": "Poor", "monthly_obligations": "6000",
             "existing_loans": 9}  # fmt: skip

    evaluation = answer(ask("personal", wrong, {"principal": "50000", "term_months": 12}))

    assert failed(evaluation) == ["E-030", "E-032", "E-034", "E-040", "E-041", "E-065"]


def test_a_review_never_masks_a_limit(ask: Ask, answer: Answer) -> None:
    refers = {"credit_score": 640, "monthly_obligations": "3900"}

    evaluation = answer(ask("car", refers, {"term_months": 24}))

    assert evaluation.outcome == "FITS_WITH_CHANGES"
    assert evaluation.review
    for offer in evaluation.offers:
        assert offer.dti_post_pct is not None
        assert offer.dti_post_pct <= 45
        assert offer.review_rules == ("E-030",)


@pytest.mark.parametrize(
    ("product", "applicant", "replaced", "by"),
    [
        (
            "home",
            {"employment_status": "Student", "annual_income": "9000", "credit_score": 600},
            ["E-030", "E-044"],
            "E-020",
        ),
        (
            "education",
            {"employment_status": "Student", "annual_income": "6000", "credit_score": 600},
            ["E-030", "E-044"],
            "E-060",
        ),
        ("personal", {"employment_status": "Unemployed", "annual_income": "0"}, ["E-044"], "E-021"),
    ],
)
def test_one_useful_reason_replaces_four_insulting_ones(
    product: str,
    applicant: dict[str, Any],
    replaced: list[str],
    by: str,
    ask: Ask,
    answer: Answer,
) -> None:
    evaluation = answer(ask(product, {**applicant, "monthly_obligations": "0"}))

    assert failed(evaluation) == [by] or failed(evaluation) == [by, "E-065"]
    assert [f.rule for f in evaluation.findings if f.replaced_by == by] == replaced


def test_a_student_without_company_is_first_asked_who_signs_along(ask: Ask, answer: Answer) -> None:
    student = {"employment_status": "Student"}

    asked = answer(ask("education", student))
    refused = answer(ask("education", student, co_applicant_refused=True))

    assert (asked.outcome, asked.adverse_action, asked.cures) == (None, False, ("co_applicant",))
    assert (refused.outcome, refused.adverse_action) == ("NOT_ON_THESE_TERMS", True)


def test_a_named_but_absent_co_applicant_becomes_a_card(ask: Ask, answer: Answer) -> None:
    adult = {**ask("car", co={}).model_dump()["co_applicant"], "annual_income": "85000"}

    evaluation = answer(ask("education", {"employment_status": "Student"}, joint_option=adult))

    assert evaluation.outcome == "FITS_WITH_CHANGES"
    assert [(o.tags, o.joint) for o in evaluation.offers] == [(("JOINT",), True)]


def test_an_unknown_score_is_no_missing_file_and_gives_no_price(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("car", {"credit_score": None}))

    assert evaluation.outcome is None
    assert {"E-030", "E-031", "E-041"} <= set(evaluation.not_assessed)
    assert evaluation.as_asked.dti_pre_pct is not None
    assert evaluation.as_asked.note_rate_pct is None
    assert evaluation.offers == ()


@pytest.mark.parametrize(
    ("product", "applicant", "request_"),
    [
        ("car", {"annual_income": None}, {}),
        ("car", {"monthly_obligations": None}, {}),
        ("home", {}, {"property_value": None}),
        ("gold", {}, {"gold_value": None}),
        ("home_improvement", {}, {"principal": "30000", "property_value": "300000"}),
    ],
)
def test_nothing_is_judged_while_a_fact_the_price_needs_is_unknown(
    product: str,
    applicant: dict[str, Any],
    request_: dict[str, Any],
    ask: Ask,
    answer: Answer,
    rulebook: Rulebook,
) -> None:
    inquiry = ask(product, applicant, request_)

    assert answer(inquiry).outcome is None
    assert not fits(inquiry, rulebook)


def test_a_refusal_stands_even_before_everything_is_known(ask: Ask, answer: Answer) -> None:
    evaluation = answer(
        ask("car", {"credit_score": None, "annual_income": "9000", "monthly_obligations": "0"})
    )

    assert (evaluation.outcome, evaluation.adverse_action) == ("NOT_ON_THESE_TERMS", True)
    assert evaluation.principal_reasons == ("AA08",)


def test_without_income_only_the_minimum_income_speaks(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("car", {"annual_income": "0", "monthly_obligations": "900"}))

    judging = [f.rule for f in evaluation.failed if f.severity != "WARN"]
    assert judging == ["E-044"]
    assert evaluation.as_asked.dti_pre_pct is None


def test_gold_needs_neither_income_nor_score(ask: Ask, answer: Answer) -> None:
    nothing_said = {"annual_income": None, "monthly_obligations": None, "credit_score": None,
                    "employment_status": None}  # fmt: skip

    evaluation = answer(ask("gold", nothing_said))

    assert evaluation.outcome == "LIKELY_FITS"
    assert {"E-040", "E-041", "E-065"} <= set(evaluation.not_assessed)
    assert ("monthly_obligations", "0.00") in {(a.field, a.used) for a in evaluation.assumptions}
    assert all(offer.comfort is None for offer in evaluation.offers)


def test_a_block_judges_nothing(ask: Ask, answer: Answer) -> None:
    evaluation = answer(
        ask("car", {"identity_verified": False, "credit_score": 500}, stage="application")
    )

    assert (evaluation.outcome, evaluation.offers) == (None, ())
    assert (evaluation.principal_reasons, evaluation.adverse_action) == ((), False)


def test_application_rules_wait_for_the_application(ask: Ask, answer: Answer) -> None:
    at_inquiry = {f.rule for f in answer(ask("home")).findings}
    applied = {f.rule for f in answer(ask("home", stage="application")).findings}

    assert applied - at_inquiry == {"E-002", "E-004", "E-045", "E-053", "E-090"}
    assert at_inquiry < applied


def test_an_amount_the_bank_does_not_offer_is_no_adverse_action(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("personal", {"monthly_obligations": "0"}, {"principal": "60000"}))

    assert (evaluation.outcome, evaluation.principal_reasons) == ("FITS_WITH_CHANGES", ("X4",))
    assert not evaluation.adverse_action
    assert evaluation.offers[0].principal == 50000


def test_too_small_an_amount_is_cured_upwards(ask: Ask, answer: Answer) -> None:
    evaluation = answer(ask("personal", request={"principal": "600"}))

    assert evaluation.outcome == "FITS_WITH_CHANGES"
    assert {offer.principal for offer in evaluation.offers} == {1000}
    assert "CLOSEST" in evaluation.offers[0].tags


def test_when_nothing_offered_fits_either_the_answer_is_a_credit_judgement(
    ask: Ask, answer: Answer
) -> None:
    deep_in_debt = {"annual_income": "20000", "monthly_obligations": "666", "credit_score": 650}

    evaluation = answer(ask("home_improvement", deep_in_debt, {"term_months": 10}))

    assert (evaluation.outcome, failed(evaluation)) == ("NOT_ON_THESE_TERMS", ["E-011"])
    assert evaluation.adverse_action
    assert evaluation.principal_reasons == ("X4", "AA09")


def test_reasons_are_at_most_four_and_equal_texts_merge(ask: Ask, answer: Answer) -> None:
    everything = {
        "credit_score": 560,
        "bureau_factors": ["late_payments", "high_balances", "short_history", "collections"],
        "payment_history": "Poor",
        "monthly_obligations": "6000",
    }

    reasons = answer(ask("personal", everything)).principal_reasons

    assert reasons == ("AA17", "X12", "AA15", "AA18")


def test_evaluating_needs_no_clock(ask: Ask, rulebook: Rulebook, today: date) -> None:
    undated = evaluate(ask("car"), rulebook)
    dated = evaluate(ask("car"), rulebook, today)

    assert undated.offers[0].valid_until is None
    assert dated.offers[0].valid_until == date(2026, 12, 22)
    assert dated.offers[0].first_payment_date == date(2026, 12, 22)
    assert evaluate(ask("car"), rulebook, today) == dated


def test_the_score_of_the_co_applicant_prices_an_education_loan(ask: Ask, answer: Answer) -> None:
    weak = {"credit_score": None, "no_credit_file": True, "employment_status": "Student"}

    joint = answer(ask("education", weak, co={"credit_score": 790}))
    alone = answer(ask("education", {"credit_score": 790}, co={"credit_score": 790}))

    assert joint.as_asked.note_rate_pct == alone.as_asked.note_rate_pct


def test_shared_obligations_count_once(ask: Ask, answer: Answer) -> None:
    both = ask("car", {"monthly_obligations": "2000"}, co={"monthly_obligations": "1500"})
    shared = ask(
        "car",
        {"monthly_obligations": "2000"},
        {"shared_obligations": "1000"},
        co={"monthly_obligations": "1500"},
    )

    assert str(answer(both).as_asked.dti_pre_pct) == "23.33"
    assert str(answer(shared).as_asked.dti_pre_pct) == "16.67"


@pytest.mark.parametrize("principal", ["0", "0.01", "999999999999"])
@pytest.mark.parametrize("months", [1, 1200])
@pytest.mark.parametrize("product", list(Product))
def test_absurd_requests_are_answered(
    product: Product, months: int, principal: str, ask: Ask, answer: Answer
) -> None:
    evaluation = answer(ask(product, request={"principal": principal, "term_months": months}))

    assert {"E-010", "E-011"} <= set(failed(evaluation))
    assert evaluation.as_asked.note_rate_pct is None
