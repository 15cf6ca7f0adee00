"""The conversation log in SQLite: two durable transactions a turn, nothing ever rewritten."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from agent.conversations import sqlite_rows as stored
from agent.conversations.chain import START, faults
from agent.conversations.past import Past
from agent.conversations.records import (
    ClosedTurn,
    Conversation,
    Erasure,
    Lease,
    LogUnavailable,
    Opened,
    OutboxItem,
    Turn,
    Usage,
)
from agent.conversations.rows import used_by, written
from agent.conversations.sqlite_before import ReadBefore
from agent.conversations.sqlite_schema import MIGRATIONS
from tools.case_file import CaseFile
from tools.stores.sqlite import Database


class SqliteLog:
    """`ConversationLog` in a SQLite file. Safe for threads and processes."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, "log", MIGRATIONS, LogUnavailable)
        self._before = ReadBefore()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def faults(self) -> tuple[str, ...]:
        """Check the file itself, for the doctor; `verify` checks what is in it."""
        return self._database.faults()

    # -- conversations -----------------------------------------------------------------------

    def start(self, conversation: Conversation) -> None:
        """Begin a conversation. The same conversation again changes nothing."""
        content, created = written(conversation), stored.utc(conversation.created_at)
        with self._database.writing() as connection:
            if stored.was_started(connection, conversation):
                return
            connection.execute(
                "INSERT INTO conversation (id, customer_id, created_at, length, turns, head) "
                "VALUES (?, ?, ?, 0, 0, ?)",
                (conversation.id, conversation.customer_id, created, START),
            )
            row = stored.conversation_row(connection, conversation.id)
            stored.append(connection, row, "started", "", 0, conversation.created_at, content)

    def conversation(self, conversation_id: str) -> Conversation | None:
        """Return the conversation; None when it was never started, or erased."""
        with self._database.reading() as connection:
            return stored.started(connection, conversation_id)

    def conversations_of(self, customer_id: str) -> tuple[Conversation, ...]:
        """Return a customer's conversations, newest first."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id FROM conversation WHERE customer_id = ? ORDER BY rowid DESC",
                (customer_id,),
            ).fetchall()
            found = [stored.started(connection, row["id"]) for row in rows]
        return tuple(conversation for conversation in found if conversation)

    # -- the two writes of a turn ------------------------------------------------------------

    def open_turn(self, opened: Opened, lease_seconds: float) -> tuple[Turn, Lease | None]:
        """Insert the message before anything else; see the protocol."""
        with self._database.writing() as connection:
            conversation = stored.conversation_row(connection, opened.conversation_id)
            turn = stored.find(connection, opened.conversation_id, opened.turn_id)
            if turn is None:
                turn = stored.append_opened(connection, conversation, opened)
            if turn.closed is not None:
                return turn, None
            return turn, stored.take_lease(
                connection, conversation, opened.turn_id, opened.now, lease_seconds
            )

    def acquire(
        self, conversation_id: str, turn_id: str, now: datetime, lease_seconds: float
    ) -> Lease | None:
        """Take the lease for the oldest open turn; None when it is held or another one is older."""
        with self._database.writing() as connection:
            conversation = stored.conversation_row(connection, conversation_id)
            return stored.take_lease(connection, conversation, turn_id, now, lease_seconds)

    def close_turn(self, lease: Lease, closed: ClosedTurn) -> bool:
        """Write everything in one transaction if the lease is still ours; release it."""
        content, used = written(closed), used_by(closed)
        with self._database.writing() as connection:
            conversation = stored.conversation_row(connection, lease.conversation_id, or_none=True)
            if conversation is None or conversation["lease_token"] != lease.token:
                return False
            hashed = stored.append_closed(connection, conversation, lease.turn_id, content, used)
            connection.executemany(
                "INSERT INTO outbox (conversation_id, turn_id, effect) VALUES (?, ?, ?)",
                [(lease.conversation_id, lease.turn_id, e.model_dump_json())
                 for e in closed.effects],
            )  # fmt: skip
            stored.release_lease(connection, lease)
            self._before.keep(hashed, content, closed)  # an erasure waits for us, then forgets it
            return True

    def release(self, lease: Lease) -> None:
        """Give the lease back without closing; nothing happens when it is somebody else's."""
        with self._database.writing() as connection:
            stored.release_lease(connection, lease)

    # -- reading -----------------------------------------------------------------------------

    def turn(self, conversation_id: str, turn_id: str) -> Turn | None:
        """Return one turn, or None."""
        with self._database.reading() as connection:
            return stored.find(connection, conversation_id, turn_id)

    def find_turn(self, turn_id: str) -> Turn | None:
        """Return the turn with this id; of several conversations that used it, the newest."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT conversation_id FROM entry WHERE turn_id = ? AND kind = 'opened' "
                "ORDER BY id DESC LIMIT 1",
                (turn_id,),
            ).fetchone()
            return None if row is None else stored.find(connection, row["conversation_id"], turn_id)

    def turns(self, conversation_id: str, last: int | None = None) -> tuple[Turn, ...]:
        """Return the turns in order; `last`: only that many, from the end."""
        with self._database.reading() as connection:
            rows = connection.execute(
                f"{stored.TURN} ORDER BY o.sequence DESC LIMIT ?",
                (conversation_id, -1 if last is None else last),
            ).fetchall()
        return tuple(stored.turn_from(row) for row in reversed(rows))

    def next_open_turn(self, conversation_id: str) -> Turn | None:
        """Return the oldest turn that has not closed."""
        with self._database.reading() as connection:
            row = connection.execute(stored.OLDEST_OPEN, {"id": conversation_id}).fetchone()
            return None if row is None else stored.find(connection, conversation_id, row["turn_id"])

    def latest_case(self, conversation_id: str) -> CaseFile:
        """Return the case as the last closed turn left it; an empty one before that."""
        with self._database.reading() as connection:
            return self._before.case(connection, conversation_id)

    def past(self, conversation_id: str, before: int, last: int) -> tuple[Past, ...]:
        """Return the newest `last` closed turns with a sequence below `before`, in order."""
        with self._database.reading() as connection:
            return self._before.past(connection, conversation_id, before, last)

    def opened_at(self, conversation_id: str, sequence: int) -> datetime | None:
        """Return when the message with this number was opened."""
        with self._database.reading() as connection:
            row = connection.execute(
                "SELECT at FROM entry WHERE conversation_id = ? AND kind = 'opened' "
                "AND sequence = ?",
                (conversation_id, sequence),
            ).fetchone()
        return None if row is None else datetime.fromisoformat(row["at"])

    def usage(self, since: datetime | None = None, conversation_id: str | None = None) -> Usage:
        """Add up what closed turns have used; see the protocol."""
        with self._database.reading() as connection:
            return stored.usage(connection, stored.utc(since) if since else "", conversation_id)

    # -- the outbox --------------------------------------------------------------------------

    def pending_effects(self, limit: int = 100) -> tuple[OutboxItem, ...]:
        """Return effects to perform: those that failed least often first, then the oldest."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, conversation_id, turn_id, effect, attempts FROM outbox "
                "WHERE performed_at IS NULL ORDER BY attempts, id LIMIT ?",
                (limit,),
            ).fetchall()
        return tuple(
            OutboxItem.model_validate({**row, "effect": json.loads(row["effect"])})
            for row in map(dict, rows)
        )

    def mark_performed(self, item: OutboxItem, at: datetime) -> None:
        """Take the effect out of the queue; its content stays in the turn alone."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE outbox SET performed_at = ?, effect = NULL, error = NULL "
                "WHERE id = ? AND performed_at IS NULL",
                (stored.utc(at), item.id),
            )

    def mark_attempt(self, item: OutboxItem, error: str) -> None:
        """Record that performing failed, and why."""
        with self._database.writing() as connection:
            connection.execute(
                "UPDATE outbox SET attempts = attempts + 1, error = ? "
                "WHERE id = ? AND performed_at IS NULL",
                (error[:500], item.id),
            )

    # -- what turns refer to -----------------------------------------------------------------

    def keep(self, content_hash: str, name: str, content: bytes) -> None:
        """Store a knowledge file, prompt or scorer artefact once."""
        with self._database.reading() as connection:
            if stored.kept(connection, content_hash) is not None:
                return
        with self._database.writing() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", (content_hash, name, content)
            )

    def kept(self, content_hash: str) -> bytes | None:
        """Return what was stored under a hash."""
        with self._database.reading() as connection:
            return stored.kept(connection, content_hash)

    # -- audit and rights --------------------------------------------------------------------

    def verify(self, conversation_id: str | None = None) -> tuple[str, ...]:
        """Recompute the chain of one conversation, or of all."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, length, head FROM conversation WHERE ? IS NULL OR id = ?",
                (conversation_id, conversation_id),
            ).fetchall()
            return tuple(
                f"conversation {row['id']}: {fault}"
                for row in rows
                for fault in faults(
                    stored.entries(connection, row["id"]), row["length"], row["head"]
                )
            )

    def erasures(self, conversation_id: str | None = None) -> tuple[Erasure, ...]:
        """Return the rows that were erased, with reason and date."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT conversation_id, position, turn_id, erased_reason AS reason, "
                "erased_at AS at FROM entry WHERE erased_at IS NOT NULL "
                "AND (? IS NULL OR conversation_id = ?) ORDER BY id",
                (conversation_id, conversation_id),
            ).fetchall()
        return tuple(Erasure.model_validate(dict(row)) for row in rows)

    def export_customer(self, customer_id: str) -> dict[str, Any]:
        """Return everything the log holds about one customer, as plain JSON values."""
        with self._database.reading() as connection:
            rows = connection.execute(
                "SELECT id, created_at FROM conversation WHERE customer_id = ? ORDER BY rowid",
                (customer_id,),
            ).fetchall()
            conversations = [
                {"id": row["id"], "created_at": row["created_at"],
                 "rows": stored.exported(connection, row["id"])}
                for row in rows
            ]  # fmt: skip
        return {"customer_id": customer_id, "conversations": conversations}

    def erase_conversation(self, conversation_id: str, reason: str, at: datetime) -> int:
        """Delete salt and content of a conversation's rows; the chain still verifies."""
        with self._database.writing() as connection:
            erased = stored.erase(connection, conversation_id, reason, at)
        self._before.forget()
        self._database.sweep()
        return erased

    def erase_turns_before(
        self, conversation_id: str, turn_id: str, reason: str, at: datetime
    ) -> int:
        """Erase the closed turns before this one and leave the conversation alive."""
        with self._database.writing() as connection:
            erased = stored.erase_before(connection, conversation_id, turn_id, reason, at)
        self._before.forget()
        self._database.sweep()
        return erased

    def erase_customer(self, customer_id: str, reason: str, at: datetime) -> int:
        """Delete salt and content of all of a customer's rows; return how many."""
        with self._database.writing() as connection:
            rows = connection.execute(
                "SELECT id FROM conversation WHERE customer_id = ?", (customer_id,)
            ).fetchall()
            erased = sum(stored.erase(connection, row["id"], reason, at) for row in rows)
        self._before.forget()
        self._database.sweep()
        return erased
