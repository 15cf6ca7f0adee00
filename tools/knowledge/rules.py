"""`rules.yaml` and `adverse_action_reasons.toml` -> the data rows of the rules and the reasons."""

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

from tools.knowledge.reading import Document, KeyPath, Problem
from tools.knowledge.validation import refuse, validated
from tools.lending.catalogue import Catalogue, RuleData
from tools.lending.records import BureauFactor, Product, Record

Found = Iterator[tuple[KeyPath, str]]

RULE_IDS = (
    "E-001", "E-002", "E-003", "E-004", "E-010", "E-011",
    "E-020", "E-021", "E-022", "E-023", "E-024",
    "E-030", "E-031", "E-032", "E-033", "E-034", "E-035", "E-036",
    "E-040", "E-041", "E-042", "E-043", "E-044", "E-045", "E-046", "E-047",
    "E-050", "E-051", "E-052", "E-053", "E-054",
    "E-060", "E-061", "E-062", "E-063", "E-064", "E-065",
    "E-070", "E-071", "E-072", "E-080", "E-090",
)  # fmt: skip
"""Every rule, in table order. A bank may change a row, not leave one out."""

ACTIONABLE = (
    "principal", "term_months", "down_payment", "monthly_obligations", "retires_monthly",
    "annual_income", "other_income", "co_applicant", "months_employed", "credit_score_band",
    "payment_history", "inquiries_6m", "existing_loans", "savings", "gold_items", "documents",
    "other_product",
)  # fmt: skip
"""The only fields a cure may name: what a customer can act on. Never a protected one."""

THRESHOLDS = {
    "E-033": {"bankruptcy_months", "bankruptcy_home_months", "foreclosure_months"},
    "E-034": {"existing_loans"},
    "E-035": {"inquiries_6m"},
    "E-046": {"payments_left"},
    "E-047": {"months", "swing_pct"},
    "E-070": {"above_pd_pct"},
    "E-071": {"from_pd_pct", "to_pd_pct"},
    "E-072": {"pd_gap_pct"},
    "E-080": {"unemployed_income", "income_change_pct", "payment_share_pct"},
}
"""The limits that the rule of that id reads; without one of them it could not be evaluated."""

READS = {
    "E-042": "front_end_max_pct",
    "E-043": "pti_max_pct",
    "E-050": "ltv_max_pct",
    "E-051": "gold",
    "E-052": "vehicle",
    "E-054": "pmi",
    "E-063": "net_benefit",
}
"""What a rule needs of each product that it is for."""

FROM_BUREAU = "from_bureau_factors"


class AdverseActionReasons(Record):
    """The texts of the notice, in form order, and the bureau's words for them."""

    owner: str
    reason: str
    review_date: date
    reasons: dict[str, str]
    bureau_factors: dict[str, str]


def reasons_from(document: Document) -> AdverseActionReasons:
    """Build the reasons.

    Raises:
        KnowledgeError: a field is missing or wrong, a form text is missing, or a bureau factor is
            unknown, missing or names a reason that does not exist.
    """
    found = validated(AdverseActionReasons, document.data, document)
    if not isinstance(found, AdverseActionReasons):
        refuse(*found)
        raise AssertionError  # refuse() has raised
    problems = []
    for name in (f"AA{n:02}" for n in range(1, 25)):
        if not found.reasons.get(name, "").strip():
            problems.append(document.problem(("reasons", name), "is missing: Form C-1 has it"))
    for factor in get_args(BureauFactor):
        if factor not in found.bureau_factors:
            problems.append(document.problem(("bureau_factors", factor), "is missing"))
    for factor, reason in found.bureau_factors.items():
        at = ("bureau_factors", factor)
        if factor not in get_args(BureauFactor):
            problems.append(document.problem(at, "is not a factor that bureaus report here"))
        if reason not in found.reasons:
            problems.append(document.problem(at, f"{reason} is not a reason"))
    refuse(*problems)
    return found


def rules_from(document: Document, reasons: frozenset[str] | None) -> tuple[RuleData, ...]:
    """Build the rows, in table order.

    Args:
        document: `rules.yaml` as read.
        reasons: the known reason ids, or None to skip that check because their file is broken.

    Raises:
        KnowledgeError: with every problem of every row.
    """
    rows = document.data.get("rules")
    if not isinstance(rows, list):
        refuse(document.problem(("rules",), "must be a list with one row per rule"))
        raise AssertionError  # refuse() has raised
    problems = [
        document.problem((key,), "is not a field anybody reads")
        for key in document.data
        if key not in ("reviews", "rules")
    ]
    rules = []
    for n, row in enumerate(rows):
        at = _place(row, n)
        document.also_at(at, ("rules", n))
        rule = _rule(row, document, at)
        if isinstance(rule, RuleData):
            rules.append(rule)
            problems += _row_problems(rule, document, at, reasons)
        else:
            problems += rule
    refuse(*problems, *_set_problems(rows, document))
    return tuple(rules)


