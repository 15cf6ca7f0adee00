"""Has the world moved? `python -m ml.drift --baseline FILE --current FILE`: HTML and an exit code.

Files are the bank's table (CSV or Parquet, outcomes.csv beside it where known) or decisions of
`python -m agent export-training`. Compared: the population stability index of each feature and of
the score (0.10 watch, 0.25 act), and, where repayment is known, calibration, discrimination and the
share of defaults. Exit code 1: something asks for action; 0: not; 2: a file cannot be read.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from rich.console import Console

from ml.artifact import Artifact, ArtifactError, open_for_serving
from ml.columns import facts_in
from ml.features import NAMES, Matrix, Vector, matrix
from ml.feedback import (
    FeedbackError,
    labels_of,
    read_decided,
    read_outcomes,
    rows_of,
    with_outcomes,
)
from ml.generate import FOLDER, OUTCOMES
from ml.load import OUTCOMES_SCHEMA
from ml.metrics import Z95, auc, auc_interval, calibration_error
from ml.page import page, table, text
from ml.preparation import permitted
from ml.read import TableError, as_numbers, as_words, read_table
from ml.schema import bank_schema
from ml.shipped import SHIPPED
from tools.knowledge import load_rulebook
from tools.lending.records import Record

WATCH, ACT = 0.10, 0.25
"""Population stability index; specification 5.4."""
BINS = 10
FEWEST, FEWEST_BAD = 200, 30
LOW_AUC_LOSS = 0.03
Level = Literal["stable", "watch", "act", "too few"]


class View(NamedTuple):
    """One file, as the scorer sees it."""

    name: str
    rows: Matrix
    said: Vector
    labels: Vector
    """1 defaulted, NaN not known."""


class Moved(Record):
    """One thing that was compared."""

    what: str
    figure: float | None
    """The stability index, or the difference; None: too few rows."""
    before: float | None
    now: float | None
    """Means, or shares."""
    level: Level


def psi(before: Vector, now: Vector) -> float:
    """Return the population stability index: sum of (q - p) ln(q / p) over bins.

    Bins are tenths of `before` (each value of its own where there are at most ten), and one for
    missing values. Half a row stands in an empty bin. Source: Siddiqi, credit risk scorecards.

    >>> psi(np.arange(100.0), np.arange(100.0))
    0.0
    """
    known = before[~np.isnan(before)]
    values = np.unique(known)
    bounds = (
        (values[1:] + values[:-1]) / 2
        if len(values) <= BINS
        else np.unique(np.quantile(known, np.arange(1, BINS) / BINS))
    )
    p, q = _shares(before, bounds), _shares(now, bounds)
    there = (p > 0) | (q > 0)
    p = np.maximum(p[there], 0.5 / len(before))
    q = np.maximum(q[there], 0.5 / len(now))
    return float(((q - p) * np.log(q / p)).sum())


def compared(before: View, now: View) -> tuple[Moved, ...]:
    """Compare features, score and outcomes."""
    enough = min(len(before.rows), len(now.rows)) >= FEWEST
    found = [
        _shift(name, before.rows[:, place], now.rows[:, place], enough=enough)
        for place, name in enumerate(NAMES)
    ]
    found.append(_shift("score", before.said, now.said, enough=enough))
    return (*found, *_outcomes(before, now))


def _shift(what: str, before: Vector, now: Vector, *, enough: bool) -> Moved:
    figure = psi(before, now) if enough else None
    return Moved(
        what=what, figure=figure, before=_mean(before), now=_mean(now), level=level_of(figure)
    )


def level_of(figure: float | None) -> Level:
    """Return what a stability index asks for.

    >>> level_of(0.09), level_of(0.10), level_of(0.25), level_of(None)
    ('stable', 'watch', 'act', 'too few')
    """
    if figure is None:
        return "too few"
    return "act" if figure >= ACT else "watch" if figure >= WATCH else "stable"


def _outcomes(before: View, now: View) -> list[Moved]:
    old, new = _known(before), _known(now)
    said, came = new
    if min(came.sum(), (1 - came).sum()) < FEWEST_BAD:
        return [Moved(what=what, figure=None, before=None, now=None, level="too few")
                for what in ("calibration", "defaults", "AUC")]  # fmt: skip
    return [_calibration(said, came), _defaults(old[1], came), _discrimination(old, new)]


def _known(view: View) -> tuple[Vector, Vector]:
    known = ~np.isnan(view.labels)
    return view.said[known], view.labels[known]


def _calibration(said: Vector, came: Vector) -> Moved:
    """Compare what was said with what came: beyond chance is to watch, by a third too, to act."""
    gap = float(came.mean() - said.mean())
    chance = Z95 * float(np.sqrt((said * (1 - said)).sum())) / len(said)
    error = calibration_error(came, said)
    beyond = abs(gap) > chance
    level: Level = "stable"
    if beyond:
        level = "act" if max(abs(gap), error) > float(said.mean()) / 3 else "watch"
    return Moved(
        what="calibration", figure=gap, before=float(said.mean()), now=float(came.mean()),
        level=level,
    )  # fmt: skip


def _defaults(old: Vector, new: Vector) -> Moved:
    """Compare the shares of defaults: twice as many, beyond chance, ask for action."""
    if not len(old):
        return Moved(what="defaults", figure=None, before=None, now=_mean(new), level="too few")
    one, other = float(old.mean()), float(new.mean())
    chance = Z95 * float(np.sqrt(one * (1 - one) / len(old) + other * (1 - other) / len(new)))
    beyond = abs(other - one) > chance
    far = beyond and max(one, other) >= 2 * min(one, other)
    level: Level = "act" if far else "watch" if beyond else "stable"
    return Moved(what="defaults", figure=other - one, before=one, now=other, level=level)


def _discrimination(old: tuple[Vector, Vector], new: tuple[Vector, Vector]) -> Moved:
    """Compare the AUC: a loss beyond chance is to watch, of more than 0.03 too, to act."""
    if min(old[1].sum(), (1 - old[1]).sum()) < FEWEST_BAD:
        return Moved(what="AUC", figure=None, before=None, now=None, level="too few")
    before, now = auc(old[1], old[0]), auc(new[1], new[0])
    beyond = auc_interval(new[1], new[0])[1] < before
    level: Level = "stable"
    if beyond:
        level = "act" if before - now > LOW_AUC_LOSS else "watch"
    return Moved(what="AUC", figure=now - before, before=before, now=now, level=level)


def _shares(values: Vector, bounds: Vector) -> Vector:
    place = np.where(np.isnan(values), len(bounds) + 1, np.searchsorted(bounds, values))
    counts = np.bincount(place.astype(int), minlength=len(bounds) + 2)
    shares: Vector = counts / len(values)
    return shares


def _mean(values: Vector) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else None


# -- files ---------------------------------------------------------------------------------------


def view_of(file: Path, scorer: Artifact, outcomes: Path | None = None) -> View:
    """Read a table or decisions, and score them.

    Raises:
        TableError, FeedbackError: the file is not what it should be.
    """
    if file.suffix == ".jsonl":
        decided = read_decided(file)
        if outcomes is not None:
            decided = with_outcomes(decided, read_outcomes(outcomes))
        rows, labels = rows_of(decided), labels_of(decided)
    else:
        rows, labels = _table(file, outcomes)
    if not len(rows):
        raise FeedbackError(f"{file.name} holds nothing that could be scored.")
    return View(file.name, rows, scorer.default_probabilities(rows), labels)


def _table(file: Path, outcomes: Path | None) -> tuple[Matrix, Vector]:
    frame = read_table(file, bank_schema()).frame
    frame = frame[frame["annual_income"] > 0]
    rows = matrix(facts_in(permitted(frame), load_rulebook()))
    beside = outcomes or file.parent / OUTCOMES
    if not beside.exists():
        return rows, np.full(len(rows), np.nan)
    known = read_table(beside, OUTCOMES_SCHEMA).frame
    repaid = dict(
        zip(as_words(known["customer_id"]), as_numbers(known["defaulted_24m"]), strict=True)
    )
    ids = as_words(frame["customer_id"]).tolist()
    return rows, np.array([repaid.get(one, np.nan) for one in ids], dtype=float)


def as_html(version: str, before: View, now: View, found: Sequence[Moved]) -> str:
    """Return the report for people."""
    rows = [(m.what, _cell(m.figure), _cell(m.before), _cell(m.now), m.level) for m in found]
    heads = ("what", "index or difference", "before", "now", "asks for")
    told = text(
        f"{before.name} ({len(before.rows):,} rows) against {now.name} ({len(now.rows):,} rows).",
        f"Stability index: {WATCH} watch, {ACT} act. Under {FEWEST} rows nothing is said.",
        "What asks for action: look at the data, retrain as a challenger, and let a person decide.",
    )
    return page(
        f"Drift of {version}",
        (("Compared", told), ("Figures", table(heads, rows, [m.level == "act" for m in found]))),
    )


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:,.4g}"


def main(arguments: list[str] | None = None) -> int:
    """Compare two files, write the report, and say what moved."""
    parser = argparse.ArgumentParser(
        prog="python -m ml.drift",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--baseline", type=Path, required=True, help="what it learned from")
    parser.add_argument("--current", type=Path, required=True, help="what comes in now")
    parser.add_argument("--outcomes", type=Path, help="of the current file")
    parser.add_argument("--scorer", type=Path, default=SHIPPED, help="default: the shipped one")
    parser.add_argument("--out", type=Path, default=FOLDER / "drift.html")
    wanted = parser.parse_args(arguments)
    console = Console(soft_wrap=True)
    try:
        scorer = open_for_serving(wanted.scorer)
        before = view_of(wanted.baseline, scorer)
        now = view_of(wanted.current, scorer, wanted.outcomes)
    except (ArtifactError, FeedbackError, TableError) as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        return 2
    found = compared(before, now)
    wanted.out.parent.mkdir(parents=True, exist_ok=True)
    wanted.out.write_text(as_html(scorer.manifest.version, before, now, found), encoding="utf-8")
    for moved in found:
        console.print(f"{moved.level:8} {moved.what:22} {_cell(moved.figure)}", highlight=False)
    console.print(f"Written: {wanted.out}", markup=False, highlight=False)
    return int(any(moved.level == "act" for moved in found))


if __name__ == "__main__":
    sys.exit(main())
