"""What may be deleted at once, and what the law makes the bank keep for a while."""

import json
from datetime import datetime, timedelta
from sqlite3 import Connection
from typing import Any

from tools.stores.applications import Application, Kept, Notice, WorkItem

KEEP_DAYS = 762
"""25 months, rounded up to days (Reg B 1002.12(b)): applications, notices, complaints."""


def export(connection: Connection, customer_id: str) -> dict[str, Any]:
    """Return every row of one customer."""
    return {
        "applications": _contents(connection, APPLICATIONS, customer_id),
        "notices": _contents(connection, NOTICES, customer_id),
        "requests": _contents(connection, WORK, customer_id),
    }


def erase(connection: Connection, customer_id: str, at: datetime) -> tuple[Kept, ...]:
    """Delete feedback, finished hand-overs and whatever is older than the retention period."""
    kept: list[Kept] = []
    for content in _contents(connection, APPLICATIONS, customer_id):
        application = Application.model_validate(content)
        until = application.history[-1].at + timedelta(days=KEEP_DAYS)
        if until > at:
            kept.append(Kept(what="application", reference=application.number, until=until))
        else:
            connection.execute("DELETE FROM application WHERE number = ?", (application.number,))
    for content in _contents(connection, NOTICES, customer_id):
        notice = Notice.model_validate(content)
        until = (notice.delivered_at or notice.due_at) + timedelta(days=KEEP_DAYS)
        if until > at:
            kept.append(Kept(what="notice", reference=notice.id, until=until))
        else:
            connection.execute("DELETE FROM notice WHERE key = ?", (notice.key,))
    for content in _contents(connection, WORK, customer_id):
        kept += _work_kept(connection, WorkItem.model_validate(content), at)
    return tuple(kept)


def _work_kept(connection: Connection, item: WorkItem, at: datetime) -> list[Kept]:
    kind = item.task.kind
    if kind != "record_feedback" and item.done_at is None:
        what = {"record_complaint": "complaint"}.get(kind, kind)
        return [Kept.model_validate({"what": what, "reference": item.reference, "until": None})]
    if kind == "record_complaint" and item.done_at:
        until = item.done_at + timedelta(days=KEEP_DAYS)
        if until > at:
            return [Kept(what="complaint", reference=item.reference, until=until)]
    connection.execute("DELETE FROM work WHERE key = ?", (item.key,))
    return []


APPLICATIONS = "SELECT content FROM application WHERE customer_id = ? ORDER BY rowid"
NOTICES = "SELECT content FROM notice WHERE customer_id = ? ORDER BY rowid"
WORK = "SELECT content FROM work WHERE customer_id = ? ORDER BY position"


def _contents(connection: Connection, query: str, customer_id: str) -> list[dict[str, Any]]:
    rows = connection.execute(query, (customer_id,)).fetchall()
    return [json.loads(row["content"]) for row in rows]
