"""The call budget is measured on what a model is really sent."""

import pytest

from evals.bench import budget
from evals.bench.budget import Budget
from evals.scenario import FOLDER, Scenario, read_scenario


def test_calls_and_tokens_of_scripted_turns_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def few() -> tuple[Scenario, ...]:
        script = "happy_path/maya_prices_a_car_and_asks_which_is_cheapest.yaml"
        return (read_scenario(FOLDER / script),)

    monkeypatch.setattr(budget, "read_scenarios", few)

    measured = budget.budget()

    assert measured.met
    assert measured.turns == len(few()[0].turns)
    assert measured.most_calls == 2
    assert measured.input_tokens > measured.prefix_tokens > 4096


@pytest.mark.parametrize(("within", "most"), [(0.89, 2), (1.0, 5)])
def test_too_many_calls_are_said_to_miss_the_aim(within: float, most: int) -> None:
    measured = Budget(100, within, most, 9_000.0, 5_000)

    assert not measured.met
    assert budget.in_words(measured).endswith("NOT MET")
