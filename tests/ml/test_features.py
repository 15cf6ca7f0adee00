"""What the scorer sees, of an inquiry and of a table alike; and what it cannot see."""

import ast
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import ml.columns
import ml.features
from ml.columns import ENDING_HOUSING_SHARE, PermittedColumns, facts_in
from ml.features import FEATURES, NAMES, YEARS_CAP, ScoringFacts, Vector, features_of, matrix
from ml.preparation import permitted
from tools.knowledge.golden import golden_cases
from tools.lending.catalogue import Rulebook
from tools.lending.records import DecisionProfile, Inquiry, LoanRequest, Party, Product

FORBIDDEN = {
    *("age", "birth_date", "marital_status", "num_dependents", "education_level"),
    *("interest_rate", "monthly_payment", "approval_status", "home_ownership", "state"),
    *("customer_id", "support_need", "relationship_months", "mla_covered"),
}


def inquiry(product: Product = Product.PERSONAL, **more: Any) -> Inquiry:
    facts: dict[str, Any] = {
        "annual_income": Decimal(60_000),
        "monthly_obligations": Decimal(1_250),
        "credit_score": 700,
        "payment_history": "Good",
        "savings": Decimal(20_000),
        "existing_loans": 2,
        "employment_status": "Employed",
        "months_employed": 60,
    }
    facts.update(more)
    request = LoanRequest(product=product, principal=Decimal(20_000), term_months=60)
    return Inquiry(request=request, applicant=DecisionProfile(**facts))


def seen(asked: Inquiry, rulebook: Rulebook) -> dict[str, float]:
    vector = features_of(asked, rulebook)
    assert vector is not None
    return dict(zip(NAMES, vector.tolist(), strict=True))


def row(rulebook: Rulebook, **more: Any) -> Vector:
    """The features of one row of the bank's table: the same person as `inquiry`."""
    cells = {
        "annual_income": 60_000.0,
        "credit_score": 700.0,
        "employment_status": "Employed",
        "years_employed": 5.0,
        "debt_to_income_ratio": 25.0,
        "savings_balance": 15_000.0,
        "checking_balance": 5_000.0,
        "loan_purpose": "Personal",
        "requested_loan_amount": 20_000.0,
        "existing_loans": 2.0,
        "payment_history": "Good",
        "loan_term": 5.0,
        **more,
    }
    return matrix(facts_in(permitted(pd.DataFrame([cells])), rulebook))[0]


# -- what the scorer cannot see ------------------------------------------------------------------


def test_the_types_of_the_scorer_have_no_place_for_a_forbidden_field() -> None:
    assert FORBIDDEN & {*ScoringFacts._fields, *PermittedColumns._fields, *NAMES} == set()


@pytest.mark.parametrize("module", [ml.features, ml.columns])
def test_the_code_of_the_features_names_no_forbidden_field(module: Any) -> None:
    tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}

    assert FORBIDDEN & names == set()


def test_flipping_every_audit_and_later_field_changes_no_feature(
    table: pd.DataFrame, rulebook: Rulebook
) -> None:
    before = matrix(facts_in(permitted(table), rulebook))
    flipped = table.copy()
    for name in ("age", "num_dependents", "interest_rate", "monthly_payment"):
        flipped[name] = flipped[name].max() - flipped[name]
    for name in ("marital_status", "education_level", "home_ownership", "approval_status"):
        flipped[name] = flipped[name].to_numpy()[::-1]

    after = matrix(facts_in(permitted(flipped), rulebook))

    np.testing.assert_array_equal(before, after)


@pytest.mark.parametrize("home", ["Rent", "Own", "Other", "Mortgage"])
@pytest.mark.parametrize("state", [None, "TX"])
@pytest.mark.parametrize("months", [0, 400])
def test_what_a_customer_is_beside_their_finances_changes_no_feature(
    home: str, state: str | None, months: int, rulebook: Rulebook
) -> None:
    other = inquiry(home_ownership=home, state=state, relationship_months=months)

    assert seen(other, rulebook) == seen(inquiry(), rulebook)


# -- one definition ------------------------------------------------------------------------------


def test_an_inquiry_and_a_row_of_the_same_person_have_the_same_features(
    rulebook: Rulebook,
) -> None:
    vector = features_of(inquiry(), rulebook)

    assert vector is not None
    np.testing.assert_allclose(vector, row(rulebook))


