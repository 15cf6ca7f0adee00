"""What the scorer sees of a request: one definition, for training and for serving.

A request reaches the scorer only as `ScoringFacts`, which has no place for age, marital status,
dependents, education, home ownership, rate or payment: there is nothing to leave out later.
Two readers fill it, `facts_of` here (an inquiry) and `ml.columns.facts_in` (the bank's table);
`matrix` turns it into numbers. A missing value is NaN, and stays one: having no credit file is not
having a mean score.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from tools.lending.catalogue import ProductTerms, Rulebook
from tools.lending.records import WORKING, EmploymentStatus, Inquiry, Party, Product, Record
from tools.lending.standing import Standing, standing_of

Matrix = npt.NDArray[np.float64]
"""(rows, features)"""
Vector = npt.NDArray[np.float64]
Words = npt.NDArray[np.str_]
Indices = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

Direction = Literal[-1, 0, 1]
"""+1: more of it never lowers the default probability; -1: never raises it; 0: free."""

YEARS_CAP = 12.0
"""Longer in work is not safer, and somebody retired stands here: a pension depends on no job."""
LARGEST = {"dti": 150.0, "reserves": 120.0, "loan_to_income": 20.0}
"""Beyond these a ratio says nothing more."""

HISTORY_STEPS = {"Good": 0.0, "Fair": 1.0, "Poor": 2.0}


class Feature(Record):
    """One column of the scorer's matrix."""

    name: str
    unit: str
    direction: Direction
    """Of the default probability, held by every model that can hold it."""
    reason: str
    """Why that direction; for 0, why none."""
    scale: Literal["linear", "log"] = "linear"
    """How a linear model reads it; trees do not care."""
    may_be_unknown: bool = False
    """Nobody may have said it when a request is scored; training hides some, so that it is known
    what an unknown value stands for."""


FEATURES = (
    Feature(
        name="credit_score", unit="300 to 850; missing: no credit file", direction=-1,
        reason="a bureau's summary of how credit was repaid",
    ),
    Feature(
        name="payment_history", unit="0 good, 1 fair, 2 poor", direction=1, may_be_unknown=True,
        reason="who paid late before does so more often again",
    ),
    Feature(
        name="dti_pre_pct", unit="% of gross income", direction=1,
        reason="debts that are owed already are paid first",
    ),
    Feature(
        name="dti_post_neutral_pct", unit="% of gross income, at the product's middle rate",
        direction=1, reason="the payment has to fit beside the debts",
    ),
    Feature(
        name="months_of_reserves", unit="payments that savings hold", direction=-1, scale="log",
        may_be_unknown=True, reason="savings carry a payment through a bad month",
    ),
    Feature(
        name="annual_income", unit="USD a year, gross", direction=-1, scale="log",
        reason="the same surprise weighs less on a larger income",
    ),
    Feature(
        name="loan_to_income", unit="principal over annual income", direction=1,
        reason="a larger loan for the same income is harder to repay",
    ),
    Feature(
        name="years_in_work", unit=f"years, at most {YEARS_CAP:.0f}; missing: no job is counted on",
        direction=-1, may_be_unknown=True, reason="a job held longer is lost less often",
    ),
    Feature(
        name="existing_loans", unit="count", direction=1, may_be_unknown=True,
        reason="more loans, more payments that can be missed",
    ),
    Feature(
        name="self_employed", unit="0 or 1", direction=1,
        reason="income from a business varies more",
    ),
    Feature(
        name="unemployed", unit="0 or 1; 0 with other lawful income", direction=1,
        reason="no pay comes in; benefits, pension or support that is counted on is income",
    ),
    Feature(
        name="secured", unit="0 or 1", direction=-1,
        reason="people keep up the loan that their car or home stands behind",
    ),
)  # fmt: skip
NAMES = tuple(feature.name for feature in FEATURES)


class ScoringFacts(NamedTuple):
    """All that the scorer may know, one entry per request. NaN is missing."""

    credit_score: Vector
    payment_history: Vector
    """0 good, 1 fair, 2 poor."""
    annual_income: Vector
    """USD a year, above 0."""
    dti_pre_pct: Vector
    ending_pct: Vector
    """The part of `dti_pre_pct` that ends with this loan, net of what begins with it."""
    liquid: Vector
    """Savings and checking, USD."""
    years_in_work: Vector
    existing_loans: Vector
    self_employed: Vector
    unemployed: Vector
    principal: Vector
    term_months: Vector
    neutral_rate_pct: Vector
    secured: Vector


