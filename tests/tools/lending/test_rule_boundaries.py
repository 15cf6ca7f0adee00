"""Each rule at its boundary: the last value that passes and the first that does not."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tools.knowledge.loader import load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.eligibility import RULES, rule_id
from tools.lending.evaluate import evaluate
from tools.lending.records import Evaluation, Finding, Inquiry

P, F, N = "passed", "failed", "not_assessed"
SWING = {"employment_status": "Self-Employed", "income_by_year": ["100000.00", "100000.00"]}
GOLD_22 = {"net_grams": "10", "karat": 22}


NOTHING: Mapping[str, Any] = MappingProxyType({})


class At(NamedTuple):
    """One value of one rule, and the answer."""

    rule: str
    product: str
    status: str
    applicant: Mapping[str, Any] = NOTHING
    request: Mapping[str, Any] = NOTHING
    co: Mapping[str, Any] | None = None
    rest: Mapping[str, Any] = NOTHING
    severity: str | None = None
    reasons: tuple[str, ...] | None = None


APPLY = {"stage": "application"}
HARD, REFER, LIMIT, BLOCK = "HARD", "REFER", "LIMIT", "BLOCK"
BOUNDARIES = (
    At("E-001", "car", P, {"has_capacity": True}),
    At("E-001", "car", F, {"has_capacity": False}, severity=HARD, reasons=("X3",)),
    At("E-001", "car", F, co={"has_capacity": False}),
    At("E-001", "car", N, {"has_capacity": None}),
    At("E-002", "car", P, rest=APPLY),
    At("E-002", "car", F, {"identity_verified": None}, rest=APPLY, severity=BLOCK),
    At("E-002", "car", F, co={"identity_verified": False}, rest=APPLY),
    At("E-004", "car", P, {"screening_hit": False}, rest=APPLY),
    At("E-004", "car", F, {"screening_hit": True}, rest=APPLY, severity=BLOCK),
    At("E-004", "car", N, {"screening_hit": None}, rest=APPLY),
    At("E-010", "car", P, request={"principal": "2000.00"}),
    At("E-010", "car", F, request={"principal": "1999.99"}, severity=LIMIT, reasons=("X4",)),
    At("E-010", "car", P, request={"principal": "100000.00", "vehicle_price": "120000"}),
    At("E-010", "car", F, request={"principal": "100000.01", "vehicle_price": "120000"}),
    At("E-011", "car", P, request={"term_months": 6}),
    At("E-011", "car", F, request={"term_months": 5}, severity=LIMIT, reasons=("X4",)),
    At("E-011", "car", P, request={"term_months": 84}),
    At("E-011", "car", F, request={"term_months": 85}),
    At("E-020", "home", P, {"employment_status": "Part-time"}),
    At("E-020", "home", F, {"employment_status": "Student"}, severity=HARD, reasons=("X2",)),
    At("E-020", "home", P, {"employment_status": "Student"}, co={}),
    At("E-020", "home", N, {"employment_status": None}),
    At("E-021", "personal", P, {"employment_status": "Retired"}),
    At("E-021", "personal", F, {"employment_status": "Unemployed"}, severity=HARD,
       reasons=("AA10",)),
    At("E-021", "personal", F, {"employment_status": "Student", "annual_income": "0"},
       reasons=("AA08",)),
    At("E-021", "personal", F, {"employment_status": "Student", "other_income": "9000"}),
    At("E-021", "personal", P, {"employment_status": "Student", "other_income": "9000",
                                "other_income_documents": "promised"}),
    At("E-021", "personal", P, {"employment_status": "Unemployed"}, co={}),
    At("E-021", "home", P, {"employment_status": "Student"}),
    At("E-021", "personal", N, {"employment_status": None}),
    At("E-022", "home_improvement", P, {"home_ownership": "Own"}),
    At("E-022", "home_improvement", F, {"home_ownership": "Rent"}, severity=HARD, reasons=("X1",)),
    At("E-022", "home_improvement", N, {"home_ownership": None}),
    At("E-022", "mortgage_refinance", F, {"home_ownership": "Other"}),
    At("E-022", "mortgage_refinance", P, {"home_ownership": "Own"}),
    At("E-023", "mortgage_refinance", P, {"home_ownership": "Mortgage"}),
    At("E-023", "mortgage_refinance", F, {"home_ownership": "Own"}, severity=HARD,
       reasons=("X1",)),
    At("E-023", "mortgage_refinance", P, {"home_ownership": "Own"},
       {"refinance_purpose": "cash_out"}),
    At("E-023", "mortgage_refinance", N, {"home_ownership": None}),
    At("E-024", "car", P, {"months_employed": 6}),
    At("E-024", "car", F, {"months_employed": 5}, severity=REFER, reasons=("AA07",)),
    At("E-024", "home", P, {"months_employed": 24}),
    At("E-024", "home", F, {"months_employed": 23}),
    At("E-024", "home", P, {"months_employed": 23}, co={}),
    At("E-024", "home", P, {"employment_status": "Retired", "months_employed": None}),
    At("E-024", "home", N, {"months_employed": None}),
    At("E-024", "gold", P, {"months_employed": 0}),
    At("E-030", "personal", P, {"credit_score": 650}),
    At("E-030", "personal", F, {"credit_score": 649, "bureau_factors": ["high_balances"]},
       severity=HARD, reasons=("X12",)),
    At("E-030", "car", F, {"credit_score": 649}, severity=REFER, reasons=()),
    At("E-030", "car", F, {"credit_score": 620}, severity=REFER),
    At("E-030", "car", F, {"credit_score": 619}, severity=HARD),
    At("E-030", "personal", F, {"credit_score": 700}, co={"credit_score": 649}),
    At("E-030", "education", P, {"credit_score": 500}, co={"credit_score": 650}),
    At("E-030", "personal", N, {"credit_score": None}),
    At("E-031", "personal", P),
    At("E-031", "personal", F, {"credit_score": None, "no_credit_file": True}, severity=REFER,
       reasons=("AA14",)),
    At("E-031", "personal", N, {"credit_score": None}),
    At("E-032", "personal", P, {"payment_history": "Fair"}),
    At("E-032", "personal", F, {"payment_history": "Poor"}, severity=HARD, reasons=("AA17",)),
    At("E-032", "car", F, {"payment_history": "Poor"}, severity=REFER),
    At("E-032", "car", F, co={"payment_history": "Poor"}),
    At("E-032", "home_improvement", F, {"payment_history": "Poor"},
       {"principal": "25000.00"}, severity=HARD),
    At("E-032", "home_improvement", F, {"payment_history": "Poor"},
       {"principal": "25000.01", "property_value": "300000", "first_lien_balance": "0"},
       severity=REFER),
    At("E-032", "car", N, {"payment_history": None}),
    At("E-033", "car", P, {"public_records": [{"kind": "bankruptcy", "months_ago": 24}]}),
    At("E-033", "car", F, {"public_records": [{"kind": "bankruptcy", "months_ago": 23}]},
       severity=HARD, reasons=("AA21",)),
    At("E-033", "home", P, {"public_records": [{"kind": "bankruptcy", "months_ago": 48}]}),
    At("E-033", "home", F, {"public_records": [{"kind": "bankruptcy", "months_ago": 47}]}),
    At("E-033", "car", P, {"public_records": [{"kind": "foreclosure", "months_ago": 36}]}),
    At("E-033", "car", F, {"public_records": [{"kind": "foreclosure", "months_ago": 35}]},
       reasons=("AA20",)),
    At("E-033", "car", P, {"public_records": [{"kind": "judgment", "months_ago": 1}]}),
    At("E-033", "car", F, {"public_records": [{"kind": "judgment"}]}, reasons=("AA18",)),
    At("E-033", "car", F, {"public_records": [{"kind": "garnishment"}]}, reasons=("AA19",)),
    At("E-033", "car", N, {"public_records": None}),
    At("E-034", "car", P, {"existing_loans": 6}),
    At("E-034", "car", F, {"existing_loans": 7}, severity=REFER, reasons=("X8",)),
    At("E-034", "car", N, {"existing_loans": None}),
    At("E-035", "car", P, {"inquiries_6m": 6}),
    At("E-035", "car", F, {"inquiries_6m": 7}, severity=REFER, reasons=("AA22",)),
    At("E-035", "car", F, {"inquiries_6m": None}, co={"inquiries_6m": 7}),
    At("E-035", "car", N, {"inquiries_6m": None}),
    At("E-036", "car", P, {"late_with_us_12m": False}),
    At("E-036", "car", F, {"late_with_us_12m": True}, severity=REFER, reasons=("AA16",)),
    At("E-036", "car", N, {"late_with_us_12m": None}),
    At("E-040", "car", P, {"monthly_obligations": "4000.00"}),
    At("E-040", "car", F, {"monthly_obligations": "4001.00"}, severity=HARD, reasons=("AA09",)),
    At("E-040", "gold", P, {"monthly_obligations": "5500.00"}),
    At("E-040", "gold", F, {"monthly_obligations": "5501.00"}),
    At("E-040", "mortgage_refinance", P, {"monthly_obligations": "5000.00"}),
    At("E-040", "mortgage_refinance", F, {"monthly_obligations": "5001.00"}),
    At("E-040", "personal", P, {"monthly_obligations": "4001.00"}, {"retires_monthly": "900.00"}),
    At("E-040", "personal", F, {"monthly_obligations": "4001.00"}, {"retires_monthly": "100.00"}),
    At("E-040", "car", N, {"monthly_obligations": None}),
    At("E-044", "car", P, {"annual_income": "18000.00"}),
    At("E-044", "car", F, {"annual_income": "17999.99"}, severity=HARD, reasons=("AA08",)),
    At("E-044", "car", P, {"annual_income": "10000.00"}, co={"annual_income": "8000.00"}),
    At("E-044", "gold", P, {"annual_income": "0"}),
    At("E-044", "car", N, {"annual_income": None}),
    At("E-045", "car", P, rest=APPLY),
    At("E-045", "car", F, {"income_verification": "could_not_confirm"}, rest=APPLY,
       severity=REFER, reasons=("AA10",)),
    At("E-045", "car", N, {"income_verification": None}, rest=APPLY),
    At("E-047", "car", P, {**SWING, "months_employed": 24}),
    At("E-047", "car", F, {**SWING, "months_employed": 23}, severity=REFER, reasons=("AA05",)),
    At("E-047", "car", P, {**SWING, "income_by_year": ["140000.00", "100000.00"]}),
    At("E-047", "car", F, {**SWING, "income_by_year": ["140010.00", "100000.00"]},
       reasons=("AA10",)),
    At("E-047", "car", F, {**SWING, "income_by_year": ["59990.00", "100000.00"]}),
    At("E-047", "car", F, co={"employment_status": "Self-Employed", "months_employed": 23}),
    At("E-047", "car", N, {**SWING, "income_by_year": None}),
    At("E-050", "car", P, request={"principal": "18000", "vehicle_price": "18000"}),
    At("E-050", "car", F, request={"principal": "18001.80", "vehicle_price": "18000"},
       severity=LIMIT, reasons=("AA23",)),
    At("E-050", "car", P, request={"principal": "18000", "vehicle_price": "20000",
                                   "vehicle_condition": "used"}),
    At("E-050", "car", F, request={"principal": "18002", "vehicle_price": "20000",
                                   "vehicle_condition": "used"}),
    At("E-050", "home", P, request={"principal": "285000"}),
    At("E-050", "home", F, request={"principal": "285030"}),
    At("E-050", "gold", P, request={"principal": "3000"}),
    At("E-050", "gold", F, request={"principal": "3000.40"}),
    At("E-050", "home_improvement", P, request={"principal": "55000", "property_value": "300000",
                                                "first_lien_balance": "200000"}),
    At("E-050", "home_improvement", F, request={"principal": "55030", "property_value": "300000",
                                                "first_lien_balance": "200000"}),
    At("E-050", "home_improvement", P, request={"principal": "25000"}),
    At("E-050", "home_improvement", N, request={"principal": "25100",
                                                "property_value": "300000"}),
    At("E-050", "mortgage_refinance", P, request={"principal": "285000"}),
    At("E-050", "mortgage_refinance", P, request={"principal": "240000",
                                                  "refinance_purpose": "cash_out"}),
    At("E-050", "mortgage_refinance", F, request={"principal": "240030",
                                                  "refinance_purpose": "cash_out"}),
    At("E-050", "car", N, request={"vehicle_price": None}),
    At("E-051", "gold", P, request={"gold_items": [{**GOLD_22, "karat": 18}]}),
    At("E-051", "gold", F, request={"gold_items": [GOLD_22, {**GOLD_22, "karat": "17.9"}]},
       severity=HARD, reasons=("AA23",)),
    At("E-051", "gold", P, request={"gold_items": [{**GOLD_22, "form": "coin"}]}),
    At("E-051", "gold", F, request={"gold_items": [{**GOLD_22, "form": "bar"}]}),
    At("E-051", "gold", N, request={"gold_value": None}),
    At("E-052", "car", P, request={"vehicle_condition": "used", "vehicle_model_year": 2019,
                                   "principal": "10000"}),
    At("E-052", "car", F, request={"vehicle_condition": "used", "vehicle_model_year": 2018,
                                   "principal": "10000"}, severity=LIMIT, reasons=("AA23",)),
    At("E-052", "car", P, request={"vehicle_condition": "new", "vehicle_model_year": 2010}),
    At("E-052", "car", N, request={"vehicle_condition": "used"}),
    At("E-053", "home", P, rest=APPLY),
    At("E-053", "home", F, request={"property_finding": True}, rest=APPLY, severity=REFER,
       reasons=("AA23",)),
    At("E-053", "home", N, request={"property_finding": None}, rest=APPLY),
    At("E-054", "home", P, request={"principal": "240000"}),
    At("E-054", "home", F, request={"principal": "240030"}, severity="WARN"),
    At("E-060", "education", P),
    At("E-060", "education", F, {"employment_status": "Student"}, severity=LIMIT,
       reasons=("AA08",)),
    At("E-060", "education", F, {"employment_status": "Unemployed"}),
    At("E-060", "education", P, {"annual_income": "20000.00", "monthly_obligations": "0"}),
    At("E-060", "education", F, {"annual_income": "19999.99", "monthly_obligations": "0"}),
    At("E-060", "education", P, {"credit_score": 650}),
    At("E-060", "education", F, {"credit_score": 649}),
    At("E-060", "education", F, {"credit_score": None, "no_credit_file": True}),
    At("E-060", "education", P, {"employment_status": "Student"}, co={}),
    At("E-060", "education", N, {"credit_score": None}),
    At("E-061", "education", P, request={"principal": "30000.00"}),
    At("E-061", "education", F, request={"principal": "30000.01"}, severity=LIMIT,
       reasons=("X11",)),
    At("E-061", "education", F, request={"other_aid": "10000.01"}),
    At("E-061", "education", N, request={"cost_of_attendance": None}),
    At("E-062", "medical", P, request={"principal": "10000.00"}),
    At("E-062", "medical", F, request={"principal": "10000.01"}, severity=LIMIT, reasons=("X11",)),
    At("E-062", "medical", N, request={"provider_estimate": None}),
    At("E-063", "mortgage_refinance", P),
    At("E-063", "mortgage_refinance", F, {"mortgage_principal_and_interest": "1678.39"},
       {"old_note_rate_pct": "9.00"}, severity=REFER, reasons=("X9",)),
    At("E-063", "mortgage_refinance", N, request={"old_note_rate_pct": None}),
    At("E-070", "car", P, rest={"default_probability": "0.18"}),
    At("E-070", "car", F, rest={"default_probability": "0.180001"}, severity=REFER, reasons=()),
    At("E-071", "car", P, rest={"default_probability": "0.099999"}),
    At("E-071", "car", F, rest={"default_probability": "0.10"}, severity=REFER),
    At("E-071", "car", F, rest={"default_probability": "0.18"}),
    At("E-071", "car", P, rest={"default_probability": "0.180001"}),
    At("E-072", "car", P, rest={"default_probability": "0.05", "scorecard_probability": "0.15"}),
    At("E-072", "car", F, rest={"default_probability": "0.05",
                                "scorecard_probability": "0.150001"}, severity=REFER),
    At("E-080", "gold", P, {"employment_status": "Unemployed", "annual_income": "60000.00",
                            "income_verification": None}),
    At("E-080", "gold", F, {"employment_status": "Unemployed", "annual_income": "60000.01",
                            "income_verification": None}, severity=REFER),
    At("E-080", "gold", P, {"employment_status": "Unemployed", "annual_income": "60000.01",
                            "income_verification": None, "other_income": "60000.01",
                            "other_income_documents": "verified"}),
    At("E-080", "car", P, {"annual_income": "60000", "income_said_before": "48000",
                           "income_verification": None}),
    At("E-080", "car", F, {"annual_income": "60010", "income_said_before": "48000",
                           "income_verification": None}),
    At("E-080", "car", F, {"annual_income": "35990", "income_said_before": "48000",
                           "income_verification": None}),
    At("E-080", "car", P, {"annual_income": "60010", "income_said_before": "48000",
                           "income_verification": "confirmed"}),
    At("E-080", "gold", F, {"annual_income": "1200"}),
    At("E-090", "car", P, rest=APPLY),
    At("E-090", "car", F, rest={**APPLY, "missing_documents": ["proof_of_income"]},
       severity=BLOCK, reasons=("AA01",)),
    At("E-090", "car", F, {"credit_score": None}, rest=APPLY),
)  # fmt: skip


@pytest.mark.parametrize("at", BOUNDARIES, ids=lambda at: f"{at.rule}-{at.product}-{at.status}")
def test_a_rule_answers_at_its_boundary(
    at: At, ask: Callable[..., Inquiry], seen: Callable[[Inquiry, str], Finding]
) -> None:
    inquiry = ask(at.product, at.applicant, at.request, at.co, **at.rest)

    found = seen(inquiry, at.rule)

    assert found.status == at.status
    assert at.severity in (None, found.severity)
    assert at.reasons in (None, found.reasons)


def test_the_score_asked_about_is_never_a_reason(
    ask: Callable[..., Inquiry], seen: Callable[[Inquiry, str], Finding]
) -> None:
    factors = ["late_payments", "short_history"]
    inquiry = ask("personal", {"credit_score": 600, "bureau_factors": factors})

    assert seen(inquiry, "E-030").reasons == ("AA17", "AA15")


def money_for(ratio_pct: str, payment: Decimal, income: str = "120000") -> Decimal:
    """Return the other monthly money that, with a payment, makes exactly this ratio."""
    return Decimal(ratio_pct) * Decimal(income) / 1200 - payment


@pytest.mark.parametrize(
    ("product", "cap", "principal"),
    [("car", 45, "20000"), ("personal", 45, "20000"), ("home_improvement", 43, "25000"),
     ("gold", 60, "2000"), ("medical", 45, "10000"), ("education", 45, "20000")],
)  # fmt: skip
def test_debts_with_the_loan_pass_at_the_cap_and_fail_a_hundredth_above(
    product: str,
    cap: int,
    principal: str,
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    owed = money_for(str(cap), Decimal(400))
    for _ in range(4):  # the rate knows the debts, in bands
        inquiry = ask(product, {"monthly_obligations": owed}, {"principal": principal})
        owed = money_for(str(cap), answer(inquiry).as_asked.monthly_payment or Decimal(0))

    at_cap = seen(ask(product, {"monthly_obligations": owed}, {"principal": principal}), "E-041")
    above = ask(product, {"monthly_obligations": owed + 1}, {"principal": principal})

    assert (at_cap.status, at_cap.observed, at_cap.limit) == (P, f"{cap}.00", f"{cap}.00")
    assert (seen(above, "E-041").status, seen(above, "E-041").observed) == (F, f"{cap}.01")


def test_a_refinance_may_carry_more_debt_only_while_its_payment_falls(
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    falls = ask("mortgage_refinance", {"monthly_obligations": "4900"})
    payment = answer(falls).as_asked.monthly_payment
    rises = ask(
        "mortgage_refinance",
        {"monthly_obligations": "4900", "mortgage_principal_and_interest": payment},
    )

    assert (seen(falls, "E-041").status, seen(falls, "E-041").limit) == (P, "50.00")
    assert (seen(rises, "E-041").status, seen(rises, "E-041").limit) == (F, "43.00")


def test_housing_cost_passes_at_31_and_fails_a_hundredth_above(
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    payment = answer(ask("home")).as_asked.monthly_payment or Decimal(0)
    other = money_for("31", payment)

    at_cap = seen(ask("home", request={"taxes_and_insurance": other}), "E-042")
    above = seen(ask("home", request={"taxes_and_insurance": other + 1}), "E-042")
    dues = seen(
        ask("home", request={"taxes_and_insurance": other - 100, "hoa_monthly": 101}), "E-042"
    )

    assert (at_cap.status, at_cap.observed) == (P, "31.00")
    assert (above.status, above.observed, above.severity) == (F, "31.01", LIMIT)
    assert (dues.status, dues.observed) == (F, "31.01")


def test_mortgage_insurance_counts_as_housing_cost(
    ask: Callable[..., Inquiry], answer: Callable[[Inquiry], Evaluation]
) -> None:
    asked = answer(ask("home", request={"principal": "270000"})).as_asked
    payment = asked.monthly_payment or Decimal(0)

    assert asked.front_end_pct == round((payment + 300 + 135) / 100, 2)


def test_housing_cost_does_not_stop_a_refinance_whose_payment_falls(
    ask: Callable[..., Inquiry], seen: Callable[[Inquiry, str], Finding]
) -> None:
    high = {"taxes_and_insurance": "2500"}
    same = {"mortgage_principal_and_interest": "100"}

    assert seen(ask("mortgage_refinance", request=high), "E-042").status == P
    assert seen(ask("mortgage_refinance", same, high), "E-042").status == F


def test_the_car_payment_passes_at_20_and_fails_a_hundredth_above(
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    free = {"monthly_obligations": "0"}
    payment = answer(ask("car", free)).as_asked.monthly_payment or Decimal(0)
    at_cap = round(payment * 1200 / 20, 2)
    above = round(payment * 1200 / Decimal("20.01"), 2)

    assert seen(ask("car", {**free, "annual_income": at_cap}), "E-043").status == P
    found = seen(ask("car", {**free, "annual_income": above}), "E-043")
    assert (found.status, found.observed, found.severity) == (F, "20.01", LIMIT)


def test_two_payments_must_stay_in_savings_after_closing_to_the_cent(
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    owes_little = {"monthly_obligations": "500"}
    card = answer(ask("home", owes_little)).offers[0]
    least = (card.cash_to_close or 0) + 2 * (card.monthly_payment + 300)

    def after(savings: Decimal | None) -> Finding:
        return seen(ask("home", {**owes_little, "savings": savings}), "E-046")

    assert "CLOSEST" in card.tags
    assert after(least).status == P
    short = after(least - Decimal("0.01"))
    assert (short.status, short.severity, short.reasons) == (F, REFER, ("X7",))
    assert after(None).status == N


def test_savings_of_both_who_sign_count(
    ask: Callable[..., Inquiry], seen: Callable[[Inquiry, str], Finding]
) -> None:
    alone = ask("home", {"savings": "100000"})
    together = ask("home", {"savings": "100000"}, co={"savings": "100000"})

    assert seen(alone, "E-046").status == F
    assert seen(together, "E-046").status == P


def test_the_budget_warning_comes_below_550_left_and_above_half_the_income(
    ask: Callable[..., Inquiry],
    answer: Callable[[Inquiry], Evaluation],
    seen: Callable[[Inquiry, str], Finding],
) -> None:
    def asked(owed: Decimal) -> Inquiry:
        poor = {"annual_income": "12000", "monthly_obligations": owed}
        return ask("gold", poor, {"principal": "500"})

    payment = answer(asked(Decimal(405))).as_asked.monthly_payment or Decimal(0)
    owed = Decimal(450) - payment

    assert seen(asked(owed), "E-065").status == P
    found = seen(asked(owed + Decimal("0.01")), "E-065")
    assert (found.status, found.severity, found.observed) == (F, "WARN", "549.99")
    rich = answer(ask("gold", {"monthly_obligations": "4500"})).as_asked.monthly_payment
    half = 5000 - (rich or Decimal(0))
    assert seen(ask("gold", {"monthly_obligations": half}), "E-065").status == P
    assert seen(ask("gold", {"monthly_obligations": half + 1}), "E-065").status == F


def test_a_state_that_is_not_served_is_refused_before_any_price(
    rulebook: Rulebook, ask: Callable[..., Inquiry]
) -> None:
    legal = rulebook.catalogue.legal.model_copy(update={"states_served": ("NY", "NJ")})
    catalogue = rulebook.catalogue.model_copy(update={"legal": legal})
    narrow = rulebook.model_copy(update={"catalogue": catalogue})

    def status(state: str | None) -> str:
        found = evaluate(ask("home", {"state": state}), narrow).findings
        return next(f.status for f in found if f.rule == "E-003")

    assert [status("NY"), status("TX"), status(None)] == [P, F, N]
    refused = evaluate(ask("home", {"state": "TX"}), narrow)
    assert (refused.outcome, refused.adverse_action) == ("NOT_ON_THESE_TERMS", False)
    assert refused.as_asked.note_rate_pct is None


def test_cards_above_the_apr_ceiling_are_dropped(
    rulebook: Rulebook, ask: Callable[..., Inquiry]
) -> None:
    evaluation = evaluate(ask("personal"), rulebook)
    aprs = sorted(offer.apr_pct for offer in evaluation.offers)
    assert len(aprs) > 1

    def under(ceiling: Decimal) -> Evaluation:
        legal = rulebook.catalogue.legal.model_copy(update={"max_apr_pct": ceiling})
        catalogue = rulebook.catalogue.model_copy(update={"legal": legal})
        return evaluate(ask("personal"), rulebook.model_copy(update={"catalogue": catalogue}))

    assert {o.apr_pct for o in under(aprs[-1]).offers} == set(aprs)
    assert aprs[-1] not in {o.apr_pct for o in under(aprs[-1] - Decimal("0.01")).offers}
    assert under(Decimal("1")).outcome == "NOT_ON_THESE_TERMS"


def test_every_rule_is_tested_at_its_boundary() -> None:
    solved = {"E-003", "E-041", "E-042", "E-043", "E-046", "E-064", "E-065"}

    assert {at.rule for at in BOUNDARIES} | solved == {rule_id(rule) for rule in RULES}


def test_functions_and_rows_of_the_rulebook_are_one_set() -> None:
    assert sorted(map(rule_id, RULES)) == sorted(row.id for row in load_rulebook().rules)


@pytest.mark.parametrize("rule", RULES, ids=rule_id)
def test_a_rule_is_named_by_its_id(rule: Any) -> None:
    assert (rule.__doc__ or "").split(":")[0] == rule_id(rule)