@pytest.mark.parametrize("purpose", ["Home", "Refinance"])
def test_a_home_loan_ends_part_of_the_obligations(purpose: str, rulebook: Rulebook) -> None:
    post = NAMES.index("dti_post_neutral_pct")
    payment = row(rulebook, loan_purpose=purpose, debt_to_income_ratio=0.0)[post]

    assert row(rulebook, loan_purpose=purpose)[post] == pytest.approx(
        payment + 25.0 * (1 - ENDING_HOUSING_SHARE)
    )


def test_debts_that_the_loan_pays_off_end_with_it(rulebook: Rulebook) -> None:
    plain = inquiry()
    retiring = plain.model_copy(
        update={"request": plain.request.model_copy(update={"retires_monthly": Decimal(500)})}
    )

    before = seen(plain, rulebook)["dti_post_neutral_pct"]
    assert seen(retiring, rulebook)["dti_post_neutral_pct"] == pytest.approx(before - 10)


def test_the_price_is_no_part_of_what_is_seen(rulebook: Rulebook) -> None:
    plain = inquiry(relationship_months=0)
    cheaper = plain.model_copy(
        update={"request": plain.request.model_copy(update={"autodebit": True})}
    )

    assert seen(cheaper, rulebook) == seen(plain, rulebook)


def test_features_are_finite_or_missing_for_every_golden_case(rulebook: Rulebook) -> None:
    vectors = [features_of(case.inquiry, rulebook) for case in golden_cases()]

    known = [vector for vector in vectors if vector is not None]
    assert len(known) >= 30
    assert not np.isinf(np.array(known)).any()
    assert all(vector.shape == (len(FEATURES),) for vector in known)


# -- missing values are values -------------------------------------------------------------------


def test_no_credit_file_is_missing_and_not_a_mean_score(rulebook: Rulebook) -> None:
    without = seen(inquiry(credit_score=None, no_credit_file=True), rulebook)

    assert np.isnan(without["credit_score"])
    assert np.isnan(row(rulebook, credit_score=np.nan)[NAMES.index("credit_score")])


@pytest.mark.parametrize("field", ["savings", "payment_history", "existing_loans"])
def test_what_nobody_has_said_stays_missing(field: str, rulebook: Rulebook) -> None:
    vector = features_of(inquiry(**{field: None}), rulebook)

    assert vector is not None
    assert np.isnan(vector).sum() == 1


@pytest.mark.parametrize(
    "unknown",
    [
        {"annual_income": None},
        {"annual_income": Decimal(0)},
        {"monthly_obligations": None},
        {"credit_score": None},
    ],
)
def test_without_income_debts_or_score_there_is_nothing_to_score(
    unknown: dict[str, Any], rulebook: Rulebook
) -> None:
    assert features_of(inquiry(**unknown), rulebook) is None


def test_gold_is_not_scored(rulebook: Rulebook) -> None:
    assert features_of(inquiry(Product.GOLD), rulebook) is None


# -- people --------------------------------------------------------------------------------------


def test_somebody_retired_stands_where_the_longest_job_does(rulebook: Rulebook) -> None:
    retired = seen(inquiry(employment_status="Retired", months_employed=None), rulebook)
    longest = seen(inquiry(months_employed=40 * 12), rulebook)

    assert retired == longest
    assert retired["years_in_work"] == YEARS_CAP


def test_other_lawful_income_is_no_lack_of_pay(rulebook: Rulebook) -> None:
    jobless = inquiry(employment_status="Unemployed", months_employed=None)
    on_benefits = inquiry(
        employment_status="Unemployed", months_employed=None, other_income=Decimal(60_000)
    )

    assert seen(jobless, rulebook)["unemployed"] == 1
    assert seen(on_benefits, rulebook)["unemployed"] == 0


def test_two_people_are_seen_as_the_rules_see_them(rulebook: Rulebook) -> None:
    alone = inquiry(credit_score=760)
    second = Party(
        annual_income=Decimal(40_000), monthly_obligations=Decimal(0), credit_score=680,
        payment_history="Fair", savings=Decimal(0), employment_status="Retired",
    )  # fmt: skip
    joint = seen(alone.model_copy(update={"co_applicant": second}), rulebook)

    assert joint["credit_score"] == 680  # the lower
    assert joint["payment_history"] == 1  # the weaker
    assert joint["annual_income"] == 100_000
    assert joint["dti_pre_pct"] == pytest.approx(15.0)
    assert joint["years_in_work"] == YEARS_CAP


def test_every_direction_has_a_reason() -> None:
    assert all(feature.reason and feature.direction for feature in FEATURES)
