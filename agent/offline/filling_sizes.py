"""How well the figures of one reading go together by their size: no loan above its price."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from agent.offline.filling_features import Figure
from agent.offline.filling_ranges import scaled
from agent.offline.filling_records import Candidate, Situation

PRICES = ("vehicle_price", "property_value", "cost_of_attendance", "provider_estimate")
_A_YEAR = {"month": 12, "semimonth": 24, "biweek": 26, "week": 52, "day": 250, "hour": 2080}
"""Roughly, to compare what comes in with what goes out."""


class Reading(NamedTuple):
    """A field for some of the figures, and how well it all goes together."""

    score: float = 0.0
    chosen: tuple[Candidate | None, ...] = ()


def values_of(figures: Sequence[Figure], reading: Reading) -> dict[str, Decimal]:
    values: dict[str, Decimal] = {}
    for figure, candidate in zip(figures, reading.chosen, strict=False):
        if candidate is not None:
            amount = scaled(candidate.field, figure) if figure.sort == "amount" else None
            times = _A_YEAR.get(figure.period or "") if "income" in candidate.field else 1
            values[candidate.field] = (amount or Decimal(0)) * (times or 1)
    return values


def size_cost(values: Mapping[str, Decimal], now: Situation) -> float:
    """Return what the sizes together cost: no loan above its price, no down payment either."""
    whole = {**now.known, **values}
    cost = 0.0
    price = next((whole[f] for f in PRICES if f in values), None)
    loan, down = values.get("principal"), values.get("down_payment")
    if price and loan and loan > price:
        cost += 1.6 if loan <= price * Decimal("1.3") else 3.0
    if price and down and down >= price:
        cost += 3.0
    if loan and down and loan + down == price:
        cost -= 0.5
    if down and not any(f in whole for f in PRICES):
        cost += 0.6  # who pays something down has named a price
    aid, need = values.get("other_aid"), values.get("cost_of_attendance")
    if aid and need and aid > need:
        cost += 3.0
    home = values.get("property_value")
    owed = max((whole.get(f, Decimal(0)) for f in ("first_lien_balance", "principal")), default=0)
    if home and owed > home * 2:
        cost += 2.0
    if home and loan is None and home < whole.get("principal", Decimal(0)):
        cost += 2.0
    for start in ("", "co_"):
        income, out = values.get(f"{start}annual_income"), values.get(f"{start}monthly_obligations")
        if income and out and out > income:
            cost += 2.0
    return cost


def lone_price(values: Mapping[str, Decimal], reading: Reading, now: Situation) -> float:
    """A car beside one amount and a wish is the amount, unless a word for a price stands there."""
    if "vehicle_price" not in values or {"principal", "down_payment"} & {*values, *now.known}:
        return 0.0
    chosen = next(c for c in reading.chosen if c is not None and c.field == "vehicle_price")
    return 0.0 if chosen.score >= 2.65 else 1.0
