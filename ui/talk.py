"""One conversation in one browser tab: its turns so far, and what was said but not yet answered.

The log is the truth; this is a view of it. What a customer does gets its turn id before anything
else happens, so that a rerun, a double click or a retry is the same turn, never a second one.
"""

import hashlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from agent.advisor import Advisor
from agent.blocks import Event
from agent.conversations.records import ClosedTurn, Conversation, Session, Turn
from agent.said import SAID, Said, Text
from tools.case_file import CaseFile


class Sent(NamedTuple):
    """Something said, under the id of its turn."""

    turn_id: str
    said: Said


@dataclass
class Talk:
    """What a tab knows of its conversation."""

    persona_id: str
    session: Session
    conversation: Conversation
    turns: list[Turn] = field(default_factory=list)
    """Closed turns in order; erased ones too."""
    waiting: list[Sent] = field(default_factory=list)
    """Said, and not yet seen closed."""

    @property
    def last(self) -> ClosedTurn | None:
        """The newest closed turn."""
        return next((t.closed for t in reversed(self.turns) if t.closed), None)

    @property
    def case(self) -> CaseFile:
        """The case as the newest turn left it."""
        return self.last.case if self.last else CaseFile()

    @property
    def place(self) -> str:
        """Where the conversation stands: changes with every turn."""
        return self.turns[-1].opened.turn_id if self.turns else "start"

    # -- saying ----------------------------------------------------------------------------------

    def act(self, said: Said, place: str) -> None:
        """Take a button's action. The same button at the same place is the same turn."""
        content = f"{self.conversation.id}|{place}|{SAID.dump_json(said).decode()}"
        self._send(Sent(hashlib.sha256(content.encode()).hexdigest()[:32], said))

    def type(self, words: str) -> None:
        """Take words that were typed."""
        self._send(Sent(uuid.uuid4().hex, Text(text=words)))

    def _send(self, sent: Sent) -> None:
        known = {t.opened.turn_id for t in self.turns} | {s.turn_id for s in self.waiting}
        if sent.turn_id not in known:
            self.waiting.append(sent)

    # -- hearing ---------------------------------------------------------------------------------

    def deliver(self, advisor: Advisor) -> list[tuple[Sent, Iterator[Event]]]:
        """Put everything that waits into the log, in order, and return the views of it.

        Raises `StoreUnavailable`; what waits goes on waiting.
        """
        return [
            (s, advisor.reply(self.session, self.conversation.id, s.said, s.turn_id))
            for s in self.waiting
        ]

    def catch_up(self, advisor: Advisor, turn_id: str) -> bool:
        """Take over a turn that has closed; False while it is open."""
        turn = advisor.turn(self.session, self.conversation.id, turn_id)
        if turn is None or turn.closed is None:
            return False
        expected = self.turns[-1].opened.sequence + 1 if self.turns else turn.opened.sequence
        if turn.opened.sequence == expected:
            self.turns.append(turn)
        else:  # another tab has talked too
            self.load(advisor.turns(self.session, self.conversation.id))
        self.waiting = [s for s in self.waiting if s.turn_id != turn_id]
        return True

    def load(self, turns: tuple[Turn, ...]) -> None:
        """Take over what the log holds: closed turns as history, open ones to be heard."""
        self.turns = [t for t in turns if t.closed or t.erased]
        known = {t.opened.turn_id for t in turns}
        heard = [Sent(t.opened.turn_id, t.opened.said) for t in turns if not (t.closed or t.erased)]
        self.waiting = heard + [s for s in self.waiting if s.turn_id not in known]


def begin(advisor: Advisor, session: Session, persona_id: str, resume: str | None = None) -> Talk:
    """Open a conversation, or come back to one with everything that was said in it.

    Raises `NotYourConversation`, `StoreUnavailable`.
    """
    started = advisor.open(session, resume)
    talk = Talk(persona_id, session, started.conversation)
    talk.load(started.turns)
    return talk
