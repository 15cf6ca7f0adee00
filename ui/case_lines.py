"""The case in words: every value with where it comes from, and where things stand."""

import json
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from agent.cards import label_of
from agent.replies.renderer import CannotRender, Renderer
from tools.case_file import CaseFile, Known
from tools.fields import BY_NAME
from tools.lending.records import ApplicationStatus, Outcome, Stage
from tools.look_up_profile import field_fact
from ui.formatting import day

SOURCES: Mapping[str, str] = {
    "told": "you said",
    "on_file": "on file",
    "verified": "verified",
    "assumed": "assumed",
    "derived": "worked out",
}
STAGES: Mapping[Stage, str] = {
    "inquiry": "Finding out what fits",
    "application": "Application",
    "decided": "Decided",
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.LIKELY_FITS: "Likely fits our limits (indicative)",
    Outcome.FITS_WITH_CHANGES: "Fits with a change (indicative)",
    Outcome.NEEDS_REVIEW: "A person needs to look at it",
    Outcome.NOT_ON_THESE_TERMS: "Not on these terms",
}
STATUSES: Mapping[ApplicationStatus, str] = {
    ApplicationStatus.RECEIVED: "Received",
    ApplicationStatus.INCOMPLETE: "Something is still missing",
    ApplicationStatus.IN_REVIEW: "In review",
    ApplicationStatus.APPROVED: "Approved",
    ApplicationStatus.COUNTEROFFER: "Counteroffer made",
    ApplicationStatus.DECLINED: "Declined",
    ApplicationStatus.WITHDRAWN: "Withdrawn",
}
ORDER: Mapping[str, int] = {name: place for place, name in enumerate(BY_NAME)}
NOT_SHOWN = frozenset({"screening_hit", "income_estimated", "mla_covered", "customer_id"})
"""Marks for the bank's own checks, not details of the customer."""
LABELS: Mapping[str, str] = {
    "has_capacity": "Old enough to sign",
    "identity_verified": "Identity verified",
    "inquiries_6m": "Credit inquiries, six months",
    "late_with_us_12m": "Late with us, twelve months",
    "relationship_months": "Months with us",
    "bureau_factors": "What weighs on the score",
    "no_credit_file": "No credit history",
}
PERIODS: Mapping[str, str] = {"money_a_year": " a year", "money_a_month": " a month"}


class CaseLine(NamedTuple):
    """One value of the case for a reader."""

    name: str
    value: str
    source: str
    """'told', 'on_file', 'verified', 'assumed', 'derived'."""
    words: str | None
    as_of: str


def case_lines(fields: Mapping[str, Known], renderer: Renderer) -> tuple[CaseLine, ...]:
    """Write the known values of one holder, in the order of the field table."""
    return tuple(
        CaseLine(
            name_of(field),
            value_text(field, known, renderer),
            known.source,
            known.words if known.source == "told" else None,
            day(known.as_of.date()),
        )
        for field, known in sorted(fields.items(), key=lambda item: ORDER.get(item[0], len(ORDER)))
        if field not in NOT_SHOWN
    )


def name_of(field: str) -> str:
    """Name a field for a reader.

    >>> name_of("annual_income"), name_of("has_capacity"), name_of("public_records")
    ('Income a year before tax', 'Old enough to sign', 'Public records')
    """
    if field in LABELS:
        return LABELS[field]
    label = BY_NAME[field].label if field in BY_NAME else field.replace("_", " ")
    return label[:1].upper() + label[1:]


def value_text(field: str, known: Known, renderer: Renderer) -> str:
    """Write a value as the one renderer does, with its period; words for what is no figure."""
    value, spec = known.value, BY_NAME.get(field)
    if value is None:
        return "none"
    if value in ("true", "false"):
        return "yes" if value == "true" else "no"
    if value[:1] in "[{":
        return _listed(json.loads(value)) or "none"
    if spec is None or spec.kind in ("choice", "state", "age", "year", "yes_no"):
        return value.replace("_", " ")
    try:
        shown = renderer.render_fact(field_fact("said", spec, value))
    except (CannotRender, ArithmeticError, ValueError):
        return value
    period = PERIODS.get(spec.kind, "")
    return shown if period.strip() in spec.label else shown + period


def _listed(data: object) -> str:
    if isinstance(data, list):
        return ", ".join(filter(None, map(_listed, data)))
    if isinstance(data, dict):
        if "net_grams" in data:
            form = data.get("form", "gold")
            return f"{data['net_grams']} g of {data.get('karat')} karat {form}"
        return " ".join(str(v).replace("_", " ") for v in data.values() if v is not None)
    return str(data).replace("_", " ")


def provenance(known: Known) -> str:
    """Say where a value comes from, with the customer's words where they told it."""
    source = SOURCES[known.source]
    return f"{source}: “{known.words}”" if known.words else source


def standing(case: CaseFile) -> Iterable[tuple[str, str]]:
    """Say where things stand, in the words of the house."""
    if case.product is not None:
        yield "Loan", label_of("products", case.product)
    if case.product is not None or case.application_number is not None:
        yield "Step", STAGES[case.stage]
    if case.outcome is not None:
        yield "So far", OUTCOMES[case.outcome]
    if case.application_number is not None:
        yield "Application", case.application_number
    if case.status is not None and case.application_number is not None:
        yield "Status", STATUSES[case.status]
    if case.chosen is not None and case.chosen in case.current:
        yield "Selected", f"Offer {case.chosen.upper()}"
