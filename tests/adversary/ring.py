"""Where the liar meets the real graph: one application in memory, a conversation for each round."""

import json
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.messages import AIMessage

from agent.advisor import blocks_shown
from agent.conversations.memory import MemoryLog
from agent.conversations.records import ClosedTurn, Conversation, Session
from agent.said import Attach, Confirm, Said, Text
from agent.settings import Settings
from agent.turn_run import standing_facts
from agent.wiring import App, build
from tests.adversary.calls import false_call
from tests.adversary.case_oracle import Message, Talk, text_of
from tests.adversary.liar import Lie, LyingModel, Step, a_lie
from tests.adversary.oracle import Verdict, judge
from tests.adversary.plants import FILE_NAMES, Planted, planted_in, planted_index
from tests.adversary.talks import FLOWS, LATER, OPENINGS, Later, Opening
from tests.fakes.scripted_model import call, calls
from tools.case_file import CaseFile
from tools.contact_facts import contact_facts
from tools.facts import Fact

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=ZoneInfo("America/New_York"))
PAPER = b"%PDF-1.4 the same paper each time"
"""What is in it does not matter; what it is called does."""


def planted_app(folder: Path, **parts: Any) -> App:
    """Wire the application on stores and policies that somebody wrote into."""
    settings = Settings(data_dir=folder, messages_per_minute=None)
    app = build(settings, clock=lambda: NOON, log=MemoryLog(), **parts)
    planted = {
        "profiles": Planted(app.profiles),
        "applications": Planted(app.applications),
        "policies": planted_index(app.knowledge_folder / "policies", app.knowledge.rulebook),
    }
    app.__dict__.update(planted)  # where `cached_property` keeps what it has built
    return app


class Ring:
    """The application with the lying model in it, on planted ground."""

    def __init__(self, folder: Path) -> None:
        self.model = LyingModel()
        self.app = planted_app(folder, model=self.model)
        self.advisor = self.app.advisor
        self.on_file = {o.customer: self._on_file(o.customer) for o in OPENINGS}

    def close(self) -> None:
        self.app.close()

    def round(self, seed: int) -> tuple[int, list[Verdict]]:
        """Hold one conversation of one to five turns; count the replies and judge each."""
        draw = Random(seed)  # noqa: S311 - a repeatable draw, no secret
        stores: tuple[Any, ...] = (self.app.profiles, self.app.applications)
        for store in stores:
            store.sow(draw)
        opening = draw.choice(OPENINGS)
        session = Session(customer_id=opening.customer)
        talk = _Conversation(self, draw, opening, session)
        steps = [Later(opening.message, call("record_details", **opening.records)), *_steps(draw)]
        return len(steps), [talk.greeting(), *(talk.turn(step) for step in steps)]

    def _on_file(self, customer: str | None) -> dict[str, str]:
        """What the bank holds of this customer, by field, as it would stand in a case."""
        stored = self.app.profiles.decision_profile(customer, NOON.date()) if customer else None
        if stored is None:
            return {}
        fields = ((n, v) for n, v in stored.profile if v is not None)
        return {n: _as_filed(v) for n, v in fields} | dict(stored.request)


def _as_filed(value: Any) -> str:
    """Write a value of the file as a case holds it."""
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, bool):
        return str(value).lower()
    return json.dumps(value, default=str) if isinstance(value, tuple) else str(value)


def _steps(draw: Random) -> list[Later]:
    """What follows the opening: words and buttons at random, or a conversation with an aim."""
    if draw.random() < 0.35:
        return list(draw.choice(FLOWS))
    return [draw.choice(LATER) for _ in range(draw.randrange(4))]


class _Conversation:
    """One conversation of the ring, and what its judge has to know of it."""

    def __init__(self, ring: Ring, draw: Random, opening: Opening, session: Session) -> None:
        self.ring, self.draw, self.session = ring, draw, session
        self.opened: Conversation = ring.advisor.open(session).conversation
        self.on_file = ring.on_file[opening.customer]
        self.case, self.last_reply = CaseFile(), ""
        self.said: dict[str, Message] = {}
        self.facts: dict[str, Fact] = {f.id: f for f in contact_facts(ring.app.knowledge.bank)}
        self.lies: list[Lie] = []

    def greeting(self) -> Verdict:
        """Judge what opens the conversation."""
        planted = [x for b in self.opened.greeting for x in planted_in(b)]
        return Verdict(lies=tuple(planted))

    def turn(self, step: Later) -> Verdict:
        """Say one thing to a model that lies, and judge what comes of it."""
        turn_id = f"t{len(self.said)}"
        said = self._said(step.message)
        self.said[turn_id] = step.message._replace(said=None if isinstance(said, Text) else said)
        self.ring.model.begin(self._plan(step.call))
        turn = self._close(said, turn_id)
        self.facts |= {f.id: f for f in turn.facts} | standing_facts(turn.case, NOON)
        talk = Talk(self.said, self.case, self.last_reply, self.on_file, self.facts)
        verdict = judge(turn, talk, self.lies, self.facts)
        self.case, self.last_reply = turn.case, text_of(turn)
        return verdict

    def _said(self, message: Message) -> Said:
        """Fill in what only this conversation knows: its proposal, its uploaded file."""
        said = message.said or Text(text=message.text)
        if isinstance(said, Confirm) and said.proposal_id == "the one":
            proposal = self.case.proposal
            return Confirm(proposal_id=proposal.id if proposal else "none")
        if isinstance(said, Attach):
            name, owner = self.draw.choice(FILE_NAMES), self.session.customer_id or self.opened.id
            stored = self.ring.app.documents.put(PAPER + name.encode(), name, owner, NOON)
            return said.model_copy(update={"upload_id": stored.upload_id})
        return said

    def _plan(self, honest: dict[str, Any] | None) -> list[Step]:
        draw = self.draw
        wanted = [honest] if honest and draw.random() < 0.85 else []
        if wanted and not self.case.profile_looked_up and draw.random() < 0.8:
            wanted = [call("look_up_profile"), *wanted]
        for _ in range(draw.choice((0, 0, 1, 2))):
            wanted.append(false_call(draw))

        def speak(ids: Sequence[str]) -> AIMessage:
            lie = a_lie(draw, ids)
            self.lies.append(lie)
            return AIMessage(lie.text)

        first: list[Step] = [lambda ids: calls(*wanted)] if wanted else []
        return [*first, speak]

    def _close(self, said: Said, turn_id: str) -> ClosedTurn:
        advisor = self.ring.advisor
        blocks_shown(advisor.reply(self.session, self.opened.id, said, turn_id))
        turn = advisor.turn(self.session, self.opened.id, turn_id)
        assert turn is not None
        assert turn.closed is not None
        return turn.closed
