"""What one rule answers, before it becomes a finding. A tuple: searches make thousands."""

from decimal import Decimal
from typing import Literal, NamedTuple

from tools.lending.catalogue import RuleData
from tools.lending.records import FindingStatus, Severity
from tools.lending.units import as_shown

Unit = Literal["pct", "usd", "months", "count", "score", "text"]

SHORTFALL_PLACES = Decimal("0.000001")


class Assessment(NamedTuple):
    """Status, what was seen, the limit, and what a failure means."""

    status: FindingStatus
    observed: str | None = None
    limit: str | None = None
    unit: Unit = "text"
    severity: Severity | None = None
    """None: that of the rule's row."""
    reasons: tuple[str, ...] = ()
    shortfall: Decimal | None = None


WAITS = Assessment("not_assessed")
"""A fact is missing."""

PASSES = Assessment("passed")


def passes(observed: object, limit: object = None, unit: Unit = "text") -> Assessment:
    """Answer that the rule holds."""
    return Assessment("passed", str(observed), None if limit is None else str(limit), unit)


def fails(
    rule: RuleData,
    observed: object,
    limit: object = None,
    unit: Unit = "text",
    *,
    severity: Severity | None = None,
    reasons: tuple[str, ...] | None = None,
    shortfall: Decimal | None = None,
) -> Assessment:
    """Answer that the rule fails, for the reasons of its row unless others are given."""
    return Assessment(
        "failed",
        str(observed),
        None if limit is None else str(limit),
        unit,
        severity or rule.severity,
        rule.aa if reasons is None else reasons,
        shortfall,
    )


def at_most(
    rule: RuleData,
    value: Decimal | int | None,
    cap: Decimal | int,
    unit: Unit = "pct",
    *,
    reasons: tuple[str, ...] | None = None,
) -> Assessment:
    """Hold a value against an upper limit, both ends allowed; unknown values wait."""
    if value is None:
        return WAITS
    limit = as_shown(cap) if isinstance(cap, Decimal) else cap
    if value <= cap:
        return passes(value, limit, unit)
    shortfall = None
    if rule.is_ratio:
        shortfall = ((Decimal(value) - cap) / cap).quantize(SHORTFALL_PLACES)
    return fails(rule, value, limit, unit, reasons=reasons, shortfall=shortfall)


def at_least(
    rule: RuleData,
    value: Decimal | int | None,
    floor: Decimal | int,
    unit: Unit,
    *,
    severity: Severity | None = None,
    reasons: tuple[str, ...] | None = None,
) -> Assessment:
    """Hold a value against a lower limit, the limit allowed; unknown values wait."""
    if value is None:
        return WAITS
    if value >= floor:
        return passes(value, floor, unit)
    return fails(rule, value, floor, unit, severity=severity, reasons=reasons)
