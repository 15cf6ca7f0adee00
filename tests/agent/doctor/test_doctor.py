"""The doctor says what is installed, found and valid, and leaves everything as it is."""

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from agent import doctor
from agent.conversations.sqlite import SqliteLog
from agent.doctor import Diagnosis, Health, found, installed, valid
from agent.settings import PREFIX, Settings, load_settings


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def listener() -> Iterator[int]:
    """A port of this machine that somebody answers at."""
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        yield server.getsockname()[1]


def version_of(file: Path, component: str, version: int) -> None:
    """Write down that a component's tables have this version."""
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE schema_version SET version = ? WHERE component = ?", (version, component)
        )
        database.commit()


def log_in(settings: Settings) -> Path:
    """Make the conversation log of these settings; it is empty and whole."""
    file = settings.data_dir / "conversations.sqlite"
    SqliteLog(file).close()
    return file


# -- the report ----------------------------------------------------------------------------------


def test_the_report_prints_one_line_each_and_fails_only_for_what_is_broken(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [Diagnosis(Health.WELL, "Python", "3.12.1"), Diagnosis(Health.NOTE, "port", "in use")]
    monkeypatch.setattr(doctor, "EXAMINATIONS", (lambda _: iter(lines),))

    assert doctor.run(settings) == 0
    lines.append(Diagnosis(Health.BROKEN, "packages", "numpy is missing"))
    assert doctor.run(settings) == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.split() == ["✗", "packages", "numpy", "is", "missing"]


def test_a_fresh_machine_is_well_and_nothing_is_written_by_looking(settings: Settings) -> None:
    broken = [line for line in doctor.report(settings) if line.health is Health.BROKEN]

    assert broken == []
    assert not settings.data_dir.exists()


# -- installed -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("pydantic>=2.12", []),
        ("pydantic>=99", ["pydantic is {}, not >=99"]),
        ("surely-not-there>=1", ["surely-not-there is missing"]),
    ],
)
def test_a_package_outside_its_bounds_is_named(wanted: str, said: list[str]) -> None:
    import pydantic

    misfits = installed.misfits([Requirement(wanted)])

    assert misfits == [line.format(pydantic.VERSION) for line in said]


def test_a_program_that_was_never_installed_says_how(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(name: str) -> list[str]:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(installed, "requires", unknown)

    (line,) = installed.packages(settings)
    assert line.health is Health.BROKEN
    assert "make test" in line.said


def test_an_encoder_that_is_not_there_is_no_fault(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "find_spec", lambda name: None)

    (line,) = installed.encoder(settings)
    assert line.health is Health.NOTE


# -- found ---------------------------------------------------------------------------------------


def test_a_data_folder_that_is_a_file_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")

    (line,) = found.data_folder(Settings(data_dir=tmp_path / "taken" / "data"))
    assert line.health is Health.BROKEN
    assert "LOAN_ADVISOR_DATA_DIR" in line.said


def test_a_data_folder_tells_what_it_holds(settings: Settings) -> None:
    settings.data_dir.mkdir()
    (settings.data_dir / "one").write_bytes(b"x" * 2_000_000)

    (line,) = found.data_folder(settings)
    assert line.health is Health.WELL
    assert line.said.endswith("1 files, 2.0 MB")


def test_a_whole_database_is_told_with_its_version(settings: Settings) -> None:
    log_in(settings)

    (line,) = found.databases(settings)
    assert (line.health, line.said) == (Health.WELL, "whole, version 2")
    assert [chain.said for chain in found.log_chain(settings)] == ["whole"]


@pytest.mark.parametrize(
    ("version", "health", "said"),
    [(0, Health.NOTE, "brought to 2"), (99, Health.BROKEN, "newer program")],
)
def test_a_database_of_another_version_is_left_as_it_is(
    settings: Settings, version: int, health: Health, said: str
) -> None:
    file = log_in(settings)
    version_of(file, "log", version)
    before = file.read_bytes()

    (line,) = found.databases(settings)
    assert line.health is health
    assert said in line.said
    assert list(found.log_chain(settings)) == []
    assert file.read_bytes() == before


def test_a_damaged_database_is_named_and_kept(settings: Settings) -> None:
    settings.data_dir.mkdir()
    file = settings.data_dir / "profiles.sqlite"
    file.write_bytes(b"this was a database once" * 100)

    (line,) = found.databases(settings)
    assert (line.health, line.part) == (Health.BROKEN, "profiles.sqlite")
    assert file.read_bytes() == b"this was a database once" * 100


def test_a_port_in_use_is_a_note_for_the_doctor_and_one_line_for_run(
    listener: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"{PREFIX}PORT", str(listener))

    (line,) = found.port(Settings())
    assert line.health is Health.NOTE
    with pytest.raises(SystemExit) as left:
        doctor.say_free_port()
    assert str(left.value).startswith(f"Port {listener} is taken")
    assert "\n" not in str(left.value)


def test_a_free_port_is_printed_for_the_makefile(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        free = server.getsockname()[1]
    monkeypatch.setenv(f"{PREFIX}PORT", str(free))

    doctor.say_free_port()

    assert capsys.readouterr().out == f"{free}\n"


def test_a_port_that_is_no_number_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{PREFIX}PORT", "chat")
    load_settings.cache_clear()

    with pytest.raises(SystemExit) as left:
        doctor.say_free_port()
    assert str(left.value).startswith("LOAN_ADVISOR_PORT='chat'")


# -- valid ---------------------------------------------------------------------------------------


def test_every_problem_of_the_knowledge_files_is_a_line(tmp_path: Path) -> None:
    lines = list(valid.knowledge(Settings(knowledge_dir=tmp_path)))

    assert len(lines) > 3
    assert {line.health for line in lines} == {Health.BROKEN}
    assert any("catalogue.yaml" in line.said for line in lines)


def test_the_knowledge_in_the_house_is_valid(settings: Settings) -> None:
    lines = {line.part: line for line in valid.knowledge(settings)}

    assert {line.health for line in lines.values()} == {Health.WELL}
    assert {"knowledge", "policies", "personas"} <= lines.keys()


def test_bedrock_without_credentials_is_one_line_and_no_call() -> None:
    (line,) = valid.model(Settings(model="bedrock"))

    assert line.health is Health.BROKEN
    assert line.said.startswith("No AWS credentials found.")
