"""Profiles, contacts and the audit record in SQLite: three tables, three classes."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from sqlite3 import Connection
from typing import NamedTuple

from tools.lending.capacity import has_capacity
from tools.stores.audit import AuditProfile
from tools.stores.profiles import Contact, Persona, StoredProfile
from tools.stores.sqlite import Database

MIGRATIONS = (
    (
        "CREATE TABLE profile (customer_id TEXT PRIMARY KEY, content TEXT NOT NULL)",
        "CREATE TABLE contact (customer_id TEXT PRIMARY KEY, content TEXT NOT NULL)",
        "CREATE TABLE audit_profile (customer_id TEXT PRIMARY KEY, content TEXT NOT NULL)",
        "CREATE TABLE persona (position INTEGER PRIMARY KEY, id TEXT UNIQUE NOT NULL, "
        "content TEXT NOT NULL)",
        "CREATE TABLE loaded (name TEXT PRIMARY KEY, content_hash TEXT NOT NULL)",
    ),
)


class Customer(NamedTuple):
    """Everything about one customer, only ever together on the way into the store."""

    stored: StoredProfile
    contact: Contact
    audit: AuditProfile


def _opened(path: Path) -> Database:
    return Database(path, "profiles", MIGRATIONS)


class SqliteProfiles:
    """`ProfileStore` in a SQLite file.

    `min_age` and `min_age_by_state` are those of the catalogue. The birth date is read here, asked
    one question, and goes no further.
    """

    def __init__(
        self, path: Path, *, min_age: int, min_age_by_state: Mapping[str, int] | None = None
    ) -> None:
        self._database = _opened(path)
        self._min_age = min_age
        self._min_age_by_state = dict(min_age_by_state or {})

    def decision_profile(self, customer_id: str, today: date) -> StoredProfile | None:
        """Return the profile with `has_capacity` as of `today`, or None for a stranger."""
        with self._database.reading() as connection:
            content = _content(connection, "profile", customer_id)
            audit = _content(connection, "audit_profile", customer_id)
        if content is None:
            return None
        stored = StoredProfile.model_validate_json(content)
        capacity = None if audit is None else self._capacity(audit, stored, today)
        profile = stored.profile.model_copy(update={"has_capacity": capacity})
        return stored.model_copy(update={"profile": profile})

    def _capacity(self, audit: str, stored: StoredProfile, today: date) -> bool:
        birth_date = AuditProfile.model_validate_json(audit).birth_date
        state = stored.profile.state
        return has_capacity(birth_date, today, state, self._min_age, self._min_age_by_state)

    def personas(self) -> tuple[Persona, ...]:
        """List the demonstration customers in the order of their file."""
        with self._database.reading() as connection:
            rows = connection.execute("SELECT content FROM persona ORDER BY position").fetchall()
        return tuple(Persona.model_validate_json(row["content"]) for row in rows)

    def load(
        self,
        content_hash: str,
        customers: Iterable[Customer],
        personas: Iterable[Persona],
    ) -> bool:
        """Take in the demonstration customers, unless this version of them is in already.

        Returns True when something was written. Customers who left the file stay.
        """
        with self._database.reading() as connection:
            if _loaded_hash(connection) == content_hash:
                return False
        with self._database.writing() as connection:
            for customer in customers:
                _put(connection, customer)
            connection.execute("DELETE FROM persona")
            connection.executemany(
                "INSERT INTO persona (id, content) VALUES (?, ?)",
                [(persona.id, persona.model_dump_json()) for persona in personas],
            )
            connection.execute(
                "INSERT OR REPLACE INTO loaded VALUES ('demo_customers', ?)", (content_hash,)
            )
        return True

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class SqliteContacts:
    """`ContactStore` in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._database = _opened(path)

    def contact(self, customer_id: str) -> Contact | None:
        """Return name and address, or None for a stranger."""
        with self._database.reading() as connection:
            content = _content(connection, "contact", customer_id)
        return None if content is None else Contact.model_validate_json(content)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


class SqliteAudit:
    """`AuditStore` in a SQLite file."""

    def __init__(self, path: Path) -> None:
        self._database = _opened(path)

    def audit_profile(self, customer_id: str) -> AuditProfile | None:
        """Return the audit record, or None for a stranger."""
        with self._database.reading() as connection:
            content = _content(connection, "audit_profile", customer_id)
        return None if content is None else AuditProfile.model_validate_json(content)

    def close(self) -> None:
        """Close the file."""
        self._database.close()


SELECT = {
    "profile": "SELECT content FROM profile WHERE customer_id = ?",
    "contact": "SELECT content FROM contact WHERE customer_id = ?",
    "audit_profile": "SELECT content FROM audit_profile WHERE customer_id = ?",
}


def _content(connection: Connection, table: str, customer_id: str) -> str | None:
    row = connection.execute(SELECT[table], (customer_id,)).fetchone()
    return None if row is None else str(row["content"])


def _loaded_hash(connection: Connection) -> str | None:
    row = connection.execute(
        "SELECT content_hash FROM loaded WHERE name = 'demo_customers'"
    ).fetchone()
    return None if row is None else str(row["content_hash"])


def _put(connection: Connection, customer: Customer) -> None:
    customer_id = customer.stored.customer_id
    for statement, record in (
        ("INSERT OR REPLACE INTO profile VALUES (?, ?)", customer.stored),
        ("INSERT OR REPLACE INTO contact VALUES (?, ?)", customer.contact),
        ("INSERT OR REPLACE INTO audit_profile VALUES (?, ?)", customer.audit),
    ):
        connection.execute(statement, (customer_id, record.model_dump_json()))
