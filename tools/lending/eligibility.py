"""All rules over one situation: what each saw, which reasons replace others, what a person is told.

A rule is a function of about six lines, named by its id; what a bank changes of it is the row of
the same id in the rulebook. Every rule of the stage is evaluated and none stops another: reasons,
recourse and audit need the full list.
"""

from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from tools.lending.assessment import WAITS, Assessment
from tools.lending.catalogue import Rulebook, RuleData
from tools.lending.records import Finding, Product, Severity
from tools.lending.rules_collateral import COLLATERAL_RULES
from tools.lending.rules_credit import CREDIT_RULES
from tools.lending.rules_money import MONEY_RULES
from tools.lending.rules_people import PEOPLE_RULES
from tools.lending.situation import Situation, price, situation_of
from tools.lending.standing import Standing
from tools.lending.units import ZERO

Rule = Callable[[Situation, RuleData], Assessment | None]
"""None: the rule has nothing to speak about (no scorer has looked)."""

RULES: tuple[Rule, ...] = (*PEOPLE_RULES, *CREDIT_RULES, *MONEY_RULES, *COLLATERAL_RULES)


def rule_id(rule: Rule) -> str:
    """Return the id that a rule's function is named by.

    >>> rule_id(RULES[0])
    'E-001'
    """
    return f"E-{rule.__name__[1:]}"


FUNCTIONS: dict[str, Rule] = {rule_id(rule): rule for rule in RULES}

PRICED_ONLY_WITHOUT = (
    "E-001", "E-003", "E-010", "E-011", "E-020", "E-022", "E-023", "E-060",
)  # fmt: skip
"""Who may borrow this at all, and in which ranges: where one fails, there is no price as asked."""

READS_TERMS = (
    "E-010", "E-011", "E-032", "E-040", "E-041", "E-042", "E-043", "E-050", "E-052", "E-061",
    "E-062",
)  # fmt: skip
"""Refusing rules that read principal, term or payment: all that a search has to ask again."""

SCORER_RULES = ("E-070", "E-071", "E-072")
"""A score may only send what fits to a person: where a rule refuses, that rule says it better."""

REFUSES = (Severity.HARD, Severity.LIMIT)
NOT_OFFERED = ("E-003", "E-010", "E-011")
"""Not offered at all: saying so is no credit judgement (Reg B 1002.2(c)(2))."""

Row = tuple[RuleData, Rule]


class Plan(NamedTuple):
    """The rules of one product and stage, in table order."""

    rows: tuple[Row, ...]
    gates: tuple[Row, ...]
    """`PRICED_ONLY_WITHOUT`."""
    fixed: tuple[Row, ...]
    """Refusing rules that a search cannot change."""
    moving: tuple[Row, ...]
    """Refusing rules of `READS_TERMS`."""
    card: tuple[Row, ...]
    """Rules that a finished card is held against."""


class Judged(NamedTuple):
    """One rule's row, what it saw, and the rule whose reason says it better."""

    rule: RuleData
    seen: Assessment
    replaced_by: str | None = None

    @property
    def counts(self) -> bool:
        """Whether it failed for a reason of its own."""
        return self.seen.status == "failed" and self.replaced_by is None

    def is_a(self, *severities: Severity) -> bool:
        return self.counts and self.seen.severity in severities


def plan_of(rulebook: Rulebook, product: Product, stage: Literal["inquiry", "application"]) -> Plan:
    """Choose the rules of a product and stage; an application takes the inquiry rules along."""
    own = [(rule, FUNCTIONS[rule.id]) for rule in rulebook.rules if product in rule.products]
    rows = tuple(row for row in own if _is_due(row[0], product, stage))
    refusing = [row for row in rows if row[0].severity in REFUSES]
    return Plan(
        rows,
        tuple(row for row in rows if row[0].id in PRICED_ONLY_WITHOUT),
        tuple(row for row in refusing if row[0].id not in READS_TERMS),
        tuple(row for row in refusing if row[0].id in READS_TERMS),
        tuple(row for row in own if row[0].stage == "card"),
    )


