"""An applicant whom every product fits, and a way to change one thing about the inquiry."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pytest

from tools.knowledge.loader import load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.records import Evaluation, Finding, Inquiry

Changes = Mapping[str, Any]
Ask = Callable[..., Inquiry]
Evaluated = Callable[[Inquiry], Evaluation]
Seen = Callable[[Inquiry, str], Finding]

APPLICANT: Changes = {
    "has_capacity": True,
    "identity_verified": True,
    "employment_status": "Employed",
    "months_employed": 60,
    "annual_income": "120000.00",
    "monthly_obligations": "2800.00",
    "mortgage_principal_and_interest": "2180.71",
    "taxes_and_insurance": "300.00",
    "credit_score": 760,
    "payment_history": "Good",
    "inquiries_6m": 1,
    "public_records": [],
    "savings": "200000.00",
    "home_ownership": "Mortgage",
    "existing_loans": 2,
    "late_with_us_12m": False,
    "screening_hit": False,
    "income_verification": "confirmed",
}
CO_APPLICANT: Changes = {
    "has_capacity": True,
    "identity_verified": True,
    "employment_status": "Employed",
    "months_employed": 120,
    "annual_income": "60000.00",
    "monthly_obligations": "500.00",
    "credit_score": 740,
    "payment_history": "Good",
    "inquiries_6m": 0,
    "public_records": [],
    "savings": "10000.00",
    "income_verification": "confirmed",
}
HOME: Changes = {"property_value": "300000.00", "taxes_and_insurance": "300.00"}
REQUESTS: Mapping[str, Changes] = {
    "car": {"principal": "20000.00", "term_months": 60, "vehicle_price": "25000.00",
            "vehicle_condition": "new"},
    "home": {"principal": "200000.00", "term_months": 360, "down_payment": "100000.00", **HOME,
             "property_finding": False},
    "gold": {"principal": "2000.00", "term_months": 12, "gold_value": "4000.00"},
    "education": {"principal": "20000.00", "term_months": 120, "cost_of_attendance": "30000.00"},
    "personal": {"principal": "10000.00", "term_months": 36},
    "medical": {"principal": "10000.00", "term_months": 36, "provider_estimate": "10000.00"},
    "home_improvement": {"principal": "20000.00", "term_months": 84, "property_finding": False},
    "mortgage_refinance": {"principal": "200000.00", "term_months": 300, **HOME,
                           "payoff_balance": "200000.00", "old_note_rate_pct": "12.50",
                           "old_remaining_months": 300, "property_finding": False},
}  # fmt: skip


@pytest.fixture(scope="session")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 22)


@pytest.fixture(scope="session")
def ask() -> Ask:
    """Build an inquiry that fits, with changes to applicant, request, co-applicant and the rest."""

    def build(
        product: str,
        applicant: Changes | None = None,
        request: Changes | None = None,
        co: Changes | None = None,
        **rest: Any,
    ) -> Inquiry:
        return Inquiry.model_validate(
            {
                "request": {"product": product, **REQUESTS[product], **(request or {})},
                "applicant": {**APPLICANT, **(applicant or {})},
                "co_applicant": None if co is None else {**CO_APPLICANT, **co},
                **rest,
            }
        )

    return build


@pytest.fixture(scope="session")
def answer(rulebook: Rulebook, today: date) -> Evaluated:
    """Evaluate on the day of the golden cases."""
    return lambda inquiry: evaluate(inquiry, rulebook, today)


@pytest.fixture(scope="session")
def seen(answer: Evaluated) -> Seen:
    """Return what one rule saw."""
    return lambda inquiry, rule: next(f for f in answer(inquiry).findings if f.rule == rule)
