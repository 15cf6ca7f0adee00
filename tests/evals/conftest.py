"""Runs as the harness returns them, made by hand."""

from collections.abc import Callable

import pytest

from evals.checks.verdict import Remark, Verdict
from evals.results import Case, Run

MakeRun = Callable[..., Run]


def case(scenario: str, *, passed: bool = True, score: float = 1.0, trial: int = 1) -> Case:
    """Make a case; a failing one is told off by `figures` and has a reason with markup in it."""
    verdicts = () if passed else (
        Verdict(check="figures", value=0.5, passed=False, reason="no offer <b>411.01</b>\x00",
                remarks=(Remark(1, "no offer"),)),
    )  # fmt: skip
    cost = Verdict(check="cost", value=0.25, passed=True, reason="0.25 USD")
    return Case(
        scenario=scenario,
        situation=scenario.partition("/")[0],
        proves="It holds.",
        trial=trial,
        passed=passed,
        score=score,
        verdicts=(*verdicts, cost),
        feedback="" if passed else "[figures] no offer",
    )


@pytest.fixture
def run_of() -> MakeRun:
    """Make a run of some cases: `run_of(case(...), case(...))`."""

    def made(*cases: Case, complete: bool = True, name: str = "a.eval") -> Run:
        return Run(
            log=name, at="2026-11-23T10:00:00", model="offline", prompt="production",
            complete=complete, expected=len(cases) if complete else len(cases) + 1, cases=cases,
        )  # fmt: skip

    return made


@pytest.fixture
def make_case() -> Callable[..., Case]:
    return case
