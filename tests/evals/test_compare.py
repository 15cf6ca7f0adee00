"""Two runs beside each other."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.compare import (
    CannotCompare,
    Comparison,
    Side,
    as_html,
    as_markdown,
    compared,
    measured,
    text_diff,
)
from evals.results import Case, Run, pass_hat

Make = Callable[..., Case]
MakeRun = Callable[..., Run]


@pytest.fixture
def beside(run_of: MakeRun) -> Callable[..., Comparison]:
    def put(a: tuple[Case, ...], b: tuple[Case, ...]) -> Comparison:
        return compared(
            Side(name="production", run=run_of(*a)), Side(name="staging", run=run_of(*b))
        )

    return put


def test_wins_losses_and_ties_are_those_of_the_second(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    before = (
        make_case("a/lost"), make_case("a/tied"), make_case("a/won", passed=False, score=0.9),
    )  # fmt: skip
    after = (make_case("a/lost", passed=False, score=0.9), make_case("a/tied"), make_case("a/won"))

    found = beside(before, after)

    assert (found.wins, found.losses, found.ties) == (1, 1, 1)
    assert next(p for p in found.pairs if p.verdict == "lost").lost_checks == ("figures",)


def test_a_better_score_wins_where_as_many_trials_pass(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    found = beside(
        (make_case("a/x", passed=False, score=0.5),), (make_case("a/x", passed=False, score=0.6),)
    )

    assert found.wins == 1


def test_runs_without_a_common_scenario_cannot_be_compared(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    with pytest.raises(CannotCompare, match="no scenario in common"):
        beside((make_case("a/x"),), (make_case("a/y"),))


def test_a_run_with_cases_that_could_not_be_played_is_compared_with_nothing(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    broken = make_case("a/x", passed=False).model_copy(update={"error": "no such module"})

    with pytest.raises(CannotCompare, match=r"staging: 1 of 1 could not be .*no such"):
        beside((make_case("a/x"),), (broken,))


def test_what_was_played_on_one_side_only_is_named(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    found = beside((make_case("a/x"), make_case("a/z")), (make_case("a/x"),))

    assert found.only_in_one == ("a/z",)


def test_equal_runs_cannot_be_told_apart(
    beside: Callable[..., Comparison], make_case: Make
) -> None:
    same = (make_case("a/x"), make_case("a/y"))

    found = beside(same, same)

    assert "cannot be told apart" in found.in_words
    assert found.p_value == 1
    assert "0 won, 0 lost, 2 tied" in as_markdown(found)
    assert "<script" not in as_html(found)


def test_an_interval_is_that_of_the_differences() -> None:
    found = measured("score", [(0.0, 1.0), (0.0, 0.0), (0.0, 1.0), (0.0, 0.0)])

    assert found.difference == 0.5
    assert found.low == pytest.approx(0.5 - 1.959964 * 0.57735 / 2, abs=1e-4)
    assert found.high == pytest.approx(0.5 + 1.959964 * 0.57735 / 2, abs=1e-4)


@given(st.text(alphabet="ab $.1\n", max_size=60), st.text(alphabet="ab $.1\n", max_size=60))
def test_a_text_diff_holds_both_texts(before: str, after: str) -> None:
    parts = list(text_diff(before, after))

    assert "".join(text for kind, text in parts if kind != "new") == before
    assert "".join(text for kind, text in parts if kind != "gone") == after


def test_pass_hat_is_the_chance_that_every_trial_passes(run_of: MakeRun, make_case: Make) -> None:
    trials = tuple(make_case("a/x", passed=n != 1, trial=n) for n in (1, 2, 3, 4))

    run = run_of(*trials)

    assert pass_hat(run, 1) == 0.75
    assert pass_hat(run, 2) == pytest.approx(0.5)
    assert pass_hat(run, 4) == 0
