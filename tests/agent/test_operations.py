"""Operational logs hold ids and timings, no customer text."""

import json
from pathlib import Path

from agent.operations import fault, log_to, note


def test_a_line_is_one_json_object_with_its_fields(tmp_path: Path) -> None:
    file = tmp_path / "a.log"
    log_to(file)

    note("turn", turn="t1", milliseconds={"total": 3.2})

    line = json.loads(file.read_text(encoding="utf-8").splitlines()[-1])
    assert (line["event"], line["turn"], line["milliseconds"]) == ("turn", "t1", {"total": 3.2})


def test_an_exception_is_logged_without_its_text(tmp_path: Path) -> None:
    file = tmp_path / "b.log"
    log_to(file)

    words = "my income is " + str(62_000)

    try:
        raise ValueError(words)
    except ValueError:
        fault("turn failed", turn="t2")

    text = file.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "62000" not in text
