"""How often the figures of a message reach their fields, measured over many voices.

A wrong fact is worse than a missing one: precision has the higher floor. What fails in the
held-back half was not looked at while the engine was changed; its floors are what was measured,
rounded down.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
import yaml

from agent.binding import Binder, spec_of
from agent.offline.understand import understand
from evals.figure_rows import Row, scene_of
from evals.labelled import CORPORA
from tools.context import CustomerMessage
from tools.knowledge import load_rulebook
from tools.lending.errors import LendingError
from tools.lending.records import Product

ROWS: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (CORPORA / "fillings.yaml").read_text(encoding="utf-8")
)
VOICES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("voices.yaml").read_text(encoding="utf-8")
)
RULEBOOK = load_rulebook()
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
WORDS_ONLY = ("choice", "state", "yes_no", "gold", "age")
REFUSED = "refused"


class Tally(NamedTuple):
    """How many figures arrived, went wrong or got lost."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> Decimal:
        return Decimal(self.right) / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> Decimal:
        return Decimal(self.right) / max(self.right + self.missed, 1)


def _read(row: Mapping[str, Any]) -> dict[str, str]:
    """Return the canonical figures that a message tells, as the tools would record them."""
    heard = understand(scene_of(Row.model_validate(row)))
    words = dict(heard.told) | {f: w for f, w in heard.changes.items() if isinstance(w, str)}
    words |= {"monthly_payment": heard.payment} if heard.payment else {}
    words |= {"note_rate_pct": heard.rate} if heard.rate else {}
    product = heard.product or row.get("of")
    said = (CustomerMessage(turn_id="t0", text=row["say"]),)
    binder = Binder(said, {}, RULEBOOK, Product(product) if product else None, NOW)
    figures = {f: w for f, w in words.items() if spec_of(f).kind not in WORDS_ONLY}
    return {f: _bound(binder, f, w) for f, w in figures.items()}


def _bound(binder: Binder, field: str, words: str) -> str:
    try:
        return binder.bind(spec_of(field), words).value or REFUSED
    except LendingError:
        return REFUSED  # asked back, not recorded


def _tally(rows: Iterable[Mapping[str, Any]]) -> Tally:
    right = wrong = missed = 0
    for row in rows:
        meant = {f: Decimal(str(v)) for f, v in row["meant"].items() if f != "has_capacity"}
        read = {f: Decimal(v) for f, v in _read(row).items() if v != REFUSED}
        good = sum(read.get(f) == v for f, v in meant.items())
        right, wrong, missed = right + good, wrong + len(read) - good, missed + len(meant) - good
    return Tally(right, wrong, missed)


@pytest.mark.parametrize(
    ("rows", "precision", "recall"),
    [
        pytest.param(ROWS["seen"], "0.98", "0.96", id="reported from conversations"),
        pytest.param(ROWS["later"], "0.98", "0.97", id="second round"),
        pytest.param(VOICES, "0.94", "0.91", id="many voices"),
        pytest.param(ROWS["own"][::2], "0.98", "0.96", id="own voices"),
        pytest.param(ROWS["own"][1::2], "0.90", "0.86", id="held back"),
    ],
)
def test_figures_reach_their_fields_and_hardly_any_a_wrong_one(
    rows: list[dict[str, Any]], precision: str, recall: str
) -> None:
    tally = _tally(rows)

    assert tally.precision >= Decimal(precision), tally
    assert tally.recall >= Decimal(recall), tally


@pytest.mark.parametrize("row", [r for r in ROWS["seen"] if "product" in r], ids=lambda r: r["say"])
def test_the_product_of_a_reported_message_is_recognised(row: dict[str, Any]) -> None:
    assert understand(scene_of(Row.model_validate(row))).product == row["product"]


@pytest.mark.parametrize("row", [r for r in ROWS["seen"] if r.get("other")], ids=lambda r: r["say"])
def test_an_income_that_is_partly_somebody_elses_is_asked_about(row: dict[str, Any]) -> None:
    heard = understand(scene_of(Row.model_validate(row)))

    assert heard.other_income
    assert "annual_income" not in heard.told
