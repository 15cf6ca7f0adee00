"""Tool: hand_off."""

import json
from collections.abc import Iterable
from typing import Literal
from zoneinfo import ZoneInfo

from tools.case_file import CaseFile
from tools.context import ToolContext
from tools.effects import HandOff
from tools.facts import Fact, ToolRecord, fact
from tools.knowledge.calendar import bank_is_open

Team = Literal["advisor", "underwriter", "hardship", "fraud", "compliance", "crisis"]


class HandedOff(ToolRecord):
    """A person takes over, with a summary so that nothing is asked twice."""

    team: Team
    wait_minutes: int | None
    """None outside opening hours: a call-back is booked."""
    callback: bool
    phone: str
    crisis_line: str | None = None
    reference: str

    def own_facts(self) -> Iterable[Fact]:
        yield fact("hand_off", "reference", self.reference)
        yield fact("hand_off", "phone", self.phone)
        if self.wait_minutes is not None:
            yield fact("hand_off", "wait_minutes", self.wait_minutes)


def _summary(context: ToolContext) -> str:
    """Tell in one line what was asked for, what was answered and which offers stand."""
    case = context.case
    asked = ", ".join(f"{n} {k.value}" for n, k in case.request.items())
    parts = [f"{case.product or 'no product yet'}: {asked or 'nothing recorded'}"]
    parts += [case.outcome] if case.outcome else []
    parts += [
        f"offer {o.letter.upper()}: {o.principal} over {o.term_months} months, "
        f"{o.monthly_payment} a month at {o.note_rate_pct} %"
        for o in case.current_offers
    ]
    return "; ".join(parts)


def _facts(case: CaseFile) -> dict[str, dict[str, str | None]]:
    """List everything known with its source, so that nothing is asked twice."""
    others = {f"co.{n}": k for n, k in (case.co_applicant or {}).items()}
    known = {**case.request, **case.applicant, **others}
    return {n: {"value": k.value, "source": k.source} for n, k in known.items()}


def open_now(context: ToolContext) -> bool:
    """Tell whether a person is at work at this moment, in the bank's own time zone."""
    bank = context.knowledge.bank
    local = context.now.astimezone(ZoneInfo(bank.hours.time_zone))
    hours = bank.hours.on(local.date())
    if hours is None or not bank_is_open(local.date(), bank, context.knowledge.holidays):
        return False
    return hours[0] <= local.time() < hours[1]


def hand_off(context: ToolContext, /, *, reason: str, team: Team = "advisor") -> HandedOff:
    """Bring in a person, with a summary of the conversation.

    Use at once when the customer asks for a person, and for complaints, hardship, scams or crisis.

    Args:
        reason: Why, in a few words.
        team: Who should take it; "advisor" unless it is clearly for another team.
    """
    bank, case = context.knowledge.bank, context.case
    is_open = open_now(context)
    flags = tuple(dict.fromkeys((*case.flags, team))) if team != "advisor" else case.flags
    phones = {"hardship": bank.phones.hardship, "fraud": bank.phones.fraud}
    effect = HandOff(
        key=f"{context.turn_id}:hand_off",
        reference=context.reference("H"),
        reason=reason,
        summary=_summary(context),
        facts_json=json.dumps(_facts(case)),
        open_question=case.asked[-1] if case.asked else None,
        team=team,
        wait_minutes=bank.handover_wait_minutes if is_open else None,
        callback=not is_open,
        created_at=context.now,
    )
    return HandedOff(
        team=team,
        wait_minutes=effect.wait_minutes,
        callback=effect.callback,
        phone=phones.get(team, bank.phone),
        crisis_line=bank.phones.crisis_line if team == "crisis" else None,
        reference=context.reference("H"),
        case=case.model_copy(update={"flags": flags}),
        effects=(effect,),
    )
