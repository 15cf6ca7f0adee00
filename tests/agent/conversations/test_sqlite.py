"""What only a file can do: be changed, cut, filled, locked, left behind by a crash."""

import multiprocessing
import os
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.blocks import Closed, TextBlock
from agent.conversations.records import (
    ClosedTurn,
    Conversation,
    LogUnavailable,
    Opened,
    RowTooLarge,
    Session,
)
from agent.conversations.sqlite import SqliteLog
from agent.said import Text
from tools.case_file import CaseFile
from tools.effects import RecordFeedback

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WORDS = "my word for it is Quetzalcoatl"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "advisor.db"


@pytest.fixture
def log(path: Path) -> Iterator[SqliteLog]:
    store = SqliteLog(path)
    store.start(Conversation(id="talk", customer_id="maya", created_at=NOON))
    yield store
    store.close()


def message(turn_id: str, text: str = WORDS) -> Opened:
    return Opened(
        conversation_id="talk", turn_id=turn_id, sequence=0, said=Text(text=text),
        session=Session(customer_id="maya"), now=NOON, case_version=0, knowledge={},
    )  # fmt: skip


def closing(turn_id: str, text: str = "Your payment would be $411.01.") -> ClosedTurn:
    effect = RecordFeedback(key=turn_id, turn_id=None, rating="up", words=WORDS, created_at=NOON)
    return ClosedTurn(
        blocks=(TextBlock(text=text, template=text),), case=CaseFile(version=1), effects=(effect,),
        closed=Closed(turn_id=turn_id, stage="inquiry", outcome=None),
    )  # fmt: skip


def play(log: SqliteLog, *turn_ids: str) -> None:
    for turn_id in turn_ids:
        lease = log.open_turn(message(turn_id), 30)[1]
        assert lease is not None
        assert log.close_turn(lease, closing(turn_id))


def tamper(path: Path, statement: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TRIGGER entry_is_never_deleted")
        connection.execute("DROP TRIGGER entry_is_only_erased")
        connection.execute(statement)
    connection.close()


# -- the chain -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("UPDATE entry SET content = replace(content, '411', '311') WHERE position = 2",
         "row 2 (closed t1): was changed"),
        ("UPDATE entry SET salt = '00' WHERE position = 1", "row 1 (opened t1): was changed"),
        ("UPDATE entry SET salt = NULL, content = NULL WHERE position = 1",
         "row 1 (opened t1): is empty and was not erased"),
        ("UPDATE entry SET content_hash = 'ab' WHERE position = 1",
         "row 1 (opened t1): does not follow"),
        ("DELETE FROM entry WHERE position = 1", "row 1 is missing"),
        ("DELETE FROM entry WHERE position = 4", "ends at row 3, but 5 rows were written"),
        ("UPDATE entry SET content = (SELECT content FROM entry WHERE position = 4), salt = "
         "(SELECT salt FROM entry WHERE position = 4), content_hash = (SELECT content_hash FROM "
         "entry WHERE position = 4) WHERE position = 2", "row 2 (closed t1): does not follow"),
    ],
)  # fmt: skip
def test_whatever_is_changed_behind_the_logs_back_shows(
    log: SqliteLog, path: Path, statement: str, complaint: str
) -> None:
    play(log, "t1", "t2")
    assert log.verify() == ()

    tamper(path, statement)

    assert any(complaint in fault for fault in log.verify()), log.verify()
    assert log.verify("another conversation") == ()


def test_the_file_itself_refuses_to_rewrite_the_log(log: SqliteLog, path: Path) -> None:
    play(log, "t1")
    with sqlite3.connect(path) as connection:
        for statement in (
            "DELETE FROM entry",
            "UPDATE entry SET content = '{}'",
            "UPDATE entry SET salt = NULL, content = NULL, erased_at = 'x', erased_reason = 'x', "
            "link = 'x'",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)
    connection.close()


def test_erased_words_are_gone_from_the_files_too(log: SqliteLog, path: Path) -> None:
    play(log, "t1")
    for item in log.pending_effects():
        log.mark_performed(item, NOON)
    assert any(WORDS.encode() in file.read_bytes() for file in path.parent.iterdir())

    log.erase_customer("maya", "privacy request P-1", NOON)

    assert not any(WORDS.encode() in file.read_bytes() for file in path.parent.iterdir())
    assert log.verify() == ()


def test_an_effect_that_waits_survives_the_erasure_until_it_is_performed(log: SqliteLog) -> None:
    play(log, "t1")

    log.erase_customer("maya", "asked", NOON)

    (item,) = log.pending_effects()
    assert item.effect.key == "t1"


# -- crashes -------------------------------------------------------------------------------------


def _crash(path: Path, after_close: bool) -> None:
    log = SqliteLog(path)
    lease = log.open_turn(message("t1"), 30)[1]
    assert lease is not None
    if after_close:
        log.close_turn(lease, closing("t1"))
    os._exit(9)


