import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tools.stores.errors import StoreUnavailable
from tools.stores.sqlite import Database

FIRST = (("CREATE TABLE note (words TEXT NOT NULL)",),)
SECOND = (*FIRST, ("ALTER TABLE note ADD COLUMN mood TEXT DEFAULT 'calm'",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "advisor.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    opened = Database(path, "notes", FIRST)
    yield opened
    opened.close()


def _write(database: Database, words: str) -> None:
    with database.writing() as connection:
        connection.execute("INSERT INTO note (words) VALUES (?)", (words,))


def _read(database: Database) -> list[str]:
    with database.reading() as connection:
        return [row["words"] for row in connection.execute("SELECT words FROM note")]


def _backups(path: Path) -> list[str]:
    return sorted(p.name for p in path.parent.iterdir() if "backup" in p.name)


def test_a_missing_folder_is_made(database: Database, path: Path) -> None:
    _write(database, "hello")

    assert path.exists()
    assert _read(database) == ["hello"]


def test_every_commit_is_durable_and_writers_do_not_block_readers(database: Database) -> None:
    with database.reading() as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] >= 1000


def test_a_transaction_that_fails_leaves_nothing_and_the_next_one_works(
    database: Database,
) -> None:
    def fail() -> None:
        with database.writing() as connection:
            connection.execute("INSERT INTO note (words) VALUES ('half')")
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        fail()

    _write(database, "whole")
    assert _read(database) == ["whole"]


def test_each_thread_has_a_connection_of_its_own(database: Database) -> None:
    seen = set()
    gate = threading.Barrier(4)

    def use(_: int) -> None:
        with database.reading() as connection:
            seen.add(id(connection))
            gate.wait()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(use, range(4)))

    assert len(seen) == 4


def test_connections_of_finished_threads_are_closed(database: Database) -> None:
    for n in range(5):
        thread = threading.Thread(target=_write, args=(database, str(n)))
        thread.start()
        thread.join()

    assert len(database._all) <= 2


def test_eight_writers_wait_for_each_other(database: Database) -> None:
    def add(n: int) -> None:
        for m in range(10):
            _write(database, f"{n}.{m}")

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(8)))

    assert len(_read(database)) == 80


def test_two_components_share_a_file_and_keep_their_own_versions(
    database: Database, path: Path
) -> None:
    other = Database(path, "moods", (("CREATE TABLE mood (word TEXT)",), ("SELECT 1",)))
    _write(database, "hello")

    with other.reading() as connection:
        rows = connection.execute("SELECT * FROM schema_version ORDER BY component").fetchall()

    assert [tuple(row) for row in rows] == [("moods", 2), ("notes", 1)]
    other.close()


# -- versions ------------------------------------------------------------------------------------


def test_an_older_database_is_upgraded_in_place_with_a_copy_beside_it(
    database: Database, path: Path
) -> None:
    _write(database, "hello")
    database.close()

    upgraded = Database(path, "notes", SECOND)

    with upgraded.reading() as connection:
        assert [tuple(r) for r in connection.execute("SELECT * FROM note")] == [("hello", "calm")]
    assert _backups(path) == ["advisor.db.notes-v1.backup"]
    with sqlite3.connect(path.with_name("advisor.db.notes-v1.backup")) as copy:
        assert copy.execute("SELECT * FROM note").fetchall() == [("hello",)]
    copy.close()
    upgraded.close()


def test_opening_the_present_version_copies_nothing(database: Database, path: Path) -> None:
    Database(path, "notes", FIRST).close()

    assert _backups(path) == []


def test_an_upgrade_that_fails_leaves_the_old_version_as_it_was(
    database: Database, path: Path
) -> None:
    _write(database, "hello")
    database.close()
    broken = (*FIRST, ("ALTER TABLE note ADD COLUMN mood TEXT", "INSERT INTO nowhere VALUES (1)"))

    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        Database(path, "notes", broken)

    again = Database(path, "notes", FIRST)
    assert _read(again) == ["hello"]
    again.close()


def test_a_newer_database_is_refused_with_a_clear_sentence(database: Database, path: Path) -> None:
    Database(path, "notes", SECOND).close()

    with pytest.raises(StoreUnavailable, match="newer version of this program") as refusal:
        Database(path, "notes", FIRST)

    assert "notes tables 2, this one knows 1" in str(refusal.value)
    assert "name another data folder" in str(refusal.value)


def test_two_programs_that_start_at_once_both_find_the_tables(path: Path) -> None:
    gate = threading.Barrier(6)

    def start(_: int) -> None:
        gate.wait()
        Database(path, "notes", SECOND).close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(start, range(6)))

    opened = Database(path, "notes", SECOND)
    _write(opened, "hello")
    assert _read(opened) == ["hello"]
    opened.close()


# -- refusals ------------------------------------------------------------------------------------


def test_a_file_that_is_no_database_says_what_to_do_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "advisor.db"
    path.write_bytes(b"milk, bread, eggs " * 100)

    with pytest.raises(StoreUnavailable, match="move the file aside"):
        Database(path, "notes", FIRST)

    assert path.read_bytes() == b"milk, bread, eggs " * 100
    assert _backups(path) == []


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "advisor.db"
    path.touch()

    opened = Database(path, "notes", FIRST)

    assert _read(opened) == []
    opened.close()


def test_a_folder_in_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Database(tmp_path, "notes", FIRST)


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        Database(tmp_path / "file" / "advisor.db", "notes", FIRST)


def test_another_program_that_holds_the_file_is_waited_for_and_then_named(
    database: Database, path: Path
) -> None:
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with database.reading() as connection:
        connection.execute("PRAGMA busy_timeout = 50")

    with pytest.raises(StoreUnavailable, match="in use by another program"):
        _write(database, "hello")

    holder.execute("ROLLBACK")
    holder.close()
    _write(database, "hello")
    assert _read(database) == ["hello"]


def test_a_full_disk_is_said_and_writing_goes_on_when_there_is_room(database: Database) -> None:
    with database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(StoreUnavailable, match="disk is full"):
        _write(database, "x" * 100_000)

    with database.reading() as connection:
        connection.execute("PRAGMA max_page_count = 100000")
    _write(database, "x" * 100_000)
    assert len(_read(database)) == 1


def test_a_mistake_of_ours_is_not_dressed_up_as_an_outage(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), database.reading() as c:
        c.execute("SELECT * FROM nowhere")


def test_a_sound_file_has_no_faults(database: Database) -> None:
    assert database.faults() == ()


def test_after_closing_the_database_can_be_used_again(database: Database) -> None:
    _write(database, "hello")
    database.close()

    assert _read(database) == ["hello"]