def _place(row: Any, n: int) -> KeyPath:
    """Name a row by its id where it has a good one, else by its position."""
    name = row.get("id") if isinstance(row, dict) else None
    return ("rules", name if name in RULE_IDS else n)


def _rule(row: Any, document: Document, at: KeyPath) -> RuleData | tuple[Problem, ...]:
    if not isinstance(row, dict):
        return (document.problem(at, "must be a block of fields"),)
    data = dict(row)
    reviews = document.data.get("reviews")
    name = str(data.pop("review", None))
    review = reviews.get(name) if isinstance(reviews, dict) else None
    if not isinstance(review, dict):
        return (document.problem((*at, "review"), f"{name} is not a row of reviews"),)
    for field in ("products", "inquiry_products"):
        data[field] = _expanded(data.get(field, []))
    return validated(RuleData, data | review, document, at)


def _expanded(products: Any) -> Any:
    if products == "all":
        return list(Product)
    if products == "not_gold":
        return [product for product in Product if product != Product.GOLD]
    return products


def _row_problems(
    rule: RuleData, document: Document, at: KeyPath, reasons: frozenset[str] | None
) -> list[Problem]:
    found = (*_reach_problems(rule), *_name_problems(rule, reasons), *_limit_problems(rule))
    return [document.problem((*at, *path), reason) for path, reason in found]


def _reach_problems(rule: RuleData) -> Found:
    if not rule.products:
        yield ("products",), "must name at least one product"
    if set(rule.inquiry_products) - set(rule.products):
        yield ("inquiry_products",), "must be among the rule's products"
    if rule.inquiry_products and rule.stage != "application":
        yield ("inquiry_products",), "belongs to application rules only"


def _name_problems(rule: RuleData, reasons: frozenset[str] | None) -> Found:
    for n, name in enumerate(rule.aa):
        if reasons is not None and name not in reasons | {FROM_BUREAU}:
            yield ("aa", n), f"{name} is not an adverse-action reason"
    for n, cure in enumerate(rule.cures):
        if cure.field not in ACTIONABLE:
            yield ("cures", n, "field"), f"{cure.field} is nothing a customer can act on"
    for n, other in enumerate(rule.replaces):
        if other not in RULE_IDS or other == rule.id:
            yield ("replaces", n), f"{other} is not another rule"


def _limit_problems(rule: RuleData) -> Found:
    needed = THRESHOLDS.get(rule.id, set())
    if rule.thresholds.keys() != needed:
        yield ("thresholds",), f"must hold exactly {', '.join(sorted(needed)) or 'nothing'}"
    for name, limit in rule.thresholds.items():
        if not limit.is_finite() or limit < 0:
            yield ("thresholds", name), f"must be a number of at least 0, not {limit}"


def _set_problems(rows: list[Any], document: Document) -> list[Problem]:
    """Every id stands once, in table order, and none is unknown."""
    ids = [row.get("id") if isinstance(row, dict) else None for row in rows]
    problems = [
        document.problem(("rules",), f"{missing} has no row")
        for missing in RULE_IDS
        if missing not in ids
    ]
    for n, name in enumerate(ids):
        if name not in RULE_IDS:
            problems.append(document.problem(("rules", n, "id"), f"{name} is not a rule"))
        elif name in ids[:n]:
            problems.append(document.problem(("rules", n, "id"), f"{name} stands here twice"))
    known = [name for name in ids if name in RULE_IDS]
    if not problems and known != list(RULE_IDS):
        problems.append(document.problem(("rules",), "must stand in table order"))
    return problems


def misfits(rules: tuple[RuleData, ...], catalogue: Catalogue, document: Document) -> list[Problem]:
    """List the rules that are said to be for a product that lacks what they read."""
    return [
        document.problem(("rules", rule.id, "products"), f"{product} has no {READS[rule.id]}")
        for rule in rules
        if rule.id in READS
        for product in rule.products
        if not getattr(catalogue.products[product], READS[rule.id])
    ]
