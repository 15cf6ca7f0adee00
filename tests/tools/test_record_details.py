"""What the customer says is kept with its source; what it corrects is kept too."""

import pytest

from tests.tools.conftest import CAR, MAYA, NOW, ContextOf, case_of, told
from tools.case_file import CaseFile, Known
from tools.lending.errors import LendingError
from tools.lending.records import Product
from tools.look_up_profile import look_up_profile
from tools.record_details import record_details


def on_file(value: str, source: str = "on_file") -> Known:
    return Known.model_validate({"value": value, "source": source, "as_of": NOW})


def test_a_first_statement_is_recorded_and_moves_the_case_on(context: ContextOf) -> None:
    given = record_details(context(CaseFile()), product=Product.CAR, principal=told("20000.00"))

    assert given.case is not None
    assert given.case.version == 1
    assert given.changed
    assert given.recorded[0].value == "20000.00"
    assert given.next_question is not None
    assert given.next_question.id == "vehicle"


def test_saying_the_same_again_changes_nothing(context: ContextOf) -> None:
    given = record_details(context(), principal=told("20000.00"))

    assert not given.changed
    assert given.case is not None
    assert given.case.version == 1


def test_the_same_value_in_a_later_message_voids_nothing(context: ContextOf) -> None:
    case = case_of().model_copy(update={"current": ("a",)})

    again = record_details(context(case), principal=told("20000.00", message="t9"))

    assert not again.changed
    assert again.case is not None
    assert again.case.current == ("a",)
    assert again.case.request["principal"].message == "t9"


def test_a_correction_keeps_what_was_said_before(context: ContextOf) -> None:
    given = record_details(context(), annual_income=told("80000.00"))

    assert given.recorded[0].previous == "60000.00"
    assert given.case is not None
    before = given.case.applicant["income_said_before"]
    assert before.value == "60000.00"
    assert {f.id for f in given.own_facts()} >= {
        "applicant.said_annual_income", "before.said_annual_income",
    }  # fmt: skip


def test_a_change_voids_offers_and_proposal(context: ContextOf) -> None:
    standing = case_of().model_copy(update={"current": ("a",), "chosen": "a", "stage": "decided"})

    given = record_details(context(standing), principal=told("15000.00"))

    assert given.case is not None
    assert given.case.current == ()
    assert given.case.chosen is None
    assert given.case.stage == "inquiry"


def test_told_against_on_file_is_asked_back_and_not_chosen(context: ContextOf) -> None:
    case = case_of(applicant={n: v for n, v in MAYA.items() if n != "annual_income"})
    case = case.model_copy(
        update={"applicant": {**case.applicant, "annual_income": on_file("60000.00")}}
    )

    given = record_details(context(case), annual_income=told("75000.00"))

    assert given.conflicts[0].on_file == "60000.00"
    assert given.conflicts[0].told == "75000.00"
    assert given.next_question is not None
    assert given.next_question.id == "conflict"
    assert given.case is not None
    assert given.case.applicant["annual_income"].value == "60000.00"


@pytest.mark.parametrize(("use", "income"), [("told", "75000.00"), ("on_file", "60000.00")])
def test_the_customer_settles_a_conflict(context: ContextOf, use: str, income: str) -> None:
    case = case_of()
    case = case.model_copy(
        update={"applicant": {**case.applicant, "annual_income": on_file("60000.00")}}
    )
    open_conflict = record_details(context(case), annual_income=told("75000.00")).case
    assert open_conflict is not None

    settled = record_details(context(open_conflict), conflicts=use)  # type: ignore[arg-type]

    assert settled.case is not None
    assert settled.case.applicant["annual_income"].value == income
    assert settled.case.conflicts == ()


def test_a_conflict_that_is_passed_over_stays_open(context: ContextOf) -> None:
    case = case_of()
    case = case.model_copy(
        update={"applicant": {**case.applicant, "annual_income": on_file("60000.00")}}
    )
    asked_back = record_details(context(case), annual_income=told("75000.00")).case
    assert asked_back is not None

    later = record_details(context(asked_back), term_months=told("48"))

    assert [c.field for c in later.conflicts] == ["annual_income"]
    assert later.next_question is not None
    assert later.next_question.id == "conflict"


