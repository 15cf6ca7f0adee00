"""The things lenders talk about. Every record is frozen and closed.

Field names are those of the bank's input table; the lexicon of the house is the authority.
In every record here ``None`` means *unknown: nobody has said yet*, except where a docstring says
otherwise. "There is none" is an answer and has a value of its own (0, an empty tuple, a flag).
"""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.lending.units import Money, Percent, SignedMoney, TermMonths


class Record(BaseModel):
    """Base of every record: immutable, and closed to fields nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Product(StrEnum):
    """The eight products."""

    CAR = "car"
    HOME = "home"
    GOLD = "gold"
    EDUCATION = "education"
    PERSONAL = "personal"
    MEDICAL = "medical"
    HOME_IMPROVEMENT = "home_improvement"
    MORTGAGE_REFINANCE = "mortgage_refinance"


class EmploymentStatus(StrEnum):
    """The six values of the bank's data set."""

    EMPLOYED = "Employed"
    PART_TIME = "Part-time"
    SELF_EMPLOYED = "Self-Employed"
    UNEMPLOYED = "Unemployed"
    STUDENT = "Student"
    RETIRED = "Retired"


WORKING = (EmploymentStatus.EMPLOYED, EmploymentStatus.PART_TIME, EmploymentStatus.SELF_EMPLOYED)

HomeOwnership = Literal["Rent", "Own", "Mortgage", "Other"]
PaymentHistory = Literal["Good", "Fair", "Poor"]
VehicleCondition = Literal["new", "used"]
RefinancePurpose = Literal["rate_term", "cash_out"]
RepaymentSource = Literal["pay", "pension", "benefits", "sale", "other"]
BureauFactor = Literal[
    "late_payments", "high_balances", "short_history", "many_inquiries", "no_file", "collections"
]
CreditScore = Annotated[int, Field(ge=300, le=850)]


class GoldItem(Record):
    """One piece offered as collateral."""

    net_grams: Annotated[Decimal, Field(gt=0, le=100_000)]
    """Weight of the metal without stones."""
    karat: Annotated[Decimal, Field(ge=10, le=24)]
    form: Literal["jewellery", "coin", "bar"] = "jewellery"


class PublicRecord(Record):
    """A court or bureau record."""

    kind: Literal["bankruptcy", "foreclosure", "judgment", "garnishment"]
    months_ago: Annotated[int, Field(ge=0)] | None = None
    """Months since it was closed; None for one that is still open."""


class Party(Record):
    """One person who signs. Money is USD; income is gross a year, obligations are a month."""

    has_capacity: bool | None = None
    """Old enough to sign alone, computed at intake; the age itself stays outside."""
    identity_verified: bool | None = None
    employment_status: EmploymentStatus | None = None
    months_employed: Annotated[int, Field(ge=0)] | None = None
    """None also for people who do not work."""
    annual_income: Money | None = None
    income_estimated: bool = False
    """Estimated from a net figure: fine for an indication, never for a decision."""
    income_said_before: Money | None = None
    """The previous statement in this conversation, when it was corrected."""
    income_by_year: tuple[Money, Money] | None = None
    """Self-employed: last year, the year before."""
    other_income: Money | None = None
    """The part of annual_income that is not from work: pension, benefits, trust, rent …"""
    other_income_documents: Literal["verified", "promised"] | None = None
    monthly_obligations: Money | None = None
    """The whole sum; the next three are parts of it."""
    rent: Money | None = None
    mortgage_principal_and_interest: Money | None = None
    taxes_and_insurance: Money | None = None
    """Of the present mortgage."""
    credit_score: CreditScore | None = None
    no_credit_file: bool = False
    """True is an answer: there is no score because there is no file."""
    bureau_factors: tuple[BureauFactor, ...] = ()
    """Most important first."""
    payment_history: PaymentHistory | None = None
    inquiries_6m: Annotated[int, Field(ge=0)] | None = None
    public_records: tuple[PublicRecord, ...] | None = None
    """The empty tuple is an answer: clean."""
    savings: Money | None = None
    """Savings and checking together."""
    income_verification: Literal["confirmed", "could_not_confirm"] | None = None


