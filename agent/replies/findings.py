"""What the gate is told, and what it answers."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from tools.lending.records import ApplicationStatus, Outcome, Product, Record, Stage

Weight = Literal["blocks", "advises"]


class GateContext(Record):
    """All that a check may need to know besides the template and the facts."""

    stage: Stage = "inquiry"
    outcome: Outcome | None = None
    """Of the last evaluation that the customer has been or is being told."""
    status: ApplicationStatus | None = None
    product: Product | None = None
    first_message: bool = False
    """The reply opens the conversation: it has to say that an AI is speaking."""
    dwelling: bool = False
    """The loan is secured by a home: estimates carry their sentence."""
    subjects: frozenset[str] | None = None
    """Subjects a reference may have ('offer.a', 'request'); None: those of the fact book."""
    shown: frozenset[str] = frozenset()
    """Letters of offers whose card (with APR and the word indicative) is on the screen, this turn's
    included: their disclosures need not be repeated in the prose."""
    passages: frozenset[str] = frozenset()
    """Ids of the policy passages retrieved in this conversation."""
    passage_texts: Mapping[str, str] = {}
    """Their headings and text as far as it is at hand, with references as the policy has them."""
    acts: frozenset[str] = frozenset()
    """Names of the tools that have run in this conversation: 'hand_off', 'record_complaint' …"""


class GateFinding(NamedTuple):
    """One objection: the check, the words it is about, and why, for a reader."""

    check: str
    excerpt: str
    why: str
    weight: Weight = "blocks"
    start: int = 0
    """Position of the excerpt in the repaired template."""
    end: int = 0

    @property
    def blocks(self) -> bool:
        """Whether the reply must not be shown as it is."""
        return self.weight == "blocks"
