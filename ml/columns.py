"""The permitted columns of the bank's table, read as the scorer's facts."""

from typing import NamedTuple

import numpy as np

from ml.features import HISTORY_STEPS, YEARS_CAP, ScoringFacts, Vector, Words, neutral_rate_pct
from tools.lending.catalogue import ProductTerms, Rulebook
from tools.lending.records import WORKING, EmploymentStatus, Product

ENDING_HOUSING_SHARE = 0.45
"""Of present obligations, what a home purchase or a refinance ends, net of the new taxes and
insurance. The table of 21 columns holds neither; an inquiry does, and gives the real figure."""
ENDS_HOUSING = (Product.HOME, Product.MORTGAGE_REFINANCE)


class PermittedColumns(NamedTuple):
    """The columns of the bank's table that may reach the scorer, as arrays of one length."""

    annual_income: Vector
    credit_score: Vector
    employment_status: Words
    years_employed: Vector
    debt_to_income_ratio: Vector
    """Percent."""
    savings_balance: Vector
    checking_balance: Vector
    loan_purpose: Words
    requested_loan_amount: Vector
    existing_loans: Vector
    payment_history: Words
    loan_term: Vector
    """Years."""


def facts_in(columns: PermittedColumns, rulebook: Rulebook) -> ScoringFacts:
    """Read columns of the bank's table. Rows without income belong to no scorer: filter first.

    Raises:
        KeyError: for a loan purpose that no product of the catalogue serves.
    """
    by_purpose = {p: t for t in rulebook.catalogue.products.values() for p in t.purposes}
    terms = {purpose: by_purpose[purpose] for purpose in np.unique(columns.loan_purpose).tolist()}
    rates, floors, replaces = (
        np.vectorize(found, otypes=[float])(columns.loan_purpose)
        for found in (
            lambda purpose: neutral_rate_pct(terms[purpose]),
            lambda purpose: _secured_above(terms[purpose]),
            lambda purpose: terms[purpose].product in ENDS_HOUSING,
        )
    )
    status = columns.employment_status
    history = np.full(len(status), np.nan)
    for word, step in HISTORY_STEPS.items():
        history[columns.payment_history == word] = step
    return ScoringFacts(
        credit_score=columns.credit_score,
        payment_history=history,
        annual_income=columns.annual_income,
        dti_pre_pct=columns.debt_to_income_ratio,
        ending_pct=columns.debt_to_income_ratio * replaces * ENDING_HOUSING_SHARE,
        liquid=columns.savings_balance + columns.checking_balance,
        years_in_work=_years_in_work(columns),
        existing_loans=columns.existing_loans,
        self_employed=(status == EmploymentStatus.SELF_EMPLOYED).astype(float),
        unemployed=(status == EmploymentStatus.UNEMPLOYED).astype(float),
        principal=columns.requested_loan_amount,
        term_months=np.round(columns.loan_term * 12),
        neutral_rate_pct=rates,
        secured=(columns.requested_loan_amount > floors).astype(float),
    )


def _secured_above(terms: ProductTerms) -> float:
    if not terms.secured:
        return float("inf")
    return float(terms.unsecured_up_to or 0)


def _years_in_work(columns: PermittedColumns) -> Vector:
    status = columns.employment_status
    retired = np.where(status == EmploymentStatus.RETIRED, YEARS_CAP, np.nan)
    return np.where(np.isin(status, WORKING), columns.years_employed, retired)
