"""Tool: look_up_profile."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tools.case_file import CaseFile, Conflict, Known, moved_on
from tools.context import ToolContext
from tools.facts import Fact, ToolRecord, fact
from tools.fields import BY_NAME, NO_FIGURE, FieldSpec
from tools.intake import STRUCTURED, with_derived
from tools.lending.records import DecisionProfile, Record
from tools.stores.profiles import StoredProfile

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
            if spec and held.value and spec.kind not in NO_FIGURE:
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
    if not stored:
        case = context.case.model_copy(update={"profile_looked_up": True})
        return ProfileFound(found=False, case=case)
    applicant, request = _held(stored)
    case = context.case
    if not case.profile_looked_up:
        case = _with_profile(case, applicant, request, stored.name)
        case = with_derived(case, context.knowledge.rulebook, context.now)
    return ProfileFound(
        found=True,
        name=stored.name,
        on_file=tuple(
            OnFile(field=n, label=BY_NAME[n].label, value=k.value)
            for n, k in (applicant | request).items()
            if n in BY_NAME
        ),
        case=moved_on(context.case, case),
    )


def _held(stored: StoredProfile) -> tuple[dict[str, Known], dict[str, Known]]:
    """Return what is on file of the person and of their loans, with its source."""
    as_of = datetime.combine(stored.as_of, datetime.min.time(), UTC)
    applicant = {
        name: Known(
            value=_canonical(name, value),
            source="verified" if name in stored.verified else "on_file",
            as_of=as_of,
        )
        for name, value in stored.profile.model_dump().items()
        if _is_answer(name, value)
    }
    if stored.owns_gold:
        applicant["owns_gold"] = Known(value="true", source="on_file", as_of=as_of)
    request = {n: Known(value=v, source="on_file", as_of=as_of) for n, v in stored.request.items()}
    return applicant, request


def _with_profile(
    case: CaseFile, applicant: dict[str, Known], request: dict[str, Known], name: str
) -> CaseFile:
    """Lay the file beside what was told before it was looked up; a difference is asked back."""
    held, said = applicant | request, dict(case.applicant) | dict(case.request)
    told = {n: k for n, k in said.items() if k.source != "derived"}
    differing = [n for n in held if n in told and told[n].value != held[n].value and n in BY_NAME]
    asked_back = tuple(
        Conflict(field=n, on_file=held[n], told=told[n])
        for n in differing
        if held[n].source != "verified"
    )
    stays = {n: k for n, k in held.items() if n not in told or n in differing}
    return case.model_copy(
        update={
            "request": dict(case.request) | {n: k for n, k in stays.items() if n in request},
            "applicant": dict(case.applicant) | {n: k for n, k in stays.items() if n in applicant},
            "conflicts": (*case.conflicts, *asked_back),
            "customer_name": name,
            "profile_looked_up": True,
        }
    )
