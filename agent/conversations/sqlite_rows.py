"""Rows of the SQLite log, read and written inside a transaction of the caller."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from sqlite3 import Connection, Row
from typing import Any, Literal

from agent.conversations.chain import Entry, seal
from agent.conversations.leases import keeps_others_away
from agent.conversations.records import Conversation, Lease, Opened, Turn, Usage
from agent.conversations.rows import closed_from, erased_turn, in_full, read, written

Kind = Literal["started", "opened", "closed"]
NANO = Decimal(1_000_000_000)
"""Of a dollar: a call may cost a fraction of a cent, and the store adds whole numbers."""

TURN = """
SELECT o.turn_id, o.sequence, o.at, o.conversation_id, o.content AS opened, c.content AS closed,
       c.position IS NOT NULL AS is_closed, o.erased_at
FROM entry o LEFT JOIN entry c
  ON c.conversation_id = o.conversation_id AND c.turn_id = o.turn_id AND c.kind = 'closed'
WHERE o.conversation_id = ? AND o.kind = 'opened'
"""
USED_BY_ALL = (
    "SELECT coalesce(sum(tokens), 0) AS tokens, coalesce(sum(nano_usd), 0) AS nano FROM usage "
    "WHERE at >= ?"
)
USED_BY_ONE = f"{USED_BY_ALL} AND conversation_id = ?"
OLDEST_OPEN = """
SELECT turn_id FROM entry WHERE conversation_id = :id AND kind = 'opened' AND sequence > coalesce(
  (SELECT max(sequence) FROM entry WHERE conversation_id = :id AND kind = 'closed'), 0)
