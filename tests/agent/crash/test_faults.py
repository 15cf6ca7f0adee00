"""Disks, locks, broken rows and clocks: true words, no traceback, nothing lost, nothing twice."""

import errno
import json
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.__main__ import main
from agent.advisor import NOT_STORED, blocks_shown
from agent.blocks import TextBlock
from agent.conversations.records import ClosedTurn, Lease, LogUnavailable, Opened, Session, Turn
from agent.conversations.sqlite import SqliteLog
from agent.said import Confirm, Said, Text
from agent.settings import Settings
from agent.wiring import App, build
from tools.effects import SubmitApplication
from tools.stores.applications import Application
from tools.stores.errors import StoreUnavailable
from tools.stores.sqlite_applications import SqliteApplications

MAYA = Session(customer_id="maya")
CAR = "I need 20k for a new car, it costs 22,500"
FULL = "The database could not be written because the disk is full."


class FailingLog(SqliteLog):
    """Cannot open, or cannot close, so many times."""

    opens = closes = 0

    def open_turn(self, opened: Opened, lease_seconds: float) -> tuple[Turn, Lease | None]:
        if self.opens:
            self.opens -= 1
            raise LogUnavailable(FULL)
        return super().open_turn(opened, lease_seconds)

    def close_turn(self, lease: Lease, closed: ClosedTurn) -> bool:
        if self.closes:
            self.closes -= 1
            raise LogUnavailable(FULL)
        return super().close_turn(lease, closed)


class FailingApplications(SqliteApplications):
    """Away for so many filings, before or after it has written."""

    before = after = 0

    def file(self, filing: SubmitApplication, conversation_id: str) -> Application:
        if self.before:
            self.before -= 1
            raise StoreUnavailable("away")
        filed = super().file(filing, conversation_id)
        if self.after:
            self.after -= 1
            raise StoreUnavailable("away after it had written")
        return filed


@pytest.fixture
def log(data_dir: Path) -> FailingLog:
    return FailingLog(data_dir / "conversations.sqlite")


@pytest.fixture
def applications(data_dir: Path) -> FailingApplications:
    return FailingApplications(data_dir / "applications.sqlite")


@pytest.fixture
def app(data_dir: Path, clock: Any, log: FailingLog, applications: Any) -> Iterator[App]:
    app = build(Settings(data_dir=data_dir), clock=clock, log=log)
    app.__dict__["applications"] = applications
    yield app
    app.close()


def started(app: App) -> str:
    return app.advisor.open(MAYA).conversation.id


def say(app: App, talk: str, said: Said | str, turn_id: str | None = None) -> tuple[str, bool]:
    """Return the words that were shown, and whether the turn closed."""
    said = Text(text=said) if isinstance(said, str) else said
    blocks, closed = blocks_shown(app.advisor.reply(MAYA, talk, said, turn_id))
    return " ".join(b.text for b in blocks if isinstance(b, TextBlock)), closed is not None


def confirmed(app: App, talk: str, turn_id: str) -> tuple[str, bool]:
    say(app, talk, CAR)
    say(app, talk, "I'd like to apply")
    proposal = app.conversations.latest_case(talk).proposal
    assert proposal is not None
    return say(app, talk, Confirm(proposal_id=proposal.id), turn_id)


def test_a_message_that_cannot_be_stored_is_refused_before_anything_happens(
    app: App, log: FailingLog
) -> None:
    talk = started(app)
    log.opens = 1

    with pytest.raises(LogUnavailable, match="disk is full"):
        say(app, talk, CAR, "t1")

    assert log.turns(talk) == ()
    assert say(app, talk, CAR, "t1")[1]


def test_an_answer_that_cannot_be_stored_is_not_shown_and_the_message_is_kept(
    app: App, log: FailingLog
) -> None:
    talk = started(app)
    log.closes = 1

    words, closed = say(app, talk, CAR, "t1")

    assert (words, closed) == (NOT_STORED, False)
    assert "411" not in words
    again, closed = say(app, talk, CAR, "t1")
    assert closed
    assert "$411.01" in again
    assert [t.opened.turn_id for t in log.turns(talk)] == ["t1"]


def test_a_filing_that_cannot_be_stored_files_nothing_until_it_can(
    app: App, log: FailingLog, applications: FailingApplications
) -> None:
    talk = started(app)
    say(app, talk, CAR)
    say(app, talk, "I'd like to apply")
    proposal = log.latest_case(talk).proposal
    assert proposal is not None
    log.closes = 1

    words, _ = say(app, talk, Confirm(proposal_id=proposal.id), "yes")

    assert words == NOT_STORED
    assert applications.applications_of("maya") == ()
    assert "received" in say(app, talk, Confirm(proposal_id=proposal.id), "yes")[0]
    app.close()
    assert len(applications.applications_of("maya")) == 1


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_application_store_that_is_away_gets_it_later_and_once(
    app: App, applications: FailingApplications, moment: str
) -> None:
    talk = started(app)
    setattr(applications, moment, 1)

    words, closed = confirmed(app, talk, "yes")

    assert closed
    assert "received" in words
    assert say(app, talk, "thanks")[1]
    app.close()
    assert len(applications.applications_of("maya")) == 1
    assert app.conversations.pending_effects() == ()


