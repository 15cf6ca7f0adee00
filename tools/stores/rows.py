"""JSON rows of the application tables, read and written inside a transaction of the caller."""

from sqlite3 import Connection
from typing import TypeVar

from tools.lending.records import Record
from tools.stores.applications import Notice

R = TypeVar("R", bound=Record)


def one(connection: Connection, record: type[R], query: str, value: str) -> R | None:
    """Return the record of the first row, or None."""
    row = connection.execute(query, (value,)).fetchone()
    return None if row is None else record.model_validate_json(row["content"])


def every(connection: Connection, record: type[R], query: str, *values: str) -> tuple[R, ...]:
    """Return the records of all rows."""
    rows = connection.execute(query, values).fetchall()
    return tuple(record.model_validate_json(row["content"]) for row in rows)


def noticed(connection: Connection, notice: Notice) -> Notice:
    """Record a notice once by its key; return what is stored."""
    known = one(connection, Notice, "SELECT content FROM notice WHERE key = ?", notice.key)
    if known is not None:
        return known
    connection.execute(
        "INSERT INTO notice VALUES (?, ?, ?, ?, 0, ?)",
        (notice.key, notice.id, notice.customer_id, notice.conversation_id,
         notice.model_dump_json()),
    )  # fmt: skip
    return notice


def put_notice(connection: Connection, notice: Notice) -> None:
    """Replace a stored notice."""
    connection.execute(
        "UPDATE notice SET delivered = ?, content = ? WHERE key = ?",
        (notice.delivered_at is not None, notice.model_dump_json(), notice.key),
    )
