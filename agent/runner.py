"""Runs one turn: from what `open` recorded, and the model's words, to everything that closes it."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from agent.blocks import Block, Closed, Event, TextBlock
from agent.conversations.past import Past
from agent.conversations.records import (
    ClosedTurn,
    ConversationLog,
    Opened,
    Session,
    StoreRead,
)
from agent.limits import NO_LIMITS, TOO_LONG, WORDS, Limits
from agent.models import Speaker
from agent.models.prices import ModelPrice
from agent.neutral import neutral
from agent.offline.wording_files import Templates, speaking
from agent.operations import fault, note
from agent.prompting import Prompt
from agent.reads import WritesDown
from agent.replies.renderer import Renderer
from agent.said import in_words, own_words
from agent.speaking import NOTHING_DONE, greeting_blocks, opening_chips
from agent.state import at_start
from agent.toolbox import Done, Toolbox
from agent.turn_run import OpenQuestion, TurnRun, milliseconds_since
from tools.case_file import CaseFile
from tools.context import CustomerMessage, ToolContext
from tools.knowledge import Knowledge
from tools.lending.risk import CreditScorer
from tools.policy_index import PolicyIndex
from tools.stores.applications import ApplicationStore
from tools.stores.profiles import ProfileStore

FAILED = ("the turn failed; see the log",)
"""The findings of a turn that broke: its model's words went with it."""
HISTORY_TURNS = 12
BINDING_TURNS = 40
"""How far back a figure may be bound to the customer's words."""
MOST_OFFERS_KEPT = 60
OLD_OFFERS_KEPT = 4
"""Of offers that stand no longer, the last set: their schedules may still be looked at."""


@dataclass(frozen=True)
class TurnRunner:
    """Everything a turn needs that does not change from turn to turn."""

    graph: Any
    toolbox: Toolbox
    speaker: Speaker
    model_name: str
    prompt: Prompt
    wording: Templates
    """The offline templates, of which the deterministic reply is made too."""
    system_prompt: str
    """The prompt with the bank's name in it: the same bytes in every call."""
    knowledge: Knowledge
    policies: PolicyIndex
    profiles: ProfileStore
    applications: ApplicationStore
    scorer: CreditScorer
    renderer: Renderer
    knowledge_hashes: Mapping[str, str]
    deadline_s: float = 20.0
    max_model_calls: int = 4
    price: ModelPrice | None = None
    limits: Limits = NO_LIMITS

    def greeting(self, session: Session, now: datetime) -> tuple[Block, ...]:
        """Return what opens a conversation: AI notice, privacy link, no effect on the score."""
        return (*greeting_blocks(session, self.knowledge, self.profiles, now), *opening_chips())

    def run(
        self, opened: Opened, past: ConversationLog, emit: Callable[[Event], None]
    ) -> ClosedTurn:
        """Run the turn to its close. A bug ends in an honest fallback and never in a decision."""
        limit = self.limits.reached(opened, past)
        if limit:
            return limited_turn(opened, past.latest_case(opened.conversation_id), limit)
        before = past.past(opened.conversation_id, opened.sequence, last=BINDING_TURNS)
        return self.run_on(opened, before, past.latest_case(opened.conversation_id), emit)

    def again(
        self, opened: Opened, before: Sequence[Past], case: CaseFile, limited: str
    ) -> ClosedTurn:
        """Run a turn that was closed once more, from its record; nobody watches."""
        if limited:
            return limited_turn(opened, case, limited)
        return self.run_on(opened, before, case, lambda event: None)

    def run_on(
        self,
        opened: Opened,
        before: Sequence[Past],
        case: CaseFile,
        emit: Callable[[Event], None],
    ) -> ClosedTurn:
        """Run the turn on a case and the closed turns before it."""
        started = time.perf_counter()
        try:
            run = self._turn_run(opened, before, case, emit)
            with speaking(self.wording):
                state = self.graph.invoke(at_start(), context=run, version="v2").value
            run.timed("total", started)
            closed = self._closed(opened, run, state)
        except Exception:  # the one boundary that guards a turn
            fault("turn failed", conversation=opened.conversation_id, turn=opened.turn_id)
            return failed_turn(opened, case, {"total": milliseconds_since(started)})
        if opened.cut:
            closed = closed.model_copy(update={"blocks": (_text(TOO_LONG), *closed.blocks)})
        note(
            "turn",
            conversation=opened.conversation_id,
            turn=opened.turn_id,
            tools=[c.tool for c in closed.calls],
            fallback=closed.fallback,
            milliseconds=run.timings,
        )
        return closed

    def _turn_run(
        self,
        opened: Opened,
        before: Sequence[Past],
        case: CaseFile,
        emit: Callable[[Event], None],
    ) -> TurnRun:
        last = before[-1] if before else None
        reads: list[StoreRead] = []
        messages = [CustomerMessage(turn_id=t.turn_id, text=own_words(t.said)) for t in before]
        messages.append(CustomerMessage(turn_id=opened.turn_id, text=own_words(opened.said)))
        return TurnRun(
            said=opened.said,
            context=self._tool_context(opened, case, tuple(messages), reads),
            reads=reads,
            history=_history(before[-HISTORY_TURNS:]),
            open_question=_open_question(last),
            recent_topic=last.tools[-1] if last and last.tools else None,
            deadline=time.monotonic() + self.deadline_s,
            emit=emit,
            first_turn=not before,
            cited_before=_cited(before),
            toolbox=self.toolbox,
            speaker=self.speaker,
            model_name=self.model_name,
            prompt=self.system_prompt,
            renderer=self.renderer,
            max_model_calls=self.max_model_calls,
            price=self.price,
            asks_again=self.model_name != "offline",
        )

    def _tool_context(
        self,
        opened: Opened,
        case: CaseFile,
        messages: tuple[CustomerMessage, ...],
        reads: list[StoreRead],
    ) -> ToolContext:
        return ToolContext(
            customer_id=opened.session.customer_id,
            case=case,
            knowledge=self.knowledge,
            policies=cast(PolicyIndex, WritesDown(self.policies, reads)),
            profiles=cast(ProfileStore, WritesDown(self.profiles, reads)),
            applications=cast(ApplicationStore, WritesDown(self.applications, reads)),
            scorer=self.scorer,
            messages=messages,
            conversation_id=opened.conversation_id,
            turn_id=opened.turn_id,
            now=opened.now,
            locale=opened.session.locale,
        )

    def _closed(self, opened: Opened, run: TurnRun, state: Mapping[str, Any]) -> ClosedTurn:
        done = run.everything()
        case = _bounded(run.case)
        return ClosedTurn(
            blocks=tuple(run.blocks),
            calls=tuple(d.call for d in done),
            facts=_facts_of(done),
            case=case,
            effects=tuple(e for d in done if d.record is not None for e in d.record.effects),
            open_question=None if run.asks is None else _as_text(run.asks),
            template=state["template"],
            findings=tuple(state["findings"]),
            fallback=state["fallback"],
            model_calls=tuple(run.model_calls),
            reads=tuple(run.reads),
            prompt_hash=self.prompt.content_hash,
            closed=Closed(
                turn_id=opened.turn_id,
                stage=case.stage,
                outcome=case.outcome,
                status=case.status,
                timings=dict(run.timings),
            ),
        )