def test_a_locked_database_is_one_honest_sentence(
    app: App, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.stores.sqlite.BUSY_SECONDS", 0.05)
    app.conversations.close()  # type: ignore[attr-defined]
    talk = started(app)
    other = sqlite3.connect(data_dir / "conversations.sqlite", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")

    with pytest.raises(LogUnavailable, match="in use by another program"):
        say(app, talk, CAR, "t1")

    other.execute("ROLLBACK")
    other.close()
    assert say(app, talk, CAR, "t1")[1]


def test_a_full_disk_below_sqlite_is_one_honest_sentence(app: App, data_dir: Path) -> None:
    talk = started(app)
    assert isinstance(app.conversations, SqliteLog)
    with app.conversations._database.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    app.conversations._database._connection().execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(LogUnavailable, match="disk is full"):
        say(app, talk, "x" * 20_000, "t1")

    assert app.conversations.verify() == ()


def test_a_folder_that_cannot_be_written_is_one_line_on_standard_error(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", refuses)

    assert main(["--persona", "maya", "--json"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert "cannot be made (Read-only file system)" in line


def test_a_read_only_database_is_one_line_on_standard_error(
    app: App, data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = started(app)
    say(app, talk, CAR)
    app.close()
    from tools.stores import sqlite

    monkeypatch.setattr(sqlite, "SETTINGS", (*sqlite.SETTINGS, "PRAGMA query_only=ON"))
    app.conversations.close()  # type: ignore[attr-defined]

    assert main(["--persona", "maya", "--json"]) == 2

    (line,) = capsys.readouterr().err.splitlines()
    assert "is read-only" in line


def _broken_row(data_dir: Path) -> None:
    with sqlite3.connect(data_dir / "conversations.sqlite") as connection:
        connection.execute("DROP TRIGGER entry_is_only_erased")
        connection.execute("UPDATE entry SET content = '{\"schema_version\":1,' "
                           "WHERE kind = 'closed' AND sequence = 1")  # fmt: skip
    connection.close()


def test_a_row_that_cannot_be_read_is_refused_in_words_and_leaves_others_alone(
    app: App, data_dir: Path
) -> None:
    talk, other = started(app), started(app)
    say(app, talk, CAR, "t1")
    _broken_row(data_dir)

    with pytest.raises(LogUnavailable, match="damaged"):
        say(app, talk, "and over 48 months?", "t2")

    assert say(app, other, CAR)[1]
    assert any("was changed" in fault for fault in app.conversations.verify())


def test_a_broken_row_is_one_line_on_the_command_line(
    app: App, data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = started(app)
    say(app, talk, CAR, "t1")
    app.close()
    _broken_row(data_dir)

    assert main(["replay", "t1"]) == 2
    assert main(["--persona", "maya", "--resume", talk, "--json"]) == 2
    assert main(["verify"]) == 1

    told = capsys.readouterr()
    assert all("damaged" in line for line in told.err.splitlines())
    assert "was changed after it was written" in told.out


@pytest.mark.parametrize("hours", [-1, -24 * 365])
def test_a_clock_that_goes_back_loses_nothing_and_keeps_the_order(
    app: App, clock: Any, hours: int
) -> None:
    talk = started(app)
    assert say(app, talk, CAR, "t1")[1]

    clock.advance(hours=hours)

    words, closed = say(app, talk, "and over 48 months?", "t2")
    assert closed
    assert words
    assert [t.opened.turn_id for t in app.conversations.turns(talk)] == ["t1", "t2"]
    assert app.conversations.verify() == ()


def test_a_clock_that_goes_back_while_a_turn_is_left_open_does_not_lock_the_conversation(
    app: App, clock: Any, log: FailingLog
) -> None:
    talk = started(app)
    left = Opened(conversation_id=talk, turn_id="t1", sequence=0, said=Text(text=CAR),
                  session=MAYA, now=clock(), case_version=0, knowledge={})  # fmt: skip
    assert log.open_turn(left, 30)[1]  # its process died
    clock.advance(hours=-1)

    words, closed = say(app, talk, "and over 48 months?", "t2")

    assert closed
    assert words
    assert all(t.closed for t in log.turns(talk))


def test_a_copy_of_the_folder_goes_on_where_it_was(
    app: App, data_dir: Path, tmp_path: Path, clock: Any
) -> None:
    talk = started(app)
    confirmed(app, talk, "yes")
    app.close()
    shutil.copytree(data_dir, tmp_path / "moved")

    moved = build(Settings(data_dir=tmp_path / "moved"), clock=clock)

    assert say(moved, talk, "where does my application stand?")[1]
    assert moved.conversations.verify() == ()
    moved.close()


def test_faults_of_a_store_reach_the_operational_log_without_customer_words(
    app: App, log: FailingLog, data_dir: Path
) -> None:
    talk = started(app)
    log.closes = 1
    say(app, talk, "my parrot is called Ferdinand")
    app.close()

    lines = (data_dir / "advisor.log").read_text(encoding="utf-8").splitlines()

    assert "turn not stored" in {json.loads(line)["event"] for line in lines}
    assert not any("Ferdinand" in line for line in lines)