@pytest.mark.parametrize(("use", "balance"), [("told", "240000.00"), ("on_file", "243561.57")])
def test_what_is_on_file_of_a_loan_is_asked_back_too(
    context: ContextOf, use: str, balance: str
) -> None:
    case = case_of(product=Product.MORTGAGE_REFINANCE, request={})
    case = case.model_copy(update={"request": {"payoff_balance": on_file("243561.57")}})

    asked_back = record_details(context(case), payoff_balance=told("240000.00"))
    assert asked_back.case is not None
    settled = record_details(context(asked_back.case), conflicts=use)  # type: ignore[arg-type]

    assert [c.field for c in asked_back.conflicts] == ["payoff_balance"]
    assert settled.case is not None
    assert settled.case.request["payoff_balance"].value == balance


def test_a_conflict_settled_as_told_keeps_how_it_was_read(context: ContextOf) -> None:
    case = case_of()
    case = case.model_copy(
        update={"applicant": {**case.applicant, "annual_income": on_file("60000.00")}}
    )
    net = told("62400.00", reading="per month, net to gross")
    asked_back = record_details(context(case), annual_income=net).case
    assert asked_back is not None

    settled = record_details(context(asked_back), conflicts="told").case

    assert settled is not None
    assert settled.applicant["income_estimated"].value == "true"


@pytest.mark.parametrize(
    ("field", "first", "then", "implied"),
    [
        ("credit_score", told(None, reading="no_file"), told("720"), "no_credit_file"),
        ("annual_income", told("62400.00", reading="net to gross"), told("62000.00"),
         "income_estimated"),
    ],
)  # fmt: skip
def test_a_plain_value_takes_back_what_an_earlier_reading_implied(
    context: ContextOf, field: str, first: Known, then: Known, implied: str
) -> None:
    before = record_details(context(CaseFile()), **{field: first}).case  # type: ignore[arg-type]
    assert before is not None
    assert implied in before.applicant

    after = record_details(context(before), **{field: then}).case  # type: ignore[arg-type]

    assert after is not None
    assert implied not in after.applicant


def test_a_verified_value_stays_whatever_is_said(context: ContextOf) -> None:
    case = case_of()
    case = case.model_copy(
        update={"applicant": {**case.applicant, "credit_score": on_file("640", "verified")}}
    )

    given = record_details(context(case), credit_score=told("780"))

    assert given.conflicts[0].must_stay
    assert given.case is not None
    assert given.case.applicant["credit_score"].value == "640"
    assert given.case.conflicts == ()


def test_a_score_band_is_an_assumption(context: ContextOf) -> None:
    case = case_of(applicant={n: v for n, v in MAYA.items() if n != "credit_score"})

    given = record_details(context(case), credit_score=told("700", reading="band 700-739"))

    assert given.case is not None
    assert given.case.applicant["credit_score"].source == "assumed"


def test_another_person_comes_in_with_their_first_value(context: ContextOf) -> None:
    given = record_details(context(), co_annual_income=told("48000.00"))

    assert given.case is not None
    assert given.case.co_applicant is not None
    assert given.case.co_applicant["annual_income"].value == "48000.00"
    assert given.next_question is not None
    assert given.next_question.id == "co_money"


def test_nobody_to_sign_is_an_answer(context: ContextOf) -> None:
    given = record_details(context(), co_applicant="none")

    assert given.case is not None
    assert given.case.co_applicant_refused


@pytest.mark.parametrize(
    ("age", "capable"), [("17", "false"), ("18", "true"), ("71", "true"), ("true", "true")]
)
def test_an_age_becomes_capacity_and_is_not_kept(
    context: ContextOf, age: str, capable: str
) -> None:
    given = record_details(context(), has_capacity=told(age))

    assert given.case is not None
    assert given.case.applicant["has_capacity"].value == capable
    assert age in ("true", "false") or age not in given.case.model_dump_json(include={"applicant"})


def test_a_field_that_does_not_exist_is_refused(context: ContextOf) -> None:
    with pytest.raises(LendingError, match="hair_colour"):
        record_details(context(), hair_colour=told("red"))


def test_a_guest_has_nothing_on_file(context: ContextOf) -> None:
    found = look_up_profile(context(CaseFile()))

    assert not found.found
    assert found.case is not None
    assert found.case.profile_looked_up


def test_a_signed_in_customer_is_found_with_sources(context: ContextOf) -> None:
    found = look_up_profile(context(CaseFile(), customer_id="maya"))

    assert found.found
    assert found.case is not None
    assert found.case.applicant["annual_income"].source == "on_file"
    assert found.case.applicant["credit_score"].source == "verified"
    assert "applicant.on_file_annual_income" in {f.id for f in found.own_facts()}


