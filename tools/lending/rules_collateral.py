"""Rules about what stands behind the loan, E-050 to E-054, and the APR ceiling, E-064."""

from tools.lending.assessment import PASSES, WAITS, Assessment, at_most, fails, passes
from tools.lending.catalogue import GoldLimits, RuleData
from tools.lending.records import GoldItem, Product
from tools.lending.situation import Situation


def e050(s: Situation, rule: RuleData) -> Assessment:
    """E-050: the loan is inside its share of the collateral's value."""
    if not s.terms.is_secured(s.principal):
        return PASSES
    return at_most(rule, s.ltv_pct, s.terms.ltv_max_pct[ltv_kind(s)], reasons=rule.aa[:1])


def e051(s: Situation, rule: RuleData) -> Assessment:
    """E-051: the gold is of a kind and purity we take."""
    request, limits = s.standing.request, s.terms.gold
    if limits is None:
        return PASSES
    refused = [item for item in request.gold_items if _is_refused(item, limits)]
    if refused:
        item = refused[0]
        return fails(rule, f"{item.form} {item.karat} karat", f"{limits.min_karat} karat")
    return PASSES if request.gold_items or request.gold_value is not None else WAITS


def e052(s: Situation, rule: RuleData) -> Assessment:
    """E-052: a used car is not too old when the loan ends, nor driven too far."""
    request, limits, today = s.standing.request, s.terms.vehicle, s.standing.today
    if limits is None or s.standing.vehicle_condition == "new":
        return PASSES
    mileage, most = request.vehicle_mileage, limits.max_mileage
    if mileage is not None and most is not None and mileage > most:
        return fails(rule, mileage, most, "count")
    if request.vehicle_model_year is None or today is None or (most and mileage is None):
        return WAITS
    last_month = today.year * 12 + today.month - 1 + s.term_months
    age = last_month // 12 - request.vehicle_model_year
    return at_most(rule, age, limits.max_age_at_maturity_years, "count")


def e053(s: Situation, rule: RuleData) -> Assessment:
    """E-053: the appraisal found nothing that stands in the way."""
    finding = s.standing.request.property_finding
    if finding is None:
        return WAITS
    return fails(rule, "finding") if finding else passes("accepted")


def e054(s: Situation, rule: RuleData) -> Assessment:
    """E-054: no mortgage insurance is due."""
    pmi = s.terms.pmi
    return PASSES if pmi is None else at_most(rule, s.ltv_pct, pmi.above_ltv_pct)


def e064(s: Situation, rule: RuleData) -> Assessment:
    """E-064: the all-in APR stays under the ceiling."""
    return at_most(rule, s.apr_pct, s.standing.rulebook.catalogue.legal.max_apr_pct)


def ltv_kind(s: Situation) -> str:
    """Return which loan-to-value cap of the product applies: the key in the catalogue."""
    request = s.standing.request
    if request.product is Product.CAR:
        return s.standing.vehicle_condition
    if request.product is Product.MORTGAGE_REFINANCE:
        return request.refinance_purpose
    return {Product.HOME: "purchase", Product.GOLD: "standard"}.get(request.product, "cltv")


def _is_refused(item: GoldItem, limits: GoldLimits) -> bool:
    return item.karat < limits.min_karat or (item.form == "bar" and not limits.bars_accepted)


COLLATERAL_RULES = (e050, e051, e052, e053, e054, e064)