@pytest.mark.parametrize("after_close", [False, True])
def test_nothing_is_lost_when_the_process_dies(
    log: SqliteLog, path: Path, after_close: bool
) -> None:
    log.close()
    process = multiprocessing.get_context("spawn").Process(target=_crash, args=(path, after_close))
    process.start()
    process.join()

    turn = log.next_open_turn("talk")

    if after_close:
        assert turn is None
        assert [item.effect.key for item in log.pending_effects()] == ["t1"]
    else:
        assert turn is not None
        assert turn.opened.said == Text(text=WORDS)
        lease = log.acquire("talk", "t1", NOON + timedelta(seconds=30), 30)
        assert lease is not None
        assert log.close_turn(lease, closing("t1"))
    assert log.verify() == ()


def test_a_close_that_fails_halfway_leaves_the_turn_open(log: SqliteLog, path: Path) -> None:
    lease = log.open_turn(message("t1"), 30)[1]
    assert lease is not None
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TRIGGER trap BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'trap'); END"
        )
    with pytest.raises(sqlite3.IntegrityError, match="trap"):
        log.close_turn(lease, closing("t1"))
    connection.execute("DROP TRIGGER trap")
    connection.close()

    turn = log.next_open_turn("talk")
    assert turn is not None
    assert log.pending_effects() == ()
    assert log.verify() == ()
    assert log.close_turn(lease, closing("t1"))


def test_two_logs_on_one_file_see_each_other(log: SqliteLog, path: Path) -> None:
    other = SqliteLog(path)
    play(log, "t1")

    turn, lease = other.open_turn(message("t1"), 30)

    assert turn.closed == closing("t1")
    assert lease is None
    other.close()


# -- a store that cannot be used -----------------------------------------------------------------


def test_a_full_disk_is_one_honest_sentence_and_loses_nothing(log: SqliteLog, path: Path) -> None:
    play(log, "t1")
    lease = log.open_turn(message("t2"), 30)[1]
    assert lease is not None
    with log._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(LogUnavailable, match="disk is full"):
        log.close_turn(lease, closing("t2", "x" * 200_000))

    log.close()
    assert log.turn("talk", "t1") is not None
    assert log.verify() == ()
    assert log.close_turn(lease, closing("t2", "x" * 200_000))


def test_a_read_only_store_still_reads(log: SqliteLog) -> None:
    play(log, "t1")
    with log._database.reading() as connection:
        connection.execute("PRAGMA query_only = ON")

    with pytest.raises(LogUnavailable, match="read-only"):
        log.open_turn(message("t2"), 30)

    assert log.turn("talk", "t1") is not None


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "advisor.db"
    path.write_bytes(b"this is a shopping list, not a database" * 50)

    with pytest.raises(LogUnavailable, match=r"is damaged\. Nothing was deleted"):
        SqliteLog(path)

    assert path.read_bytes() == b"this is a shopping list, not a database" * 50


def test_a_database_that_is_damaged_while_in_use_says_so(log: SqliteLog, path: Path) -> None:
    play(log, *(f"t{n}" for n in range(30)))
    log._database.sweep()
    log.close()
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)
    path.write_bytes(bytes(content))

    with pytest.raises(LogUnavailable, match="damaged"):
        log.verify()

    assert path.read_bytes() == bytes(content)


def test_a_row_of_a_newer_program_is_refused_with_a_clear_sentence(
    log: SqliteLog, path: Path
) -> None:
    play(log, "t1")
    tamper(
        path,
        """UPDATE entry SET content = '{"schema_version":7,' || substr(content, 21) """
        "WHERE kind = 'closed'",
    )

    with pytest.raises(LogUnavailable, match="newer version"):
        log.turn("talk", "t1")


def test_a_turn_larger_than_a_row_may_be_is_refused_before_anything_is_written(
    log: SqliteLog,
) -> None:
    lease = log.open_turn(message("t1"), 30)[1]
    assert lease is not None

    with pytest.raises(RowTooLarge):
        log.close_turn(lease, closing("t1", "€" * 400_000))

    assert log.close_turn(lease, closing("t1"))


def test_a_lease_of_a_conversation_that_is_not_there_closes_nothing(log: SqliteLog) -> None:
    lease = log.open_turn(message("t1"), 30)[1]
    assert lease is not None
    elsewhere = lease.model_copy(update={"conversation_id": "nowhere"})

    assert not log.close_turn(elsewhere, closing("t1"))


def test_who_wrote_a_turn_reads_of_it_what_everybody_else_reads(log: SqliteLog, path: Path) -> None:
    play(log, "t1", "t2")

    other = SqliteLog(path)

    assert log.past("talk", 9, 9) == other.past("talk", 9, 9)
    assert log.latest_case("talk") == other.latest_case("talk")
    other.close()


def test_a_turn_that_was_changed_in_the_file_is_read_from_the_file(
    log: SqliteLog, path: Path
) -> None:
    play(log, "t1")

    tamper(path, "UPDATE entry SET content = '{' WHERE kind = 'closed'")

    with pytest.raises(LogUnavailable, match="damaged"):
        log.latest_case("talk")
    with pytest.raises(LogUnavailable, match="damaged"):
        log.past("talk", 9, 9)
