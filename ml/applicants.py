"""Rows of the bank's table as inquiries, so that rules, price and scorer can look at them."""

from decimal import Decimal
from typing import Any

import pandas as pd

from ml.columns import ENDS_HOUSING
from tools.lending.catalogue import Rulebook
from tools.lending.records import (
    WORKING,
    DecisionProfile,
    EmploymentStatus,
    Inquiry,
    LoanRequest,
    Product,
)

PRICES: dict[Product, tuple[str, str]] = {
    Product.CAR: ("vehicle_price", "0.90"),
    Product.HOME: ("property_value", "0.80"),
    Product.HOME_IMPROVEMENT: ("property_value", "0.25"),
    Product.MORTGAGE_REFINANCE: ("property_value", "0.70"),
    Product.GOLD: ("gold_value", "0.65"),
    Product.EDUCATION: ("cost_of_attendance", "0.80"),
    Product.MEDICAL: ("provider_estimate", "1.00"),
}
"""What the table does not hold: the field that stands behind the loan, and its share of that."""


def inquiry_of(row: dict[Any, Any], rulebook: Rulebook) -> Inquiry:
    """Return the inquiry that a row of the bank's table stands for, as far as a table tells.

    Raises:
        ValueError: the row asks for what no record can hold.
    """
    products = rulebook.catalogue.products.items()
    product = next(key for key, terms in products if row["loan_purpose"] in terms.purposes)
    principal = _money(row["requested_loan_amount"])
    field, share = PRICES.get(product, ("", "1"))
    request: dict[str, Any] = {field: _money(principal / Decimal(share))} if field else {}
    if product is Product.CAR:
        request["vehicle_condition"] = "new"
    if product is Product.MORTGAGE_REFINANCE:
        request |= {"payoff_balance": principal, "old_note_rate_pct": Decimal(9)}
        request["old_remaining_months"] = 300
    asked = LoanRequest(
        product=product,
        principal=principal,
        term_months=round(float(row["loan_term"]) * 12),
        **request,
    )
    return Inquiry(request=asked, applicant=_applicant(row, product), co_applicant_refused=True)


def _applicant(row: dict[Any, Any], product: Product) -> DecisionProfile:
    income = _money(row["annual_income"])
    owed = _money(Decimal(str(row["debt_to_income_ratio"])) * income / 1200)
    score, years = row["credit_score"], row["years_employed"]
    status = EmploymentStatus(row["employment_status"])
    housing = "rent" if product is Product.HOME else "mortgage_principal_and_interest"
    ends = {housing: _money(owed * Decimal("0.45"))} if product in ENDS_HOUSING else {}
    return DecisionProfile(
        customer_id=str(row["customer_id"]),
        has_capacity=True,
        employment_status=status,
        months_employed=None if pd.isna(years) or status not in WORKING else int(years) * 12,
        annual_income=income,
        other_income=None if status in WORKING else income,
        other_income_documents=None if status in WORKING else "verified",
        monthly_obligations=owed,
        credit_score=None if pd.isna(score) else int(score),
        no_credit_file=bool(pd.isna(score)),
        payment_history=row["payment_history"],
        savings=_money(row["savings_balance"] + row["checking_balance"]),
        home_ownership=row["home_ownership"],
        existing_loans=int(row["existing_loans"]),
        public_records=(),
        **ends,
    )


def _money(amount: Any) -> Decimal:
    return Decimal(str(amount)).quantize(Decimal("0.01"))
