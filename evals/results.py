"""What a run came to, read from its Inspect log: one row for each time a scenario was played."""

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from evals.checks import CHECKS, MEASURES
from evals.checks.verdict import Remark, Verdict
from evals.trajectory import Trajectory
from tools.lending.records import Record

NAMES = tuple(check.__name__ for check in (*CHECKS, *MEASURES))
TRAJECTORY = "trajectory"
"""Where a sample's store holds what happened, as JSON text."""


class LogError(Exception):
    """A log that is not there, cannot be read, or is not one of ours; says which and why."""


class Case(Record):
    """One scenario, played once."""

    scenario: str
    situation: str
    script: str = ""
    proves: str
    trial: int = 1
    passed: bool
    score: float
    """Mean of the checks, 0 to 1."""
    verdicts: tuple[Verdict, ...] = ()
    feedback: str = ""
    went: Trajectory | None = None
    not_met_yet: str = ""
    """Why it is known to fail; then it does not close the gate."""
    error: str = ""
    """Why it could not be played or judged; empty where it was."""

    def measure(self, name: str) -> float:
        """Return seconds, tokens or dollars; 0 where it was not measured."""
        return next((v.value for v in self.verdicts if v.check == name), 0.0)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        return tuple(v for v in self.verdicts if not v.passed)


class Run(Record):
    """A whole run."""

    log: str
    """File name of the log."""
    at: str
    model: str
    prompt: str
    complete: bool
    """Every scenario was played."""
    expected: int
    """How many times a scenario was to be played."""
    cases: tuple[Case, ...]

    @property
    def passed(self) -> bool:
        """Tell whether the gate opens: all were played, and what fails is known to."""
        met = all(c.passed or (c.not_met_yet and not c.error) for c in self.cases)
        return self.complete and bool(self.cases) and met

    @property
    def trials(self) -> int:
        return max((c.trial for c in self.cases), default=1)

    def of(self, scenario: str) -> tuple[Case, ...]:
        """Return every trial of a scenario."""
        return tuple(c for c in self.cases if c.scenario == scenario)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """Ids in the order of their paths."""
        return tuple(sorted({c.scenario for c in self.cases}))


def pass_hat(run: Run, k: int) -> float:
    """Return pass^k: how likely k trials of a scenario all pass, averaged over scenarios.

    Equation: mean of C(c, k) / C(n, k) for c of n trials passed, the unbiased estimate.
    Edge case: a scenario with fewer than k trials counts with the trials it has; 0 without any.
    Source: Yao et al., tau-bench (2024), section 4.

    >>> one = Case(scenario="a/b", situation="a", proves="It.", passed=True, score=1)
    >>> cases = (one, one.model_copy(update={"passed": False, "trial": 2}))
    >>> run = Run(log="", at="", model="", prompt="", complete=True, expected=2, cases=cases)
    >>> pass_hat(run, 1), pass_hat(run, 2)
    (0.5, 0.0)
    """
    shares: list[float] = []
    for name in run.scenarios:
        trials = run.of(name)
        drawn = min(k, len(trials))
        good = sum(c.passed for c in trials)
        shares.append(math.comb(good, drawn) / math.comb(len(trials), drawn))
    return sum(shares) / len(shares) if shares else 0.0


def check_means(cases: Iterable[Case]) -> dict[str, float]:
    """Return the mean of every check and measure, in their order."""
    kept = tuple(cases)
    values = {name: [v.value for c in kept for v in c.verdicts if v.check == name]
              for name in NAMES}  # fmt: skip
    return {name: sum(v) / len(v) for name, v in values.items() if v}


# -- reading -------------------------------------------------------------------------------------


def newest_log(folder: Path) -> Path:
    """Return the newest log of a folder. Raises `LogError` when there is none."""
    logs = sorted(folder.glob("*.eval"), key=lambda log: (log.stat().st_mtime_ns, log.name))
    if not logs:
        raise LogError(f"there is no log in {folder}: run `python -m evals run` first")
    return logs[-1]


def read_log(path: Path, *, headers: bool = False) -> Any:
    """Return the Inspect log. Raises `LogError`: not there, or no log."""
    from inspect_ai.log import read_eval_log

    if not path.is_file():
        raise LogError(f"{path} is no log: there is no such file")
    try:
        return read_eval_log(str(path), header_only=headers, resolve_attachments=not headers)
    except (ValueError, KeyError, OSError) as error:
        raise LogError(f"{path} is no log of Inspect's: {error}") from error


def read_run(path: Path) -> Run:
    """Read a run from its log. Raises `LogError`."""
    return run_of(read_log(path), path.name)


def run_of(log: Any, name: str) -> Run:
    """Return a run from an Inspect log in memory."""
    cast = log.eval.metadata or {}
    cases = tuple(_case(sample) for sample in log.samples or ())
    expected = (log.eval.dataset.samples or 0) * (log.eval.config.epochs or 1)
    return Run(
        log=name,
        at=log.eval.created,
        model=str(cast.get("model", "offline")),
        prompt=str(cast.get("prompt", "production")),
        complete=log.status == "success" and len(cases) >= expected,
        expected=expected,
        cases=tuple(sorted(cases, key=lambda c: (c.scenario, c.trial))),
    )


def _case(sample: Any) -> Case:
    scores = sample.scores or {}
    told = sample.metadata
    passed, feedback = scores.get("passed"), scores.get("feedback")
    kept = sample.store.get(TRAJECTORY)
    return Case(
        scenario=str(sample.id),
        situation=str(told.get("situation", "")),
        script=str(told.get("script", "")),
        proves=str(sample.target),
        trial=sample.epoch,
        passed=bool(passed and passed.value == 1.0 and sample.error is None),
        score=float(feedback.value) if feedback else 0.0,
        verdicts=tuple(_verdicts(scores)),
        feedback=(feedback.explanation or "") if feedback else "",
        went=Trajectory.model_validate_json(kept) if kept else None,
        not_met_yet=str(json.loads(told["scenario"]).get("not_met_yet", "")),
        error=sample.error.message if sample.error else "",
    )


def _verdicts(scores: Any) -> Iterator[Verdict]:
    for name in NAMES:
        score = scores.get(name)
        if score is None:
            continue
        told = score.metadata or {}
        yield Verdict(
            check=name,
            value=float(score.value),
            passed=bool(told.get("passed")),
            reason=score.explanation or "",
            remarks=tuple(Remark(**r) for r in told.get("remarks", ())),
        )
