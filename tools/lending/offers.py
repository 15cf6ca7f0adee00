"""One priced card: every figure a customer is shown about a loan.

Searches compare payments only. The schedule's totals, the APR, fees and dates are computed here,
for the cards that are kept.
"""

import hashlib
import json
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from tools.lending.amortization import LoanTotals
from tools.lending.apr import apr_pct, level_apr_pct
from tools.lending.closing import benefit_of, cash_to_close
from tools.lending.deferment import payment_flows
from tools.lending.eligibility import Judged
from tools.lending.fees import fees_of, prepaid_charges
from tools.lending.pmi import PmiPlan, pmi_plan
from tools.lending.records import (
    AlsoPossible,
    AutodebitVariant,
    Inquiry,
    Offer,
    OfferTag,
    Product,
    Severity,
)
from tools.lending.rules_money import residual_income
from tools.lending.situation import Situation, deferred_at, rate_of, totals_at
from tools.lending.units import ZERO

APR_PLACES = Decimal("0.001")


def offer_of(
    situation: Situation,
    judged: tuple[Judged, ...],
    tags: tuple[OfferTag, ...],
    also_possible: AlsoPossible | None = None,
) -> Offer:
    """Return the card of a priced situation; `judged` are its rules.

    Ratios are those of the payment without auto-debit, which never counts for eligibility.
    """
    standing, request, terms = situation.standing, situation.standing.request, situation.terms
    catalogue, principal = standing.rulebook.catalogue, situation.principal
    rate = rate_of(situation, autodebit=request.autodebit)
    totals = totals_at(situation, rate)
    pmi = pmi_of(situation, rate)
    fees = fees_of(terms.fees, principal)
    financed = principal - prepaid_charges(terms.fees, principal)
    reviews = tuple(j.rule.id for j in judged if j.is_a(Severity.REFER))
    today = standing.today
    return Offer(
        product=request.product,
        principal=principal,
        term_months=situation.term_months,
        note_rate_pct=rate,
        apr_pct=apr_of(situation, rate, totals, financed, pmi),
        monthly_payment=totals.monthly_payment,
        last_payment=totals.last_payment,
        n_payments=payments_of(situation),
        total_of_payments=totals.total_of_payments,
        total_interest=totals.total_interest,
        fees=fees,
        total_fees=sum((fee.amount for fee in fees), ZERO),
        finance_charge=totals.total_of_payments - financed + (pmi.total if pmi else ZERO),
        amount_financed=financed,
        cash_to_close=cash_to_close(situation),
        down_payment=down_payment_of(situation),
        dti_pre_pct=standing.dti_pre_pct,
        dti_post_pct=situation.dti_post_pct,
        front_end_pct=situation.front_end_pct,
        pti_pct=situation.pti_pct,
        ltv_pct=situation.ltv_pct,
        comfort=comfort_of(situation),
        pmi_monthly=pmi.monthly if pmi else None,
        pmi_months=pmi.automatic_month if pmi else None,
        tags=tags,
        also_possible=also_possible,
        autodebit=None if request.autodebit else autodebit_of(situation, totals),
        with_autodebit=request.autodebit,
        with_relationship_discount=has_relationship(situation),
        refinance=benefit_of(situation, rate),
        joint=standing.is_joint,
        retires_monthly=request.retires_monthly,
        saves_monthly_now=saving_of(situation, totals),
        residual_income=residual_income(situation),
        warnings=tuple(j.rule.id for j in judged if j.is_a(Severity.WARN)),
        subject_to_review=bool(reviews),
        review_rules=reviews,
        assumptions=standing.assumptions,
        documents=terms.documents,
        first_payment_date=today and today + timedelta(catalogue.advice.first_payment_days),
        valid_until=today and today + timedelta(catalogue.offer_valid_days),
        catalogue_hash=catalogue.content_hash,
        inputs_hash=inputs_hash(standing.inquiry),
    )


