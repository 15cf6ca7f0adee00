"""Every fact a customer can tell, as a closed table: name, whose it is, and how words are read.

The names are those of the bank's input table and of the records in `tools/lending/records.py`.
"""

from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal[
    "money",  # USD, once
    "money_a_year",  # USD; a stated period is normalised to a year, net is estimated to gross
    "money_a_month",  # USD; a stated period is normalised to a month
    "months",  # a duration
    "months_as_years",  # a duration; a bare number means years (time in a job)
    "years_or_months",  # a term; a bare number is months where it fits the product, else years
    "percent",
    "count",
    "year",
    "score",  # a credit score 300-850, a band, "no credit history", "not sure"
    "yes_no",
    "choice",
    "state",
    "age",  # becomes has_capacity; the age itself is not kept
    "gold",  # grams, karat, form -> gold_items
]

Holder = Literal["request", "party", "relationship"]


class FieldSpec(NamedTuple):
    """One fact: `name` is the field of the record, `label` what a reader calls it."""

    name: str
    holder: Holder
    kind: Kind
    label: str
    low: Decimal | None = None
    high: Decimal | None = None
    choices: tuple[str, ...] = ()
    co: bool = False
    """Also asked of a co-applicant."""


NO_FIGURE: tuple[Kind, ...] = ("choice", "state", "yes_no", "age", "gold", "year")
"""Kinds whose values are no figures: they are never facts."""

MILLION = Decimal(1_000_000)
EMPLOYMENT = ("Employed", "Part-time", "Self-Employed", "Unemployed", "Student", "Retired")

FIELDS: tuple[FieldSpec, ...] = (
    # the request; a bound here is what nobody could mean, so that a misheard figure is asked back
    # before it can become a no
    FieldSpec("principal", "request", "money", "amount to borrow", high=100 * MILLION),
    FieldSpec("term_months", "request", "years_or_months", "time to repay", high=Decimal(1200)),
    FieldSpec("down_payment", "request", "money", "down payment", high=100 * MILLION),
    FieldSpec("autodebit", "request", "yes_no", "automatic payment"),
    FieldSpec("retires_monthly", "request", "money_a_month", "payments the loan would end"),
    FieldSpec("could_retire_monthly", "request", "money_a_month", "payments the loan could end"),
    FieldSpec("vehicle_condition", "request", "choice", "new or used", choices=("new", "used")),
    FieldSpec(
        "vehicle_price", "request", "money", "price of the car", Decimal(500), 10 * MILLION
    ),
    FieldSpec("vehicle_model_year", "request", "year", "model year"),
    FieldSpec("vehicle_mileage", "request", "count", "mileage", high=MILLION),
    FieldSpec("property_value", "request", "money", "price or value of the home", Decimal(10_000)),
    FieldSpec("taxes_and_insurance", "request", "money_a_month", "taxes and insurance of the home"),
    FieldSpec("hoa_monthly", "request", "money_a_month", "homeowners association fee"),
    FieldSpec("first_lien_balance", "request", "money", "balance of the first mortgage"),
    FieldSpec(
        "payoff_balance", "request", "money", "balance of the mortgage to replace", Decimal(1000)
    ),
    FieldSpec(
        "old_note_rate_pct", "request", "percent", "rate of the mortgage to replace",
        high=Decimal(40),
    ),
    FieldSpec("old_remaining_months", "request", "months", "time left on that mortgage"),
    FieldSpec(
        "refinance_purpose", "request", "choice", "purpose", choices=("rate_term", "cash_out")
    ),
    FieldSpec("gold_items", "request", "gold", "gold offered"),
    FieldSpec("gold_value", "request", "money", "assayed value of the gold", Decimal(20)),
    FieldSpec(
        "repayment_source", "request", "choice", "what repays the loan",
        choices=("pay", "pension", "benefits", "sale", "other"),
    ),
    FieldSpec("cost_of_attendance", "request", "money", "cost of attendance", Decimal(100)),
    FieldSpec("other_aid", "request", "money", "other aid"),
    FieldSpec("deferment_months", "request", "months", "time in school", high=Decimal(60)),
    FieldSpec("pays_interest_in_school", "request", "yes_no", "interest paid in school"),
    FieldSpec("provider_estimate", "request", "money", "provider's estimate, the total only"),
    FieldSpec("shared_obligations", "request", "money_a_month", "debts both of you share"),
    # a person who signs
    FieldSpec("has_capacity", "party", "age", "old enough to sign", co=True),
    FieldSpec(
        "employment_status", "party", "choice", "work", choices=EMPLOYMENT, co=True
    ),
    FieldSpec(
        "months_employed", "party", "months_as_years", "time in this job",
        high=Decimal(720), co=True,
    ),
    FieldSpec("annual_income", "party", "money_a_year", "income a year before tax", co=True),
    FieldSpec("other_income", "party", "money_a_year", "income that is not from work", co=True),
    FieldSpec(
        "other_income_documents", "party", "choice", "papers for that income",
        choices=("promised",), co=True,
    ),
    FieldSpec("monthly_obligations", "party", "money_a_month", "monthly debt payments", co=True),
    FieldSpec("rent", "party", "money_a_month", "rent", co=True),
    FieldSpec(
        "mortgage_principal_and_interest", "party", "money_a_month", "mortgage payment", co=True
    ),
    FieldSpec("credit_score", "party", "score", "credit score", co=True),
    FieldSpec("savings", "party", "money", "savings", co=True),
    # the relationship with the bank and the household
    FieldSpec("state", "relationship", "state", "state"),
    FieldSpec(
        "home_ownership", "relationship", "choice", "home",
        choices=("Rent", "Own", "Mortgage", "Other"),
    ),
)  # fmt: skip

ON_FILE_ONLY: tuple[str, ...] = (
    "identity_verified", "income_estimated", "income_said_before", "income_by_year",
    "taxes_and_insurance", "no_credit_file", "bureau_factors", "payment_history",
    "inquiries_6m", "public_records", "income_verification", "existing_loans",
    "relationship_months", "late_with_us_12m", "mla_covered", "screening_hit",
    "score_band", "owns_gold",
)  # fmt: skip
"""Fields of a party that the bank or the code supplies; no customer's words are read into them."""

BY_NAME = {spec.name: spec for spec in FIELDS}
REQUEST_FIELDS = tuple(f.name for f in FIELDS if f.holder == "request")
PARTY_FIELDS = tuple(f.name for f in FIELDS if f.holder != "request") + ON_FILE_ONLY
CO_APPLICANT_FIELDS = tuple(f.name for f in FIELDS if f.co) + ON_FILE_ONLY
