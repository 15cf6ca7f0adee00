"""The product team lists prompt versions, and carries one to Bedrock Prompt Management and back."""

import json
from pathlib import Path

import pytest

from agent.prompting import PromptError, read_prompt
from evals.__main__ import main
from evals.prompt_files import keep


def test_every_version_is_listed_with_the_labels_that_name_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["prompts", "list"]) == 0

    assert "advisor@1  production" in capsys.readouterr().out


def test_a_prompt_is_exported_and_kept_again_as_another_version(tmp_path: Path) -> None:
    out = tmp_path / "advisor.json"
    assert main(["prompts", "export", "advisor@1", "--out", str(out)]) == 0

    kept = keep(out.read_text(), "7.2", folder=tmp_path)

    assert kept.name == "advisor-7.2.md"
    assert read_prompt(kept.name, kept.read_text()).version == "7.2"


def test_without_a_file_the_request_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prompts", "export", "advisor"]) == 0

    assert json.loads(capsys.readouterr().out)["name"] == "advisor"


def test_a_version_that_is_on_file_is_never_written_over(tmp_path: Path) -> None:
    out = tmp_path / "advisor.json"
    main(["prompts", "export", "advisor@1", "--out", str(out)])

    with pytest.raises(PromptError, match="on file already"):
        keep(out.read_text(), None, folder=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["export", "advisor@99"], "advisor@99 is not in prompts/"),
        (["import", "nowhere.json"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["prompts", *arguments]) == 2

    said = capsys.readouterr().err
    assert why in said
    assert said.count("\n") == 1
