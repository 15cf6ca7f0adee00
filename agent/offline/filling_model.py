"""How likely a figure belongs to each field: a learned reading beside the words that claim it.

The claims and priors of this package say what somebody thought of; the weights of
`knowledge/learned/figures.json` say how far to believe them, and what other words nearby mean.
They were learned from labelled messages by `python -m evals.figures train`. A conditional logistic
model: every field that a figure can be gets a sum of weights, and the sums become probabilities.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

from agent.offline.filling_cues import NOTHING
from agent.offline.filling_features import Figure
from agent.offline.filling_ranges import RANGES, fits, scaled
from agent.offline.filling_records import JOINT, PARTY, Candidate, Situation

WEIGHTS = Path(__file__).parents[2] / "knowledge" / "learned" / "figures.json"
Features = tuple[tuple[str, float], ...]
Weights = Mapping[str, Mapping[str, float]]
"""By feature, then by field; "" is any field, "own" and "co" whose figure it is."""

TIMES_AND_RATES = (
    "term_months", "months_employed", "old_remaining_months", "deferment_months",
    "old_note_rate_pct", "note_rate_pct",
)  # fmt: skip
FIELDS = (*RANGES, *TIMES_AND_RATES)
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "vehicle_price": ("car",),
    "property_value": ("home", "home_improvement", "mortgage_refinance"),
    "payoff_balance": ("mortgage_refinance",),
    "first_lien_balance": ("home_improvement",),
    "cost_of_attendance": ("education",),
    "other_aid": ("education",),
    "provider_estimate": ("medical",),
    "gold_value": ("gold",),
    "old_note_rate_pct": ("mortgage_refinance",),
    "old_remaining_months": ("mortgage_refinance",),
    "deferment_months": ("education",),
    "taxes_and_insurance": ("home", "mortgage_refinance"),
    "hoa_monthly": ("home", "mortgage_refinance"),
    "down_payment": ("car", "home"),
    "mortgage_principal_and_interest": ("mortgage_refinance", "home_improvement"),
}
"""Fields that only some products have."""
_LEFT, _RIGHT = 6, 5
_REACH = 90
_PARTS = re.compile(r"[a-z']+|\d+|[?!.,;]")
_PEOPLE = re.compile(
    r"\b(?:i|i'm|im|i've|my|mine|me|he|hes|she|shes|his|hers?|they|their|wife|husband|hubby|partner"
    r"|mom|mum|mother|dad|father|brother|sister|son|daughter|uncle|aunt|friend|spouse"
    r"|fianc\w+|girlfriend|boyfriend|we|our|us|both|together)\b"
)

_CLOSE = 14
_OWN = dict.fromkeys(("i", "i'm", "im", "i've", "my", "mine", "me"), "own") | dict.fromkeys(
    ("we", "our", "us", "both", "together"), "both"
)


class Seen(NamedTuple):
    """One figure with everything that speaks for or against its fields."""

    figure: Figure
    claimed: Mapping[str, Candidate]
    priors: Mapping[str, Candidate]
    first: str
    """What claims and priors alone read it as; NOTHING where they leave it."""
    is_settled: bool = False
    """The first reading stands: a balance, or one of two values between which one may choose."""
    roles: Mapping[str, float] = {}
    """How strongly the words near it speak for each family, before it is known what is bought."""


@cache
def learned() -> Weights:
    """Read the weights once.

    Raises:
        FileNotFoundError: the file is missing; `python -m evals.figures train` writes it.
    """
    weights: Weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def fields_of(figure: Figure, now: Situation) -> tuple[str, ...]:
    """List every field that a figure can be by unit, size and product, NOTHING first."""
    found = [NOTHING]
    for field in FIELDS:
        products = ONLY_FOR.get(field)
        if now.product and products and now.product not in products:
            continue
        if fits(field, figure):
            found += [field, f"co_{field}"] if field in PARTY else [field]
    return (*found, JOINT) if figure.is_sum else tuple(found)


def _stem(word: str) -> str:
    if word.isdigit():
        return "#"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _words(text: str) -> list[str]:
    return [_stem(word) for word in _PARTS.findall(text)]


def _size(value: Decimal | None) -> str:
    if value is None:
        return "none"
    return "0" if value <= 0 else str(int(math.log10(value) * 3))


def shared_features(seen: Seen, lowered: str, now: Situation, among: Sequence[Seen]) -> Features:
    """Describe a figure and what stands around it, whatever field is asked about."""
    return (*_traits(seen, now, among), *_around(seen.figure, lowered))


def _traits(seen: Seen, now: Situation, among: Sequence[Seen]) -> Iterator[tuple[str, float]]:
    figure, quantity = seen.figure, seen.figure.quantity
    at = next(i for i, other in enumerate(among) if other is seen)
    before = among[at - 1].first if at else "none"
    after = among[at + 1].first if at + 1 < len(among) else "none"
    yield from (
        (name, 1.0)
        for name in (
            "any",
            f"sort {figure.sort}",
            f"size {_size(figure.value)}",
            f"period {figure.period}",
            f"product {now.product}",
            f"offers {now.has_offers}",
            f"asks {figure.asks}",
            f"offers, asks {now.has_offers}, {figure.asks}",
            f"other {figure.is_other}",
            f"sum {figure.is_sum}",
            f"bare {figure.is_bare}",
            f"kind {quantity.kind}",
            f"currency {quantity.currency is not None}",
            f"figures {min(len(among), 4)}",
            f"place {min(at, 3)}",
            f"a time shown {figure.value in now.terms}",
            f"open {'+'.join(field for field, _ in now.open_fields)}",
            f"first {seen.first}",
            f"first before {before}",
            f"first after {after}",
            *(f"lever {lever}" for lever in sorted(now.levers)),
        )
    )


def _around(figure: Figure, lowered: str) -> Iterator[tuple[str, float]]:
    left = _words(lowered[max(0, figure.start - _REACH) : figure.start])[-_LEFT:]
    right = _words(lowered[figure.quantity.end : figure.quantity.end + _REACH])[:_RIGHT]
    for distance, word in enumerate(reversed(left)):
        yield f"left {word}", 1.0 if distance < 2 else 0.7
    for distance, word in enumerate(right):
        yield f"right {word}", 1.0 if distance < 2 else 0.6
    yield f"next left {left[-1] if left else ''}", 1.0
    yield f"next right {right[0] if right else ''}", 1.0
    if len(left) > 1:
        yield f"two left {left[-2]} {left[-1]}", 1.0
    if len(right) > 1:
        yield f"two right {right[0]} {right[1]}", 1.0
    for word in sorted(set(_words(lowered))):
        yield f"has {word}", 0.3


def people_features(figure: Figure, lowered: str, now: Situation) -> Features:
    """Describe whose figure it may be."""
    before = [m[0] for m in _PEOPLE.finditer(lowered, 0, figure.start)]
    close = [m[0] for m in _PEOPLE.finditer(lowered, max(0, figure.start - _CLOSE), figure.start)]
    after = _PEOPLE.search(lowered, figure.quantity.end)
    return (
        (f"person before {before[-1] if before else ''}", 1.0),
        (f"person close {_OWN.get(close[-1], 'other') if close else ''}", 1.0),
        (f"person after {after[0] if after else ''}", 1.0),
        (f"other {figure.is_other}", 1.0),
        (f"about other {now.about_other}", 1.0),
        (f"has other {now.has_other}", 1.0),
    )


def field_features(seen: Seen, field: str, now: Situation) -> Features:
    """Describe what speaks for one field: the question, what is known, claims, priors, the size."""
    plain = field.removeprefix("co_")
    found = [*_asked(seen.figure, field, now), *_spoken_for(seen, field)]
    if field in now.known:
        found.append(("is known", 1.0))
    if plain in RANGES:
        amount = scaled(plain, seen.figure)
        found.append((f"as {_size(amount)}", 1.0))
        found += [("in thousands", 1.0)] if amount != seen.figure.value else []
        found += _beside_known(amount, plain, now)
    return tuple(found)


def _asked(figure: Figure, field: str, now: Situation) -> Iterator[tuple[str, float]]:
    order = {name: place for place, (name, _) in enumerate(now.open_fields)}
    asked = "asked" if field in order else "other asked" if order else "nothing asked"
    yield asked, 1.0
    yield f"{asked} {order.get(field)}, bare {figure.is_bare}, {figure.sort}", 1.0
    yield f"{asked}, asks {figure.asks}", 1.0


def _spoken_for(seen: Seen, field: str) -> Iterator[tuple[str, float]]:
    claim, prior = seen.claimed.get(field), seen.priors.get(field)
    rival = max((c.score for f, c in seen.claimed.items() if f != field), default=0.0)
    if claim:
        yield "claimed", 1.0
        yield "claim", claim.score
        yield "claim over rival", max(-2.0, min(2.0, claim.score - rival))
    elif rival:
        yield "rival", rival
    if prior:
        yield "prior", prior.score
    if seen.first == field:
        yield "first", 1.0


_KNOWN_SIZES = (
    "principal", "vehicle_price", "property_value", "annual_income", "monthly_obligations",
    "payoff_balance",
)  # fmt: skip


def _beside_known(
    amount: Decimal | None, plain: str, now: Situation
) -> Iterator[tuple[str, float]]:
    """Set the size beside what is known: an income is no tenth of the income told before."""
    for name in _KNOWN_SIZES:
        known = now.known.get(name)
        if known and amount:
            ratio = amount / known
            step = sum(ratio >= Decimal(limit) for limit in ("0.1", "0.8", "1.25", "5"))
            yield f"to {name} {step}", 1.0
            if name == plain:
                yield f"to itself {step}", 1.0


def scores(
    seen: Seen, among: Sequence[Seen], lowered: str, now: Situation, weights: Weights
) -> dict[str, float]:
    """Return the logarithm of the probability of each field that the figure can be."""
    fields = fields_of(seen.figure, now)
    shared = _summed(shared_features(seen, lowered, now, among), weights)
    people = _summed(people_features(seen.figure, lowered, now), weights)
    sums = {field: _score(seen, field, now, weights, shared, people) for field in fields}
    most = max(sums.values())
    whole = most + math.log(sum(math.exp(s - most) for s in sums.values()))
    return {field: s - whole for field, s in sums.items()}


def _summed(features: Features, weights: Weights) -> dict[str, float]:
    total: dict[str, float] = {}
    for name, value in features:
        for field, weight in weights.get(name, {}).items():
            total[field] = total.get(field, 0.0) + value * weight
    return total


def _score(
    seen: Seen,
    field: str,
    now: Situation,
    weights: Weights,
    shared: Mapping[str, float],
    people: Mapping[str, float],
) -> float:
    plain = field.removeprefix("co_")
    total = shared.get(plain, 0.0)
    if plain in PARTY:
        total += people.get("co" if field != plain else "own", 0.0)
    for name, value in field_features(seen, field, now):
        by_field = weights.get(name)
        if by_field:
            total += value * (by_field.get("", 0.0) + by_field.get(plain, 0.0))
    return total