def _bounded(case: CaseFile) -> CaseFile:
    """Let the oldest offers go once there are too many: cards that stand and the chosen one stay.

    Each change of the request makes a new set, and a slider an offer each time it is moved.
    """
    old = [o.letter for o in case.offers if o.letter not in case.current]
    gone = {*old[: max(len(old) - OLD_OFFERS_KEPT, 0)]} - _needed(case)
    rest = [o.letter for o in case.offers if o.letter not in gone | _needed(case)]
    gone |= {*rest[: max(len(case.offers) - len(gone) - MOST_OFFERS_KEPT, 0)]}
    if not gone:
        return case
    return case.model_copy(
        update={
            "offers": tuple(o for o in case.offers if o.letter not in gone),
            "current": tuple(letter for letter in case.current if letter not in gone),
        }
    )


def _needed(case: CaseFile) -> set[str | None]:
    """Return the letters of cards that stand, of the chosen offer, and of the one applied for."""
    cards = {o.letter for o in case.current_offers if o.replaces is None}
    return {*cards, case.chosen, case.proposal.letter if case.proposal else None}


def _facts_of(done: Sequence[Done]) -> tuple[Any, ...]:
    return tuple({f.id: f for d in done for f in d.facts}.values())


def _as_text(question: OpenQuestion) -> str:
    return " ".join((question["id"], *question["fields"]))


def _open_question(last: Past | None) -> OpenQuestion | None:
    if last is None or not last.open_question:
        return None
    name, *fields = last.open_question.split(" ")
    return OpenQuestion(id=name, fields=fields)


def _history(turns: Sequence[Past]) -> list[AnyMessage]:
    """Return the customer's words and our templates; no figures, no tool blocks."""
    messages: list[AnyMessage] = []
    for turn in turns:
        if turn.template:
            messages += (HumanMessage(neutral(in_words(turn.said))), AIMessage(turn.template))
    return messages


def _cited(turns: Sequence[Past]) -> frozenset[str]:
    """List the passages that were retrieved in earlier turns."""
    return frozenset(passage for turn in turns for passage in turn.cited)


def _text(words: str) -> TextBlock:
    return TextBlock(text=words, template=words)


def failed_turn(opened: Opened, case: CaseFile, timings: Mapping[str, float]) -> ClosedTurn:
    """Close a turn that broke: nothing changed, and the customer is told so."""
    closed = unchanged_turn(opened, case, NOTHING_DONE, timings)
    return closed.model_copy(update={"findings": FAILED})


def limited_turn(opened: Opened, case: CaseFile, limit: str) -> ClosedTurn:
    """Close a turn that ran into a limit: nothing changed, and the customer is told why."""
    note("limit", conversation=opened.conversation_id, turn=opened.turn_id, limit=limit)
    return unchanged_turn(opened, case, WORDS[limit], {}).model_copy(update={"limited": limit})


def unchanged_turn(
    opened: Opened, case: CaseFile, words: str, timings: Mapping[str, float]
) -> ClosedTurn:
    """Close a turn in which nothing was done, with words that say so."""
    return ClosedTurn(
        blocks=(_text(words),),
        case=case,
        template=words,
        fallback="deterministic",
        closed=Closed(
            turn_id=opened.turn_id,
            stage=case.stage,
            outcome=case.outcome,
            status=case.status,
            timings=timings,
        ),
    )
