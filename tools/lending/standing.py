"""Who asks, and what with: everything that rules and price read and a search does not change.

Derived once per inquiry. A plain slotted object, because recourse builds hundreds of them.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tools.lending.catalogue import ProductTerms, Rulebook
from tools.lending.pricing import credit_points, points_up_to
from tools.lending.ratios import dti_pre_pct, ltv_pct
from tools.lending.records import (
    Assumption,
    BureauFactor,
    Inquiry,
    LoanRequest,
    Party,
    Product,
)
from tools.lending.units import ZERO, to_cents

ASSUMED_LTV_PCT = Decimal("100.00")
"""Priced with, and said, while nobody has named the price of the vehicle."""


@dataclass(slots=True)
class Standing:
    """Who asks, and what with. Money is USD; None is unknown."""

    inquiry: Inquiry
    rulebook: Rulebook
    terms: ProductTerms
    today: date | None
    parties: tuple[Party, ...]
    income: Decimal | None
    """Gross a year, of all who sign."""
    obligations: Decimal | None
    """A month, shared ones once."""
    replaced: Decimal
    """The part of them that this loan ends: rent, the old mortgage, retired debts."""
    dti_pre_pct: Decimal | None
    """None while unknown, and undefined where there is no income."""
    score: int | None
    no_file: bool
    factors: tuple[BureauFactor, ...]
    savings: Decimal | None
    collateral_value: Decimal | None
    prior_lien: Decimal | None
    housing_costs: Decimal
    """Taxes, insurance and association dues of the home to be financed, a month."""
    old_payment: Decimal | None
    """Principal and interest of the mortgage to be replaced."""
    vehicle_condition: str
    credit_points: int
    dti_points: int
    unknown: tuple[str, ...]
    """What the price needs and nobody has said."""
    assumptions: tuple[Assumption, ...]

    @property
    def request(self) -> LoanRequest:
        return self.inquiry.request

    @property
    def is_joint(self) -> bool:
        return len(self.parties) > 1

    def ltv_of(self, principal: Decimal) -> Decimal | None:
        """Return loan to value as shown (with the first lien where there is one), or None."""
        if not self.collateral_value or self.prior_lien is None:
            return None
        if not self.terms.is_secured(principal):
            return None
        return ltv_pct(principal, self.collateral_value, prior_liens=self.prior_lien)


def standing_of(inquiry: Inquiry, rulebook: Rulebook, today: date | None = None) -> Standing:
    """Derive everything that principal and term do not change."""
    request, terms = inquiry.request, rulebook.terms(inquiry.request.product)
    grid = rulebook.catalogue.pricing
    parties = parties_of(inquiry)
    income = total([p.annual_income for p in parties])
    obligations = obligations_of(inquiry, parties)
    score, no_file, factors, score_unknown = credit_of(inquiry, parties)
    dti_pre = None
    if income is not None and obligations is not None:
        dti_pre = dti_pre_pct(obligations, income)
    value, lien = collateral_of(request), prior_lien_of(inquiry)
    housing = housing_costs_of(request, terms, rulebook, value)
    missing = (
        ("credit_score", score_unknown and request.product is not Product.GOLD),
        ("annual_income", income is None and request.product is not Product.GOLD),
        ("monthly_obligations", obligations is None),
        (
            "collateral_value",
            terms.is_secured(request.principal)
            and not value
            and request.product is not Product.CAR,
        ),
        ("first_lien_balance", terms.is_secured(request.principal) and lien is None),
    )
    return Standing(
        inquiry=inquiry,
        rulebook=rulebook,
        terms=terms,
        today=today,
        parties=parties,
        income=income,
        obligations=obligations,
        replaced=min(replaced_by(request, parties), obligations or ZERO),
        dti_pre_pct=dti_pre,
        score=score,
        no_file=no_file,
        factors=factors,
        savings=total([p.savings for p in parties]),
        collateral_value=value,
        prior_lien=lien,
        housing_costs=housing,
        old_payment=old_payment_of(request, parties),
        vehicle_condition=request.vehicle_condition or "new",
        credit_points=credit_points(grid, score),
        dti_points=points_up_to(grid.dti_pre_pct, dti_pre if obligations else ZERO),
        unknown=tuple(name for name, is_missing in missing if is_missing),
        assumptions=assumptions_of(inquiry, terms, value, housing),
    )


def parties_of(inquiry: Inquiry) -> tuple[Party, ...]:
    """Return everyone who signs, the applicant first."""
    co_applicant = inquiry.co_applicant
    return (inquiry.applicant,) if co_applicant is None else (inquiry.applicant, co_applicant)


def total(amounts: list[Decimal | None]) -> Decimal | None:
    """Add; unknown if one of them is.

    >>> total([Decimal(2), None]) is None
    True
    """
    known = [a for a in amounts if a is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def obligations_of(inquiry: Inquiry, parties: tuple[Party, ...]) -> Decimal | None:
    """Return monthly obligations of all who sign, shared ones once; gold assumes 0."""
    gold = inquiry.request.product is Product.GOLD
    amounts = [
        ZERO if p.monthly_obligations is None and gold else p.monthly_obligations for p in parties
    ]
    owed = total(amounts)
    if owed is None or len(parties) == 1:
        return owed
    return max(owed - inquiry.request.shared_obligations, ZERO)


def replaced_by(request: LoanRequest, parties: tuple[Party, ...]) -> Decimal:
    """Return the obligations that end with this loan, USD a month."""
    ended = request.retires_monthly
    if request.product is Product.HOME:
        rents = [p.rent or ZERO for p in parties]
        # A rent that both have named is paid once, and can end only once.
        ended += max(sum(rents) - request.shared_obligations, max(rents))
    if request.product is Product.MORTGAGE_REFINANCE:
        ended += old_payment_of(request, parties) or ZERO
        ended += next((p.taxes_and_insurance for p in parties if p.taxes_and_insurance), ZERO)
    return ended


def old_payment_of(request: LoanRequest, parties: tuple[Party, ...]) -> Decimal | None:
    """Return principal and interest of the mortgage that a refinance replaces."""
    if request.product is not Product.MORTGAGE_REFINANCE:
        return None
    named = (p.mortgage_principal_and_interest for p in parties)
    return next((payment for payment in named if payment), None)


def credit_of(
    inquiry: Inquiry, parties: tuple[Party, ...]
) -> tuple[int | None, bool, tuple[BureauFactor, ...], bool]:
    """Return the score that prices, whether nobody has a file, its factors, whether it is unknown.

    The lower score prices; for education it is the co-applicant's.
    """
    if inquiry.request.product is Product.EDUCATION and inquiry.co_applicant is not None:
        parties = (inquiry.co_applicant,)
    if any(p.credit_score is None and not p.no_credit_file for p in parties):
        return None, False, (), True
    scored = [(p.credit_score, p) for p in parties if p.credit_score is not None]
    if not scored:
        return None, True, parties[0].bureau_factors or ("no_file",), False
    score, party = min(scored, key=lambda pair: pair[0])
    return score, False, party.bureau_factors, False


def collateral_of(request: LoanRequest) -> Decimal | None:
    """Return the value that stands behind the loan."""
    if request.product is Product.CAR:
        return request.vehicle_price
    return request.gold_value if request.product is Product.GOLD else request.property_value


def prior_lien_of(inquiry: Inquiry) -> Decimal | None:
    """Return what is owed on the home before this loan; unknown for a mortgage nobody sized."""
    if inquiry.request.product is not Product.HOME_IMPROVEMENT:
        return ZERO
    if inquiry.request.first_lien_balance is not None:
        return inquiry.request.first_lien_balance
    return None if inquiry.applicant.home_ownership == "Mortgage" else ZERO


def housing_costs_of(
    request: LoanRequest, terms: ProductTerms, rulebook: Rulebook, value: Decimal | None
) -> Decimal:
    """Return taxes, insurance and dues a month; a share of the value where nobody has said."""
    if terms.front_end_max_pct is None:
        return ZERO
    if request.taxes_and_insurance is not None:
        return request.taxes_and_insurance + request.hoa_monthly
    yearly_pct = rulebook.catalogue.advice.taxes_and_insurance_default_pct
    return to_cents((value or ZERO) * yearly_pct / 1200) + request.hoa_monthly


def assumptions_of(
    inquiry: Inquiry, terms: ProductTerms, value: Decimal | None, housing_costs: Decimal
) -> tuple[Assumption, ...]:
    """Return the inquiry's assumptions and those that the figures add."""
    request, added = inquiry.request, []
    if request.product is Product.CAR and request.vehicle_condition is None:
        added.append(Assumption(field="vehicle_condition", used="new"))
    if request.product is Product.CAR and not value:
        added.append(Assumption(field="ltv_pct", used=str(ASSUMED_LTV_PCT)))
    if terms.front_end_max_pct is not None and request.taxes_and_insurance is None and value:
        used = str(housing_costs - request.hoa_monthly)
        added.append(Assumption(field="taxes_and_insurance", used=used))
    if request.product is Product.GOLD and inquiry.applicant.monthly_obligations is None:
        added.append(Assumption(field="monthly_obligations", used="0.00"))
    said = {a.field for a in inquiry.assumptions}
    return (*inquiry.assumptions, *(a for a in added if a.field not in said))
