"""Labelled messages: what a customer said, what stood before it, and what its figures mean."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter, field_validator

from agent.language.signals import find_signals
from agent.language.text import plain
from agent.offline.figures import situated
from agent.offline.filling import opened
from agent.offline.filling_cues import NOTHING
from agent.offline.filling_features import Figure
from agent.offline.filling_first import first_reading
from agent.offline.filling_model import FIELDS, Seen
from agent.offline.filling_ranges import RANGES, fits, scaled
from agent.offline.filling_records import JOINT, SUMMED, Situation
from agent.offline.honest import honest_part
from agent.offline.products import with_pictures
from agent.offline.scene import Scene
from agent.offline.topics import phrased_topics
from evals.labelled import CORPORA, read_lines

A_YEAR = {
    "year": 1,
    "month": 12,
    "semimonth": 24,
    "biweek": 26,
    "week": 52,
    "day": 260,
    "hour": 2080,
}

ROUNDED = Decimal("0.02")
"""Sums of figures a year that are told a month are a cent or two off."""


class Row(BaseModel):
    """A message, what stood before it, and what its figures mean."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    say: str
    of: str | None = None
    """The product that stands already."""
    after: str | None = None
    """The id of the question that is open."""
    has: dict[str, Decimal | str] | None = None
    """What is known, "co." in front for the other person."""
    offers: bool = False
    meant: dict[str, Decimal] = {}
    signs: bool = False
    """Somebody else signs too."""
    product: str | None = None
    other: bool = False

    @field_validator("meant", mode="before")
    @classmethod
    def _figures_only(cls, told: Any) -> Any:
        unknown = [
            f for f in told or {} if f.removeprefix("co_") not in (*FIELDS, JOINT, *NOT_FIGURES)
        ]
        if unknown:
            raise ValueError(f"unknown field {unknown[0]!r}; known are {', '.join(FIELDS)}")
        return {f: v for f, v in (told or {}).items() if f not in NOT_FIGURES}


NOT_FIGURES = (
    "has_capacity", "vehicle_model_year", "vehicle_mileage", "shared_obligations", "gold_items",
    "co_has_capacity",
)  # fmt: skip
"""Fields that leave no choice; the first reading settles them."""


class Example(NamedTuple):
    """One message with its figures and the field of each."""

    row: Row
    lowered: str
    now: Situation
    seen: tuple[Seen, ...]
    meant: tuple[str, ...]

    @property
    def unplaced(self) -> frozenset[str]:
        """Facts of the message that no figure of it was matched with."""
        return frozenset(f for f, value in self.row.meant.items() if value and f not in self.meant)


def read_rows(path: Path = CORPORA / "figures.jsonl") -> tuple[Row, ...]:
    """Read labelled figures. Raises `BadCorpus` where a line is no row."""
    return read_lines(path, Row)


def read_reported(path: Path = CORPORA / "fillings.yaml") -> tuple[Row, ...]:
    """Read the messages that were tuned on by hand; those held back are left out."""
    groups = yaml.safe_load(path.read_text(encoding="utf-8"))
    kept = [*groups["seen"], *groups["later"], *groups["own"][::2]]
    return TypeAdapter(tuple[Row, ...]).validate_python(kept)


def scene_of(row: Row) -> Scene:
    """Return the situation in which a message is said."""
    has = {name: str(value) for name, value in (row.has or {}).items()}
    context = {
        "product": row.of,
        "known": {name: {"value": value, "source": "told"} for name, value in has.items()},
        "co_applicant": row.signs or any(name.startswith("co.") for name in has),
        "open_question": {"id": row.after, "fields": []} if row.after else None,
        "offers": _offers(has.get("principal", "20000")) if row.offers else [],
    }
    return Scene(row.say, context, ("hi",) if row.of else ())


def _offers(principal: str) -> list[dict[str, Any]]:
    return [
        {"letter": letter, "term_months": months, "principal": principal, "current": True,
         "tags": [], "monthly_payment": "411.01", "total_interest": "4660.27"}
        for letter, months in (("a", 60), ("b", 48), ("c", 84))
    ]  # fmt: skip


def examples(rows: Iterable[Row]) -> Iterator[Example]:
    """Read the figures of each message, and find out which field each one means."""
    for row in rows:
        scene, signals = scene_of(row), find_signals(row.say)
        text = honest_part(row.say, signals)
        p = with_pictures(text, plain(text))
        quantities, now = situated(scene, text, p, phrased_topics(signals, p))
        _, figures, now = opened(text, quantities, now)
        if figures:
            lowered, seen = first_reading(text, figures, now)
            yield Example(row, lowered, now, seen, _fields_meant(figures, row.meant))


def _fields_meant(figures: Sequence[Figure], meant: Mapping[str, Decimal]) -> tuple[str, ...]:
    """Match the facts of a message with its figures; several may add up to one."""
    found: dict[int, str] = {}
    for field, value in meant.items():
        plain_field = "annual_income" if field == JOINT else field.removeprefix("co_")
        free = [i for i, f in enumerate(figures) if i not in found and fits(plain_field, f)]
        exact = [i for i in free if value in _could_mean(plain_field, figures[i])]
        near = [i for i in free if plain_field == "credit_score" and _near(figures[i], value)]
        parts = exact[:1] or near[:1] or _adding_up(plain_field, figures, free, value)
        found |= dict.fromkeys(parts, field)
    return tuple(found.get(i, NOTHING) for i in range(len(figures)))


def _near(figure: Figure, score: Decimal) -> bool:
    return figure.value is not None and abs(figure.value - score) <= 45


def _could_mean(field: str, figure: Figure) -> set[Decimal]:
    """Return every value that a figure can have as this field."""
    quantity = figure.quantity
    if figure.sort == "duration":
        return {Decimal(quantity.months)} if quantity.months is not None else set()
    said = {q for q in (quantity.value, quantity.lo, quantity.hi) if q is not None}
    if field not in RANGES:
        return said | {q * 12 for q in said}
    amounts = said | {a for q in said if (a := scaled(field, figure._replace(value=q)))}
    if field.endswith("income"):
        return amounts | {a * A_YEAR.get(figure.period or "", 1) for a in amounts}
    if figure.period in ("year", "week", "biweek"):
        times = Decimal(A_YEAR.get(figure.period, 1)) / 12
        return amounts | {round(a * times, 2) for a in amounts}
    return amounts


def _adding_up(
    field: str, figures: Sequence[Figure], free: Sequence[int], value: Decimal
) -> tuple[int, ...]:
    if field not in SUMMED and field not in ("annual_income", "down_payment", "retires_monthly"):
        return ()
    worth = {i: max(_could_mean(field, figures[i]), default=Decimal(0)) for i in free}
    if field in SUMMED:
        worth = {i: _a_month(figures[i]) for i in free}
    for size in range(2, min(6, len(free)) + 1):
        for parts in itertools.combinations(free, size):
            if abs(sum(worth[i] for i in parts) - value) <= ROUNDED:
                return parts
    return ()


def _a_month(figure: Figure) -> Decimal:
    """Return what a figure is a month; one without a period is taken as it stands."""
    return (figure.value or Decimal(0)) * A_YEAR.get(figure.period or "month", 12) / 12