class DecisionProfile(Party):
    """The main applicant as the decision side sees them: the only profile record tools receive."""

    customer_id: str | None = None
    """None is a guest."""
    state: Annotated[str, Field(pattern="^[A-Z]{2}$")] | None = None
    home_ownership: HomeOwnership | None = None
    existing_loans: Annotated[int, Field(ge=0, le=30)] | None = None
    relationship_months: Annotated[int, Field(ge=0)] = 0
    """Months with a deposit account here; 0 for a guest."""
    late_with_us_12m: bool | None = None
    mla_covered: bool | None = None
    screening_hit: bool | None = None


class LoanRequest(Record):
    """What is asked for: the standing request of a case, or a variation of it."""

    product: Product
    principal: Money
    term_months: Annotated[int, Field(ge=1, le=1200)]
    """Kept as asked, even outside the product's range (E-011 says so)."""
    down_payment: Money | None = None
    autodebit: bool = False
    retires_monthly: Money = Decimal(0)
    """Monthly payments that this loan pays off."""
    could_retire_monthly: Money = Decimal(0)
    """Monthly payments that it could pay off if the customer wants."""
    vehicle_condition: VehicleCondition | None = None
    vehicle_price: Money | None = None
    """The lower of price and guide value."""
    vehicle_model_year: Annotated[int, Field(ge=1950, le=2100)] | None = None
    vehicle_mileage: Annotated[int, Field(ge=0)] | None = None
    property_value: Money | None = None
    """The lower of price and appraisal."""
    property_finding: bool | None = None
    """True: the appraisal found the type or condition unacceptable."""
    taxes_and_insurance: Money | None = None
    """A month, of the home to be financed."""
    hoa_monthly: Money = Decimal(0)
    first_lien_balance: Money | None = None
    payoff_balance: Money | None = None
    old_note_rate_pct: Percent | None = None
    old_remaining_months: TermMonths | None = None
    refinance_purpose: RefinancePurpose = "rate_term"
    gold_items: tuple[GoldItem, ...] = ()
    gold_value: Money | None = None
    """Assayed, or derived from the items."""
    repayment_source: RepaymentSource | None = None
    cost_of_attendance: Money | None = None
    other_aid: Money = Decimal(0)
    deferment_months: Annotated[int, Field(ge=0, le=60)] = 0
    pays_interest_in_school: bool = False
    provider_estimate: Money | None = None
    shared_obligations: Money = Decimal(0)
    """Inside both parties' monthly_obligations; counted once."""


class Assumption(Record):
    """A default of the bank that stands in for what nobody said. Always shown as one."""

    field: str
    used: str
    """The value as text: '700', '100.00', 'new'."""


Stage = Literal["inquiry", "application", "decided"]


class Inquiry(Record):
    """All that the rules, the price and the offers read: who would sign, and what is asked for."""

    request: LoanRequest
    applicant: DecisionProfile
    co_applicant: Party | None = None
    joint_option: Party | None = None
    """A person who would sign but has not been added to the request."""
    co_applicant_refused: bool = False
    """The customer has said that nobody can sign with them."""
    stage: Literal["inquiry", "application"] = "inquiry"
    assumptions: tuple[Assumption, ...] = ()
    default_probability: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    """From the scorer, rounded to 1e-6. Never said, never rendered."""
    scorecard_probability: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    """The transparent scorecard's, where a trained model gave the other (E-072)."""
    model_silent: bool = False
    """The trained model did not answer; a person looks (E-072)."""
    missing_documents: tuple[str, ...] = ()
    """At application: kinds that are asked for and not there yet (E-090)."""
    owns_gold: bool = False
    """Whether the secured alternative may be mentioned as theirs."""


class Severity(StrEnum):
    """What a failed rule means."""

    HARD = "HARD"
    REFER = "REFER"
    LIMIT = "LIMIT"
    WARN = "WARN"
    BLOCK = "BLOCK"


class Outcome(StrEnum):
    """The answer of an evaluation, before an application."""

    LIKELY_FITS = "LIKELY_FITS"
    FITS_WITH_CHANGES = "FITS_WITH_CHANGES"
    NEEDS_REVIEW = "NEEDS_REVIEW"
    NOT_ON_THESE_TERMS = "NOT_ON_THESE_TERMS"


