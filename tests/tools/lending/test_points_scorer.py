"""The transparent scorer: whom it sends to a person, what moves it, what it cannot see."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.knowledge.golden import GoldenCase, golden_cases
from tools.knowledge.loader import load_rulebook
from tools.lending.catalogue import Rulebook
from tools.lending.evaluate import evaluate
from tools.lending.points_scorer import PointsScorer, default_probability
from tools.lending.records import Inquiry
from tools.lending.risk import CreditScorer, Score

Ask = Callable[..., Inquiry]
CASES = golden_cases()
TEN, EIGHTEEN = Decimal("0.10"), Decimal("0.18")
SCORER: CreditScorer = PointsScorer(load_rulebook())


def scored(inquiry: Inquiry) -> Score:
    found = SCORER.score(inquiry)
    assert found is not None
    return found


def person(ask: Ask, score: int, history: str | None, dti: int, **more: Any) -> Inquiry:
    facts = {
        "credit_score": score,
        "payment_history": history,
        "annual_income": "60000.00",
        "monthly_obligations": Decimal(dti * 50),
        "mortgage_principal_and_interest": None,
        "taxes_and_insurance": None,
    }
    return ask("personal", {**facts, **more})


@pytest.mark.parametrize("savings", ["0.00", "20000.00", None])
@pytest.mark.parametrize(
    ("score", "history", "dti", "tier"),
    [
        (780, "Good", 10, "low"),
        (680, "Fair", 35, "low"),
        (640, "Fair", 20, "moderate"),
        (640, "Fair", 40, "moderate"),
        (560, "Poor", 20, "elevated"),
    ],
)
def test_the_tiers_are_where_a_lender_expects_them(
    ask: Ask, score: int, history: str, dti: int, tier: str, savings: str | None
) -> None:
    assert scored(person(ask, score, history, dti, savings=savings)).risk_tier == tier


@pytest.mark.parametrize(("probability", "tier"), [
    ("0.099999", "low"), ("0.10", "moderate"), ("0.18", "moderate"), ("0.180001", "elevated"),
])  # fmt: skip
def test_the_tiers_end_where_the_rules_do(
    probability: str, tier: str, ask: Ask, rulebook: Rulebook
) -> None:
    inquiry = ask("car").model_copy(update={"default_probability": Decimal(probability)})

    found = {f.rule: f.status for f in evaluate(inquiry, rulebook).findings}

    assert PointsScorer(rulebook).tier_of(Decimal(probability)) == tier
    assert (found["E-070"] == "failed") == (tier == "elevated")
    assert (found["E-071"] == "failed") == (tier == "moderate")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_no_golden_customer_is_sent_to_a_person_by_the_score_alone(
    case: GoldenCase, rulebook: Rulebook
) -> None:
    score = SCORER.score(case.inquiry)
    probability = score.default_probability if score else None

    answer = evaluate(
        case.inquiry.model_copy(update={"default_probability": probability}), rulebook
    )

    assert (answer.outcome, answer.review) == (case.expect["outcome"], case.expect["review"])


def test_gold_is_not_scored_because_no_credit_check_applies(ask: Ask) -> None:
    assert SCORER.score(ask("gold")) is None


@pytest.mark.parametrize(
    "unknown",
    [
        {"credit_score": None},
        {"credit_score": None, "no_credit_file": True},
        {"monthly_obligations": None},
        {"annual_income": None},
    ],
)
def test_what_is_not_known_cannot_be_scored(ask: Ask, unknown: dict[str, Any]) -> None:
    assert SCORER.score(ask("personal", unknown)) is None


def test_debts_without_income_are_the_worst_debts(ask: Ask) -> None:
    none = scored(person(ask, 720, "Good", 30, annual_income="0.00"))

    assert next(f.points for f in none.factors if f.feature == "dti_pre_pct") == 34


def test_factors_say_what_helps_and_what_hurts_and_add_up(ask: Ask) -> None:
    score = scored(person(ask, 640, "Fair", 45, savings="20000.00"))

    assert [(f.feature, f.direction) for f in score.factors] == [
        ("credit_score", "hurts"),
        ("dti_pre_pct", "hurts"),
        ("payment_history", "hurts"),
        ("months_of_reserves", "helps"),
    ]
    points = sum(factor.points for factor in score.factors)
    assert score.default_probability == default_probability(points)
    assert score.scorer == SCORER.version


def test_an_unknown_history_is_no_factor(ask: Ask) -> None:
    features = [f.feature for f in scored(person(ask, 700, None, 25)).factors]

    assert "payment_history" not in features


def test_the_weaker_of_two_people_counts(ask: Ask) -> None:
    alone = scored(ask("personal", {"payment_history": "Good"}))
    together = scored(ask("personal", {"payment_history": "Good"}, co={"payment_history": "Poor"}))

    assert together.default_probability > alone.default_probability


@pytest.mark.parametrize(
    "other",
    [
        {"employment_status": "Retired", "months_employed": None},
        {"home_ownership": "Rent"},
        {"state": "OH"},
        {"other_income": "30000.00", "other_income_documents": "verified"},
    ],
)
def test_who_somebody_is_does_not_change_the_score(ask: Ask, other: dict[str, Any]) -> None:
    assert scored(ask("personal", other)) == scored(ask("personal"))


HISTORIES = ["Good", "Fair", "Poor"]
people = st.tuples(
    st.integers(300, 850), st.integers(0, 2), st.integers(0, 60), st.integers(0, 60_000)
)


def facts(ask: Ask, who: tuple[int, int, int, int]) -> Inquiry:
    score, history, dti, savings = who
    return person(ask, score, HISTORIES[history], dti, savings=Decimal(savings))


@settings(max_examples=150, deadline=None)
@given(first=people, second=people)
def test_more_of_what_is_good_never_raises_the_probability(
    ask: Ask, first: tuple[int, int, int, int], second: tuple[int, int, int, int]
) -> None:
    better = (
        max(first[0], second[0]),
        min(first[1], second[1]),
        min(first[2], second[2]),
        max(first[3], second[3]),
    )

    assert (
        scored(facts(ask, better)).default_probability
        <= scored(facts(ask, first)).default_probability
    )


@given(points=st.integers(-50, 400))
def test_thirty_points_double_the_odds(points: int) -> None:
    def odds(p: Decimal) -> Decimal:
        return p / (1 - p)

    ratio = odds(default_probability(points + 30)) / odds(default_probability(points))

    assert abs(ratio - 2) < Decimal("0.05")
