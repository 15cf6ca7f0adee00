"""The schedule behind an offer adds up to the offer, or is not shown."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from agent.schedules import schedule_of
from tools.case_file import CaseFile, Known
from tools.knowledge import load_knowledge
from tools.lending.adjust import adjust_offer
from tools.lending.evaluate import evaluate
from tools.lending.records import DecisionProfile, Inquiry, LoanRequest, Offer, Party

NOW = datetime(2026, 11, 16, tzinfo=UTC)
RULEBOOK = load_knowledge().rulebook
PERSON: dict[str, Any] = {
    "has_capacity": True, "identity_verified": True, "employment_status": "Employed",
    "months_employed": 60, "annual_income": "85000.00", "monthly_obligations": "1400.00",
    "credit_score": 760, "payment_history": "Good", "inquiries_6m": 1, "public_records": (),
    "savings": "20000.00", "screening_hit": False,
}  # fmt: skip


def _inquiry(**request: Any) -> Inquiry:
    return Inquiry(
        request=LoanRequest.model_validate(request),
        applicant=DecisionProfile.model_validate(
            PERSON | {"home_ownership": "Rent", "existing_loans": 1, "late_with_us_12m": False}
        ),
    )


def _co_applicant() -> Party:
    return Party.model_validate({n: v for n, v in PERSON.items() if n != "screening_hit"})


CAR = _inquiry(product="car", principal="20000.00", term_months=60, vehicle_price="22500.00",
               vehicle_condition="new")  # fmt: skip


def _case(offer: Offer, **request: str) -> CaseFile:
    known = {n: Known(value=v, source="told", as_of=NOW) for n, v in request.items()}
    return CaseFile(offers=(offer.model_copy(update={"letter": "a"}),), request=known)


def _sum(case: CaseFile) -> tuple[Decimal, Decimal]:
    block = schedule_of(case, "a")
    assert block is not None
    interest = sum((Decimal(p.interest) for p in block.points), Decimal(0))
    return interest, sum((Decimal(p.principal) for p in block.points), Decimal(0))


def test_the_interest_of_the_schedule_is_the_interest_of_the_offer() -> None:
    offer = evaluate(CAR, RULEBOOK).offers[0]

    interest, principal = _sum(_case(offer))

    assert (interest, principal) == (offer.total_interest, offer.principal)


def test_an_extra_payment_shortens_the_schedule() -> None:
    offer = adjust_offer(CAR, RULEBOOK, extra_monthly=Decimal(100))

    block = schedule_of(_case(offer), "a")

    assert offer.extra_payment is not None
    assert block is not None
    assert len(block.points) == offer.extra_payment.months
    assert "extra payment" in block.title
    assert _sum(_case(offer))[0] == offer.extra_payment.total_interest


def test_a_loan_that_waits_shows_the_months_in_school_first() -> None:
    student = _inquiry(product="education", principal="40000.00", term_months=120,
                       cost_of_attendance="46000.00", deferment_months=48)  # fmt: skip
    student = student.model_copy(update={"co_applicant": _co_applicant()})
    offer = evaluate(student, RULEBOOK).offers[0]

    block = schedule_of(_case(offer, deferment_months="48"), "a")

    assert block is not None
    assert len(block.points) == 48 + offer.term_months
    assert (block.points[47].interest, block.points[47].balance) == ("0.00", "40000.00")
    assert sum(_sum(_case(offer, deferment_months="48"))) == offer.total_of_payments


def test_a_schedule_that_does_not_add_up_is_not_shown() -> None:
    offer = evaluate(CAR, RULEBOOK).offers[0]
    wrong = offer.model_copy(update={"total_of_payments": offer.total_of_payments + 1})

    assert schedule_of(_case(wrong), "a") is None


def test_an_offer_that_does_not_exist_has_no_schedule() -> None:
    assert schedule_of(CaseFile(), "z") is None
