"""Tool: record_complaint."""

from collections.abc import Iterable
from datetime import date, timedelta

from tools.context import ToolContext
from tools.effects import HandOff, RecordComplaint
from tools.facts import Fact, ToolRecord, fact


class ComplaintRecorded(ToolRecord):
    """A complaint with a reference and a human owner."""

    reference: str
    discrimination: bool
    answer_by: date
    phone: str

    def own_facts(self) -> Iterable[Fact]:
        yield fact("complaint", "deadline", self.answer_by)
        yield fact("complaint", "reference", self.reference)


def record_complaint(context: ToolContext, /, *, discrimination: bool = False) -> ComplaintRecorded:
    """Record a complaint about the bank, in the customer's own words.

    Use whenever the customer is unhappy with how they were treated, even without the word.

    Args:
        discrimination: True when the customer says they were treated worse for who they are.
    """
    bank = context.knowledge.bank
    words = context.messages[-1].text if context.messages else ""
    reference = context.reference("C")
    due = context.now + timedelta(days=bank.complaint_answer_days)
    complaint = RecordComplaint(
        key=f"{context.turn_id}:complaint",
        reference=reference,
        words=words,
        discrimination=discrimination,
        answer_due_at=due,
        created_at=context.now,
    )
    owner = HandOff(
        key=f"{context.turn_id}:complaint_owner",
        reason=f"complaint {reference}",
        summary=words[:500],
        facts_json="{}",
        open_question=None,
        team="compliance",
        wait_minutes=None,
        callback=True,
        created_at=context.now,
    )
    flags = tuple(dict.fromkeys((*context.case.flags, "complaint")))
    return ComplaintRecorded(
        reference=reference,
        discrimination=discrimination,
        answer_by=due.date(),
        phone=bank.phones.complaints,
        case=context.case.model_copy(update={"flags": flags}),
        effects=(complaint, owner),
    )