ORDER BY sequence LIMIT 1
"""
"""Turns close in the order in which they were opened, so that nobody has to look at them all."""


def utc(moment: datetime) -> str:
    """Return the text under which a moment is stored."""
    return moment.astimezone(UTC).isoformat()


def conversation_row(connection: Connection, conversation_id: str, *, or_none: bool = False) -> Any:
    """Return the row of a conversation that is not erased."""
    row = connection.execute(
        "SELECT * FROM conversation WHERE id = ? AND erased_at IS NULL", (conversation_id,)
    ).fetchone()
    if row is None and not or_none:
        raise LookupError(f"There is no conversation {conversation_id}.")
    return row


def started(connection: Connection, conversation_id: str) -> Conversation | None:
    """Return a conversation; None when it was never started, or erased."""
    row = connection.execute(
        "SELECT content FROM entry WHERE conversation_id = ? AND position = 0", (conversation_id,)
    ).fetchone()
    if row is None or row["content"] is None:
        return None
    return read(Conversation, row["content"])


def was_started(connection: Connection, conversation: Conversation) -> bool:
    """Tell whether exactly this conversation is stored.

    Raises:
        ValueError: the id belongs to another one.
    """
    taken = connection.execute(
        "SELECT 1 FROM conversation WHERE id = ?", (conversation.id,)
    ).fetchone()
    if taken and started(connection, conversation.id) != conversation:
        raise ValueError(f"the id {conversation.id} belongs to another conversation")
    return bool(taken)


def append(
    connection: Connection,
    conversation: Row,
    kind: Kind,
    turn_id: str,
    sequence: int,
    at: datetime,
    content: str,
) -> str:
    """Add a row behind the last one; `conversation` is its row as read in this transaction.

    Returns the hash of its content.
    """
    sealed = seal(conversation["head"], content)
    connection.execute(
        "INSERT INTO entry (conversation_id, position, kind, turn_id, sequence, at, content_hash, "
        "link, salt, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (conversation["id"], conversation["length"], kind, turn_id, sequence, utc(at),
         sealed.content_hash, sealed.link, sealed.salt, content),
    )  # fmt: skip
    connection.execute(
        "UPDATE conversation SET length = length + 1, turns = max(turns, ?), head = ? WHERE id = ?",
        (sequence, sealed.link, conversation["id"]),
    )
    return sealed.content_hash


def append_opened(connection: Connection, conversation: Row, opened: Opened) -> Turn:
    """Add a message; its place in the conversation is given here."""
    opened = opened.model_copy(update={"sequence": conversation["turns"] + 1})
    append(
        connection,
        conversation,
        "opened",
        opened.turn_id,
        opened.sequence,
        opened.now,
        written(opened),
    )
    return Turn(opened=opened, closed=None)


def append_closed(
    connection: Connection, conversation: Row, turn_id: str, content: str, used: Usage
) -> str:
    """Add the closing of a turn that is open: whoever holds the lease has made sure of that.

    Returns the hash of its content.
    """
    opened = connection.execute(
        "SELECT sequence, at FROM entry WHERE conversation_id = ? AND turn_id = ? "
        "AND kind = 'opened'",
        (conversation["id"], turn_id),
    ).fetchone()
    content_hash = append(connection, conversation, "closed", turn_id, opened["sequence"],
                          datetime.fromisoformat(opened["at"]), content)  # fmt: skip
    if used.tokens or used.usd:
        connection.execute(
            "INSERT INTO usage VALUES (?, ?, ?, ?)",
            (conversation["id"], opened["at"], used.tokens, int(used.usd * NANO)),
        )
    return content_hash


def usage(connection: Connection, since: str, conversation_id: str | None) -> Usage:
    """Add up tokens and money of turns since a moment, of one conversation or of all."""
    row = connection.execute(
        USED_BY_ALL if conversation_id is None else USED_BY_ONE,
        (since,) if conversation_id is None else (since, conversation_id),
    ).fetchone()
    return Usage(tokens=row["tokens"], usd=Decimal(row["nano"]) / NANO)


def take_lease(
    connection: Connection, conversation: Row, turn_id: str, now: datetime, seconds: float
) -> Lease | None:
    """Give the lease to the oldest open turn; None while another lease holds."""
    if conversation["lease_token"] is not None:
        taken = datetime.fromisoformat(conversation["lease_taken_at"])
        expires = datetime.fromisoformat(conversation["lease_expires_at"])
        if keeps_others_away(taken, expires, now):
            return None
    oldest = connection.execute(OLDEST_OPEN, {"id": conversation["id"]}).fetchone()
    if oldest is None or oldest["turn_id"] != turn_id:
        return None
    lease = Lease(
        conversation_id=conversation["id"],
        turn_id=turn_id,
        token=secrets.token_hex(16),
        expires_at=now + timedelta(seconds=seconds),
    )
    connection.execute(
        "UPDATE conversation SET lease_token = ?, lease_taken_at = ?, lease_expires_at = ? "
        "WHERE id = ?",
        (lease.token, utc(now), utc(lease.expires_at), lease.conversation_id),
    )
    return lease


def release_lease(connection: Connection, lease: Lease) -> None:
    """Clear the lease, if it is still this one."""
    connection.execute(
        "UPDATE conversation SET lease_token = NULL, lease_taken_at = NULL, "
        "lease_expires_at = NULL WHERE id = ? AND lease_token = ?",
        (lease.conversation_id, lease.token),
    )


def find(connection: Connection, conversation_id: str, turn_id: str) -> Turn | None:
    """Return one turn, or None."""
    row = connection.execute(f"{TURN} AND o.turn_id = ?", (conversation_id, turn_id)).fetchone()
    return None if row is None else turn_from(row)


def turn_from(row: Row) -> Turn:
    """Build a turn from a row of `TURN`."""
    if row["erased_at"] is not None:
        at = datetime.fromisoformat(row["at"])
        return erased_turn(row["conversation_id"], row["turn_id"], row["sequence"], at)
    closed = closed_from(row["closed"]) if row["is_closed"] else None
    return Turn(opened=read(Opened, row["opened"]), closed=closed)


def kept(connection: Connection, content_hash: str) -> bytes | None:
    """Return what is stored under a hash."""
    row = connection.execute(
        "SELECT content FROM kept WHERE content_hash = ?", (content_hash,)
    ).fetchone()
    return None if row is None else bytes(row["content"])


def entries(connection: Connection, conversation_id: str) -> Iterator[Entry]:
    """Return the rows of a conversation in order."""
    rows = connection.execute(
        "SELECT position, turn_id, kind, salt, content, content_hash, link, erased_reason "
        "FROM entry WHERE conversation_id = ? ORDER BY position",
        (conversation_id,),
    )
    return (Entry(*row) for row in rows)


def exported(connection: Connection, conversation_id: str) -> list[dict[str, Any]]:
    """Return the rows of a conversation as plain JSON values."""
    return [
        {"kind": entry.kind, "turn_id": entry.turn_id,
         "content": None if entry.content is None else in_full(entry.content)}
        for entry in entries(connection, conversation_id)
    ]  # fmt: skip


def erase_before(
    connection: Connection, conversation_id: str, turn_id: str, reason: str, at: datetime
) -> int:
    """Empty the rows of the turns that closed before this one. The conversation goes on."""
    return connection.execute(
        "UPDATE entry SET salt = NULL, content = NULL, erased_at = ?, erased_reason = ? "
        "WHERE conversation_id = ? AND erased_at IS NULL AND kind <> 'started' AND sequence < "
        "(SELECT o.sequence FROM entry o WHERE o.conversation_id = ? AND o.turn_id = ? "
        "AND o.kind = 'opened') AND EXISTS (SELECT 1 FROM entry c WHERE c.kind = 'closed' "
        "AND c.conversation_id = entry.conversation_id AND c.turn_id = entry.turn_id)",
        (utc(at), reason, conversation_id, conversation_id, turn_id),
    ).rowcount


def erase(connection: Connection, conversation_id: str, reason: str, at: datetime) -> int:
    """Empty the rows. Effects that wait in the outbox are still performed, then emptied too."""
    erased = connection.execute(
        "UPDATE entry SET salt = NULL, content = NULL, erased_at = ?, erased_reason = ? "
        "WHERE conversation_id = ? AND erased_at IS NULL",
        (utc(at), reason, conversation_id),
    ).rowcount
    connection.execute(
        "UPDATE conversation SET customer_id = NULL, erased_at = ?, lease_token = NULL, "
        "lease_taken_at = NULL, lease_expires_at = NULL WHERE id = ?",
        (utc(at), conversation_id),
    )
    return erased
