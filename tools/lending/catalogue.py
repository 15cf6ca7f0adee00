"""What the bank sells and on what limits, as records. `tools/knowledge.py` reads the files."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from tools.lending.records import EmploymentStatus, Product, Record, Severity
from tools.lending.units import ZERO, Money, Percent

Points = tuple[tuple[Decimal, int], ...]
"""Rows of (bound, points), as in the file."""


class MoneyRange(Record):
    """Both ends are allowed."""

    min: Money
    max: Money


class TermRange(Record):
    """Months; `menu` are the terms the bank shows."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(le=480)]
    menu: tuple[int, ...]
    default: int
    """Assumed, and said, when the customer has named no term."""


class RateRange(Record):
    """Note rate, percent a year. Bounds the rate, not the APR."""

    min: Percent
    max: Percent


class PmiTerms(Record):
    """Private mortgage insurance, a percentage a year of the original balance."""

    above_ltv_pct: Percent
    annual_pct_of_balance: Percent
    cancel_on_request_ltv_pct: Percent
    ends_at_ltv_pct: Percent


class FeeTerms(Record):
    """Origination and processing are prepaid finance charges, deducted from the proceeds."""

    origination_pct: Percent = ZERO
    origination_min: Money = ZERO
    origination_max: Money | None = None
    processing_flat: Money = ZERO
    processing_cap_pct: Percent | None = None
    storage_flat: Money = ZERO
    late_flat: Money = ZERO
    third_party: Mapping[str, Money] = {}


class NetBenefit(Record):
    """When a refinance is worth it (E-063)."""

    max_break_even_months: int
    or_lifetime_saving_min: Money


class VehicleLimits(Record):
    """E-052. `max_mileage` None: not limited."""

    max_age_at_maturity_years: int
    max_mileage: int | None = None


class GoldLimits(Record):
    """E-051."""

    min_karat: Decimal
    bars_accepted: bool = False


CoApplicantTerms = Literal["none", "optional", "required_when_weak"]


class ProductTerms(Record):
    """One product, with the bank's defaults already filled in by the loader."""

    product: Product
    name: str
    """What a customer calls it: 'car loan'."""
    purposes: tuple[str, ...]
    """The values of the data set's loan_purpose column."""
    secured: bool
    unsecured_up_to: Money | None = None
    collateral: str | None = None
    principal: MoneyRange
    term_months: TermRange
    note_rate_pct: RateRange
    ltv_max_pct: Mapping[str, Percent] = {}
    """Keyed by new/used, purchase, standard, cltv, rate_term/cash_out."""
    pmi: PmiTerms | None = None
    min_credit_score: int | None
    refer_credit_score: int | None
    min_annual_income: Money
    dti_pre_max_pct: Percent
    dti_post_max_pct: Percent
    dti_post_max_if_payment_falls_pct: Percent | None = None
    front_end_max_pct: Percent | None = None
    pti_max_pct: Percent | None = None
    min_months_employed: int
    employment_ok: tuple[EmploymentStatus, ...]
    employment_needs_income_proof_or_coapplicant: tuple[EmploymentStatus, ...]
    employment_excluded_sole: tuple[EmploymentStatus, ...] = ()
    home_ownership_ok: tuple[str, ...]
    co_applicant: CoApplicantTerms
    deferment_months_max: int = 0
    principal_cap: Literal["need"] | None = None
    net_benefit: NetBenefit | None = None
    vehicle: VehicleLimits | None = None
    gold: GoldLimits | None = None
    alternatives: tuple[Product, ...] = ()
    """Products that may serve the same need when this one cannot."""
    fees: FeeTerms
    prepayment_penalty: Literal["none"]
    autodebit_discount_pct: Percent
    relationship_discount_pct: Percent
    relationship_months_min: int
    documents: tuple[str, ...]
    kyc: tuple[str, ...]

    def is_secured(self, principal: Decimal) -> bool:
        """Tell whether a loan of this size takes collateral."""
        return self.secured and (self.unsecured_up_to is None or principal > self.unsecured_up_to)


class PricingGrid(Record):
    """Points of risk-based pricing. Credit is [at least, points], the others [up to, points]."""

    round_to_pct: Decimal
    credit_score: Points
    no_score: int
    dti_pre_pct: Points
    term_share: Points
    ltv_pct: Points
    loan_to_income: Points


