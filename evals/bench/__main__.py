"""`python -m evals.bench`: measure, print each figure beside its peer, keep the raw JSON."""

import argparse
import json
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evals.bench import budget, lending, start, turns
from evals.bench.timing import Measured
from tools.knowledge import load_knowledge


def _measured(folder: Path) -> Iterator[Measured]:
    knowledge = load_knowledge()
    yield lending.schedule()
    yield lending.rules(knowledge)
    yield from lending.offer_sets(knowledge)
    yield turns.turn(folder / "turn")
    yield start.cold_start(folder / "start")


def _table(rows: list[Measured]) -> Table:
    table = Table("what", "ours ms", "peer", "peer ms", "aim", "met", "note")
    for row in rows:
        peer = "" if row.peer_ms is None else f"{row.peer_ms:.3f}"
        met = "yes" if row.met else "NO"
        table.add_row(row.name, f"{row.ours_ms:.3f}", row.peer, peer, row.aim, met, row.note)
    return table


def main() -> int:
    """Run every measurement; exit 0 whatever the figures are: a benchmark is no test."""
    parser = argparse.ArgumentParser(prog="python -m evals.bench", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("bench-results/latest.json"))
    arguments = parser.parse_args()
    console = Console()
    rows: list[Measured] = []
    with tempfile.TemporaryDirectory() as folder, console.status("measuring …") as status:
        for row in _measured(Path(folder)):
            rows.append(row)
            status.update(f"{row.name} done …")
        calls = budget.budget()
    console.print(_table(rows))
    console.print(budget.in_words(calls))
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    machine = {"python": platform.python_version(), "machine": platform.machine()}
    content = {"machine": machine, "rows": [row._asdict() for row in rows]}
    content["budget"] = calls._asdict()
    arguments.out.write_text(json.dumps(content, indent=2), encoding="utf-8")
    console.print(f"Raw figures: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
