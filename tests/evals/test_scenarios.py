"""Every scenario file is played against the real advisor, each on a data folder of its own."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from agent.settings import Settings
from agent.wiring import App, build
from evals.replay import play
from evals.scenario import FOLDER, Scenario, read_scenarios

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
"""A Monday morning on which the bank is open and its gold price is fresh."""

KNOWN_FAILING: frozenset[str] = frozenset()
"""Scenarios that the product does not meet yet. Strict: one that passes has to leave the set."""

SCENARIOS = read_scenarios()


@pytest.fixture
def open_app(tmp_path: Path) -> Iterator[Callable[[], App]]:
    """Open the wired application on an empty data folder; close it afterwards."""
    opened: list[App] = []

    def open_one() -> App:
        opened.append(build(Settings(data_dir=tmp_path / "data"), clock=lambda: NOW))
        return opened[-1]

    yield open_one
    for app in opened:
        app.close()


def _parameter(scenario: Scenario) -> object:
    failing = (
        [pytest.mark.xfail(strict=True, reason="not met yet")]
        if scenario.id in KNOWN_FAILING
        else []
    )
    return pytest.param(scenario, id=scenario.id, marks=failing)


@pytest.mark.parametrize("scenario", [_parameter(s) for s in SCENARIOS])
def test_a_conversation_goes_as_written(scenario: Scenario, open_app: Callable[[], App]) -> None:
    played = play(scenario, open_app())

    assert not played.failures, "\n".join(f"turn {f.turn}: {f.what}" for f in played.failures)


def test_scenarios_that_are_known_to_fail_exist() -> None:
    assert {s.id for s in SCENARIOS} >= KNOWN_FAILING


@pytest.mark.parametrize("words", ["car " * 5_000, "9" * 20_000, "x" * 25_000, "\n" * 20_000])
def test_a_message_of_twenty_thousand_characters_is_answered(
    words: str, open_app: Callable[[], App]
) -> None:
    scenario = Scenario.model_validate(
        {
            "tests": "Very long messages are answered, and what was said before is kept.",
            "turns": [
                {"customer": "I need 20,000 for a new car, it costs 22,500"},
                {"customer": words, "expect": {"stage": "inquiry"}},
            ],
            "end": {"known": {"principal": "20000.00"}, "stage": "inquiry", "notices": 0},
        }
    )

    played = play(scenario, open_app())

    assert not played.failures


def test_files_lie_in_the_folder_of_their_situation() -> None:
    depths = {len(f.relative_to(FOLDER).parts) for f in FOLDER.rglob("*.yaml")}

    assert depths == {2}
