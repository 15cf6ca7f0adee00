"""What the nodes of one turn share: the tools' context, the facts, and what has happened so far."""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypedDict

from langchain_core.messages import AIMessage, AnyMessage

from agent.blocks import Block, Event
from agent.conversations.records import ModelCall, StoreRead
from agent.language.signals import Signal
from agent.models import Speaker
from agent.models.prices import ModelPrice
from agent.replies.factbook import FactBook
from agent.replies.findings import GateContext
from agent.replies.renderer import Renderer
from agent.said import Said
from agent.toolbox import Done, Toolbox
from tools.case_facts import case_facts
from tools.case_file import CaseFile
from tools.contact_facts import contact_facts
from tools.context import ToolContext
from tools.facts import Fact, with_receipt
from tools.knowledge.records import Bank
from tools.offer_facts import offer_facts, rank_facts


class OpenQuestion(TypedDict):
    """What our last reply asked for."""

    id: str
    fields: list[str]


def standing_facts(case: CaseFile, now: datetime) -> dict[str, Fact]:
    """Rebuild the facts that stand on the case as it is: what is known, and the current offers."""
    current = case.current_offers
    offers = (f for offer in current for f in offer_facts(offer))
    return known_facts(case, now) | _stamped((*offers, *rank_facts(current)), case, now)


def known_facts(case: CaseFile, now: datetime) -> dict[str, Fact]:
    """Return the facts of what is known: said, on file, assumed."""
    return _stamped(case_facts(case), case, now)


def bank_facts(bank: Bank, case: CaseFile, now: datetime) -> dict[str, Fact]:
    """Return how the bank can be reached: no figure of a loan, and asked for at any time."""
    return _stamped(contact_facts(bank), case, now)


def _stamped(facts: Iterable[Fact], case: CaseFile, now: datetime) -> dict[str, Fact]:
    stamped = with_receipt(facts, case_version=case.version, as_of=now.isoformat(), call="case")
    return {f.id: f for f in stamped}


def milliseconds_since(started: float) -> float:
    """Measure from a moment of `time.perf_counter()` to now."""
    return round((time.perf_counter() - started) * 1000, 3)


@dataclass
class TurnRun:
    """One turn being run. Lives for one turn, in one thread."""

    said: Said
    context: ToolContext
    history: Sequence[AnyMessage]
    open_question: OpenQuestion | None
    recent_topic: str | None
    deadline: float
    """time.monotonic() after which no further model call is made."""
    emit: Callable[[Event], None]
    toolbox: Toolbox
    speaker: Speaker
    model_name: str
    prompt: str
    renderer: Renderer
    max_model_calls: int = 4
    price: ModelPrice | None = None
    """What the model's tokens cost; None when the table does not say."""
    asks_again: bool = True
    """Whether a refused reply is worth another model call; a deterministic model repeats itself."""
    first_turn: bool = False
    cited_before: frozenset[str] = frozenset()
    """Passages that earlier replies of the conversation stand on."""
    words: str = ""
    """What was said, as the history shows it."""
    unheard: bool = False
    """No model could read what was said."""
    by_button: bool = False
    """The turn is an action: code made the call, and code words the reply."""
    signals: tuple[Signal, ...] = ()
    facts: dict[str, Fact] = field(default_factory=dict)
    done: list[Done] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    model_calls: list[ModelCall] = field(default_factory=list)
    reads: list[StoreRead] = field(default_factory=list)
    """What tools read in the bank's stores."""
    timings: dict[str, float] = field(default_factory=dict)
    named_question: OpenQuestion | None = None
    """What the offline engine says its reply asks for; a language model does not say."""
    asks: OpenQuestion | None = None
    """What the reply of this turn asks for."""
    _book: FactBook | None = field(default=None, init=False, repr=False)
    stands: GateContext | None = field(default=None, init=False, repr=False)
    """Where things stand, for the gate: told once, until more facts come."""

    @property
    def case(self) -> CaseFile:
        return self.context.case

    @property
    def replies(self) -> tuple[str, ...]:
        """Our reply templates so far, oldest first."""
        return tuple(str(m.content) for m in self.history if isinstance(m, AIMessage))

    def book(self) -> FactBook:
        """Return the facts that a reply may use now: one book with its indexes, until more come."""
        if self._book is None:
            self._book = FactBook(self.facts, self.case.version, self.case.current)
        return self._book

    def add(self, facts: Mapping[str, Fact]) -> None:
        """Let facts stand on the case as it is now; later ones of the same id replace others."""
        self.facts |= facts
        self._book = self.stands = None

    def take(self, done: Done) -> None:
        """Add a call that went through: its facts stand until the case moves on."""
        self.done.append(done)
        for one in done.everything():
            self.add({f.id: f for f in one.facts})

    def everything(self) -> tuple[Done, ...]:
        """Every call of the turn and what followed, in order."""
        return tuple(d for one in self.done for d in one.everything())

    def time_left(self) -> float:
        return self.deadline - time.monotonic()

    def timed(self, step: str, started: float) -> None:
        """Add the milliseconds since `started` to a step."""
        self.timings[step] = round(self.timings.get(step, 0.0) + milliseconds_since(started), 3)
