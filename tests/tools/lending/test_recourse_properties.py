"""What must hold of advice for every customer and every request."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.knowledge.loader import load_rulebook
from tools.lending.cards import may_be_longer
from tools.lending.evaluate import evaluate, fits
from tools.lending.records import Inquiry, Outcome, Product
from tools.lending.recourse import LEVERS, find_recourse
from tools.lending.standing import standing_of

RULEBOOK = load_rulebook()
TODAY = date(2026, 11, 22)


def money(least: int, most: int) -> st.SearchStrategy[Decimal]:
    return st.integers(least, most).map(lambda dollars: Decimal(dollars) + Decimal("0.25"))


def person(**more: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    statuses = ["Employed", "Self-Employed", "Unemployed", "Student", "Retired"]
    return st.fixed_dictionaries(
        {
            "has_capacity": st.just(True),
            "employment_status": st.sampled_from(statuses),
            "months_employed": st.integers(0, 60),
            "annual_income": st.just(Decimal(0)) | money(8_000, 150_000),
            "monthly_obligations": money(0, 5_000),
            "rent": st.none() | money(0, 900),
            "credit_score": st.integers(540, 800),
            "payment_history": st.sampled_from(["Good", "Fair", "Poor", None]),
            "bureau_factors": st.sampled_from([[], ["high_balances"], ["late_payments"]]),
            "savings": st.none() | money(0, 60_000),
            **more,
        }
    )


loans = st.fixed_dictionaries(
    {
        "product": st.sampled_from(list(Product)),
        "principal": money(500, 60_000) | money(50_000, 400_000),
        "term_months": st.sampled_from([6, 12, 36, 60, 72, 84, 120, 240, 360]),
        "could_retire_monthly": st.just(Decimal(0)) | money(50, 900),
        "vehicle_price": st.none() | money(2_000, 90_000),
        "vehicle_condition": st.sampled_from(["new", "used"]),
        "property_value": st.none() | money(60_000, 700_000),
        "first_lien_balance": st.none() | money(0, 200_000),
        "gold_value": st.none() | money(500, 20_000),
        "cost_of_attendance": st.none() | money(2_000, 90_000),
        "provider_estimate": st.none() | money(500, 60_000),
    }
)
inquiries = st.fixed_dictionaries(
    {
        "request": loans,
        "applicant": person(
            home_ownership=st.sampled_from(["Rent", "Own", "Mortgage"]),
            late_with_us_12m=st.booleans(),
        ),
        "joint_option": st.none() | person(),
        "owns_gold": st.booleans(),
    }
).map(Inquiry.model_validate)


@settings(max_examples=150, deadline=None)
@given(inquiries)
def test_advice_is_honest(inquiry: Inquiry) -> None:
    found = find_recourse(inquiry, RULEBOOK, TODAY)
    standing = standing_of(inquiry, RULEBOOK, TODAY)

    assert evaluate(inquiry, RULEBOOK, TODAY).outcome is not Outcome.LIKELY_FITS or (
        found.nothing_quick_helps
    )
    for lever in (*found.today, *found.later):
        assert set(lever.levers) <= set(LEVERS)
        assert lever.monthly_payment
        assert lever.apr_pct
        assert lever.apr_pct <= RULEBOOK.catalogue.legal.max_apr_pct
        assert lever.term_months
        assert lever.principal
        longer = lever.term_months > inquiry.request.term_months
        assert not longer or lever.levers != ("term_months",) or may_be_longer(standing)
        assert inquiry.owns_gold or "gold" not in lever.said
    assert [lever.horizon for lever in found.today] == ["today"] * len(found.today)
    assert all(lever.horizon != "today" for lever in found.later)


@settings(max_examples=150, deadline=None)
@given(inquiries)
def test_what_is_said_is_rounded_outward_and_fits(inquiry: Inquiry) -> None:
    for lever in find_recourse(inquiry, RULEBOOK, TODAY).later:
        applicant = inquiry.applicant
        for name, exact, said, to in zip(
            lever.levers, lever.exact, lever.said, lever.to, strict=True
        ):
            if name in ("monthly_obligations", "annual_income"):
                assert abs(Decimal(said)) >= abs(Decimal(exact))
                applicant = applicant.model_copy(update={name: Decimal(to)})
        if set(lever.levers) <= {"monthly_obligations", "annual_income"} and (
            inquiry.applicant.annual_income
        ):
            assert fits(inquiry.model_copy(update={"applicant": applicant}), RULEBOOK, TODAY)


@settings(max_examples=100, deadline=None)
@given(inquiries)
def test_advice_is_the_same_for_the_same_facts(inquiry: Inquiry) -> None:
    again = Inquiry.model_validate(inquiry.model_dump())

    assert find_recourse(inquiry, RULEBOOK, TODAY) == find_recourse(again, RULEBOOK, TODAY)
