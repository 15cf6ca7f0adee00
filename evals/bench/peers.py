"""`make bench-peers`: the guarded turn against NeMo Guardrails, which needs a Python of its own."""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rich.console import Console

from evals.bench.__main__ import keep, table
from evals.bench.timing import Measured, compared, once
from evals.bench.turns import app_in, our_turn
from evals.bench.work import ScriptedModel

ROOT = Path(__file__).parents[2]
ROUNDS, WARM_UP = 101, 5
SHARE_AIM = 0.25


@contextmanager
def nemo(python: Path) -> Iterator[tuple[str, Callable[[], float]]]:
    """Start the peer; give its version, and a call that runs one turn and returns milliseconds."""
    command = [str(python), "-m", "evals.bench.rails"]
    with subprocess.Popen(  # noqa: S603 - our own module, in the Python that make has set up
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as process:
        to, back = process.stdin, process.stdout
        if to is None or back is None:
            raise SystemExit("NeMo Guardrails cannot be talked to.")

        def turn() -> float:
            to.write("turn\n")
            return float(_line(back))

        yield _line(back), turn
        process.communicate()


def _line(back: IO[str]) -> str:
    line = back.readline().strip()
    if not line:
        raise SystemExit("NeMo Guardrails stopped: its own words stand above.")
    return line


def guarded(folder: Path, python: Path) -> Measured:
    """The same turn, guarded by both; they take turns, each timed inside its own process.

    Points score on both sides: the peer's Python has no xgboost.
    """
    ours = our_turn(app_in(folder, ScriptedModel(ours=True), scorer="points"))
    with nemo(python) as (named, theirs):
        mine, peers = compared(lambda: once(ours), theirs, ROUNDS, WARM_UP)
    share = mine / peers
    return Measured(
        "guarded turn, nothing stored", mine, f"NeMo Guardrails {named}, two rails", peers,
        f"at most {SHARE_AIM}x", share <= SHARE_AIM,
        f"{share:.2f}x; both do the tool work; the peer's rails look for one word each",
    )  # fmt: skip


def main() -> int:
    """Measure, print, keep the raw figures; exit 0 whatever they are."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench.peers", description=__doc__)
    parser.add_argument("--python", type=Path, default=Path(".venv-peers/bin/python"))
    parser.add_argument("--out", type=Path, default=Path("bench-results/peers.json"))
    arguments = parser.parse_args()
    console = Console()
    with tempfile.TemporaryDirectory() as folder, console.status("measuring …"):
        rows = [guarded(Path(folder), ROOT / arguments.python)]
    console.print(table(rows))
    keep(arguments.out, rows)
    console.print(f"Raw figures: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
