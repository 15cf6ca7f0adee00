"""The conversation log in memory: for the benchmark, for tests, for a talk that leaves no trace.

It keeps frozen records as they are: no serialising, no hash chain (nothing here can be tampered
with that would not also reach the chain), nothing after the process ends.
"""

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from agent.conversations.leases import keeps_others_away
from agent.conversations.past import Past
from agent.conversations.records import (
    ClosedTurn,
    Conversation,
    Erasure,
    Lease,
    Opened,
    OutboxItem,
    Turn,
    Usage,
)
from agent.conversations.rows import erased_turn, past_of, used_by
from tools.case_file import CaseFile

ZERO = Decimal(0)


@dataclass
class _Kept:
    """One conversation and its turns in order."""

    conversation: Conversation | None
    turns: dict[str, Turn] = field(default_factory=dict)
    lease: Lease | None = None
    taken_at: datetime | None = None

    def oldest_open(self) -> Turn | None:
        return next((t for t in self.turns.values() if t.closed is None and not t.erased), None)


class MemoryLog:
    """`ConversationLog` without a file. Safe for threads."""

    def __init__(self) -> None:
        self._guard = threading.RLock()
        self._all: dict[str, _Kept] = {}
        self._outbox: dict[int, OutboxItem] = {}
        self._effects = 0
        self._blobs: dict[str, bytes] = {}
        self._erasures: list[Erasure] = []
        self._used: list[tuple[str, datetime, Usage]] = []

    def start(self, conversation: Conversation) -> None:
        """Begin a conversation. The same conversation again changes nothing."""
        with self._guard:
            kept = self._all.setdefault(conversation.id, _Kept(conversation))
            if kept.conversation != conversation:
                raise ValueError(f"the id {conversation.id} belongs to another conversation")

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None when it was never started, or erased."""
        kept = self._all.get(conversation_id)
        return kept.conversation if kept else None

    def conversations_of(self, customer_id: str) -> tuple[Conversation, ...]:
        """Return a customer's conversations, newest first."""
        with self._guard:
            found = [k.conversation for k in self._all.values() if k.conversation]
        return tuple(c for c in reversed(found) if c.customer_id == customer_id)

    def open_turn(self, opened: Opened, lease_seconds: float) -> tuple[Turn, Lease | None]:
        """Insert the message before anything else; see the protocol."""
        with self._guard:
            kept = self._living(opened.conversation_id)
            turn = kept.turns.get(opened.turn_id)
            if turn is None:
                opened = opened.model_copy(update={"sequence": len(kept.turns) + 1})
                turn = kept.turns[opened.turn_id] = Turn(opened=opened, closed=None)
            if turn.closed is not None:
                return turn, None
            return turn, self._take(kept, opened.turn_id, opened.now, lease_seconds)

    def acquire(
        self, conversation_id: str, turn_id: str, now: datetime, lease_seconds: float
    ) -> Lease | None:
        """Take the lease for the oldest open turn; None when it is held or another one is older."""
        with self._guard:
            return self._take(self._living(conversation_id), turn_id, now, lease_seconds)

    def close_turn(self, lease: Lease, closed: ClosedTurn) -> bool:
        """Close the turn if the lease is still ours; release it."""
        with self._guard:
            kept = self._all.get(lease.conversation_id)
            if kept is None or kept.lease is None or kept.lease.token != lease.token:
                return False
            turn = kept.turns[lease.turn_id]
            kept.turns[lease.turn_id] = turn.model_copy(update={"closed": closed})
            self._used.append((lease.conversation_id, turn.opened.now, used_by(closed)))
            for effect in closed.effects:
                self._effects += 1
                self._outbox[self._effects] = OutboxItem(
                    id=self._effects,
                    conversation_id=lease.conversation_id,
                    turn_id=lease.turn_id,
                    effect=effect,
                )
            kept.lease = None
            return True

    def release(self, lease: Lease) -> None:
        """Give the lease back without closing; nothing happens when it is somebody else's."""
        with self._guard:
            kept = self._all.get(lease.conversation_id)
            if kept and kept.lease and kept.lease.token == lease.token:
                kept.lease = None

    def turn(self, conversation_id: str, turn_id: str) -> Turn | None:
        """Return one turn, or None."""
        kept = self._all.get(conversation_id)
        return kept.turns.get(turn_id) if kept else None

    def find_turn(self, turn_id: str) -> Turn | None:
        """Return the turn with this id; of several conversations that used it, the newest."""
        with self._guard:
            found = [k.turns[turn_id] for k in self._all.values() if turn_id in k.turns]
        return max(found, key=lambda turn: turn.opened.now, default=None)

    def turns(self, conversation_id: str, last: int | None = None) -> tuple[Turn, ...]:
        """Return the turns in order; `last`: only that many, from the end."""
        with self._guard:
            kept = self._all.get(conversation_id)
            found = tuple(kept.turns.values()) if kept else ()
        return found if last is None else found[max(len(found) - last, 0) :]

    def past(self, conversation_id: str, before: int, last: int) -> tuple[Past, ...]:
        """Return the newest `last` closed turns with a sequence below `before`, in order."""
        earlier = (t for t in self.turns(conversation_id) if t.opened.sequence < before)
        found = tuple(past_of(t.opened, t.closed) for t in earlier if t.closed is not None)
        return found[max(len(found) - last, 0) :]

    def next_open_turn(self, conversation_id: str) -> Turn | None:
        """Return the oldest turn that has not closed."""
        with self._guard:
            kept = self._all.get(conversation_id)
            return kept.oldest_open() if kept else None

    def latest_case(self, conversation_id: str) -> CaseFile:
        """Return the case as the last closed turn left it; an empty one before that."""
        closed = [t.closed for t in self.turns(conversation_id) if t.closed is not None]
        return closed[-1].case if closed else CaseFile()

    def opened_at(self, conversation_id: str, sequence: int) -> datetime | None:
        """Return when the message with this number was opened."""
        found = (t.opened for t in self.turns(conversation_id))
        return next((o.now for o in found if o.sequence == sequence), None)

    def usage(self, since: datetime | None = None, conversation_id: str | None = None) -> Usage:
        """Add up what closed turns have used; see the protocol."""
        with self._guard:
            found = [
                used
                for of, at, used in self._used
                if conversation_id in (None, of) and (since is None or at >= since)
            ]
        return Usage(tokens=sum(u.tokens for u in found), usd=sum((u.usd for u in found), ZERO))

    def pending_effects(self, limit: int = 100) -> tuple[OutboxItem, ...]:
        """Return effects to perform: those that failed least often first, then the oldest."""
        with self._guard:
            waiting = sorted(self._outbox.values(), key=lambda item: (item.attempts, item.id))
        return tuple(waiting[:limit])

    def mark_performed(self, item: OutboxItem, at: datetime) -> None:
        """Take the effect out of the queue."""
        with self._guard:
            self._outbox.pop(item.id, None)

    def mark_attempt(self, item: OutboxItem, error: str) -> None:
        """Record that performing failed."""
        with self._guard:
            if waiting := self._outbox.get(item.id):
                update = {"attempts": waiting.attempts + 1}
                self._outbox[item.id] = waiting.model_copy(update=update)

    def keep(self, content_hash: str, name: str, content: bytes) -> None:
        """Store a knowledge file, prompt or scorer artefact once."""
        self._blobs.setdefault(content_hash, content)

    def kept(self, content_hash: str) -> bytes | None:
        """Return what was stored under a hash."""
        return self._blobs.get(content_hash)

    def verify(self, conversation_id: str | None = None) -> tuple[str, ...]:
        """Return nothing: there is no chain that could be wrong."""
        return ()

    def erasures(self, conversation_id: str | None = None) -> tuple[Erasure, ...]:
        """Return the rows that were erased, with reason and date."""
        with self._guard:
            return tuple(e for e in self._erasures if conversation_id in (None, e.conversation_id))

    def export_customer(self, customer_id: str) -> dict[str, Any]:
        """Return everything the log holds about one customer, as plain JSON values."""
        conversations = [
            {"id": c.id, "created_at": c.created_at.isoformat(), "rows": self._exported(c)}
            for c in reversed(self.conversations_of(customer_id))
        ]
        return {"customer_id": customer_id, "conversations": conversations}

    def _exported(self, conversation: Conversation) -> list[dict[str, Any]]:
        rows = [_row("started", "", conversation)]
        turns = self.turns(conversation.id)
        rows += [_row("opened", turn.opened.turn_id, turn.opened) for turn in turns]
        rows += [_row("closed", t.opened.turn_id, t.closed) for t in turns if t.closed]
        return rows

    def erase_conversation(self, conversation_id: str, reason: str, at: datetime) -> int:
        """Drop what was said; return the number of rows."""
        with self._guard:
            kept = self._all.get(conversation_id)
            if kept is None or kept.conversation is None:
                return 0
            turn_ids = ["", *kept.turns, *(i for i, t in kept.turns.items() if t.closed)]
            self._erasures += [
                Erasure(conversation_id=conversation_id, position=n, turn_id=turn_id,
                        reason=reason, at=at)
                for n, turn_id in enumerate(turn_ids)
            ]  # fmt: skip
            kept.conversation, kept.lease = None, None
            kept.turns = {
                i: erased_turn(conversation_id, i, t.opened.sequence, t.opened.now)
                for i, t in kept.turns.items()
            }
            return len(turn_ids)

    def erase_turns_before(
        self, conversation_id: str, turn_id: str, reason: str, at: datetime
    ) -> int:
        """Erase the closed turns before this one and leave the conversation alive."""
        with self._guard:
            kept = self._living(conversation_id)
            until = kept.turns[turn_id].opened.sequence
            gone = {i: t for i, t in kept.turns.items() if t.closed and t.opened.sequence < until}
            kept.turns |= {
                i: erased_turn(conversation_id, i, t.opened.sequence, t.opened.now)
                for i, t in gone.items()
            }
            self._erasures += [
                Erasure(conversation_id=conversation_id, position=2 * t.opened.sequence - 1 + n,
                        turn_id=i, reason=reason, at=at)
                for i, t in gone.items() for n in (0, 1)
            ]  # fmt: skip
            return 2 * len(gone)

    def erase_customer(self, customer_id: str, reason: str, at: datetime) -> int:
        """Drop all conversations of a customer; return the number of rows."""
        with self._guard:
            ids = [c.id for c in self.conversations_of(customer_id)]
            return sum(self.erase_conversation(i, reason, at) for i in ids)

    def _living(self, conversation_id: str) -> _Kept:
        kept = self._all.get(conversation_id)
        if kept is None or kept.conversation is None:
            raise LookupError(f"There is no conversation {conversation_id}.")
        return kept

    def _take(self, kept: _Kept, turn_id: str, now: datetime, seconds: float) -> Lease | None:
        held, taken_at = kept.lease, kept.taken_at
        if held and taken_at and keeps_others_away(taken_at, held.expires_at, now):
            return None
        oldest, conversation = kept.oldest_open(), kept.conversation
        if oldest is None or conversation is None or oldest.opened.turn_id != turn_id:
            return None
        kept.taken_at = now
        kept.lease = Lease(
            conversation_id=conversation.id,
            turn_id=turn_id,
            token=secrets.token_hex(16),
            expires_at=now + timedelta(seconds=seconds),
        )
        return kept.lease


def _row(kind: str, turn_id: str, record: Conversation | Opened | ClosedTurn) -> dict[str, Any]:
    return {"kind": kind, "turn_id": turn_id, "content": record.model_dump(mode="json")}