def apr_of(
    situation: Situation,
    rate_pct: Decimal,
    totals: LoanTotals,
    financed: Decimal,
    pmi: PmiPlan | None,
) -> Decimal:
    """Return the APR, three decimals, mortgage insurance included while it runs."""
    if situation.standing.request.deferment_months:
        flows = payment_flows(deferred_at(situation, rate_pct))
        return apr_pct([(financed, 0, 0)], flows, 12).quantize(APR_PLACES)
    return level_apr_pct(
        financed,
        totals.monthly_payment,
        totals.last_payment,
        situation.term_months,
        rate_pct,
        (pmi.monthly, pmi.automatic_month) if pmi else None,
    )


def pmi_of(situation: Situation, rate_pct: Decimal) -> PmiPlan | None:
    """Return the plan of the mortgage insurance, None where there is none."""
    value, pmi = situation.standing.collateral_value, situation.terms.pmi
    if not situation.pmi_monthly or pmi is None or value is None:
        return None
    return pmi_plan(situation.principal, value, rate_pct, situation.term_months, pmi)


def payments_of(situation: Situation) -> int:
    """Return how many payments are made, interest in school included."""
    request = situation.standing.request
    in_school = request.deferment_months if request.pays_interest_in_school else 0
    return situation.term_months + in_school


def down_payment_of(situation: Situation) -> Decimal | None:
    """Return the down payment that goes with this principal; None where there is no price.

    What was said, 0 until then, and every dollar that the principal is smaller than asked.
    """
    request, value = situation.standing.request, situation.standing.collateral_value
    if request.product not in (Product.CAR, Product.HOME):
        return None
    if request.down_payment is None and not value:
        return None
    paid = request.down_payment or ZERO
    return max(paid + request.principal - situation.principal, ZERO)


def comfort_of(situation: Situation) -> Literal["comfortable", "stretch"] | None:
    """Return which side of the comfort line the payment lies on; None without a ratio."""
    ratio = situation.dti_post_pct
    if ratio is None:
        return None
    line = situation.standing.rulebook.catalogue.advice.comfort_dti_post_pct
    return "comfortable" if ratio <= line else "stretch"


def autodebit_of(situation: Situation, totals: LoanTotals) -> AutodebitVariant | None:
    """Return the same loan with automatic payment, which is always optional."""
    if not situation.terms.autodebit_discount_pct:
        return None
    rate = rate_of(situation, autodebit=True)
    cheaper = totals_at(situation, rate)
    return AutodebitVariant(
        note_rate_pct=rate,
        monthly_payment=cheaper.monthly_payment,
        total_interest=cheaper.total_interest,
        saves_monthly=totals.monthly_payment - cheaper.monthly_payment,
        saves_total=totals.total_interest - cheaper.total_interest,
    )


def has_relationship(situation: Situation) -> bool:
    """Tell whether the rate holds the relationship discount."""
    terms, applicant = situation.terms, situation.standing.inquiry.applicant
    held = applicant.relationship_months >= terms.relationship_months_min
    return held and bool(terms.relationship_discount_pct)


def saving_of(situation: Situation, totals: LoanTotals) -> Decimal | None:
    """Return by how much monthly payments fall when debts are paid off with the loan."""
    retires = situation.standing.request.retires_monthly
    return retires - totals.monthly_payment if retires else None


@lru_cache(maxsize=64)
def inputs_hash(inquiry: Inquiry) -> str:
    """Return SHA-256 over the canonical JSON of an inquiry: equal inputs, equal hash.

    Amounts are written without trailing zeros, so 20000 and 20000.00 are the same input. The last
    ones are kept: each card of an answer bears the hash of the same inquiry.
    """
    facts = json.dumps(
        inquiry.model_dump(), sort_keys=True, separators=(",", ":"), default=_as_text
    )
    return hashlib.sha256(facts.encode()).hexdigest()


def _as_text(value: object) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