def _is_due(rule: RuleData, product: Product, stage: str) -> bool:
    if rule.stage == "application":
        return stage == "application" or product in rule.inquiry_products
    return rule.stage == "inquiry"


def as_asked(plan: Plan, standing: Standing) -> Situation:
    """Put the request on the table, priced where nothing stands in the way of a price."""
    request = standing.request
    situation = situation_of(standing, request.principal, request.term_months)
    if not any_fails(plan.gates, situation):
        price(situation)
    return situation


def any_fails(rows: Iterable[Row], situation: Situation) -> bool:
    """Tell whether a rule fails, at the severity it fails with here (HARD or LIMIT)."""
    for data, rule in rows:
        seen = rule(situation, data)
        if seen is not None and _refuses(seen):
            return True
    return False


def fits_request(plan: Plan, standing: Standing) -> Situation | None:
    """Return the request, priced, if no HARD and no LIMIT rule fails; without a trace."""
    situation = as_asked(plan, standing)
    if any_fails(plan.fixed, situation) or not fits_terms(plan, situation):
        return None
    return situation


def fits_terms(plan: Plan, situation: Situation) -> bool:
    """Tell whether a priced situation is inside every limit that moves with the terms."""
    return situation.monthly_payment is not None and not any_fails(plan.moving, situation)


def judge(plan: Plan, situation: Situation) -> tuple[Judged, ...]:
    """Evaluate every rule; mark failures whose reason another rule says better."""
    unpriced = situation.monthly_payment is None
    seen: list[tuple[RuleData, Assessment]] = []
    for data, rule in plan.rows:
        found = WAITS if unpriced and data.needs_price else rule(situation, data)
        if found is not None:
            seen.append((data, found))
    better = {
        weaker: data.id
        for data, found in reversed(seen)
        if found.status == "failed"
        for weaker in data.replaces
    }
    refuses = next((data.id for data, found in seen if _refuses(found)), None)
    if refuses is not None:
        better = dict.fromkeys(SCORER_RULES, refuses) | better
    return tuple(
        Judged(data, found, better.get(data.id) if found.status == "failed" else None)
        for data, found in seen
    )


def _refuses(found: Assessment) -> bool:
    return found.status == "failed" and found.severity in REFUSES


def findings_of(judged: Iterable[Judged]) -> tuple[Finding, ...]:
    """Return what was seen as records."""
    return tuple(
        Finding(
            rule=j.rule.id,
            status=j.seen.status,
            severity=j.seen.severity or j.rule.severity,
            observed=j.seen.observed,
            limit=j.seen.limit,
            unit=j.seen.unit,
            reasons=j.seen.reasons,
            shortfall=j.seen.shortfall,
            replaced_by=j.replaced_by,
        )
        for j in judged
    )


def principal_reasons(
    judged: Iterable[Judged], rulebook: Rulebook, most: int = 4
) -> tuple[str, ...]:
    """Return the reasons of a notice, most important first, equal texts once.

    HARD, then REFER that names a credit factor, then LIMIT; inside each, what is not a ratio first,
    then the largest shortfall, then table order (specification 2.4).
    """
    named = [j for j in judged if j.counts and _group(j) is not None]
    named.sort(key=lambda j: (_group(j), j.seen.shortfall is not None, -(j.seen.shortfall or ZERO)))
    by_text: dict[str, str] = {}
    for j in named:
        for reason in j.seen.reasons:
            by_text.setdefault(rulebook.reasons[reason], reason)
    return tuple(by_text.values())[:most]


def _group(judged: Judged) -> int | None:
    severity = judged.seen.severity
    if severity is Severity.REFER and not judged.rule.names_credit_factor:
        return None
    order = (Severity.HARD, Severity.REFER, Severity.LIMIT)
    return order.index(severity) if severity in order else None


def cures_of(judged: Iterable[Judged]) -> tuple[str, ...]:
    """Return the fields that could turn a refusal, in table order."""
    fields = (cure.field for j in judged if j.is_a(*REFUSES) for cure in j.rule.cures)
    return tuple(dict.fromkeys(fields))
