"""Play conversations with the advisor and say, check by check, what was not as it should be."""

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ValidationError

from agent.models import ModelUnavailable
from agent.prompting import PRODUCTION, PromptError, labels
from agent.settings import SettingsError
from evals.compare import CannotCompare, Comparison, Side, as_html, as_markdown, compared
from evals.promotion import Compared, PromotionRefused, promote, rollback
from evals.prompt_files import add_prompts, prompts
from evals.report import hats, headline, write
from evals.results import LogError, Run, newest_log, read_run
from evals.runs import BrokenOff, EvalsUnavailable, Order
from evals.scenario import ScenarioError
from evals.workers import cores

LOGS = Path("eval-results")
MOST_SHOWN = 20
"""Failing conversations that are listed in the terminal; the report has all of them."""

Refusals = (
    ScenarioError, EvalsUnavailable, LogError, BrokenOff, SettingsError, PromptError,
    ModelUnavailable, PromotionRefused, ValidationError, CannotCompare,
)  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument(
        "--logs",
        type=Path,
        default=LOGS,
        metavar="FOLDER",
        help=f"where logs and reports lie (default: {LOGS})",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    _add_run(commands.add_parser("run", help="play the scenarios; exit 1 unless all pass"))
    report = commands.add_parser("report", help="write report.html, report.md and junit.xml")
    report.add_argument("log", nargs="?", type=Path, help="the newest one by default")
    report.add_argument("--out", type=Path, help="the folder of the logs by default")
    _add_compare(commands.add_parser("compare", help="two logs, or two labels of the prompts"))
    regrade = commands.add_parser("regrade", help="judge saved conversations again, play nothing")
    regrade.add_argument("log", nargs="?", type=Path, help="the newest one by default")
    view = commands.add_parser("view", help="open Inspect's viewer on the logs")
    view.add_argument("--port", type=int, default=7575)
    commands.add_parser("mutants", help="test the checks: advisors with a fault each")
    commands.add_parser("schema", help="write evals/scenario.schema.json anew")
    _add_promote(commands.add_parser("promote", help="let production name another version"))
    back = commands.add_parser("rollback", help="let production name what it named before")
    _add_who_and_why(back)
    add_prompts(commands.add_parser("prompts", help="list, export and import prompt versions"))
    return parser


def _add_how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", choices=("offline", "bedrock"), default="offline")
    parser.add_argument("--trials", type=int, default=1, help="play each so many times (pass^k)")
    parser.add_argument(
        "--situation",
        action="append",
        default=[],
        metavar="NAME",
        help="a folder, a script such as S07, or one scenario; may be repeated",
    )
    parser.add_argument("--workers", type=int, default=cores(), help="conversations at once")
    parser.add_argument("--quiet", action="store_true", help="no progress, only the result")


def _add_run(run: argparse.ArgumentParser) -> None:
    _add_how(run)
    run.add_argument(
        "--prompt",
        default=PRODUCTION,
        metavar="VERSION",
        help="a label of prompts/labels.toml, or a version such as offline@2",
    )
    run.add_argument(
        "--resume",
        nargs="?",
        const=True,
        metavar="LOG",
        help="go on with a run that was broken off, the newest by default",
    )
    run.add_argument("--report", action="store_true", help="write the reports too")


def _add_compare(compare: argparse.ArgumentParser) -> None:
    compare.add_argument("a", help="a log, or a label or version of the prompts")
    compare.add_argument("b", help="the one that is judged against it")
    _add_how(compare)


def _add_promote(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", help="the label to take over, such as staging")
    _add_who_and_why(parser)
    _add_how(parser)


def _add_who_and_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--who", required=True, help="a person; written into the history")
    parser.add_argument("--why", required=True, help="in words; written into the history")


# -- what each command does ----------------------------------------------------------------------


def _order(given: argparse.Namespace, prompt: str) -> Order:
    return Order.model_validate(
        {
            "cast": {"model": given.model, "prompt": prompt},
            "situations": tuple(given.situation),
            "trials": given.trials,
            "workers": given.workers,
            "logs": given.logs,
            "quiet": given.quiet,
        }
    )


def _run(given: argparse.Namespace) -> int:
    from evals.runs import resume, run

    if given.resume:
        log = newest_log(given.logs) if given.resume is True else Path(given.resume)
        played = resume(log, workers=given.workers, quiet=given.quiet)
    else:
        played = run(_order(given, given.prompt))
    _say(played)
    if given.report:
        _write(played, given.logs)
    return 0 if played.passed else 1


def _say(run: Run) -> None:
    """Print what failed, and the headline last."""
    failing = [case for case in run.cases if not case.passed and not case.not_met_yet]
    for case in run.cases:
        if case.passed and case.not_met_yet:
            print(f"{case.scenario} is met now: take its not_met_yet out")
    for case in failing[:MOST_SHOWN]:
        print(f"\n{case.scenario}" + (f" (trial {case.trial})" if run.trials > 1 else ""))
        for verdict in case.failed:
            print(f"  {verdict.check}: {verdict.reason}")
        if case.error:
            print(f"  could not be played: {case.error}")
    if len(failing) > MOST_SHOWN:
        print(f"\n… and {len(failing) - MOST_SHOWN} more: python -m evals report")
    if run.trials > 1:
        print(", ".join(f"pass^{k} {share:.3f}" for k, share in hats(run)))
    print(f"{headline(run)}. Log: {run.log}")


def _write(run: Run, folder: Path) -> None:
    print("Wrote " + ", ".join(str(path) for path in write(run, folder)))


def _report(given: argparse.Namespace) -> int:
    run = read_run(given.log or newest_log(given.logs))
    _write(run, given.out or given.logs)
    return 0


def _regrade(given: argparse.Namespace) -> int:
    from evals.runs import regrade

    run, log = regrade(given.log or newest_log(given.logs))
    _say(run)
    print(f"The new log is {log}")
    return 0 if run.passed else 1


def _compare(given: argparse.Namespace) -> int:
    comparison = _compared(given, given.a, given.b)
    print(as_markdown(comparison))
    given.logs.mkdir(parents=True, exist_ok=True)
    page = given.logs / "compare.html"
    page.write_text(as_html(comparison), encoding="utf-8")
    print(f"Wrote {page}")
    return 0


def _compared(given: argparse.Namespace, a: str, b: str) -> Comparison:
    for name in (a, b):
        _check_name(name)  # before anything is played
    before, after = (Side(name=name, run=_run_of(given, name)) for name in (a, b))
    return compared(before, after)


def _check_name(name: str) -> None:
    if not name.endswith(".eval") and name not in labels() and "@" not in name:
        known = ", ".join(labels())
        raise LogError(f"{name!r} is no log (a file ending in .eval) and no label ({known})")


def _run_of(given: argparse.Namespace, name: str) -> Run:
    """Read a log, or play the scenarios with a label's words."""
    from evals.runs import run

    return read_run(Path(name)) if name.endswith(".eval") else run(_order(given, name))


def _promote(given: argparse.Namespace) -> int:
    """Run both versions, then let production name the new one; a guard case that fails forbids."""
    comparison = _compared(given, PRODUCTION, given.source)
    passed_before, passed_after = (_passed(side.run) for side in (comparison.a, comparison.b))
    evidence = f"{comparison.a.run.log} and {comparison.b.run.log}"
    looked_at = Compared(passed_before=passed_before, passed_after=passed_after, evidence=evidence)
    move = promote(given.source, looked_at, who=given.who, why=given.why, at=datetime.now(UTC))  # noqa: TID251 - a command's own clock
    print(f"{move.label} now names {move.after.model_dump()}")
    return 0


def _passed(run: Run) -> dict[str, bool]:
    return {name: all(c.passed for c in run.of(name)) for name in run.scenarios}


def _rollback(given: argparse.Namespace) -> int:
    move = rollback(who=given.who, why=given.why, at=datetime.now(UTC))  # noqa: TID251 - a command's own clock
    print(f"{move.label} names {move.after.model_dump()} again")
    return 0


def _view(given: argparse.Namespace) -> int:
    from importlib.util import find_spec

    from evals.runs import MISSING

    if find_spec("inspect_ai") is None:
        raise EvalsUnavailable(MISSING)
    newest_log(given.logs)
    from inspect_ai import view

    view(log_dir=str(given.logs), port=given.port)
    return 0


def _schema(given: argparse.Namespace) -> int:
    from evals import schema

    print(f"{schema.FILE.name} {'is written anew' if schema.write() else 'was current'}.")
    return 0


def _mutants(given: argparse.Namespace) -> int:
    from evals.mutants import MUTANTS, caught_by
    from evals.workers import office

    missed = 0
    for mutant in MUTANTS:
        caught = caught_by(mutant, office())
        missed += mutant.caught_by not in caught
        verdict = "caught" if mutant.caught_by in caught else "MISSED"
        print(f"{verdict}  {mutant.name:45} {mutant.caught_by:13} ({', '.join(caught)})")
    print(f"{len(MUTANTS) - missed} of {len(MUTANTS)} faulty advisors are caught")
    return 1 if missed else 0


COMMANDS: tuple[tuple[str, Callable[[argparse.Namespace], int]], ...] = (
    ("run", _run),
    ("report", _report),
    ("compare", _compare),
    ("regrade", _regrade),
    ("view", _view),
    ("mutants", _mutants),
    ("schema", _schema),
    ("promote", _promote),
    ("rollback", _rollback),
    ("prompts", prompts),
)


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; return its exit code: 0, 1 for a closed gate, 2 for no run."""
    given = _parser().parse_args(arguments)
    try:
        return dict(COMMANDS)[given.command](given)
    except Refusals as error:
        print(_one_line(error), file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Broken off. Go on with: python -m evals run --resume", file=sys.stderr)
        return 130


def _one_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
    return str(error)


if __name__ == "__main__":
    sys.exit(main())
