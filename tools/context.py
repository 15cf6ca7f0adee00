"""What every tool is handed: who is talking, the case, and the bank."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from tools.case_file import CaseFile
from tools.knowledge import Knowledge
from tools.lending.records import Record
from tools.lending.risk import CreditScorer
from tools.policy_index import PolicyIndex
from tools.stores.applications import ApplicationStore
from tools.stores.profiles import ProfileStore


class CustomerMessage(Record):
    """What the customer wrote in one turn: the only words a figure may be bound to."""

    turn_id: str
    text: str


@dataclass(frozen=True, slots=True)
class ToolContext:
    """One turn's view of the world. `customer_id` comes from the session, never from text."""

    customer_id: str | None
    case: CaseFile
    knowledge: Knowledge
    policies: PolicyIndex
    profiles: ProfileStore
    applications: ApplicationStore
    scorer: CreditScorer
    messages: tuple[CustomerMessage, ...]
    conversation_id: str
    turn_id: str
    """Unique within the conversation."""
    now: datetime
    locale: str = "en-US"

    def reference(self, kind: str) -> str:
        """Derive a reference from the conversation and the turn: the same turn, the same words."""
        seed = f"{self.conversation_id}:{self.turn_id}:{kind}"
        return f"{kind}-{hashlib.sha256(seed.encode()).hexdigest()[:8].upper()}"

    def with_case(self, case: CaseFile) -> "ToolContext":
        """Return the same context looking at another state of the case."""
        return replace(self, case=case)
