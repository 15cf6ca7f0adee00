"""Rules about credit behaviour: E-030 to E-036, and the scorer's E-070 to E-072."""

from decimal import Decimal

from tools.lending.assessment import PASSES, WAITS, Assessment, at_least, at_most, fails, passes
from tools.lending.catalogue import RuleData
from tools.lending.records import Product, PublicRecord, Severity
from tools.lending.situation import Situation

REASON_OF_RECORD = {
    "bankruptcy": "AA21",
    "foreclosure": "AA20",
    "judgment": "AA18",
    "garnishment": "AA19",
}


def e030(s: Situation, rule: RuleData) -> Assessment:
    """E-030: the score is on the automatic line; a little below it, a person looks."""
    score, terms = s.standing.score, s.terms
    if terms.min_credit_score is None or s.standing.no_file:
        return PASSES
    refers = score is not None and score >= (terms.refer_credit_score or terms.min_credit_score)
    severity = Severity.REFER if refers else Severity.HARD
    floor = terms.min_credit_score
    return at_least(rule, score, floor, "score", severity=severity, reasons=_factors(s))


def e031(s: Situation, rule: RuleData) -> Assessment:
    """E-031: there is a credit file."""
    if s.terms.min_credit_score is None:
        return PASSES
    if s.standing.no_file:
        return fails(rule, "no file", reasons=_factors(s))
    return WAITS if s.standing.score is None else passes(s.standing.score, unit="score")


def e032(s: Situation, rule: RuleData) -> Assessment:
    """E-032: no poor payment history; unsecured it ends here, secured a person looks."""
    histories = [party.payment_history for party in s.standing.parties]
    if "Poor" in histories:
        secured = s.terms.is_secured(s.principal)
        return fails(rule, "Poor", severity=Severity.REFER if secured else Severity.HARD)
    return WAITS if None in histories else passes("Fair" if "Fair" in histories else "Good")


def e033(s: Situation, rule: RuleData) -> Assessment:
    """E-033: no recent bankruptcy or foreclosure, no open judgment or garnishment."""
    files = [party.public_records for party in s.standing.parties]
    home = s.standing.request.product is Product.HOME
    items = [r for file in files for r in file or () if _counts(r, rule, home=home)]
    if items:
        reasons = tuple(dict.fromkeys(REASON_OF_RECORD[item.kind] for item in items))
        return fails(rule, ", ".join(item.kind for item in items), reasons=reasons)
    return WAITS if None in files else passes("none")


def e034(s: Situation, rule: RuleData) -> Assessment:
    """E-034: not too many open loans."""
    loans = s.standing.inquiry.applicant.existing_loans
    return at_most(rule, loans, int(rule.thresholds["existing_loans"]), "count")


def e035(s: Situation, rule: RuleData) -> Assessment:
    """E-035: not too many recent credit applications."""
    counts, limit = [p.inquiries_6m for p in s.standing.parties], rule.thresholds["inquiries_6m"]
    most = max((count for count in counts if count is not None), default=0)
    return WAITS if None in counts and most <= limit else at_most(rule, most, int(limit), "count")


def e036(s: Situation, rule: RuleData) -> Assessment:
    """E-036: no late payment with us in the last year."""
    late = s.standing.inquiry.applicant.late_with_us_12m
    if late is None:
        return WAITS
    return fails(rule, "late") if late else passes("none late")


def e070(s: Situation, rule: RuleData) -> Assessment | None:
    """E-070: the model's default probability is not high."""
    pd_pct = _pd_pct(s)
    if pd_pct is None:
        return None
    return fails(rule, "high") if pd_pct > rule.thresholds["above_pd_pct"] else PASSES


def e071(s: Situation, rule: RuleData) -> Assessment | None:
    """E-071: the model's default probability is not in the grey band."""
    pd_pct = _pd_pct(s)
    if pd_pct is None:
        return None
    low, high = rule.thresholds["from_pd_pct"], rule.thresholds["to_pd_pct"]
    return fails(rule, "grey band") if low <= pd_pct <= high else PASSES


def e072(s: Situation, rule: RuleData) -> Assessment | None:
    """E-072: scorecard and model do not strongly disagree, and the model did answer."""
    pd_pct, other = _pd_pct(s), s.standing.inquiry.scorecard_probability
    if s.standing.inquiry.model_silent:
        return fails(rule, "one opinion only")
    if pd_pct is None or other is None:
        return None
    gap = abs(pd_pct - other * 100)
    return fails(rule, "disagree") if gap > rule.thresholds["pd_gap_pct"] else PASSES


def _factors(s: Situation) -> tuple[str, ...]:
    """Return the notice's reasons for what the bureau reported, in its order: never 'score'."""
    known = s.standing.rulebook.bureau_factor_reasons
    return tuple(known[factor] for factor in s.standing.factors)


def _counts(record: PublicRecord, rule: RuleData, *, home: bool) -> bool:
    if record.months_ago is None:
        return True
    if record.kind == "bankruptcy":
        field = "bankruptcy_home_months" if home else "bankruptcy_months"
        return record.months_ago < rule.thresholds[field]
    if record.kind == "foreclosure":
        return record.months_ago < rule.thresholds["foreclosure_months"]
    return False


def _pd_pct(s: Situation) -> Decimal | None:
    """None: no scorer has looked, and then its rules do not speak at all."""
    probability = s.standing.inquiry.default_probability
    return None if probability is None else probability * 100


CREDIT_RULES = (e030, e031, e032, e033, e034, e035, e036, e070, e071, e072)
