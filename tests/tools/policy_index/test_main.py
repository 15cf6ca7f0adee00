from collections.abc import Callable
from pathlib import Path

import pytest

from tools.policy_index.__main__ import main

Run = Callable[..., int]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command by words alone, with a cache of its own."""

    def command(name: str, *more: str) -> int:
        return main([name, *more, "--encoder", "none", "--cache", str(tmp_path / "cache")])

    return command


def test_asking_shows_passages_with_evidence_words_and_figures(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "what is the longest car loan?", "-k", "3") == 0

    shown = capsys.readouterr().out
    assert "GIVEN  rules_basics#E-011   score" in shown
    assert "car.term_months.max = 84 months" in shown
    assert "coverage 100% (long" in shown


def test_asking_what_no_policy_answers_says_so_and_shows_what_came_near(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "how do i reset my mobile app password") == 1

    shown = capsys.readouterr().out
    assert "do not answer" in shown
    assert "not given  " in shown


def test_the_audience_can_be_chosen(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    question = "quiet handover to the fraud team without naming the check"

    run("ask", question, "--audience", "staff")
    assert "staff_security#quiet-handover" in capsys.readouterr().out

    run("ask", question)
    assert "staff_security" not in capsys.readouterr().out


def test_evaluating_prints_each_half(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("eval", str(Path(__file__).with_name("questions"))) == 0

    shown = capsys.readouterr().out
    assert "words    tune" in shown
    assert "words    held" in shown


def test_evaluating_any_corpus_needs_no_policies(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "title": "", "text": "late fee"}')
    (tmp_path / "queries.jsonl").write_text('{"_id": "q", "text": "fee"}')
    (tmp_path / "qrels.jsonl").write_text('{"query": "q", "doc": "a", "grade": 1}')

    assert run("eval", str(tmp_path), "--knowledge", str(tmp_path)) == 0
    assert "words    all          1  1.000" in capsys.readouterr().out


def test_calibrating_prints_what_each_threshold_does(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("calibrate", str(Path(__file__).with_name("questions")), "--half", "tune") == 0

    assert "threshold=" in capsys.readouterr().out


def test_building_says_what_was_built(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("build") == 0

    assert "passages, version " in capsys.readouterr().out


def test_the_policies_are_exported_for_a_knowledge_base(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("export", str(tmp_path / "files")) == 0

    count = int(capsys.readouterr().out.split()[0])
    assert len(list((tmp_path / "files").glob("*.metadata.json"))) == count


def test_speed_without_an_encoder_is_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("speed") == 2

    assert "with an encoder" in capsys.readouterr().err


def test_broken_knowledge_is_named_without_a_traceback(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("ask", "late fee", "--knowledge", str(tmp_path)) == 2

    assert "catalogue.yaml" in capsys.readouterr().err


def test_an_unknown_encoder_is_refused_with_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["ask", "late fee", "--encoder", "word2vec"])

    assert "minilm, none, sentence-transformers:NAME" in capsys.readouterr().err


@pytest.mark.parametrize("command", [(), ("ask",), ("eval",), ("build",)])
def test_help_explains_the_commands(
    command: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([*command, "--help"])

    assert stopped.value.code == 0
    assert "usage: python -m tools.policy_index" in capsys.readouterr().out
