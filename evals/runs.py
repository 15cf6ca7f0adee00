"""Runs the suite, goes on with a run that was broken off, and grades saved conversations again."""

import os
import sys
from pathlib import Path
from typing import Any

from pydantic import Field

from agent.models import chat_model
from agent.settings import Settings
from evals.office import Cast
from evals.results import TRAJECTORY, LogError, Run, read_log, run_of
from evals.scenario import Scenario, of_situations, read_scenarios
from tools.lending.records import Record

MISSING = (
    "Inspect AI is not installed, which runs and keeps evaluations: "
    "python -m pip install -e '.[evals]'"
)


class EvalsUnavailable(Exception):
    """What a run needs is not here; says what, and how to get it."""


class BrokenOff(Exception):
    """The run ended before all was played; what was played is in its log."""


class Order(Record):
    """What is to be run."""

    cast: Cast = Cast()
    situations: tuple[str, ...] = ()
    """Folders, scripts or single scenarios; all of them where none is named."""
    trials: int = Field(default=1, ge=1, le=100)
    workers: int = Field(default=1, ge=1, le=64)
    logs: Path
    quiet: bool = False


def run(order: Order) -> Run:
    """Play and judge the scenarios of an order; the log stays in its folder.

    Raises `ScenarioError` for a wrong scenario or situation, `EvalsUnavailable` without Inspect,
    `ModelUnavailable` without a way to the model.
    """
    _prepare()
    of_situations(read_scenarios(), order.situations)  # what is wrong is said before anything runs
    chat_model(Settings(model=order.cast.model, prompt=order.cast.prompt))
    from inspect_ai import eval as evaluate

    from evals.inspected import loan_advisor

    asked = loan_advisor(
        model=order.cast.model,
        prompt=order.cast.prompt,
        situations=",".join(order.situations),
        workers=order.workers,
    )
    logs = evaluate(asked, model=None, epochs=order.trials, log_dir=str(order.logs),
                    **_how(order.workers, order.quiet))  # fmt: skip
    return _ended(logs)


def resume(log: Path, *, workers: int, quiet: bool = False) -> Run:
    """Go on with a run that was broken off: what was played stays, the rest is played now.

    Raises `LogError` for a log that is complete, or none.
    """
    _prepare()
    begun = read_log(log)
    if begun.status == "success":
        raise LogError(f"{log} is complete: there is nothing to go on with")
    from inspect_ai import eval_retry

    import evals.inspected  # noqa: F401 - the task is found by its name

    how = _how(workers, quiet)
    logs = eval_retry(begun, log_dir=str(log.parent), **how)
    return _ended(logs)


def _how(workers: int, quiet: bool) -> dict[str, Any]:
    """Return how Inspect runs: two conversations at once on two cores, flushed as they end."""
    shown = "rich" if sys.stdout.isatty() else "plain"
    return {
        "display": "none" if quiet else shown,
        "max_samples": workers,
        "log_buffer": 1,
        "log_realtime": False,
        "ctl_server": False,
        "fail_on_error": False,
    }


def _prepare() -> None:
    """Keep Inspect on this machine and to its own; refuse when it is not installed."""
    from importlib.util import find_spec

    if find_spec("inspect_ai") is None:
        raise EvalsUnavailable(MISSING)
    for name in [n for n in os.environ if n.startswith("INSPECT_EVAL_")]:
        del os.environ[name]  # a developer's own defaults are none of this suite's


def _ended(logs: list[Any]) -> Run:
    """Let the processes go and read what was written. Raises `BrokenOff` after Ctrl-C."""
    from evals.inspected import stop_workers

    stop_workers()
    if not logs or logs[0].status == "cancelled":
        raise BrokenOff("The run was broken off. Go on with: python -m evals run --resume")
    return run_of(read_log(Path(logs[0].location)), Path(logs[0].location).name)


# -- grading again -------------------------------------------------------------------------------


def regrade(log: Path, quiet: bool = False) -> tuple[Run, Path]:
    """Judge saved conversations with the checks and expectations of today; nothing is played.

    Returns the run and the new log beside the old one. Raises `LogError`, also where a customer's
    words have changed since, or a scenario is gone: that cannot be judged without playing it.
    """
    _prepare()
    from inspect_ai import score
    from inspect_ai.log import write_eval_log

    from evals.inspected import scorers

    saved = read_log(log)
    scenarios = {s.id: s for s in read_scenarios()}
    for sample in saved.samples or ():
        sample.metadata["scenario"] = _of_today(sample, scenarios).model_dump_json(
            exclude_defaults=True
        )
    graded = score(
        saved, scorers(), action="overwrite", display="none" if quiet else "plain", copy=False
    )
    into = log.with_name(f"{log.stem}-regraded.eval")
    write_eval_log(graded, str(into))
    return run_of(read_log(into), into.name), into


def _of_today(sample: Any, scenarios: dict[str, Scenario]) -> Scenario:
    now = scenarios.get(str(sample.id))
    if now is None:
        raise LogError(f"{sample.id} is in the log and no scenario any more")
    if TRAJECTORY not in sample.store:
        raise LogError(f"{sample.id} was not played to its end: use `run --resume`")
    played = Scenario.model_validate_json(sample.metadata["scenario"])
    if _inputs(now) != _inputs(played):
        raise LogError(f"{sample.id}: what the customer says has changed since; play it again")
    return now


def _inputs(scenario: Scenario) -> tuple[object, ...]:
    said = tuple((t.customer, t.action) for t in scenario.turns)
    return scenario.persona, said, tuple((t.who, t.says) for t in scenario.twins)
