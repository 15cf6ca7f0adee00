"""The one way in: open a conversation, reply to what was said. Every front uses this.

`reply` only watches. The turn runs to its close on a worker of the Advisor: a front that goes away
loses the view, never the turn.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from agent.blocks import Block, Closed, Event, Shown, TextBlock
from agent.conversations.records import (
    ClosedTurn,
    Conversation,
    ConversationLog,
    Lease,
    LogUnavailable,
    Opened,
    Session,
    Turn,
)
from agent.operations import fault
from agent.runner import TurnRunner, failed_turn
from agent.said import MAX_CHARACTERS, Said
from agent.screen import is_too_long, screened
from agent.watching import Watched, announce, shown_again
from tools.lending.records import Record
from tools.stores.errors import StoreUnavailable

LEASE_MARGIN_S = 10.0
"""Beyond the deadline of the turn, before another worker may take it over."""
STILL_BUSY = "I'm still on your last message. I'll answer this one right after it."

NOT_STORED = (
    "I couldn't store my answer just now, so nothing was changed and nothing was sent. "
    "Your message is kept: please send it again in a moment."
)
GONE = "That message and its answer were deleted, as you asked."


class NotYourConversation(Exception):
    """The session is not the owner of the conversation, or there is no such conversation."""


class Started(Record):
    """What `open` gives: the conversation, its greeting, and earlier turns when resumed."""

    conversation: Conversation
    turns: tuple[Turn, ...] = ()


class Advisor:
    """Opens conversations and replies. Safe to share between threads; holds no conversation."""

    def __init__(
        self,
        log: ConversationLog,
        runner: TurnRunner,
        *,
        clock: Callable[[], datetime],
        after_close: Callable[[datetime], object],
        deadline_s: float = 20.0,
        workers: int = 4,
        message_characters: int = MAX_CHARACTERS,
    ) -> None:
        self._log = log
        self._runner = runner
        self._clock = clock
        self._after_close = after_close
        self._deadline_s = deadline_s
        self._message_characters = message_characters
        self._pool = ThreadPoolExecutor(max_workers=workers, thread_name_prefix="turn")
        self._watched: dict[tuple[str, str], Watched] = {}
        self._lock = threading.Lock()

    # -- opening ---------------------------------------------------------------------------------

    def open(self, session: Session, resume: str | None = None) -> Started:
        """Begin a conversation with its greeting, or come back to one.

        Raises `NotYourConversation` for one that is another's or nobody's.
        """
        if resume is not None:
            conversation = self._owned(session, resume)
            return Started(conversation=conversation, turns=self._log.turns(resume))
        now = self._clock()
        conversation = Conversation(
            id=uuid.uuid4().hex,
            customer_id=session.customer_id,
            created_at=now,
            greeting=self._runner.greeting(session, now),
        )
        self._log.start(conversation)
        return Started(conversation=conversation)

    def _owned(self, session: Session, conversation_id: str) -> Conversation:
        """A conversation id is no authority: the session has to be its owner, or staff."""
        conversation = self._log.conversation(conversation_id)
        is_owner = conversation is not None and conversation.customer_id == session.customer_id
        if conversation is None or not (is_owner or session.role != "customer"):
            raise NotYourConversation("There is no conversation of yours with that id.")
        return conversation

    # -- replying --------------------------------------------------------------------------------

    def reply(
        self, session: Session, conversation_id: str, said: Said, turn_id: str | None = None
    ) -> Iterator[Event]:
        """Record what was said, then show the turn as it happens.

        The same turn id again shows the same turn. Dropping the iterator drops the view only.
        Raises `NotYourConversation` and `LogUnavailable` before anything is recorded.
        """
        self._owned(session, conversation_id)
        turn, watched = self._opened(session, conversation_id, said, turn_id or uuid.uuid4().hex)
        return self._events(turn, watched)

    def _opened(
        self, session: Session, conversation_id: str, said: Said, turn_id: str
    ) -> tuple[Turn, Watched | None]:
        """Write the message down; start its turn if the lease is to be had."""
        opened = Opened(
            conversation_id=conversation_id,
            turn_id=turn_id,
            sequence=0,
            said=screened(said, self._message_characters),
            cut=is_too_long(said, self._message_characters),
            session=session,
            now=self._clock(),
            case_version=self._log.latest_case(conversation_id).version,
            knowledge=dict(self._runner.knowledge_hashes),
        )
        turn, lease = self._log.open_turn(opened, self._lease_s)
        return turn, None if lease is None else self._start(turn, lease)

    @property
    def _lease_s(self) -> float:
        return self._deadline_s + LEASE_MARGIN_S

    def _events(self, turn: Turn, watched: Watched | None) -> Iterator[Event]:
        """Watch the turn; one that waits for another is started by whoever comes first."""
        if turn.closed is not None:
            yield from shown_again(turn)
            return
        if turn.erased:
            yield Shown(block=TextBlock(text=GONE, template=GONE))
            return
        until = time.monotonic() + self._lease_s
        key = (turn.opened.conversation_id, turn.opened.turn_id)
        while time.monotonic() < until:
            if watched is None:
                with self._lock:
                    watched = self._watched.get(key)
            if watched is not None:
                yield from watched.watch(until)
                if watched.closed or watched.failed:
                    return
                watched = None  # somebody else closes it, or it is run again
            found = self._log.turn(*key)
            if found is not None and found.closed is not None:
                yield from shown_again(found, replayed=False)
                return
            if not self._run_next(turn.opened.conversation_id):
                time.sleep(0.02)
        yield Shown(block=TextBlock(text=STILL_BUSY, template=STILL_BUSY))

    # -- running ---------------------------------------------------------------------------------

    def _start(self, turn: Turn, lease: Lease) -> Watched:
        key = (turn.opened.conversation_id, turn.opened.turn_id)
        watched = Watched()
        with self._lock:
            self._watched[key] = watched
        try:
            running = self._pool.submit(self._run, turn, lease, watched)
        except RuntimeError:  # closing down: another process, or the next start, goes on with it
            self._let_go(key, lease, watched)
        else:
            running.add_done_callback(_note_fault)
        return watched

    def _let_go(self, key: tuple[str, str], lease: Lease, watched: Watched) -> None:
        """Give the turn back, so that nobody waits for a lease that nobody uses."""
        try:
            self._log.release(lease)
        except LogUnavailable as error:
            fault("lease not released", error, conversation=lease.conversation_id)
        self._forget(key, watched)

    def _forget(self, key: tuple[str, str], watched: Watched) -> None:
        with self._lock:
            if self._watched.get(key) is watched:
                del self._watched[key]
        watched.end()

    def _run(self, turn: Turn, lease: Lease, watched: Watched) -> None:
        """Run one turn to its close, then the next one that waits."""
        key = (turn.opened.conversation_id, turn.opened.turn_id)
        try:
            closed = self._close(
                turn, lease, self._runner.run(turn.opened, self._log, watched.emit)
            )
        except LogUnavailable as error:
            fault("turn not stored", error, conversation=key[0], turn=key[1])
            watched.fail(Shown(block=TextBlock(text=NOT_STORED, template=NOT_STORED)))
            self._let_go(key, lease, watched)
            return
        except BaseException:
            self._forget(key, watched)
            raise
        try:
            if closed is not None:
                announce(closed, watched)
                self._perform()
            self._run_next(turn.opened.conversation_id)
        finally:
            self._forget(key, watched)

    def _perform(self) -> None:
        """Have effects performed. A store that is away leaves them where they wait."""
        try:
            self._after_close(self._clock())
        except StoreUnavailable as error:
            fault("effects wait", error)

    def _close(self, turn: Turn, lease: Lease, closed: ClosedTurn) -> ClosedTurn | None:
        """Write the turn's close and return what was written; None when somebody else closes it.

        A turn that no row can hold (too large, or half a character in a model's words) is closed
        as a broken one: left open, it would hold up every message after it.
        """
        try:
            return closed if self._log.close_turn(lease, closed) else None
        except ValueError:  # `RowTooLarge` is one
            fault("turn not written", conversation=lease.conversation_id, turn=lease.turn_id)
            case = self._log.latest_case(lease.conversation_id)
            broken = failed_turn(turn.opened, case, closed.closed.timings)
            return broken if self._log.close_turn(lease, broken) else None

    def _run_next(self, conversation_id: str) -> bool:
        """Start the oldest turn that waits, if its lease is to be had."""
        waiting = self._log.next_open_turn(conversation_id)
        if waiting is None:
            return False
        lease = self._log.acquire(
            conversation_id, waiting.opened.turn_id, self._clock(), self._lease_s
        )
        if lease is None:
            return False
        return not self._start(waiting, lease).ended

    # -- reading ---------------------------------------------------------------------------------

    def turn(self, session: Session, conversation_id: str, turn_id: str) -> Turn | None:
        """Return a turn of one's own conversation, for receipts and export."""
        self._owned(session, conversation_id)
        return self._log.turn(conversation_id, turn_id)

    def turns(self, session: Session, conversation_id: str) -> tuple[Turn, ...]:
        """Return all turns of one's own conversation."""
        self._owned(session, conversation_id)
        return self._log.turns(conversation_id)

    def conversations(self, session: Session) -> tuple[Conversation, ...]:
        """Return the conversations of a signed-in customer, newest first."""
        return self._log.conversations_of(session.customer_id) if session.customer_id else ()

    def close(self) -> None:
        """Wait for running turns and stop."""
        self._pool.shutdown(wait=True)


def _note_fault(running: Future[None]) -> None:
    """Log what kept a turn from closing: nobody waits for the worker's own result."""
    error = running.exception()
    if error is not None:
        fault("turn not closed", error)


def blocks_shown(events: Iterator[Event]) -> tuple[tuple[Block, ...], Closed | None]:
    """Gather a turn's final blocks and its close; pending previews and progress are left out."""
    blocks: list[Block] = []
    closed = None
    for event in events:
        if isinstance(event, Shown) and not event.pending:
            blocks.append(event.block)
        elif isinstance(event, Closed):
            closed = event
    return tuple(blocks), closed
