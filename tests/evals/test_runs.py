"""The suite on Inspect: played, kept in a log, gone on with, graded again."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from evals import __main__ as command
from evals import runs
from evals.results import Case, LogError, newest_log, read_run
from evals.scenario import FOLDER, of_situations, read_scenarios
from evals.trajectory import Trajectory

ROOT = FOLDER.parents[1]

SMALL = ("hand_off/can_you_waive_the_fee", "policy/the_range_of_terms_of_a_product")


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play two scenarios twice, in two processes; return the folder of the log."""
    folder = tmp_path_factory.mktemp("logs")
    named = [part for name in SMALL for part in ("--situation", name)]
    assert evals(folder, "run", *named, "--trials", "2", "--workers", "2").returncode == 0
    return folder


def evals(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own: what Inspect leaves open ends with it."""
    command = [sys.executable, "-m", "evals", "--logs", str(folder), *arguments, "--quiet"]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_a_run_is_read_from_its_log_with_reasons_words_and_facts(logs: Path) -> None:
    run = read_run(newest_log(logs))

    assert run.passed
    assert (len(run.cases), run.trials, run.expected) == (4, 2, 4)
    assert all(v.reason for case in run.cases for v in case.verdicts)
    assert all(case.went and case.went.closed[0].facts for case in run.cases)


def test_a_log_is_opened_by_inspect_itself(logs: Path) -> None:
    from inspect_ai.log import read_eval_log

    log = read_eval_log(str(newest_log(logs)))

    assert log.status == "success"
    assert log.eval.model == "none/none"
    assert log.results
    assert {"passed", "figures", "feedback"} <= {s.name for s in log.results.scores}
    assert log.samples
    assert {m.role for m in log.samples[0].messages} >= {"user", "assistant", "tool"}


def test_saved_conversations_are_graded_again_by_what_is_expected_now(
    logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenarios = {s.id: s for s in runs.read_scenarios()}
    stricter = scenarios[SMALL[0]].model_copy(update={"never_says": ("the",)})
    others = tuple(s for s in scenarios.values() if s.id != SMALL[0])
    monkeypatch.setattr(runs, "read_scenarios", lambda: (stricter, *others))
    before = newest_log(logs)

    run, into = runs.regrade(before, quiet=True)
    into.unlink()

    assert {c.scenario for c in run.cases if not c.passed} == {SMALL[0]}
    assert all("says 'the'" in v.reason for c in run.of(SMALL[0]) for v in c.failed)
    assert read_run(before).passed


def test_a_scenario_whose_customer_speaks_differently_now_is_not_graded_again(
    logs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_words() -> tuple[Any, ...]:
        found = [s for s in original() if s.id in SMALL]
        return tuple(s.model_copy(update={"persona": "maya"}) for s in found)

    original = runs.read_scenarios
    monkeypatch.setattr(runs, "read_scenarios", other_words)

    with pytest.raises(LogError, match="play it again"):
        runs.regrade(newest_log(logs), quiet=True)


def test_a_run_that_was_broken_off_is_gone_on_with(logs: Path, tmp_path: Path) -> None:
    from inspect_ai.log import read_eval_log, write_eval_log

    log = read_eval_log(str(newest_log(logs)))
    kept = [s for s in log.samples or [] if s.epoch == 1]
    log.samples, log.status, log.results = kept, "cancelled", None
    write_eval_log(log, str(tmp_path / "broken.eval"))

    ended = evals(tmp_path, "run", "--resume", "--workers", "1")

    run = read_run(newest_log(tmp_path))
    assert ended.returncode == 0, ended.stderr
    assert (run.passed, len(run.cases)) == (True, 4)
    assert {turn_ids(s.store["trajectory"]) for s in kept} < {_ids(c) for c in run.cases}


def turn_ids(trajectory: str) -> tuple[str, ...]:
    went = Trajectory.model_validate_json(trajectory)
    return tuple(turn.opened.turn_id for turn in went.turns)


def _ids(case: Case) -> tuple[str, ...]:
    return tuple(turn.opened.turn_id for turn in case.went.turns) if case.went else ()


def test_a_complete_run_is_not_gone_on_with(logs: Path) -> None:
    with pytest.raises(LogError, match="is complete"):
        runs.resume(newest_log(logs), workers=1)


# -- the command line ----------------------------------------------------------------------------


def test_the_exit_code_is_the_gate(
    logs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["report", str(newest_log(logs)), "--out", str(tmp_path)]) == 0

    assert "report.html" in capsys.readouterr().out
    assert (tmp_path / "junit.xml").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["run", "--situation", "nowhere"], "there is no situation 'nowhere'; there is adverse"),
        (["run", "--prompt", "nothing"], "'nothing' is no prompt"),
        (["run", "--trials", "0"], "trials: Input should be greater than or equal to 1"),
        (["report", "gone.eval"], "gone.eval is no log"),
        (["report"], "there is no log in"),
        (["run", "--resume"], "there is no log in"),
        (["compare", "production", "tomorrow"], "'tomorrow' is no log"),
    ],
)
def test_what_cannot_be_run_is_said_in_one_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--logs", str(tmp_path), *arguments]) == 2

    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1


def test_two_logs_are_compared(logs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = str(newest_log(logs))

    assert command.main(["--logs", str(logs), "compare", log, log]) == 0

    assert "0 won, 0 lost, 2 tied" in capsys.readouterr().out
    assert (logs / "compare.html").exists()


def test_situations_are_folders_scripts_or_single_scenarios() -> None:
    everything = read_scenarios(FOLDER)

    assert {s.situation for s in of_situations(everything, ("policy",))} == {"policy"}
    assert {s.script for s in of_situations(everything, ("S07",))} == {"S07"}
    assert [s.id for s in of_situations(everything, (SMALL[0],))] == [SMALL[0]]