class ApplicationStatus(StrEnum):
    """Where an application stands."""

    RECEIVED = "RECEIVED"
    INCOMPLETE = "INCOMPLETE"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    COUNTEROFFER = "COUNTEROFFER"
    DECLINED = "DECLINED"
    WITHDRAWN = "WITHDRAWN"


FindingStatus = Literal["passed", "failed", "not_assessed"]


class Finding(Record):
    """What one rule saw, and the limit it was held against."""

    rule: str
    """E-041"""
    status: FindingStatus
    severity: Severity
    observed: str | None = None
    """As compared: '45.00', '580', 'Student'."""
    limit: str | None = None
    unit: Literal["pct", "usd", "months", "count", "score", "text"] = "text"
    reasons: tuple[str, ...] = ()
    """Adverse-action ids that this finding names when it failed: ('AA09',)."""
    shortfall: Decimal | None = None
    """(value - threshold) / threshold of a failed ratio; None where nothing is a ratio."""
    replaced_by: str | None = None
    """A failed rule whose reason is better said by another rule; it does not count."""


class Fee(Record):
    """One charge of an offer."""

    name: Literal["origination", "processing", "storage", "appraisal", "title", "credit_report"]
    amount: Money
    finance_charge: bool
    """False: a third-party cost, paid at closing and outside the APR."""


OfferTag = Literal[
    "CLOSEST", "FASTEST", "FASTEST_COMFORTABLE", "BALANCED", "LOWEST_PAYMENT",
    "SAME_TERM_SMALLER", "SAME_AMOUNT_LONGER", "MAX_AMOUNT", "MORE_DOWN", "JOINT",
    "CONSOLIDATE", "SECURED_ALTERNATIVE", "ADJUSTED",
]  # fmt: skip


class AlsoPossible(Record):
    """The shortest feasible term behind a FASTEST_COMFORTABLE card."""

    term_months: int
    note_rate_pct: Percent
    monthly_payment: Money
    total_interest: Money
    dti_post_pct: Percent | None = None


class AutodebitVariant(Record):
    """The same loan with automatic payment, which is always optional."""

    note_rate_pct: Percent
    monthly_payment: Money
    total_interest: Money
    saves_monthly: Money
    saves_total: Money


class RefinanceBenefit(Record):
    """Whether replacing the old mortgage pays."""

    monthly_saving: SignedMoney
    costs: Money
    break_even_months: Decimal | None
    """None when the payment does not fall."""
    remaining_old_payments: Money
    lifetime_saving: SignedMoney
    term_reset_months: int = 0
    """How much later the new loan ends than the old one would."""


class ExtraPayment(Record):
    """What paying more each month, or once, changes."""

    extra_monthly: Money = Decimal(0)
    lump: Money = Decimal(0)
    lump_with_payment: int | None = None
    months: int
    months_saved: int
    total_interest: Money
    interest_saved: Money
    last_payment: Money


class Offer(Record):
    """One priced card. Indicative until underwritten."""

    letter: str = ""
    """Given by the case when shown: 'a', 'b' … never reused. Empty on the ground floor."""
    replaces: str | None = None
    """The letter of the offer that this one adjusts."""
    product: Product
    principal: Money
    term_months: int
    note_rate_pct: Percent
    apr_pct: Percent
    """Three decimals."""
    monthly_payment: Money
    last_payment: Money
    n_payments: int
    total_of_payments: Money
    total_interest: Money
    fees: tuple[Fee, ...] = ()
    total_fees: Money
    finance_charge: Money
    amount_financed: Money
    """What the customer receives."""
    cash_to_close: SignedMoney | None = None
    down_payment: Money | None = None
    dti_pre_pct: Percent | None = None
    dti_post_pct: Percent | None = None
    front_end_pct: Percent | None = None
    pti_pct: Percent | None = None
    ltv_pct: Percent | None = None
    comfort: Literal["comfortable", "stretch"] | None = None
    pmi_monthly: Money | None = None
    pmi_months: int | None = None
    tags: tuple[OfferTag, ...] = ()
    also_possible: AlsoPossible | None = None
    autodebit: AutodebitVariant | None = None
    with_autodebit: bool = False
    """The figures above are already those with automatic payment."""
    with_relationship_discount: bool = False
    extra_payment: ExtraPayment | None = None
    refinance: RefinanceBenefit | None = None
    joint: bool = False
    retires_monthly: Money = Decimal(0)
    saves_monthly_now: SignedMoney | None = None
    """Consolidation: payments retired minus the new payment."""
    residual_income: SignedMoney | None = None
    """What is left a month after obligations and this payment."""
    warnings: tuple[str, ...] = ()
    """Rule ids: E-054 (PMI), E-065 (budget)."""
    subject_to_review: bool = False
    review_rules: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    documents: tuple[str, ...] = ()
    first_payment_date: date | None = None
    valid_until: date | None = None
    catalogue_hash: str = ""
    inputs_hash: str = ""


