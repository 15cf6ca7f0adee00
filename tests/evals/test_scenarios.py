"""Every scenario file is played against the real advisor, and every check looks at it."""

from functools import cache

import pytest

from evals.checks import judge
from evals.checks.verdict import Played
from evals.office import Office
from evals.replay import perform
from evals.scenario import FOLDER, SITUATIONS, Scenario, read_scenarios

SCENARIOS = read_scenarios()
BONUS = ("S27", "S29")
SCRIPTS = (*(f"S{number:02}" for number in range(1, 26)), *BONUS)
"""The scripts of the specification that the product plays."""


@cache
def office() -> Office:
    """Read the bank once for the scenarios of this process."""
    return Office()


def unmet(scenario: Scenario) -> str:
    """Play a scenario; say what is not as it should be."""
    verdicts = judge(Played(scenario, perform(scenario, office()), office()))
    return "\n".join(f"{v.check}: {v.reason}" for v in verdicts if not v.passed)


def _parameter(scenario: Scenario) -> object:
    """Strict: what is met now has to lose its `not_met_yet` or `needs_encoder`.

    Here words alone find policies and tell what a message is about; `make evals` plays the same
    conversations with the encoder.
    """
    why = scenario.not_met_yet or ("needs the encoder" if scenario.needs_encoder else "")
    failing = [pytest.mark.xfail(strict=True, reason=why)] if why else []
    return pytest.param(scenario, id=scenario.id, marks=failing)


@pytest.mark.parametrize("scenario", [_parameter(s) for s in SCENARIOS])
def test_a_conversation_goes_as_written(scenario: Scenario) -> None:
    missed = unmet(scenario)

    assert not missed, missed


@pytest.mark.parametrize("words", ["car " * 5_000, "9" * 20_000, "x" * 25_000, "\n" * 20_000])
def test_a_message_of_twenty_thousand_characters_is_answered(words: str) -> None:
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

    assert not unmet(scenario)


def test_files_lie_in_the_folder_of_their_situation() -> None:
    depths = {len(f.relative_to(FOLDER).parts) for f in FOLDER.rglob("*.yaml")}

    assert depths == {2}


def test_every_situation_and_every_script_is_played() -> None:
    assert {s.situation for s in SCENARIOS} == set(SITUATIONS)
    assert {s.script for s in SCENARIOS} >= set(SCRIPTS)
    assert len(SCENARIOS) >= 150
