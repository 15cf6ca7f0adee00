"""Told against on file: what differs is asked back and never silently chosen."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tools.case_file import CaseFile, Conflict, Known
from tools.fields import BY_NAME, REQUEST_FIELDS, FieldSpec
from tools.lending.records import Record

IMPLIED = {"credit_score": "no_credit_file", "annual_income": "income_estimated"}
"""What a reading of a field may set beside it: it goes when the field is told anew."""


class Differs(Record):
    """Told and on file differ: ask which one to use."""

    field: str
    label: str
    on_file: str | None
    told: str | None
    must_stay: bool = False
    """The value on file was verified; what is told cannot replace it."""


def spec_of(field: str) -> FieldSpec:
    """Return how a field of the case is read: 'annual_income', 'co.annual_income'."""
    return BY_NAME[field.removeprefix("co.")]


def differs(old: Known, new: Known) -> bool:
    """Tell whether a told value is another than the one that the bank holds."""
    return old.source in ("on_file", "verified") and old.value != new.value


def with_told(held: Mapping[str, Known], spec: FieldSpec, told: Known) -> dict[str, Known]:
    """Put a told value among the known ones, with what its reading implies."""
    implied = IMPLIED.get(spec.name)
    kept = {n: k for n, k in held.items() if n != implied or k.source == "on_file"}
    return kept | _read(spec, told)


def _read(spec: FieldSpec, told: Known) -> dict[str, Known]:
    """Turn the readings that stand for more than one field into fields."""
    reading = told.reading or ""

    def also(value: str | None) -> Known:
        return told.model_copy(update={"value": value})

    if spec.name == "credit_score" and reading == "no_file":
        return {"credit_score": also(None), "no_credit_file": also("true")}
    if spec.name == "credit_score" and reading.startswith("band "):
        return {"credit_score": told.model_copy(update={"source": "assumed"})}
    if spec.name == "annual_income" and "net" in reading:
        return {"annual_income": told, "income_estimated": also("true")}
    return {spec.name: told}


def settled(case: CaseFile, use: Literal["told", "on_file"]) -> CaseFile:
    """Settle the open conflicts the way the customer said."""
    request, applicant = dict(case.request), dict(case.applicant)
    for conflict in case.conflicts if use == "told" else ():
        spec = spec_of(conflict.field)
        if spec.name in REQUEST_FIELDS:
            request = with_told(request, spec, conflict.told)
        else:
            applicant = with_told(applicant, spec, conflict.told)
    return case.model_copy(update={"request": request, "applicant": applicant, "conflicts": ()})


def as_shown(conflicts: Iterable[Conflict]) -> tuple[Differs, ...]:
    """Return conflicts as the model and the reply read them."""
    return tuple(
        Differs(
            field=c.field,
            label=spec_of(c.field).label,
            on_file=c.on_file.value,
            told=c.told.value,
            must_stay=c.on_file.source == "verified",
        )
        for c in conflicts
    )
