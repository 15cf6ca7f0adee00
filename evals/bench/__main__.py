"""`python -m evals.bench`: measure, print each figure beside its peer, keep the raw JSON."""

import argparse
import json
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from evals.bench import budget, durable, lending, start, throughput, turns
from evals.bench.timing import Measured
from tools.knowledge import load_knowledge


def _measured(folder: Path) -> Iterator[Measured]:
    knowledge = load_knowledge()
    yield lending.schedule()
    yield lending.rules(knowledge)
    yield from lending.offer_sets(knowledge)
    yield turns.turn(folder / "turn")
    yield from durable.long_talk(folder / "long")
    yield durable.double_submit(folder / "double")
    yield throughput.turns_per_second(folder / "throughput")
    yield start.cold_start(folder / "start")


def table(rows: list[Measured]) -> Table:
    """Draw the rows, each figure beside its peer's."""
    drawn = Table("what", "ours", "peer", "peer's", "unit", "aim", "met", "note")
    for row in rows:
        met = "yes" if row.met else "NO"
        peers = "" if row.peers is None else _shown(row.peers)
        drawn.add_row(row.name, _shown(row.ours), row.peer, peers, row.unit, row.aim, met, row.note)
    return drawn


def _shown(figure: float) -> str:
    return f"{figure:,.3f}" if figure < 10 else f"{figure:,.1f}"


def keep(out: Path, rows: list[Measured], **more: Any) -> None:
    """Write the raw figures beside what they were measured on."""
    machine = {"python": platform.python_version(), "machine": platform.machine(),
               "cores": os.cpu_count(), "load": os.getloadavg()[0]}  # fmt: skip
    content = {"machine": machine, "rows": [row._asdict() for row in rows], **more}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, indent=2), encoding="utf-8")


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
    console.print(table(rows))
    console.print(budget.in_words(calls))
    keep(arguments.out, rows, budget=calls._asdict())
    console.print(f"Raw figures: {arguments.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
