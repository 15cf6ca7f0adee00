"""Tool: look_up_profile."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tools.case_file import Known
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.fields import BY_NAME, FieldSpec
from tools.intake import STRUCTURED, with_derived
from tools.lending.records import DecisionProfile, Record

DEFAULTS = DecisionProfile().model_dump()


class OnFile(Record):
    """One value the bank holds."""

    field: str
    label: str
    value: str | None


class ProfileFound(ToolRecord):
    """What the bank holds on the signed-in customer; empty for a guest."""

    found: bool
    name: str | None = None
    on_file: tuple[OnFile, ...] = ()

    def own_facts(self) -> Iterable[Fact]:
        for held in self.on_file:
            spec = BY_NAME.get(held.field)
            if spec and held.value and spec.kind not in ("choice", "state", "yes_no", "age"):
                yield field_fact("on_file", spec, held.value)


UNITS: dict[str, Any] = {
    "money": ("usd", None),
    "money_a_year": ("usd", "year"),
    "money_a_month": ("usd", "month"),
    "months": ("months", None),
    "months_as_years": ("months", None),
    "years_or_months": ("months", None),
    "percent": ("pct", None),
    "score": ("score", None),
}


def field_fact(role: str, spec: FieldSpec, value: str, holder: str = "applicant") -> Fact:
    """State a field of the case as a fact: 'applicant.on_file_annual_income'."""
    unit, per = UNITS.get(spec.kind, ("count", None))
    subject = "request" if spec.holder == "request" else holder
    return fact(subject, role, value, name=f"{role}_{spec.name}", unit=unit, per=per,
                field=spec.name)  # fmt: skip


def _canonical(name: str, value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if name in STRUCTURED:
        return json.dumps(value, default=str)
    return None if value is None else str(value)


def _is_answer(name: str, value: object) -> bool:
    """Tell whether a stored value says anything: unknown fields keep the record's default."""
    return name != "customer_id" and value != DEFAULTS[name]


def look_up_profile(context: ToolContext, /) -> ProfileFound:
    """Look up what the bank holds on the signed-in customer: income, debts, score, home.

    Use once at the start of a conversation with a signed-in customer. Takes no arguments: who the
    customer is comes from the sign-in.
    """
    stored = context.customer_id and context.profiles.decision_profile(
        context.customer_id, context.now.date()
    )
    case = context.case.model_copy(update={"profile_looked_up": True})
    if not stored:
        return ProfileFound(found=False, case=case)
    as_of = datetime.combine(stored.as_of, datetime.min.time(), UTC)
    held: dict[str, Known] = {
        name: Known(
            value=_canonical(name, value),
            source="verified" if name in stored.verified else "on_file",
            as_of=as_of,
        )
        for name, value in stored.profile.model_dump().items()
        if _is_answer(name, value)
    }
    told = {n: k for n, k in case.applicant.items() if k.source == "told"}
    if stored.owns_gold:
        held["owns_gold"] = Known(value="true", source="on_file", as_of=as_of)
    request = {
        name: Known(value=value, source="on_file", as_of=as_of)
        for name, value in stored.request.items()
    }
    case = case.model_copy(
        update={
            "request": request | dict(case.request),
            "applicant": held | told,
            "customer_name": stored.name,
            "version": case.version + 1,
        }
    )
    return ProfileFound(
        found=True,
        name=stored.name,
        on_file=tuple(
            OnFile(field=n, label=BY_NAME[n].label, value=k.value)
            for n, k in (held | request).items()
            if n in BY_NAME
        ),
        case=with_derived(case, context.knowledge.rulebook, context.now),
    )
