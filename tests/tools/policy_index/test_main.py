from pathlib import Path

import pytest

from tools.policy_index.__main__ import main


def test_asking_shows_passages_with_score_and_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "what is the longest car loan?", "-k", "2"]) == 0

    shown = capsys.readouterr().out
    assert "rules_basics#E-011   score" in shown
    assert "car.term_months.max = 84 months" in shown


def test_asking_what_no_policy_answers_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "tell me a joke"]) == 1

    assert "do not answer" in capsys.readouterr().out


def test_the_audience_can_be_chosen(capsys: pytest.CaptureFixture[str]) -> None:
    question = "quiet handover to the fraud team without naming the check"

    main(["ask", question, "--audience", "staff"])
    assert "staff_security#quiet-handover" in capsys.readouterr().out

    main(["ask", question])
    assert "staff_security" not in capsys.readouterr().out


def test_measuring_prints_each_half(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", str(Path(__file__).with_name("questions.toml"))]) == 0

    shown = capsys.readouterr().out
    assert "tune answerable=" in shown
    assert "held answerable=" in shown


@pytest.mark.parametrize("content", ["questions = 3", "not toml", "questions = [{ask = 1, x = 2}]"])
def test_a_malformed_set_of_questions_is_refused(
    content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.toml"
    file.write_text(content, encoding="utf-8")

    assert main(["measure", str(file)]) == 2
    assert "questions.toml" in capsys.readouterr().err


def test_broken_knowledge_is_named_without_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--knowledge", str(tmp_path), "ask", "late fee"]) == 2

    assert "catalogue.yaml" in capsys.readouterr().err


def test_help_explains_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])

    assert stopped.value.code == 0
    assert "ask" in capsys.readouterr().out