class Figures(Record):
    """The request exactly as asked; the price fields are None where it cannot be priced."""

    dti_pre_pct: Percent | None = None
    note_rate_pct: Percent | None = None
    monthly_payment: Money | None = None
    dti_post_pct: Percent | None = None
    front_end_pct: Percent | None = None
    pti_pct: Percent | None = None
    ltv_pct: Percent | None = None


class Evaluation(Record):
    """The bank's answer to one inquiry."""

    outcome: Outcome | None
    """None when a BLOCK rule stands: say what is needed, judge nothing."""
    review: bool
    findings: tuple[Finding, ...]
    """Every rule of the stage, in table order: passed, failed or not assessed."""
    principal_reasons: tuple[str, ...] = ()
    """Adverse-action ids in the order of the notice, at most four."""
    as_asked: Figures
    offers: tuple[Offer, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    adverse_action: bool = False
    cures: tuple[str, ...] = ()
    """Fields that could cure a HARD or LIMIT, e.g. ('co_applicant',)."""
    inputs_hash: str = ""
    catalogue_hash: str = ""

    @property
    def failed(self) -> tuple[Finding, ...]:
        """Failed findings that count (not replaced by a better reason)."""
        return tuple(f for f in self.findings if f.status == "failed" and not f.replaced_by)

    @property
    def not_assessed(self) -> tuple[str, ...]:
        """Ids of rules that wait for a fact nobody gave."""
        return tuple(f.rule for f in self.findings if f.status == "not_assessed")


class Lever(Record):
    """One confirmed change of recourse: the engine was re-run with it and it fits."""

    levers: tuple[str, ...]
    """('principal',), or a pair ('credit_score_band', 'monthly_obligations')."""
    exact: tuple[str, ...]
    """Smallest change per lever, signed: ('-2600.00',), ('24',), ('650',), ('add',)."""
    said: tuple[str, ...]
    """What is spoken, rounded outward, and what was re-run."""
    to: tuple[str, ...] = ()
    """Resulting values: ('17400.00',)."""
    horizon: Literal["today", "1-2 months", "3-12 months", "6+ months"]
    robust: bool = False
    """Still passes with obligations 2 % higher."""
    certainty: Literal["exact", "depends"] = "exact"
    caveat: str | None = None
    """A sentence id of the phrase files, e.g. 'joint_liability'."""
    effort: Decimal = Decimal(0)
    product: Product | None = None
    """Of the loan that results; what follows is its price."""
    principal: Money | None = None
    term_months: int | None = None
    note_rate_pct: Percent | None = None
    apr_pct: Percent | None = None
    monthly_payment: Money | None = None
    total_interest: Money | None = None
    dti_post_pct: Percent | None = None
    front_end_pct: Percent | None = None
    subject_to_review: bool = False
    """A person would still look at it."""


class Recourse(Record):
    """The smallest honest changes, or none."""

    today: tuple[Lever, ...] = ()
    later: tuple[Lever, ...] = ()

    @property
    def nothing_quick_helps(self) -> bool:
        """True when nothing that was tried, alone or in pairs, leads to a fit."""
        return not self.today and not self.later
