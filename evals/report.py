"""A run for people and for CI: one HTML file that needs nothing else, a table, JUnit XML."""

import inspect
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree import ElementTree as xml  # written, never read

from evals.checks import CHECKS, MEASURES
from evals.checks.verdict import ran, words_of
from evals.results import Case, Run, check_means, pass_hat

UNITS = {"latency": "{:.2f} s", "tokens": "{:.0f}", "cost": "{:.4f} USD"}


class SituationRow(NamedTuple):
    """How the scenarios of one folder went."""

    name: str
    played: int
    passed: int
    score: float


class CheckRow(NamedTuple):
    """How one check went over all of them."""

    name: str
    about: str
    shown: str
    failed: int


class TurnShown(NamedTuple):
    """One turn, to read."""

    said: str
    tools: tuple[str, ...]
    reply: str


def headline(run: Run) -> str:
    """Say in one line how a run went.

    >>> headline(Run(log="", at="", model="", prompt="", complete=False, expected=3, cases=()))
    '0 of 0 conversations pass; 3 not played'
    """
    good, played = sum(c.passed for c in run.cases), len(run.cases)
    known = sum(bool(c.not_met_yet) and not c.passed for c in run.cases)
    left = run.expected - played
    return (
        f"{good} of {played} conversations pass"
        + (f"; {known} known not to be met yet" if known else "")
        + (f"; {left} not played" if left > 0 else "")
    )


def by_situation(run: Run) -> tuple[SituationRow, ...]:
    """Return a row for each situation, in order."""
    names = sorted({c.situation for c in run.cases})
    groups = ((n, [c for c in run.cases if c.situation == n]) for n in names)
    return tuple(
        SituationRow(n, len(g), sum(c.passed for c in g), sum(c.score for c in g) / len(g))
        for n, g in groups
    )


def by_check(run: Run) -> tuple[CheckRow, ...]:
    """Return a row for each check and measure, in order."""
    means = check_means(run.cases)
    return tuple(
        CheckRow(name, about, UNITS.get(name, "{:.3f}").format(means[name]), _failed(run, name))
        for name, about in _abouts()
        if name in means
    )


def _abouts() -> Iterator[tuple[str, str]]:
    for check in (*CHECKS, *MEASURES):
        yield check.__name__, (inspect.getdoc(check) or "").partition("\n")[0]


def _failed(run: Run, name: str) -> int:
    return sum(v.check == name and not v.passed for c in run.cases for v in c.verdicts)


def hats(run: Run) -> tuple[tuple[int, float], ...]:
    """Return pass^k for every k up to the trials."""
    return tuple((k, pass_hat(run, k)) for k in range(1, run.trials + 1))


def turns_of(case: Case) -> tuple[TurnShown, ...]:
    """Return what was said in a conversation."""
    if case.went is None:
        return ()
    pairs = zip(case.went.said, case.went.closed, strict=False)
    return tuple(TurnShown(said, tuple(ran(closed)), words_of(closed)) for said, closed in pairs)


# -- forms ---------------------------------------------------------------------------------------


def as_markdown(run: Run) -> str:
    """Return the run as two Markdown tables and a list of what failed."""
    lines = [f"# {headline(run)}", "", f"{run.model} model, words “{run.prompt}”, log {run.log}.",
             "", "| situation | played | passed | score |", "|---|---:|---:|---:|"]  # fmt: skip
    lines += [f"| {r.name} | {r.played} | {r.passed} | {r.score:.3f} |" for r in by_situation(run)]
    lines += ["", "| check | mean | failed | what it says |", "|---|---:|---:|---|"]
    lines += [f"| {r.name} | {r.shown} | {r.failed} | {r.about} |" for r in by_check(run)]
    if run.trials > 1:
        lines += ["", ", ".join(f"pass^{k} {share:.3f}" for k, share in hats(run))]
    lines += [line for case in run.cases if not case.passed for line in _failing(case)]
    return "\n".join(lines) + "\n"


def _failing(case: Case) -> Iterator[str]:
    yield ""
    yield f"## {case.scenario}, trial {case.trial}"
    yield ""
    if case.not_met_yet:
        yield f"- known: {case.not_met_yet}"
    if case.error:
        yield f"- it could not be played: {case.error}"
    yield from (f"- {v.check}: {' '.join(v.reason.split())}" for v in case.failed)


def as_html(run: Run) -> str:
    """Return the run as one HTML page with nothing beside it: every conversation can be read."""
    failing_first = sorted(run.cases, key=lambda c: (c.passed, c.scenario, c.trial))
    return drawn(
        "report.html.j2", title=f"Evaluation: {headline(run)}", run=run, headline=headline(run),
        situations=by_situation(run), checks=by_check(run), trials=run.trials, hats=hats(run),
        cases=failing_first, turns_of=turns_of,
    )  # fmt: skip


def as_junit(run: Run) -> bytes:
    """Return the run as JUnit XML: a suite for each situation, a case for each conversation."""
    root = xml.Element("testsuites", name="evals", tests=str(len(run.cases)))
    for row in by_situation(run):
        suite = xml.SubElement(root, "testsuite", name=row.name, tests=str(row.played),
                               failures=str(_closing(run, row.name)))  # fmt: skip
        for case in (c for c in run.cases if c.situation == row.name):
            _junit_case(suite, case)
    if not run.complete:
        suite = xml.SubElement(root, "testsuite", name="run", tests="1", failures="1")
        left = xml.SubElement(suite, "testcase", classname="evals.run", name="is complete")
        xml.SubElement(left, "failure", message=headline(run))
    xml.indent(root)
    written: bytes = xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _closing(run: Run, situation: str) -> int:
    """Count the cases of a situation that close the gate."""
    cases = (c for c in run.cases if c.situation == situation)
    return sum(not c.passed and not c.not_met_yet for c in cases)


def _junit_case(suite: xml.Element, case: Case) -> None:
    seconds = sum(case.went.seconds) if case.went else 0.0
    name = case.scenario.partition("/")[2] + (f" #{case.trial}" if case.trial > 1 else "")
    entry = xml.SubElement(suite, "testcase", classname=f"evals.{case.situation}", name=name,
                           time=f"{seconds:.3f}")  # fmt: skip
    if not case.passed and case.not_met_yet:
        xml.SubElement(entry, "skipped", message=case.not_met_yet)
    elif not case.passed:
        why = "\n".join(f"{v.check}: {v.reason}" for v in case.failed) or case.error
        first = ", ".join(v.check for v in case.failed) or "error"
        xml.SubElement(entry, "failure", message=first).text = _printable(why)


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(c for c in text if c >= " " or c in "\n\t")


def write(run: Run, folder: Path) -> tuple[Path, ...]:
    """Write report.html, report.md and junit.xml into a folder, made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    page, table, junit = (folder / n for n in ("report.html", "report.md", "junit.xml"))
    page.write_text(as_html(run), encoding="utf-8")
    table.write_text(as_markdown(run), encoding="utf-8")
    junit.write_bytes(as_junit(run))
    return page, table, junit


@lru_cache(maxsize=1)
def _environment() -> Any:
    from jinja2 import DictLoader, Environment, StrictUndefined

    folder = files("evals").joinpath("templates")
    texts = {f.name: f.read_text(encoding="utf-8") for f in folder.iterdir()}
    return Environment(loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined)


def drawn(template: str, **values: Any) -> str:
    """Fill a page of evals/templates; everything is escaped."""
    page: str = _environment().get_template(template).render(**values)
    return page
