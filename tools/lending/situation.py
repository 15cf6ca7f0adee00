"""A standing with one principal and one term on the table, and the price of that."""

from dataclasses import dataclass
from decimal import Decimal

from tools.lending.amortization import LoanTotals, loan_totals, monthly_payment
from tools.lending.catalogue import ProductTerms
from tools.lending.deferment import DeferredLoan, deferred_loan
from tools.lending.pmi import pmi_monthly
from tools.lending.pricing import (
    PriceParts,
    income_points,
    note_rate_pct,
    points_up_to,
    term_points,
)
from tools.lending.ratios import dti_post_pct, front_end_pct, pti_pct
from tools.lending.records import Product
from tools.lending.standing import ASSUMED_LTV_PCT, Standing
from tools.lending.units import ZERO


@dataclass(slots=True)
class Situation:
    """One principal over one term. The price fields are None until `price` has run."""

    standing: Standing
    principal: Decimal
    term_months: int
    ltv_pct: Decimal | None
    parts: PriceParts | None = None
    note_rate_pct: Decimal | None = None
    """Without auto-debit, which is optional and therefore never counts for eligibility."""
    monthly_payment: Decimal | None = None
    pmi_monthly: Decimal = ZERO
    debt_after: Decimal | None = None
    """All obligations a month with this loan in place."""
    dti_post_pct: Decimal | None = None
    front_end_pct: Decimal | None = None
    pti_pct: Decimal | None = None
    apr_pct: Decimal | None = None
    """Only on cards that are kept (E-064)."""

    @property
    def terms(self) -> ProductTerms:
        return self.standing.terms

    @property
    def payment_falls(self) -> bool:
        """Whether a refinance costs less a month than the old mortgage."""
        old, new = self.standing.old_payment, self.monthly_payment
        return old is not None and new is not None and new < old


def situation_of(standing: Standing, principal: Decimal, term_months: int) -> Situation:
    """Put a principal and a term on the table, unpriced."""
    return Situation(standing, principal, term_months, standing.ltv_of(principal))


def priced(standing: Standing, principal: Decimal, term_months: int) -> Situation:
    """Put a principal and a term on the table and price them; unpriced if a fact is missing."""
    situation = situation_of(standing, principal, term_months)
    price(situation)
    return situation


def price(situation: Situation) -> None:
    """Fill in rate, payment and the ratios that follow from them."""
    standing = situation.standing
    if standing.unknown or lacks_value(situation):
        return
    situation.parts = parts_of(situation)
    situation.note_rate_pct = rate_of(situation)
    payment = payment_at(situation, situation.note_rate_pct)
    situation.monthly_payment = payment
    if standing.terms.pmi is not None and standing.collateral_value:
        situation.pmi_monthly = pmi_monthly(
            situation.principal, standing.collateral_value, standing.terms.pmi
        )
    housing = standing.housing_costs + situation.pmi_monthly
    if standing.obligations is not None:
        situation.debt_after = standing.obligations - standing.replaced + payment + housing
    if standing.income is not None:
        fill_ratios(situation, standing.income, payment, housing)


def lacks_value(situation: Situation) -> bool:
    """Tell whether this principal takes collateral that nobody has valued; a car may wait."""
    is_car = situation.standing.request.product is Product.CAR
    secured = situation.terms.is_secured(situation.principal)
    return secured and situation.ltv_pct is None and not is_car


def fill_ratios(situation: Situation, income: Decimal, payment: Decimal, housing: Decimal) -> None:
    """Fill in the ratios of a payment to income; undefined where there is no income."""
    terms, standing = situation.terms, situation.standing
    if standing.obligations is not None:
        situation.dti_post_pct = dti_post_pct(
            standing.obligations, income, payment, replaced=standing.replaced, escrow=housing
        )
    if terms.front_end_max_pct is not None:
        situation.front_end_pct = front_end_pct(income, payment, taxes_and_insurance=housing)
    if terms.pti_max_pct is not None:
        situation.pti_pct = pti_pct(payment, income)


def parts_of(situation: Situation) -> PriceParts:
    """Return the points of this loan, table by table."""
    standing, terms = situation.standing, situation.terms
    grid = standing.rulebook.catalogue.pricing
    term_share = term_points(terms, grid, situation.term_months)
    if terms.is_secured(situation.principal):
        ltv = situation.ltv_pct if situation.ltv_pct is not None else ASSUMED_LTV_PCT
        backed, unbacked = points_up_to(grid.ltv_pct, ltv), 0
    else:
        income = standing.income
        backed = 0
        unbacked = income_points(grid, situation.principal / income if income else None)
    return PriceParts(standing.credit_points, standing.dti_points, term_share, backed, unbacked)


def rate_of(situation: Situation, *, autodebit: bool = False) -> Decimal:
    """Return the note rate of a situation whose points are known."""
    standing, terms = situation.standing, situation.terms
    parts = situation.parts or parts_of(situation)
    months = standing.inquiry.applicant.relationship_months
    return note_rate_pct(
        terms,
        standing.rulebook.catalogue.pricing,
        parts,
        autodebit=autodebit,
        relationship=months >= terms.relationship_months_min,
    )


def payment_at(situation: Situation, rate_pct: Decimal) -> Decimal:
    """Return the level payment at a rate, without building a schedule."""
    if situation.standing.request.deferment_months:
        return totals_at(situation, rate_pct).monthly_payment
    return monthly_payment(situation.principal, rate_pct, situation.term_months)


def totals_at(situation: Situation, rate_pct: Decimal) -> LoanTotals:
    """Return payment and totals at a rate, a deferment included."""
    principal, months = situation.principal, situation.term_months
    if not situation.standing.request.deferment_months:
        return loan_totals(principal, rate_pct, months)
    loan = deferred_at(situation, rate_pct)
    return LoanTotals(
        loan.monthly_payment, loan.last_payment, loan.total_interest, loan.total_of_payments
    )


def deferred_at(situation: Situation, rate_pct: Decimal) -> DeferredLoan:
    """Return the loan at a rate, with the deferment that was asked for."""
    request = situation.standing.request
    return deferred_loan(
        situation.principal,
        rate_pct,
        situation.term_months,
        request.deferment_months,
        pays_interest_in_school=request.pays_interest_in_school,
    )
