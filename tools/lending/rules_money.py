"""Rules about income, debts and what is left: E-040 to E-047, E-063, E-065, E-080."""

from decimal import Decimal

from tools.lending.assessment import PASSES, WAITS, Assessment, at_least, at_most, fails, passes
from tools.lending.catalogue import RuleData
from tools.lending.closing import benefit_of, cash_to_close
from tools.lending.records import EmploymentStatus, Party
from tools.lending.situation import Situation
from tools.lending.units import ZERO, as_shown

HUNDRED = Decimal(100)


def e040(s: Situation, rule: RuleData) -> Assessment:
    """E-040: debts before the loan are inside the cap, or the loan retires more than it adds."""
    before, after = s.standing.dti_pre_pct, s.dti_post_pct
    found = at_most(rule, before, s.terms.dti_pre_max_pct)
    if before is None or found.status == "passed" or not s.standing.request.retires_monthly:
        return found
    if after is None:
        return WAITS
    return passes(before, found.limit, "pct") if after < before else found


def e041(s: Situation, rule: RuleData) -> Assessment:
    """E-041: debts with the loan are inside the cap; it is wider where a refinance pays less."""
    wider = s.terms.dti_post_max_if_payment_falls_pct
    cap = wider if wider is not None and s.payment_falls else s.terms.dti_post_max_pct
    return at_most(rule, s.dti_post_pct, cap)


def e042(s: Situation, rule: RuleData) -> Assessment:
    """E-042: housing cost is inside its cap, unless a refinance lowers the payment."""
    cap = s.terms.front_end_max_pct
    if cap is None:
        return PASSES
    if s.payment_falls and s.front_end_pct is not None:
        return passes(s.front_end_pct, unit="pct")
    return at_most(rule, s.front_end_pct, cap)


def e043(s: Situation, rule: RuleData) -> Assessment:
    """E-043: the payment alone is inside its cap."""
    cap = s.terms.pti_max_pct
    return PASSES if cap is None else at_most(rule, s.pti_pct, cap)


def e044(s: Situation, rule: RuleData) -> Assessment:
    """E-044: income reaches the product's minimum."""
    floor = s.terms.min_annual_income
    return at_least(rule, s.standing.income, floor, "usd") if floor else PASSES


def e045(s: Situation, rule: RuleData) -> Assessment:
    """E-045: documents confirm the income."""
    answers = [party.income_verification for party in s.standing.parties]
    if "could_not_confirm" in answers:
        return fails(rule, "could not confirm")
    return WAITS if None in answers else passes("confirmed")


def e046(s: Situation, rule: RuleData) -> Assessment:
    """E-046: some payments are left in savings after closing."""
    savings, cash, payment = s.standing.savings, cash_to_close(s), s.monthly_payment
    if savings is None or cash is None or payment is None:
        return WAITS
    least = rule.thresholds["payments_left"] * (payment + s.standing.housing_costs)
    return at_least(rule, savings - cash, least, "usd")


def e047(s: Situation, rule: RuleData) -> Assessment:
    """E-047: a business is old enough and its income steady enough to count without averaging."""
    found = [_business(party, rule) for party in s.standing.parties]
    failed = [answer for answer in found if answer.status == "failed"]
    return failed[0] if failed else WAITS if WAITS in found else PASSES


def e063(s: Situation, rule: RuleData) -> Assessment:
    """E-063: a refinance earns its costs back in time, or saves over its life."""
    benefit, wanted = benefit_of(s, s.note_rate_pct), s.terms.net_benefit
    if wanted is None:
        return PASSES
    if benefit is None:
        return WAITS
    months, saving = benefit.break_even_months, benefit.lifetime_saving
    quick = months is not None and months <= wanted.max_break_even_months
    if quick or saving >= wanted.or_lifetime_saving_min:
        return passes(saving, wanted.or_lifetime_saving_min, "usd")
    return fails(rule, saving, wanted.or_lifetime_saving_min, "usd")


def e065(s: Situation, rule: RuleData) -> Assessment:
    """E-065: the loan leaves room to live."""
    advice, left = s.standing.rulebook.catalogue.advice, residual_income(s)
    if left is None:
        return WAITS
    if s.dti_post_pct is not None and s.dti_post_pct > advice.budget_dti_post_pct:
        return fails(rule, s.dti_post_pct, as_shown(advice.budget_dti_post_pct), "pct")
    return at_least(rule, left, advice.residual_income_min, "usd")


def e080(s: Situation, rule: RuleData) -> Assessment:
    """E-080: the facts fit together, or documents have settled them."""
    for party in s.standing.parties:
        if party.income_verification != "confirmed":
            doubt = _doubt(party, rule)
            if doubt is not None:
                return doubt
    income, payment = s.standing.income, s.monthly_payment
    if payment is not None and income:
        share = as_shown(payment * 1200 / income)
        return at_most(rule, share, rule.thresholds["payment_share_pct"])
    return WAITS if income is None and s.terms.min_annual_income else PASSES


def residual_income(s: Situation) -> Decimal | None:
    """Return what is left a month, USD, after all obligations with this loan in place."""
    if s.standing.income is None or s.debt_after is None:
        return None
    return (s.standing.income / 12).quantize(Decimal("0.01")) - s.debt_after


def _business(party: Party, rule: RuleData) -> Assessment:
    if party.employment_status is None:
        return WAITS
    if party.employment_status is not EmploymentStatus.SELF_EMPLOYED:
        return PASSES
    months, floor = party.months_employed, int(rule.thresholds["months"])
    if months is not None and months < floor:
        return at_least(rule, months, floor, "months", reasons=rule.aa[:1])
    if months is None or party.income_by_year is None:
        return WAITS
    swing = _change_pct(*party.income_by_year)
    return at_most(rule, swing, rule.thresholds["swing_pct"], reasons=rule.aa[1:] or rule.aa)


def _doubt(party: Party, rule: RuleData) -> Assessment | None:
    income, limits = party.annual_income, rule.thresholds
    if income is None:
        return None
    unemployed = party.employment_status is EmploymentStatus.UNEMPLOYED
    if unemployed and party.other_income_documents != "verified":
        found = at_most(rule, income, limits["unemployed_income"], "usd")
        if found.status == "failed":
            return found
    if party.income_said_before is not None:
        change = _change_pct(income, party.income_said_before)
        found = at_most(rule, change, limits["income_change_pct"])
        return found if found.status == "failed" else None
    return None


def _change_pct(now: Decimal, before: Decimal) -> Decimal:
    """Return the size of a change in percent; from nothing, any income is a full change."""
    if not before:
        return HUNDRED if now else ZERO
    return as_shown(abs(now - before) * 100 / before)


MONEY_RULES = (e040, e041, e042, e043, e044, e045, e046, e047, e063, e065, e080)
