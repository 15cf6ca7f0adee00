"""What is found on this machine: data, databases, the port."""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from agent.doctor.diagnosis import Diagnosis, Health, first_line
from agent.settings import Settings


def port_is_taken(port: int) -> bool:
    """Somebody on this machine answers at the port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def port(settings: Settings) -> Iterator[Diagnosis]:
    if port_is_taken(settings.port):
        said = f"{settings.port} is in use (by this chat, or set LOAN_ADVISOR_PORT)"
        yield Diagnosis(Health.NOTE, "port", said)
    else:
        yield Diagnosis(Health.WELL, "port", f"{settings.port} is free")


def data_folder(settings: Settings) -> Iterator[Diagnosis]:
    folder = settings.data_dir
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    if not (nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)):
        said = f"{folder}: {nearest} cannot be written; name another with LOAN_ADVISOR_DATA_DIR"
        yield Diagnosis(Health.BROKEN, "data folder", said)
    elif nearest != folder:
        yield Diagnosis(Health.WELL, "data folder", f"{folder} (made at the first conversation)")
    else:
        sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
        said = f"{folder}: {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB"
        yield Diagnosis(Health.WELL, "data folder", said)


def databases(settings: Settings) -> Iterator[Diagnosis]:
    from agent.conversations import sqlite_schema
    from tools.stores import sqlite_applications, sqlite_profiles

    known = (
        ("profiles", "profiles", len(sqlite_profiles.MIGRATIONS)),
        ("applications", "applications", len(sqlite_applications.MIGRATIONS)),
        ("conversations", "log", len(sqlite_schema.MIGRATIONS)),
    )
    for name, component, newest in known:
        file = settings.data_dir / f"{name}.sqlite"
        if file.exists():
            yield _database(file, component, newest)


def _database(file: Path, component: str, newest: int) -> Diagnosis:
    """Read only: a damaged or newer file stays as it is."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            faults = [row[0] for row in database.execute("PRAGMA quick_check") if row[0] != "ok"]
            row = database.execute(
                "SELECT version FROM schema_version WHERE component = ?", (component,)
            ).fetchone()
    except sqlite3.Error as error:
        return Diagnosis(Health.BROKEN, file.name, f"cannot be read: {first_line(error)}")
    found = row[0] if row else 0
    if faults:
        return Diagnosis(Health.BROKEN, file.name, f"is damaged: {faults[0]}")
    if found > newest:
        said = f"was written by a newer program (version {found}; this one knows {newest})"
        return Diagnosis(Health.BROKEN, file.name, said)
    if found < newest:
        said = f"version {found}; will be copied and brought to {newest} when it is next opened"
        return Diagnosis(Health.NOTE, file.name, said)
    return Diagnosis(Health.WELL, file.name, f"whole, version {found}")


def log_chain(settings: Settings) -> Iterator[Diagnosis]:
    """Recompute the hash chain of all conversations, where the file can be read as it is."""
    from agent.conversations.records import LogUnavailable
    from agent.conversations.sqlite import SqliteLog
    from agent.conversations.sqlite_schema import MIGRATIONS

    file = settings.data_dir / "conversations.sqlite"
    if not file.exists() or _database(file, "log", len(MIGRATIONS)).health is not Health.WELL:
        return
    try:
        with closing(SqliteLog(file)) as log:
            faults = log.verify()
    except LogUnavailable as error:
        yield Diagnosis(Health.BROKEN, "log chain", str(error))
        return
    if faults:
        yield Diagnosis(Health.BROKEN, "log chain", f"{len(faults)} faults; first: {faults[0]}")
    else:
        yield Diagnosis(Health.WELL, "log chain", "whole")
