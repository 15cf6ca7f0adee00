"""Tool: privacy_request."""

from collections.abc import Iterable, Mapping
from typing import Literal

from tools.case_file import CaseFile, Known, moved_on
from tools.context import ToolContext
from tools.effects import RecordPrivacyRequest
from tools.facts import Fact, ToolRecord, fact
from tools.fields import BY_NAME
from tools.lending.records import Record

Asked = Literal["access", "erase", "correct", "stop_marketing"]
ERASED_NOW = ("chat_memory", "marketing")
KEPT = ("application_records",)


class Held(Record):
    """One thing the conversation holds, with its source."""

    field: str
    label: str
    value: str | None
    source: str


class PrivacyRequested(ToolRecord):
    """What was asked about personal data, what happens now, and what must be kept and why."""

    request: Asked
    reference: str
    erased_now: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    held: tuple[Held, ...] = ()
    privacy_url: str

    def own_facts(self) -> Iterable[Fact]:
        yield fact("privacy", "reference", self.reference)


def _held(known: dict[str, Known]) -> tuple[Held, ...]:
    return tuple(
        Held(field=n, label=BY_NAME[n].label, value=k.value, source=k.source)
        for n, k in known.items()
        if n in BY_NAME
    )


def _forgotten(case: CaseFile) -> CaseFile:
    """Keep of a case what the bank holds on file; nothing that the customer said, nor from it."""

    def filed(fields: Mapping[str, Known]) -> dict[str, Known]:
        return {n: k for n, k in fields.items() if k.source in ("on_file", "verified")}

    return case.model_copy(
        update={
            "product": None,
            "product_assumed": False,
            "request": filed(case.request),
            "applicant": filed(case.applicant),
            "co_applicant": None,
            "co_applicant_refused": False,
            "conflicts": (),
            "asked": (),
            "range_shown": False,
        }
    )


def privacy_request(context: ToolContext, /, *, request: Asked) -> PrivacyRequested:
    """Handle a request about personal data: see it, have it erased or corrected, stop marketing.

    Args:
        request: What is asked for.
    """
    case = context.case
    reference = context.reference("P")
    effect = RecordPrivacyRequest(
        key=f"{context.turn_id}:privacy",
        reference=reference,
        request=request,
        created_at=context.now,
    )
    known = {**case.request, **case.applicant}
    erases = request == "erase"
    return PrivacyRequested(
        request=request,
        reference=reference,
        erased_now=ERASED_NOW if erases else (),
        kept=KEPT if erases else (),
        held=_held(known) if request == "access" else (),
        privacy_url=context.knowledge.bank.privacy_url,
        case=moved_on(case, _forgotten(case)) if erases else None,
        effects=(effect,),
    )
