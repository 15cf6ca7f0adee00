"""A challenger, trained beside the bank's table and held against the champion on the same rows."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from ml.artifact import Artifact, open_for_serving
from ml.assemble import write_artifact
from ml.card import card
from ml.feedback import Decided, FeedbackError, beside
from ml.generate import ROWS, SEED
from ml.load import Wanted, load
from ml.metrics import auc_difference, brier
from ml.preparation import TEST, DataError, Prepared
from ml.read import TableError
from ml.schema import bank_schema
from ml.shipped import SHIPPED
from ml.training import train
from tools.knowledge import load_rulebook


class Held(NamedTuple):
    """A challenger against the champion, on the test rows of both."""

    rows: int
    auc_gain: float
    error: float
    """Standard error of the gain."""
    brier_gain: float
    """Above 0: the challenger's probabilities are nearer to what came."""

    def __str__(self) -> str:
        """Say it for the person who decides."""
        better = self.auc_gain > 1.645 * self.error
        return (
            f"On {self.rows:,} test rows the challenger's AUC differs by {self.auc_gain:+.4f}"
            f" (standard error {self.error:.4f}), its Brier score by {-self.brier_gain:+.5f}:"
            f" {'better by more than noise' if better else 'not better by more than noise'}."
        )


def held_against(champion: Artifact, challenger: Artifact, data: Prepared) -> Held:
    """Compare on the test rows with a known outcome."""
    rows, labels = data.part(TEST)
    new, old = (one.default_probabilities(rows) for one in (challenger, champion))
    gain, variance = auc_difference(labels, new, old)
    return Held(len(rows), gain, math.sqrt(variance), brier(labels, old) - brier(labels, new))


def challenge(
    decided: Sequence[Decided],
    data: Path | None,
    out: Path,
    console: Console,
    champion: Path = SHIPPED,
) -> str:
    """Train a challenger, write it to a folder, and tell how it does. Nothing is promoted.

    Raises:
        FeedbackError: there is nothing to learn from.
    """
    wanted = Wanted(data, None, None, ROWS, SEED)
    try:
        base = load(wanted, bank_schema(), load_rulebook(), lambda line: console.print(line))
        together = beside(base.data, decided, SEED)
        columns = (TextColumn("{task.description:<24}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console) as progress:
            trained = train(together, cut=base.cut, seed=SEED, progress=progress)
    except (DataError, TableError) as error:
        raise FeedbackError(str(error)) from error
    written = write_artifact(trained, out, "bank")
    (out / "MODEL_CARD.md").write_text(card(written.manifest), encoding="utf-8")
    held = held_against(open_for_serving(champion), written, together)
    return f"{held} Written: {out}. A person promotes it with `python -m ml.promote`."
