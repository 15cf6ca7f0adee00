"""What a notice says, and that it says nothing else."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.knowledge.golden import GoldenCase, golden_cases
from tools.knowledge.loader import load_knowledge
from tools.lending.adverse_action import (
    AdverseActionNotice,
    Letter,
    adverse_action_notice,
    counteroffer_notice,
    key_factors,
)
from tools.lending.catalogue import Rulebook
from tools.lending.errors import NothingToWorkOn
from tools.lending.evaluate import evaluate
from tools.lending.records import BureauFactor, Evaluation, Inquiry, Outcome
from tools.notices import creditor_of, load_letters

Ask = Callable[..., Inquiry]
Evaluated = Callable[[Inquiry], Evaluation]
Write = Callable[[Inquiry], AdverseActionNotice]

CASES = golden_cases()
BY_ID = {case.id: case for case in CASES}
REFUSED = [case for case in CASES if case.expect["adverse_action"]]
BANK = load_knowledge().bank

EQUAL_CREDIT = (
    "The Federal Equal Credit Opportunity Act prohibits creditors from discriminating against "
    "credit applicants on the basis of race, color, religion, national origin, sex, marital "
    "status, age (provided the applicant has the capacity to enter into a binding contract); "
    "because all or part of the applicant's income derives from any public assistance program; or "
    "because the applicant has in good faith exercised any right under the Consumer Credit "
    "Protection Act. The Federal agency that administers compliance with this law concerning this "
    f"creditor is {BANK.ecoa_agency.name}, {BANK.ecoa_agency.address}."
)
"""12 CFR 1002.9(b)(1)."""


@pytest.fixture(scope="module")
def letter(today: date) -> Letter:
    text = load_letters().adverse_action
    return Letter(text, creditor_of(BANK), today, "Jordan Hale", date(2026, 11, 16))


@pytest.fixture(scope="module")
def write(letter: Letter, rulebook: Rulebook, answer: Evaluated) -> Write:
    return lambda inquiry: adverse_action_notice(inquiry, answer(inquiry), rulebook, letter)


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_refusal_names_its_reasons_in_the_words_of_the_form(
    case: GoldenCase, write: Write, rulebook: Rulebook
) -> None:
    notice = write(case.inquiry)

    texts = [rulebook.reasons[reason] for reason in case.expect["principal_reasons"]]
    assert list(notice.reason_texts) == texts
    numbered = "\n".join(f"{n}. {text}" for n, text in enumerate(texts, start=1))
    assert numbered in notice.markdown
    assert f"{len(texts) + 1}. " not in notice.markdown


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_every_refusal_carries_what_the_regulation_asks_for(case: GoldenCase, write: Write) -> None:
    markdown = write(case.inquiry).markdown

    assert EQUAL_CREDIT in markdown
    for part in (BANK.name, BANK.postal_address, BANK.phone, "Jordan Hale", "November 22, 2026"):
        assert part in markdown
    assert "We are unable to make this loan on the terms you asked for." in markdown


def test_a_report_brings_the_bureau_the_free_copy_and_the_right_to_dispute(write: Write) -> None:
    notice = write(BY_ID["C03"].inquiry)

    assert notice.report_used
    for part in (
        BANK.bureau.name, BANK.bureau.address, BANK.bureau.toll_free_phone,
        "did not make this decision and cannot explain it", "within 60 days",
        "right to dispute",
    ):  # fmt: skip
        assert part in notice.markdown


def test_a_score_is_disclosed_with_date_range_source_and_key_factors(write: Write) -> None:
    notice = write(BY_ID["C03"].inquiry)

    assert notice.score is not None
    assert (notice.score.score, notice.score.low, notice.score.high) == (580, 300, 850)
    for part in ("Your score: 580", "November 16, 2026", "300 to 850", "Key factors"):
        assert part in notice.markdown


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_a_score_is_never_a_reason(case: GoldenCase, write: Write) -> None:
    assert not any("score" in text.lower() for text in write(case.inquiry).reason_texts)


def test_somebody_without_a_credit_file_has_no_score_in_the_letter(write: Write) -> None:
    notice = write(BY_ID["C06"].inquiry)

    assert notice.score is None
    assert "Your score" not in notice.markdown
    assert notice.report_used


def test_a_guest_is_told_of_no_report_and_no_score_because_none_was_read(
    write: Write, ask: Ask
) -> None:
    guest = ask("personal", {"monthly_obligations": "4500.00", "customer_id": None})

    notice = write(guest)

    assert not notice.report_used
    assert notice.score is None
    assert BANK.bureau.name not in notice.markdown


def test_gold_takes_no_credit_check_and_its_refusal_names_none(write: Write, ask: Ask) -> None:
    indebted = ask("gold", {"monthly_obligations": "6000.00", "customer_id": "c-1"})

    assert not write(indebted).report_used


def test_factors_nobody_reported_become_no_reason_but_a_right_to_ask(
    write: Write, ask: Ask
) -> None:
    told = {"credit_score": 560, "bureau_factors": [], "customer_id": None}

    notice = write(ask("personal", told))

    assert notice.reason_texts == ()
    assert "You have the right to a statement of the specific reasons" in notice.markdown
    assert "Main reasons" not in notice.markdown


def test_the_lower_score_of_two_is_told_to_the_one_whose_it_is(write: Write, ask: Ask) -> None:
    debts = {"monthly_obligations": "9000.00", "customer_id": "c-1"}

    own = write(ask("personal", {**debts, "credit_score": 700}, co={"credit_score": 740}))
    theirs = write(ask("personal", {**debts, "credit_score": 760}, co={"credit_score": 740}))

    assert own.score is not None
    assert theirs.score is None
    assert "740" not in theirs.markdown


def test_the_notice_is_due_in_thirty_days(write: Write) -> None:
    notice = write(BY_ID["C10"].inquiry)

    assert (notice.written_on, notice.due_on) == (date(2026, 11, 22), date(2026, 12, 22))


def test_the_same_no_has_the_same_id_and_another_request_another(write: Write, ask: Ask) -> None:
    debts = {"monthly_obligations": "4500.00"}
    first = write(ask("personal", debts))
    again = write(ask("personal", debts))
    other = write(ask("personal", debts, {"principal": "9000.00"}))

    assert first == again
    assert first.id != other.id
    assert first.content_hash != other.content_hash


def test_a_fitting_answer_has_no_notice(write: Write, ask: Ask) -> None:
    with pytest.raises(NothingToWorkOn, match="no adverse decision"):
        write(ask("car"))


def test_a_counteroffer_names_the_terms_the_day_and_the_reasons(
    letter: Letter, rulebook: Rulebook, answer: Evaluated
) -> None:
    inquiry = BY_ID["C02"].inquiry
    evaluation = answer(inquiry)

    notice = counteroffer_notice(inquiry, evaluation, evaluation.offers[1], rulebook, letter)

    assert notice.kind == "counteroffer"
    assert notice.respond_by == date(2027, 2, 20)
    for part in ("$17,400.00", "60 months", "16.21 %", "$416.60", "February 20, 2027"):
        assert part in notice.markdown
    assert "1. Excessive obligations in relation to income" in notice.markdown
    assert EQUAL_CREDIT in notice.markdown


def test_other_outside_information_is_named_at_an_application_only(
    letter: Letter, rulebook: Rulebook, answer: Evaluated, ask: Ask
) -> None:
    request = {"principal": "280000.00", "property_value": "281000.00"}
    inquiry = ask("home", {"monthly_obligations": "9000.00"}, request)
    applied = inquiry.model_copy(update={"stage": "application"})

    before = adverse_action_notice(inquiry, answer(inquiry), rulebook, letter)
    after = adverse_action_notice(applied, answer(applied), rulebook, letter)

    assert "Other outside information" not in before.markdown
    assert "Other outside information" in after.markdown


NO_DECISION = [
    pytest.param("home", {"state": "HI"}, {}, "E-003", id="a state that is not served"),
    pytest.param("car", {}, {"principal": "1500.00"}, "E-010", id="a principal not offered"),
    pytest.param("car", {}, {"term_months": 120}, "E-011", id="a term not offered"),
]


@pytest.mark.parametrize(("product", "applicant", "request_", "rule"), NO_DECISION)
def test_saying_what_the_bank_does_not_offer_is_no_adverse_action(
    product: str, applicant: dict[str, str], request_: dict[str, str], rule: str, ask: Ask,
    rulebook: Rulebook, today: date,
) -> None:  # fmt: skip
    legal = rulebook.catalogue.legal.model_copy(update={"states_served": ("OH",)})
    catalogue = rulebook.catalogue.model_copy(update={"legal": legal})
    served = rulebook.model_copy(update={"catalogue": catalogue})

    found = evaluate(ask(product, applicant, request_), served, today)

    assert [f.rule for f in found.failed] == [rule]
    assert not found.adverse_action


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_only_a_no_to_the_request_is_an_adverse_action(case: GoldenCase, answer: Evaluated) -> None:
    found = answer(case.inquiry)

    assert found.adverse_action == (found.outcome is Outcome.NOT_ON_THESE_TERMS)


@pytest.mark.parametrize(
    ("factors", "count"),
    [
        (("late_payments", "high_balances"), 2),
        (("late_payments", "high_balances", "short_history", "collections", "no_file"), 4),
        (("late_payments", "high_balances", "short_history", "collections", "many_inquiries"), 5),
    ],
)
def test_key_factors_are_four_or_five_with_inquiries(
    factors: tuple[BureauFactor, ...], count: int, rulebook: Rulebook
) -> None:
    assert len(key_factors(factors, rulebook)) == count


@settings(max_examples=60, deadline=None)
@given(
    score=st.integers(300, 850),
    obligations=st.integers(0, 6000),
    history=st.sampled_from(["Good", "Fair", "Poor"]),
    status=st.sampled_from(["Employed", "Unemployed", "Student", "Retired"]),
    product=st.sampled_from(["car", "home", "personal", "education", "home_improvement"]),
)
def test_reasons_come_from_rules_that_fired(
    ask: Ask, answer: Evaluated, write: Write,
    score: int, obligations: int, history: str, status: str, product: str,
) -> None:  # fmt: skip
    applicant = {
        "credit_score": score,
        "bureau_factors": ["late_payments"] if score < 650 else [],
        "monthly_obligations": Decimal(obligations),
        "payment_history": history,
        "employment_status": status,
        "home_ownership": "Rent",
        "mortgage_principal_and_interest": None,
        "taxes_and_insurance": None,
    }
    inquiry = ask(product, applicant, co_applicant_refused=True)
    found = answer(inquiry)
    if not found.adverse_action:
        return

    notice = write(inquiry)

    fired = {reason for finding in found.failed for reason in finding.reasons}
    assert set(notice.principal_reasons) <= fired
    assert 1 <= len(notice.reason_texts) <= 4