class ScoreBand(Record):
    """A chip that a guest may choose instead of a score; the lower bound is used."""

    label: str
    used: int | None
    """None for 'no credit history' and 'not sure'."""
    meaning: Literal["score", "none", "unknown"] = "score"


class LegalLimits(Record):
    """Limits that come from the law or from counsel."""

    min_age: int
    min_age_by_state: Mapping[str, int] = {}
    max_age_at_maturity: None = None
    """Stays null in the US: age is a prohibited basis."""
    max_apr_pct: Percent
    apr_method: Literal["reg_z_appendix_j"]
    states_served: tuple[str, ...] | None = None
    """None: all."""


class Advice(Record):
    """Bank practice that no rule refuses on."""

    comfort_dti_post_pct: Percent
    residual_income_min: Money
    budget_dti_post_pct: Percent
    net_to_gross_divisor: Decimal
    taxes_and_insurance_default_pct: Percent
    """Of the value, a year, where the customer has not said."""
    counteroffer_valid_days: int
    first_payment_days: int
    """Days from today to the first payment date."""
    yearly_income_min: Money
    """A bare figure below it may be a month's income: asked back."""
    bare_thousands: Mapping[str, MoneyRange]
    """By field: a bare number from `min` up to below `max` is meant in thousands."""


class ThresholdOwner(Record):
    """Who answers for one limit, why it is what it is, and when it is looked at again."""

    owner: str
    reason: str
    review_date: date


class Governance(Record):
    """Who answers for the file."""

    approved_by: str
    approved_on: date
    reason: str
    next_review: date
    thresholds: Mapping[str, ThresholdOwner] = {}
    """Keyed by the field that holds the limit: 'dti_pre_max_pct'."""


class Catalogue(Record):
    """One bank, one market, one version."""

    id: str
    market: Literal["US"]
    currency: Literal["USD"]
    effective_from: date
    principal_step: Money
    offer_valid_days: int
    legal: LegalLimits
    advice: Advice
    products: Mapping[Product, ProductTerms]
    pricing: PricingGrid
    score_bands: tuple[ScoreBand, ...]
    governance: Governance
    content_hash: str = ""
    """SHA-256 of the canonical content; travels with every offer and decision."""


class Cure(Record):
    """A field that may turn a failed rule, and the direction to search."""

    field: str
    dir: Literal["up", "down", "search", "add"]
    only: Literal["documented"] | None = None


class RuleData(Record):
    """What a bank changes or reads of a rule. The condition is a function of the same id."""

    id: Annotated[str, Field(pattern=r"^E-\d{3}$")]
    title: str
    products: tuple[Product, ...]
    stage: Literal["inquiry", "application", "card"]
    inquiry_products: tuple[Product, ...] = ()
    """Products for which an application rule is already assessed at the inquiry (E-003)."""
    severity: Severity
    aa: tuple[str, ...] = ()
    """Adverse-action reasons; ('from_bureau_factors',) for E-030 and E-031."""
    names_credit_factor: bool = False
    is_ratio: bool = False
    say: str
    """Sentence id in the phrase files."""
    cures: tuple[Cure, ...] = ()
    replaces: tuple[str, ...] = ()
    """Rules whose reason this one says better when it fails."""
    needs_price: bool = False
    """Reads the payment; not assessed when the request cannot be priced as asked."""
    thresholds: Mapping[str, Decimal] = {}
    """Limits that live with the rule and not with a product: {'months': 24}."""
    owner: str
    review_date: date


class Rulebook(Record):
    """All that the core is handed: catalogue, rules in table order, reason texts."""

    catalogue: Catalogue
    rules: tuple[RuleData, ...]
    reasons: Mapping[str, str]
    """AA09 -> 'Excessive obligations in relation to income', in form order."""
    bureau_factor_reasons: Mapping[str, str]
    """late_payments -> AA17."""
    rules_hash: str = ""

    def rule(self, rule_id: str) -> RuleData:
        """Return the data row of `rule_id`; KeyError is a bug."""
        return next(r for r in self.rules if r.id == rule_id)

    def terms(self, product: Product) -> ProductTerms:
        """Return the terms of `product`."""
        return self.catalogue.products[product]