def test_what_was_told_before_the_file_was_opened_is_held_against_it(context: ContextOf) -> None:
    case = case_of(applicant={"annual_income": "90000.00", "credit_score": "810"})

    found = look_up_profile(context(case, customer_id="maya")).case

    assert found is not None
    assert [(c.field, c.on_file.value, c.told.value) for c in found.conflicts] == [
        ("annual_income", "60000.00", "90000.00")
    ]
    assert found.applicant["annual_income"].value == "60000.00"
    assert found.applicant["credit_score"].value == "720"


def test_the_file_is_laid_beside_the_case_once(context: ContextOf) -> None:
    first = look_up_profile(context(CaseFile(), customer_id="maya")).case
    assert first is not None

    again = look_up_profile(context(first, customer_id="maya"))

    assert again.found
    assert again.case == first


def test_no_audit_field_ever_reaches_the_case(context: ContextOf) -> None:
    found = look_up_profile(context(CaseFile(), customer_id="maya"))

    assert found.case is not None
    text = found.case.model_dump_json() + found.model_dump_json()
    for name in ("birth_date", "marital", "dependents", "education"):
        assert name not in text


def test_a_personas_name_for_the_request_is_kept_as_told(context: ContextOf) -> None:
    given = record_details(
        context(CaseFile()), product=Product.CAR, **{n: told(v) for n, v in CAR.items()}
    )

    assert {r.field for r in given.recorded} == set(CAR)


def test_a_purpose_that_was_asked_for_and_not_named_is_a_personal_loan(context: ContextOf) -> None:
    first = record_details(context(CaseFile()), principal=told("20000.00"))
    assert first.case is not None
    assert first.next_question is not None
    assert first.next_question.id == "purpose"

    second = record_details(context(first.case), term_months=told("60"))

    assert second.product is Product.PERSONAL
    assert second.case is not None
    assert second.case.product_assumed


def test_a_range_of_payments_is_given_once_before_any_offer(context: ContextOf) -> None:
    first = record_details(context(CaseFile()), product=Product.CAR, principal=told("20000.00"))
    assert first.case is not None
    second = record_details(context(first.case), vehicle_condition=told("new"))

    facts = {f.id: f.value for f in first.own_facts()}
    assert (facts["range.payment_low"], facts["range.payment_high"]) == ("398.86", "424.94")
    assert second.payment_range is None


def test_the_first_range_of_a_refinance_runs_as_long_as_the_old_mortgage(
    context: ContextOf,
) -> None:
    old = {"payoff_balance": "200000.00", "old_note_rate_pct": "11.00",
           "old_remaining_months": "240"}  # fmt: skip

    given = record_details(
        context(CaseFile()),
        product=Product.MORTGAGE_REFINANCE,
        **{n: told(v) for n, v in old.items()},  # type: ignore[arg-type]
    )

    assert given.payment_range is not None
    assert given.payment_range.term_months == 240


def test_an_amount_outside_the_products_range_has_no_payment_range(context: ContextOf) -> None:
    given = record_details(context(CaseFile()), product=Product.CAR, principal=told("500.00"))

    assert given.payment_range is None


def test_a_told_value_is_taken_back_and_the_case_moves_on(context: ContextOf) -> None:
    given = record_details(context(), forget=("principal",))

    assert given.case is not None
    assert "principal" not in given.case.request
    assert given.changed
    assert given.forgotten == ("principal",)


def test_what_is_on_file_is_not_forgotten_in_words(context: ContextOf) -> None:
    case = case_of().model_copy(update={"applicant": {"annual_income": on_file("60000.00")}})

    given = record_details(context(case), forget=("annual_income",))

    assert given.case is not None
    assert given.case.applicant["annual_income"].value == "60000.00"


def test_a_score_that_somebody_does_not_know_is_not_asked_for(context: ContextOf) -> None:
    given = record_details(context(CaseFile(product=Product.CAR)), forget=("credit_score",))

    assert given.case is not None
    assert "score" in given.case.asked
    assert given.forgotten == ()


def test_an_unknown_field_cannot_be_forgotten(context: ContextOf) -> None:
    with pytest.raises(LendingError):
        record_details(context(), forget=("shoe_size",))


def test_who_tells_something_else_is_asked_for_the_purpose_once_more(context: ContextOf) -> None:
    first = record_details(context(CaseFile()), principal=told("5000.00"))
    assert first.case is not None
    second = record_details(context(first.case), employment_status=told("Employed"))

    assert second.product is None
    assert second.next_question is not None
    assert second.next_question.id == "purpose"

    assert second.case is not None
    third = record_details(context(second.case), annual_income=told("52000.00"))

    assert third.product is Product.PERSONAL
