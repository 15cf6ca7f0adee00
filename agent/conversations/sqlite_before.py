"""What a turn reads of the turns before it, from rows that were read or written here already."""

from sqlite3 import Connection, Row
from typing import NamedTuple

from agent.conversations.past import Past
from agent.conversations.recent import Recent
from agent.conversations.records import ClosedTurn, Opened
from agent.conversations.rows import case_from, past_from, past_of, read
from tools.case_file import CaseFile

MOST_PAST, MOST_CASES, MOST_WRITTEN = 4_096, 64, 64
"""What is kept in memory: about a kilobyte a turn, 50 a case, 100 a turn written."""

_PAST = """
SELECT id, conversation_id, turn_id, content_hash FROM entry
WHERE conversation_id = ? AND kind = 'closed' AND erased_at IS NULL AND sequence < ?
ORDER BY sequence DESC LIMIT ?
"""
_NEWEST = """
SELECT id, content_hash, erased_at FROM entry WHERE conversation_id = ? AND kind = 'closed'
ORDER BY sequence DESC LIMIT 1
"""


class _Written(NamedTuple):
    content: str
    closed: ClosedTurn


class ReadBefore:
    """Cases and past turns by the hash of their row: the row is never read as anything else."""

    def __init__(self) -> None:
        self._past: Recent[Past] = Recent(MOST_PAST)
        self._cases: Recent[CaseFile] = Recent(MOST_CASES)
        self._written: Recent[_Written] = Recent(MOST_WRITTEN)

    def keep(self, content_hash: str, content: str, closed: ClosedTurn) -> None:
        """Keep a turn that is being written: while its row stays so, nobody has to parse it."""
        self._written.keep(content_hash, _Written(content, closed))

    def case(self, connection: Connection, conversation_id: str) -> CaseFile:
        """Return the case as the last closed turn left it; an empty one where there is none."""
        row = connection.execute(_NEWEST, (conversation_id,)).fetchone()
        if row is None or row["erased_at"] is not None:
            return CaseFile()
        return self._cases.of(row["content_hash"], lambda: self._read_case(connection, row))

    def _read_case(self, connection: Connection, row: Row) -> CaseFile:
        content = _content(connection, row)
        closed = self._as_written(row, content)
        return case_from(content) if closed is None else closed.case

    def _as_written(self, row: Row, content: str) -> ClosedTurn | None:
        """Return the turn of a row that this process wrote and nobody has touched since."""
        written = self._written.find(row["content_hash"])
        return written.closed if written is not None and written.content == content else None

    def past(
        self, connection: Connection, conversation_id: str, before: int, last: int
    ) -> tuple[Past, ...]:
        """Return the newest `last` closed turns with a sequence below `before`, in order."""
        rows = connection.execute(_PAST, (conversation_id, before, last)).fetchall()
        return tuple(self._past_turn(connection, row) for row in reversed(rows))

    def _past_turn(self, connection: Connection, row: Row) -> Past:
        return self._past.of(row["content_hash"], lambda: self._read_past(connection, row))

    def _read_past(self, connection: Connection, row: Row) -> Past:
        opened, content = _opened(connection, row), _content(connection, row)
        closed = self._as_written(row, content)
        if closed is None:
            return past_from(opened, content)
        return past_of(read(Opened, opened), closed)

    def forget(self) -> None:
        """Leave nothing in memory of what was erased."""
        self._past.forget()
        self._cases.forget()
        self._written.forget()


def _content(connection: Connection, row: Row) -> str:
    """Return the content of a row that is not erased."""
    found = connection.execute("SELECT content FROM entry WHERE id = ?", (row["id"],)).fetchone()
    return str(found["content"])


def _opened(connection: Connection, row: Row) -> str:
    found = connection.execute(
        "SELECT content FROM entry WHERE conversation_id = ? AND turn_id = ? AND kind = 'opened'",
        (row["conversation_id"], row["turn_id"]),
    ).fetchone()
    return str(found["content"])
