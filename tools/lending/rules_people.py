"""Rules about who signs and what is being asked for: E-001 to E-024, E-060 to E-062, E-090."""

from tools.lending.assessment import PASSES, WAITS, Assessment, at_least, at_most, fails, passes
from tools.lending.catalogue import RuleData
from tools.lending.records import WORKING, EmploymentStatus
from tools.lending.situation import Situation


def e001(s: Situation, rule: RuleData) -> Assessment:
    """E-001: everyone who signs has the legal capacity to contract."""
    answers = [party.has_capacity for party in s.standing.parties]
    min_age = s.standing.rulebook.catalogue.legal.min_age
    if False in answers:
        return fails(rule, "no", min_age)
    return WAITS if None in answers else passes("yes", min_age)


def e002(s: Situation, rule: RuleData) -> Assessment:
    """E-002: everyone who applies has proved their identity."""
    if all(party.identity_verified for party in s.standing.parties):
        return passes("verified")
    return fails(rule, "not verified")


def e003(s: Situation, rule: RuleData) -> Assessment:
    """E-003: the loan is offered where the customer lives."""
    served, state = s.standing.rulebook.catalogue.legal.states_served, _state(s)
    if served is None:
        return PASSES
    if state is None:
        return WAITS
    return passes(state) if state in served else fails(rule, state, ", ".join(served))


def e004(s: Situation, rule: RuleData) -> Assessment:
    """E-004: no screening hit. A hit goes to a colleague in silence; nothing about it is shown."""
    hit = s.standing.inquiry.applicant.screening_hit
    if hit is None:
        return WAITS
    return fails(rule, "colleague") if hit else PASSES


def e010(s: Situation, rule: RuleData) -> Assessment:
    """E-010: the principal lies in the product's range."""
    allowed = s.terms.principal
    limit = f"{allowed.min}-{allowed.max}"
    if allowed.min <= s.principal <= allowed.max:
        return passes(s.principal, limit, "usd")
    return fails(rule, s.principal, limit, "usd")


def e011(s: Situation, rule: RuleData) -> Assessment:
    """E-011: the term lies in the product's range."""
    allowed = s.terms.term_months
    limit = f"{allowed.min}-{allowed.max}"
    if allowed.min <= s.term_months <= allowed.max:
        return passes(s.term_months, limit, "months")
    return fails(rule, s.term_months, limit, "months")


def e020(s: Situation, rule: RuleData) -> Assessment:
    """E-020: students borrow for a home with a co-applicant."""
    return _status_needs_company(s, rule, s.terms.employment_excluded_sole)


def e021(s: Situation, rule: RuleData) -> Assessment:
    """E-021: without work, another documented income or a co-applicant repays."""
    party = s.standing.inquiry.applicant
    if party.other_income and party.other_income_documents:
        return passes(party.other_income_documents)
    stated = bool(party.annual_income)
    reasons = tuple(r for r in rule.aa if (r == "AA10") is stated)
    needing = s.terms.employment_needs_income_proof_or_coapplicant
    return _status_needs_company(s, rule, needing, reasons=reasons)


def e022(s: Situation, rule: RuleData) -> Assessment:
    """E-022: the borrower owns the home. Who owns it outright has no mortgage; E-023 says so."""
    owned = s.standing.inquiry.applicant.home_ownership
    if owned is None:
        return WAITS
    if owned in s.terms.home_ownership_ok or owned == "Own":
        return passes(owned)
    return fails(rule, owned, ", ".join(s.terms.home_ownership_ok))


def e023(s: Situation, rule: RuleData) -> Assessment:
    """E-023: there is a mortgage to refinance, or cash is taken out of a home owned outright."""
    owned, request = s.standing.inquiry.applicant.home_ownership, s.standing.request
    if owned is None:
        return WAITS
    if owned == "Own" and request.refinance_purpose != "cash_out":
        return fails(rule, owned, "Mortgage")
    return passes(owned)


def e024(s: Situation, rule: RuleData) -> Assessment:
    """E-024: who works and signs alone has been in the job long enough."""
    party, floor = s.standing.inquiry.applicant, s.terms.min_months_employed
    if s.standing.is_joint or not floor:
        return PASSES
    if party.employment_status is not None and party.employment_status not in WORKING:
        return passes(party.employment_status)
    if party.employment_status is None:
        return WAITS
    return at_least(rule, party.months_employed, floor, "months")


def e060(s: Situation, rule: RuleData) -> Assessment:
    """E-060: an education loan to someone without income or credit of their own needs company."""
    standing, terms = s.standing, s.terms
    if standing.is_joint:
        return passes("joint")
    status, income, score = (
        standing.inquiry.applicant.employment_status,
        standing.income,
        standing.score,
    )
    if status in (EmploymentStatus.STUDENT, EmploymentStatus.UNEMPLOYED):
        return fails(rule, status, "co-applicant")
    if standing.no_file or (score is not None and score < (terms.min_credit_score or 0)):
        return fails(rule, score or "no file", terms.min_credit_score)
    if income is not None and income < terms.min_annual_income:
        return fails(rule, income, terms.min_annual_income, "usd")
    return WAITS if None in (status, income, score) else PASSES


def e061(s: Situation, rule: RuleData) -> Assessment:
    """E-061: no more than school costs, less other aid."""
    request = s.standing.request
    if request.cost_of_attendance is None:
        return WAITS
    return at_most(rule, s.principal, request.cost_of_attendance - request.other_aid, "usd")


def e062(s: Situation, rule: RuleData) -> Assessment:
    """E-062: no more than the provider's estimate."""
    estimate = s.standing.request.provider_estimate
    return WAITS if estimate is None else at_most(rule, s.principal, estimate, "usd")


def e090(s: Situation, rule: RuleData) -> Assessment:
    """E-090: everything an application needs has been supplied."""
    missing = (*s.standing.unknown, *s.standing.inquiry.missing_documents)
    return fails(rule, ", ".join(missing)) if missing else PASSES


def _state(s: Situation) -> str | None:
    return s.standing.inquiry.applicant.state


def _status_needs_company(
    s: Situation,
    rule: RuleData,
    statuses: tuple[EmploymentStatus, ...],
    *,
    reasons: tuple[str, ...] | None = None,
) -> Assessment:
    status = s.standing.inquiry.applicant.employment_status
    if s.standing.is_joint or not statuses:
        return PASSES
    if status is None:
        return WAITS
    if status in statuses:
        return fails(rule, status, "co-applicant", reasons=reasons)
    return passes(status)


PEOPLE_RULES = (e001, e002, e003, e004, e010, e011, e020, e021, e022, e023, e024,
                e060, e061, e062, e090)  # fmt: skip
