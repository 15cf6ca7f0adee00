"""`ApplicationStore` in a SQLite file: one JSON row per application, notice and piece of work."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from tools.case_file import DocumentReceived
from tools.effects import IssueNotice, SubmitApplication
from tools.lending.errors import NothingToWorkOn
from tools.lending.records import ApplicationStatus, Record
from tools.stores import retention
from tools.stores.applications import (
    Application,
    Clock,
    Decision,
    IsOpen,
    Kept,
    Notice,
    Task,
    WorkItem,
    check_decision,
    stepped,
)
from tools.stores.clocks import clock_of_notice, clock_of_work, clocks_of
from tools.stores.filing import as_filed, with_document, with_trid
from tools.stores.rows import every, noticed, one, put_notice
from tools.stores.sqlite import Database

MIGRATIONS = (
    (
        "CREATE TABLE application (number TEXT PRIMARY KEY, key TEXT UNIQUE NOT NULL, "
        "customer_id TEXT, conversation_id TEXT NOT NULL, status TEXT NOT NULL, "
        "received_at TEXT NOT NULL, content TEXT NOT NULL)",
        "CREATE INDEX application_customer ON application (customer_id)",
        "CREATE INDEX application_conversation ON application (conversation_id)",
        "CREATE TABLE notice (key TEXT PRIMARY KEY, id TEXT NOT NULL, customer_id TEXT, "
        "conversation_id TEXT, delivered INTEGER NOT NULL, content TEXT NOT NULL)",
        "CREATE INDEX notice_id ON notice (id)",
        "CREATE INDEX notice_customer ON notice (customer_id)",
        "CREATE TABLE work (position INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, "
        "kind TEXT NOT NULL, customer_id TEXT, "
        "conversation_id TEXT NOT NULL, done INTEGER NOT NULL, content TEXT NOT NULL)",
        "CREATE INDEX work_conversation ON work (conversation_id)",
        "CREATE INDEX work_customer ON work (customer_id)",
    ),
)

R = TypeVar("R", bound=Record)
S = ApplicationStatus


class SqliteApplications:
    """`ApplicationStore` in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path, "applications", MIGRATIONS)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    # -- applications ------------------------------------------------------------------------

    def file(self, filing: SubmitApplication, conversation_id: str) -> Application:
        """File an application as RECEIVED; the same key again returns what was filed."""
        with self._database.writing() as connection:
            known = one(connection, Application,
                         "SELECT content FROM application WHERE key = ?", filing.key)  # fmt: skip
            if known is not None:
                return known
            filed = as_filed(filing, conversation_id)
            if one(
                connection,
                Application,
                "SELECT content FROM application WHERE number = ?",
                filed.number,
            ):
                raise ValueError(f"application number {filed.number} is taken by another filing")
            connection.execute(
                "INSERT INTO application VALUES (?, ?, ?, ?, ?, ?, ?)",
                (filed.number, filed.key, filed.customer_id, conversation_id, filed.status,
                 filed.received_at.isoformat(), filed.model_dump_json()),
            )  # fmt: skip
            return filed

    def application(self, number: str) -> Application | None:
        """Return the application, or None."""
        with self._database.reading() as connection:
            return one(connection, Application,
                        "SELECT content FROM application WHERE number = ?", number)  # fmt: skip

    def latest(self, *, number: str | None, customer_id: str | None) -> Application | None:
        """Return the application with this number, or the customer's newest one."""
        if number is not None:
            found = self.application(number)
            return found if found is not None and found.customer_id == customer_id else None
        return next(iter(self.applications_of(customer_id)), None) if customer_id else None

    def applications_of(self, customer_id: str) -> tuple[Application, ...]:
        """Return a customer's applications, newest first."""
        return self._all(Application, "SELECT content FROM application WHERE customer_id = ? "
                         "ORDER BY rowid DESC", customer_id)  # fmt: skip

    def applications_in(self, conversation_id: str) -> tuple[Application, ...]:
        """Return the applications filed from one conversation, newest first."""
        return self._all(Application, "SELECT content FROM application WHERE conversation_id = ? "
                         "ORDER BY rowid DESC", conversation_id)  # fmt: skip

    def awaiting_decision(self) -> tuple[Application, ...]:
        """Return the applications an underwriter has to look at, oldest first."""
        return self._all(Application, "SELECT content FROM application WHERE status IN "
                         "('RECEIVED', 'IN_REVIEW') ORDER BY rowid")  # fmt: skip

    def decided(self) -> tuple[Application, ...]:
        """Return the applications that have an answer or were withdrawn, oldest first."""
        return self._all(Application, "SELECT content FROM application WHERE status IN "
                         "('APPROVED', 'COUNTEROFFER', 'DECLINED', 'WITHDRAWN') "
                         "ORDER BY rowid")  # fmt: skip

    def receive_document(self, number: str, document: DocumentReceived) -> Application:
        """Add a document. The last missing one makes the application complete."""
        return self._changed(number, lambda found: with_document(found, document))

    def ask_for_documents(
        self,
        number: str,
        documents: tuple[str, ...],
        at: datetime,
        by: str,
        notice: Notice | None = None,
    ) -> Application:
        """Mark the application INCOMPLETE, with the notice that says what is missing."""

        def ask(found: Application) -> Application:
            needed = tuple(dict.fromkeys((*found.documents_needed, *documents)))
            found = found.model_copy(update={"documents_needed": needed, "complete_at": None})
            return stepped(found, S.INCOMPLETE, at, by)

        return self._changed(number, ask, notice)

    def start_review(self, number: str, at: datetime, by: str) -> Application:
        """Give the application to a person."""
        return self._changed(number, lambda a: stepped(a, S.IN_REVIEW, at, by))

    def decide(
        self, number: str, decision: Decision, at: datetime, notice: Notice | None = None
    ) -> Application:
        """Record a decision and its notice together, or neither."""
        check_decision(decision)

        def decided(found: Application) -> Application:
            made = stepped(found, S(decision.status), at, decision.by, decision.reasons,
                           decision.note)  # fmt: skip
            return made.model_copy(update={"counter_offer_json": decision.counter_offer_json})

        return self._changed(number, decided, notice)

    def accept_counteroffer(self, number: str, at: datetime) -> Application:
        """Record that the customer takes the counter-offer."""

        def accept(found: Application) -> Application:
            if found.status is not S.COUNTEROFFER:
                raise NothingToWorkOn(f"Application {number} has no counter-offer to accept.")
            return stepped(found, S.APPROVED, at, "customer", note="counter-offer accepted")

        return self._changed(number, accept)

    def withdraw(self, number: str, at: datetime, by: str = "customer") -> Application:
        """Withdraw the application; withdrawing twice is the same as once."""

        def away(found: Application) -> Application:
            if found.status is S.WITHDRAWN:
                return found
            return stepped(found, S.WITHDRAWN, at, by)

        return self._changed(number, away)

    def learn_trid_items(self, number: str, items: tuple[str, ...], at: datetime) -> Application:
        """Add items of a dwelling loan that became known; the sixth starts the clock."""
        return self._changed(number, lambda found: with_trid(found, items, at))

    def mark_loan_estimate_sent(self, number: str, at: datetime) -> Application:
        """Stop the Loan Estimate clock."""
        return self._changed(
            number, lambda found: found.model_copy(update={"loan_estimate_sent_at": at})
        )

    # -- notices -----------------------------------------------------------------------------

    def issue_notice(self, effect: IssueNotice, conversation_id: str, at: datetime) -> Notice:
        """Record a notice that a conversation issued; the same key again changes nothing."""
        shared = effect.model_dump(exclude={"kind", "notice_id"})
        return self.add_notice(
            Notice(id=effect.notice_id, kind="adverse_action", conversation_id=conversation_id,
                   created_at=at, **shared)
        )  # fmt: skip

    def add_notice(self, notice: Notice) -> Notice:
        """Record a notice; the same key again returns the one that is stored."""
        with self._database.writing() as connection:
            return noticed(connection, notice)

    def notice(self, notice_id: str) -> Notice | None:
        """Return the notice, or None."""
        with self._database.reading() as connection:
            return one(connection, Notice, "SELECT content FROM notice WHERE id = ?", notice_id)

    def notices_of(self, customer_id: str) -> tuple[Notice, ...]:
        """Return a customer's notices, newest first."""
        return self._all(Notice, "SELECT content FROM notice WHERE customer_id = ? "
                         "ORDER BY rowid DESC", customer_id)  # fmt: skip

    def notices_in(self, conversation_id: str) -> tuple[Notice, ...]:
        """Return the notices that one conversation issued, newest first."""
        return self._all(Notice, "SELECT content FROM notice WHERE conversation_id = ? "
                         "ORDER BY rowid DESC", conversation_id)  # fmt: skip

    def make_deliverable(self, conversation_id: str) -> int:
        """Let a guest's notices run, now that there is a name and an address."""
        with self._database.writing() as connection:
            found = every(connection, Notice,
                         "SELECT content FROM notice WHERE conversation_id = ?",
                         conversation_id)  # fmt: skip
            held = [n for n in found if not n.deliverable]
            for notice in held:
                put_notice(connection, notice.model_copy(update={"deliverable": True}))
        return len(held)

    def deliver(self, notice_id: str, at: datetime, by: str) -> Notice:
        """Record the delivery; the first one counts."""
        with self._database.writing() as connection:
            found = one(
                connection,
                Notice,
                "SELECT content FROM notice WHERE id = ? ORDER BY delivered, rowid",
                notice_id,
            )
            if found is None:
                raise NothingToWorkOn(f"There is no notice {notice_id}.")
            if not found.delivered_at:
                found = found.model_copy(update={"delivered_at": at, "delivered_by": by})
                put_notice(connection, found)
            return found

    # -- what waits for a person -------------------------------------------------------------

    def take_in(self, task: Task, conversation_id: str, customer_id: str | None) -> WorkItem:
        """Put something in the queue; the same key again returns what is stored."""
        item = WorkItem(
            key=task.key,
            reference=getattr(task, "reference", None) or task.key,
            conversation_id=conversation_id,
            customer_id=customer_id,
            task=task,
        )
        with self._database.writing() as connection:
            known = one(connection, WorkItem, "SELECT content FROM work WHERE key = ?", task.key)
            if known is not None:
                return known
            connection.execute(
                "INSERT INTO work (key, kind, customer_id, conversation_id, done, content) "
                "VALUES (?, ?, ?, ?, 0, ?)",
                (item.key, task.kind, customer_id, conversation_id, item.model_dump_json()),
            )
        return item

    def waiting(self) -> tuple[WorkItem, ...]:
        """Return what nobody has finished, oldest first. Feedback waits for nobody."""
        return self._all(WorkItem, "SELECT content FROM work WHERE done = 0 AND "
                         "kind <> 'record_feedback' ORDER BY position")  # fmt: skip

    def work_of(self, conversation_id: str) -> tuple[WorkItem, ...]:
        """Return everything a conversation put in the queue, feedback included."""
        return self._all(WorkItem, "SELECT content FROM work WHERE conversation_id = ? "
                         "ORDER BY position", conversation_id)  # fmt: skip

    def finish(self, key: str, at: datetime, by: str, result: str) -> WorkItem:
        """Close a piece of work; the first closing counts."""
        with self._database.writing() as connection:
            found = one(connection, WorkItem, "SELECT content FROM work WHERE key = ?", key)
            if found is None:
                raise NothingToWorkOn(f"Nothing waits under {key}.")
            if not found.done_at:
                update = {"done_at": at, "done_by": by, "result": result}
                found = found.model_copy(update=update)
                connection.execute(
                    "UPDATE work SET done = 1, content = ? WHERE key = ?",
                    (found.model_dump_json(), key),
                )
            return found

    # -- clocks and rights -------------------------------------------------------------------

    def due(self, now: datetime, is_open: IsOpen) -> tuple[Clock, ...]:
        """Return every running clock, the earliest first."""
        with self._database.reading() as connection:
            applications = every(connection, Application, "SELECT content FROM application "
                                "WHERE status NOT IN ('DECLINED', 'WITHDRAWN')")  # fmt: skip
            notices = every(connection, Notice, "SELECT content FROM notice WHERE delivered = 0")
            work = every(connection, WorkItem, "SELECT content FROM work WHERE done = 0 "
                        "AND kind = 'record_complaint'")  # fmt: skip
        clocks = [c for a in applications for c in clocks_of(a, now, is_open)]
        clocks += [c for n in notices if (c := clock_of_notice(n, now))]
        clocks += [c for w in work if (c := clock_of_work(w, now))]
        return tuple(sorted(clocks, key=lambda clock: (clock.due_at, clock.reference)))

    def export_customer(self, customer_id: str) -> dict[str, Any]:
        """Return everything held here about one customer, as plain JSON values."""
        with self._database.reading() as connection:
            return retention.export(connection, customer_id)

    def erase_customer(self, customer_id: str, at: datetime) -> tuple[Kept, ...]:
        """Delete what may be deleted; return what must stay, and until when."""
        with self._database.writing() as connection:
            kept = retention.erase(connection, customer_id, at)
        self._database.sweep()
        return kept

    # -- inside ------------------------------------------------------------------------------

    def _all(self, record: type[R], query: str, *values: str) -> tuple[R, ...]:
        with self._database.reading() as connection:
            return every(connection, record, query, *values)

    def _changed(
        self,
        number: str,
        change: Callable[[Application], Application],
        notice: Notice | None = None,
    ) -> Application:
        """Read, change and write an application in one transaction, its notice with it."""
        with self._database.writing() as connection:
            found = one(connection, Application,
                         "SELECT content FROM application WHERE number = ?", number)  # fmt: skip
            if found is None:
                raise NothingToWorkOn(f"There is no application with the number {number}.")
            changed = change(found)
            connection.execute(
                "UPDATE application SET status = ?, content = ? WHERE number = ?",
                (changed.status, changed.model_dump_json(), number),
            )
            if notice is not None:
                noticed(connection, notice)
            return changed
