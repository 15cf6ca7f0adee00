"""One home for opening SQLite files: safe settings, schema versions, honest errors.

Every component (profiles, applications, log) owns its tables and its own version number, so that
they can share a file or lie in several. Commits survive a power cut (WAL, synchronous=FULL); a
writer takes its lock at the start (BEGIN IMMEDIATE), so that two writers wait for each other
instead of failing halfway; each thread has a connection of its own.
"""

import sqlite3
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.stores.errors import StoreUnavailable

BUSY_SECONDS = 5.0
"""How long a writer waits for another one."""
BUSY_PAUSE_S = 0.01
"""Between two tries of a setting that SQLite itself does not wait for."""

Migration = tuple[str, ...]
"""SQL statements that lead from one version of a component's schema to the next."""

SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten, not only unlinked
)

DAMAGED = (
    "is damaged. Nothing was deleted: move the file aside to start with an empty one, or put back "
    "a copy made before the damage."
)
REASONS: dict[int, str] = {
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_FULL: "could not be written because the disk is full. Free some space and try "
    "again; everything stored before is intact.",
    sqlite3.SQLITE_READONLY: "is read-only. Allow writing to the file and its folder, or name "
    "another data folder.",
    sqlite3.SQLITE_PERM: "may not be used by this account. Check the permissions of its folder.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that its folder exists and may be written.",
    sqlite3.SQLITE_BUSY: "is in use by another program. Try again in a moment.",
    sqlite3.SQLITE_LOCKED: "is in use by another program. Try again in a moment.",
    sqlite3.SQLITE_IOERR: "could not be read or written because the disk reported an error.",
}
"""By SQLite's primary result code. Any other code is a bug of ours and is let through."""


class _Open(NamedTuple):
    thread: threading.Thread
    connection: sqlite3.Connection


class Database:
    """One component's tables in one file. Opening creates the file, or upgrades it in place."""

    def __init__(
        self,
        path: Path,
        component: str,
        migrations: tuple[Migration, ...],
        unavailable: type[StoreUnavailable] = StoreUnavailable,
    ) -> None:
        """Open the file; `unavailable` is what is raised when it cannot be used."""
        self.path = path
        self.component = component
        self._migrations = migrations
        self._unavailable = unavailable
        self._here = threading.local()
        self._all: list[_Open] = []
        self._guard = threading.Lock()
        weakref.finalize(self, _close_all, self._all)
        with self._refusals():
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise self._refusal("cannot be opened: its folder cannot be created") from error
            self._bring_up_to_date()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give a consistent view: all reads inside see the same state."""
        with self._refusals(), self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Commit everything done inside, durably, or nothing of it."""
        with self._refusals(), self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def sweep(self) -> None:
        """Move what is in the write-ahead log into the file, so that erased text is gone there."""
        with self._refusals():
            self._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def faults(self) -> tuple[str, ...]:
        """Check the whole file; slow, for the doctor. Empty when all is well."""
        with self._refusals():
            rows = self._connection().execute("PRAGMA quick_check").fetchall()
        return tuple(str(row[0]) for row in rows if row[0] != "ok")

    def close(self) -> None:
        """Close the connections of all threads. Using the database again opens new ones."""
        with self._guard:
            self._here = threading.local()
            _close_all(self._all)

    # -- inside ------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[sqlite3.Connection]:
        connection = self._connection()
        connection.execute(begin)
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # a full disk may have rolled back already
                connection.rollback()
            raise

    def _connection(self) -> sqlite3.Connection:
        found: sqlite3.Connection | None = getattr(self._here, "connection", None)
        if found is None:
            found = self._here.connection = _connected(self.path)
            self._remember(found)
        return found

    def _remember(self, connection: sqlite3.Connection) -> None:
        with self._guard:
            finished = [one for one in self._all if not one.thread.is_alive()]
            for one in finished:
                self._all.remove(one)
            _close_all(finished)
            self._all.append(_Open(threading.current_thread(), connection))

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            code = getattr(error, "sqlite_errorcode", None)
            reason = None if code is None else REASONS.get(code & 0xFF)
            if reason is None:
                raise
            raise self._refusal(reason) from error

    def _refusal(self, reason: str) -> StoreUnavailable:
        return self._unavailable(f"The database {self.path} {reason}")

    def _bring_up_to_date(self) -> None:
        version = self._version(self._connection())
        if version == len(self._migrations):
            return
        if version > len(self._migrations):
            raise self._refusal(
                f"was written by a newer version of this program ({self.component} tables "
                f"{version}, this one knows {len(self._migrations)}). Use the newer program, or "
                "name another data folder."
            )
        if version > 0:
            self._back_up(version)
        self._migrate()

    def _version(self, connection: sqlite3.Connection) -> int:
        known = connection.execute(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'"
        ).fetchone()
        row = (
            known
            and connection.execute(
                "SELECT version FROM schema_version WHERE component = ?", (self.component,)
            ).fetchone()
        )
        return int(row[0]) if row else 0

    def _back_up(self, version: int) -> None:
        """Copy the file before its first upgrade from `version`; an earlier copy is kept."""
        copy = self.path.with_name(f"{self.path.name}.{self.component}-v{version}.backup")
        if copy.exists():
            return
        unfinished = copy.with_suffix(".unfinished")
        unfinished.unlink(missing_ok=True)
        with closing(sqlite3.connect(unfinished)) as target:
            self._connection().backup(target)
        unfinished.replace(copy)

    def _migrate(self) -> None:
        with self._transaction("BEGIN IMMEDIATE") as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS schema_version ("
                "component TEXT PRIMARY KEY, version INTEGER NOT NULL)"
            )
            version = self._version(connection)  # another process may have been quicker
            for migration in self._migrations[version:]:
                for statement in migration:
                    connection.execute(statement)
            connection.execute(
                "INSERT INTO schema_version VALUES (?, ?) "
                "ON CONFLICT (component) DO UPDATE SET version = excluded.version",
                (self.component, max(version, len(self._migrations))),
            )


def _close_all(opened: list[_Open]) -> None:
    while opened:
        opened.pop().connection.close()


def _set(connection: sqlite3.Connection, setting: str) -> None:
    """Apply a setting; SQLite does not wait by itself for the file to change to WAL."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(setting)
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(BUSY_PAUSE_S)


def _connected(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )  # only its own thread uses it; another one may close it
    connection.row_factory = sqlite3.Row
    try:
        for setting in SETTINGS:
            _set(connection, setting)
    except sqlite3.Error:
        connection.close()
        raise
    return connection
