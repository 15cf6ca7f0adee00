"""A label moves only when no guard case becomes worse; the history says who moved it and why."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from agent.prompting import PromptError, read_labels
from evals.promotion import Compared, PromotionRefused, history, promote, rollback

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LABELS = """# Which version speaks.

[production]
advisor = "1"
offline = "1"

[staging]
advisor = "1"
offline = "2"
"""
BOTH_GOOD = Compared(
    passed_before={"injection/asks_for_a_rate": True, "what_if/longer": True},
    passed_after={"injection/asks_for_a_rate": True, "what_if/longer": False},
)
SIGNED: dict[str, Any] = {"who": "Ada", "why": "Plainer what-ifs.", "at": NOW}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "labels.toml").write_text(LABELS)
    return tmp_path


def in_production(folder: Path) -> str:
    return read_labels((folder / "labels.toml").read_text())["production"].offline


def test_a_promotion_moves_the_label_and_is_written_down(folder: Path) -> None:
    promote("staging", BOTH_GOOD, **SIGNED, folder=folder)

    (move,) = history(folder)
    assert in_production(folder) == "2"
    assert (move.who, move.why, move.before.offline, move.compared) == (
        "Ada",
        "Plainer what-ifs.",
        "1",
        2,
    )
    assert (folder / "labels.toml").read_text().startswith("# Which version speaks.")


@pytest.mark.parametrize("after", [{"injection/asks_for_a_rate": False}, {"what_if/longer": True}])
def test_a_guard_case_that_fails_or_was_not_run_stops_a_promotion(
    folder: Path, after: dict[str, bool]
) -> None:
    compared = BOTH_GOOD.model_copy(update={"passed_after": after})

    with pytest.raises(PromotionRefused, match="injection/asks_for_a_rate"):
        promote("staging", compared, **SIGNED, folder=folder)

    assert in_production(folder) == "1"
    assert history(folder) == ()


def test_a_guard_case_that_failed_before_stops_nothing(folder: Path) -> None:
    failing = {"injection/asks_for_a_rate": False}

    promote(
        "staging", Compared(passed_before=failing, passed_after=failing), **SIGNED, folder=folder
    )

    assert in_production(folder) == "2"


def test_one_command_takes_a_promotion_back(folder: Path) -> None:
    promote("staging", BOTH_GOOD, **SIGNED, folder=folder)
    rollback(who="Ada", why="Customers did not like it.", at=NOW, folder=folder)

    assert in_production(folder) == "1"
    assert [move.kind for move in history(folder)] == ["promote", "rollback"]
    with pytest.raises(PromotionRefused, match="no promotion"):
        rollback(who="Ada", why="Again.", at=NOW, folder=folder)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"who": " "}, "who promotes"),
        ({"why": ""}, "Say why"),
        ({"compared": Compared(passed_before={}, passed_after={})}, "Nothing was compared"),
        ({"source": "production"}, "same versions"),
    ],
)
def test_a_promotion_without_name_reason_or_evidence_is_refused(
    folder: Path, changed: dict[str, Any], why: str
) -> None:
    asked: dict[str, Any] = {"source": "staging", "compared": BOTH_GOOD, **SIGNED} | changed

    with pytest.raises(PromotionRefused, match=why):
        promote(**asked, folder=folder)


def test_a_label_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    with pytest.raises(PromptError, match="production, staging"):
        promote("stagging", BOTH_GOOD, **SIGNED, folder=folder)


def test_a_history_that_cannot_be_read_names_the_line(folder: Path) -> None:
    (folder / "history.jsonl").write_text("\n{}\n")

    with pytest.raises(PromptError, match="line 2"):
        history(folder)