def matrix(facts: ScoringFacts) -> Matrix:
    """Return the features of `FEATURES`, in that order, one row per request."""
    payment = level_payment(facts.principal, facts.neutral_rate_pct, facts.term_months)
    post = facts.dti_pre_pct - facts.ending_pct + 1200 * payment / facts.annual_income
    columns = (
        facts.credit_score,
        facts.payment_history,
        np.minimum(facts.dti_pre_pct, LARGEST["dti"]),
        np.clip(post, 0, LARGEST["dti"]),
        np.minimum(facts.liquid / payment, LARGEST["reserves"]),
        facts.annual_income,
        np.minimum(facts.principal / facts.annual_income, LARGEST["loan_to_income"]),
        np.minimum(facts.years_in_work, YEARS_CAP),
        facts.existing_loans,
        facts.self_employed,
        facts.unemployed,
        facts.secured,
    )
    return np.column_stack(columns)


def level_payment(principal: Vector, rate_pct: Vector, months: Vector) -> Vector:
    """Return P * i / (1 - (1 + i)**-n) with i = rate_pct / 1200, unrounded; rates are above 0.

    >>> one = np.array
    >>> level_payment(one([20000.0]), one([8.2]), one([60.0])).round(2).tolist()
    [407.44]
    """
    i = rate_pct / 1200
    payment: Vector = principal * i / (1 - (1 + i) ** -months)
    return payment


def features_of(inquiry: Inquiry, rulebook: Rulebook) -> Vector | None:
    """Return the vector of one inquiry, in the order of `NAMES`; None: it cannot be scored."""
    facts = facts_of(inquiry, rulebook)
    return None if facts is None else matrix(facts)[0]


def facts_of(inquiry: Inquiry, rulebook: Rulebook) -> ScoringFacts | None:
    """Read an inquiry, of one person or two.

    None where no credit check applies (gold), and while income, debts, score or principal are not
    known. Without income there is no ratio, and E-044 speaks.
    """
    standing = standing_of(inquiry, rulebook)
    if inquiry.request.product is Product.GOLD or not inquiry.request.principal:
        return None
    if standing.dti_pre_pct is None or (standing.score is None and not standing.no_file):
        return None
    parties, terms = standing.parties, standing.terms
    loans = inquiry.applicant.existing_loans
    values = (
        _number(standing.score),
        max((HISTORY_STEPS[p.payment_history] for p in parties if p.payment_history), default=None),
        standing.income,
        standing.dti_pre_pct,
        _ending_pct(standing),
        standing.savings,
        max((years for p in parties if (years := _years(p)) is not None), default=None),
        _number(loans),
        _all_self_employed(parties),
        all(_without_pay(party) for party in parties),
        inquiry.request.principal,
        inquiry.request.term_months,
        neutral_rate_pct(terms),
        terms.is_secured(inquiry.request.principal),
    )
    return ScoringFacts(*(np.array([_number(value)]) for value in values))


def neutral_rate_pct(terms: ProductTerms) -> float:
    """Return the middle of a product's rates, percent a year: the price must not cause the score.

    >>> from tools.knowledge import load_rulebook
    >>> neutral_rate_pct(load_rulebook().terms(Product.CAR))
    8.65
    """
    return float((terms.note_rate_pct.min + terms.note_rate_pct.max) / 2)


def _ending_pct(standing: Standing) -> Decimal:
    """Return the rent, mortgage or debts that end, less the housing costs that begin, % of pay."""
    if not standing.income:
        return Decimal(0)
    return 1200 * (standing.replaced - standing.housing_costs) / standing.income


def _years(party: Party) -> float | None:
    if party.employment_status is EmploymentStatus.RETIRED:
        return YEARS_CAP
    if party.employment_status in WORKING and party.months_employed is not None:
        return party.months_employed / 12
    return None


def _all_self_employed(parties: tuple[Party, ...]) -> bool:
    working = [p.employment_status for p in parties if p.employment_status in WORKING]
    return bool(working) and set(working) == {EmploymentStatus.SELF_EMPLOYED}


def _without_pay(party: Party) -> bool:
    return party.employment_status is EmploymentStatus.UNEMPLOYED and not party.other_income


def _number(value: Decimal | float | None) -> float:
    return float("nan") if value is None else float(value)
