"""Train the scorer: `python -m ml.train`, or on any credit data with `--schema` and `--data`.

Without `--data` the bank's table is made up first (60,000 rows, the same each time). With it, a CSV
or Parquet file is read and held against its schema: the bank's 21 columns, or `--schema FILE`
(described in ml/schema.py; examples in ml/schemas). The scorer learns from `outcomes.csv` beside
the data; without outcomes it learns the past answers, says so, and may not be served.
"""

import argparse
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from ml.assemble import (
    Likeness,
    as_json,
    likeness,
    probe_rows,
    shipped_like,
    write_artifact,
)
from ml.card import card
from ml.compare import table
from ml.generate import ROWS, SEED, row_count
from ml.honesty import LeakageError, refuse_leakage, wrong_ways
from ml.load import Loaded, Wanted, load
from ml.preparation import TEST, DataError
from ml.read import TableError
from ml.schema import SchemaError, bank_schema, load_schema
from ml.shipped import SHIPPED
from ml.training import Trained, train
from tools.knowledge import load_rulebook
from tools.lending.catalogue import Rulebook

OUT = Path(".data/ml/candidate")
SWEPT_ROWS = 200


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml.train",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--data", type=Path, help="CSV or Parquet; without it: made up")
    parser.add_argument("--schema", type=Path, help="TOML; without it: the bank's 21 columns")
    parser.add_argument("--outcomes", type=Path, help="customer_id, defaulted_24m (bank's table)")
    parser.add_argument("--test", type=Path, help="another file of the same schema to test on")
    parser.add_argument(
        "--rows", type=row_count, default=ROWS, help="made-up rows (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=OUT, help="folder (default %(default)s)")
    parser.add_argument(
        "--leave-out-invalid", action="store_true", help="leave out bad rows, and list them"
    )
    parser.add_argument(
        "--check", action="store_true", help="exit 1 unless the shipped scorer scores the same"
    )
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Train, print and save the comparison, write the artefact, hold it against the shipped one."""
    wanted = _parser().parse_args(arguments)
    console, began = Console(soft_wrap=True), time.perf_counter()
    try:
        rulebook = load_rulebook()
        schema = load_schema(wanted.schema) if wanted.schema else bank_schema()
        files = Wanted(
            wanted.data,
            wanted.outcomes,
            wanted.test,
            wanted.rows,
            wanted.seed,
            wanted.leave_out_invalid,
        )
        loaded = load(files, schema, rulebook, lambda text: console.print(text, markup=False))
        trained = _trained(loaded, wanted.seed, console)
    except (DataError, LeakageError, SchemaError, TableError) as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        return 2
    console.print(table(trained.measured, trained.choice.kind))
    console.print(f"Chosen: {trained.choice.kind}, because {trained.choice.because}.", markup=False)
    alike = _written(trained, wanted.out, schema.name, rulebook, console)
    console.print(f"{time.perf_counter() - began:.0f} s.")
    return 1 if wanted.check and not (alike and alike.same) else 0


def _trained(loaded: Loaded, seed: int, console: Console) -> Trained:
    columns = (TextColumn("{task.description:<24}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        trained = train(loaded.data, cut=loaded.cut, seed=seed, progress=progress)
    if loaded.made_up:
        for line in trained.measured:
            refuse_leakage(loaded.data.target, line.auc)
    rows = loaded.data.part(TEST)[0][:SWEPT_ROWS]
    wrong = wrong_ways(trained.chosen.model, rows, loaded.data.features)
    if wrong:
        raise DataError(f"{trained.choice.kind} turns directions round: {wrong}")
    return trained


def _written(
    trained: Trained, out: Path, schema: str, rulebook: Rulebook, console: Console
) -> Likeness | None:
    """Write everything; `out` may be the folder of the shipped scorer, so that is read first."""
    from ml.plots import draw

    theirs = shipped_like(trained)
    mine = write_artifact(trained, out, schema)
    (out / "comparison.json").write_text(as_json(trained) + "\n", encoding="utf-8")
    beside = out.parent if out.resolve() == SHIPPED else out
    (beside / "MODEL_CARD.md").write_text(card(mine.manifest), encoding="utf-8")
    draw(trained, out / "plots")
    console.print(f"Written: {out} ({mine.manifest.version}).", markup=False)
    if theirs is None:
        return None
    alike = likeness(mine, theirs, probe_rows(rulebook))
    console.print(
        f"Shipped scorer {alike.theirs}\nthis scorer    {alike.mine}\n"
        f"largest difference on {alike.rows:,} probe rows: {alike.largest_difference:.2e}"
        f" ({'the same' if alike.same else 'NOT the same'} within 1e-6).",
        highlight=False,
    )
    return alike


if __name__ == "__main__":
    sys.exit(main())
