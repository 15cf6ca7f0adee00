"""Two amounts that belong together: "50-55k", "between 20 and 25 thousand", "50 or 55"."""

from collections.abc import Sequence
from decimal import Decimal

from agent.language.currencies import Place
from agent.language.measures import read_measure
from agent.language.numerals import tidy
from agent.language.quantity import Draft, Kind, Quantity, months_of
from agent.language.tokens import Token
from agent.language.vocabulary import FAMILIES

_HEDGES = frozenset({"maybe", "even", "possibly", "perhaps", "like", "about", "around", "up",
                     "say", "probably"})  # fmt: skip
_CHANGES = frozenset(
    {"change", "changed", "raise", "raised", "increase", "increased", "move", "switch", "go",
     "going", "went", "bump", "lower", "lowered", "drop", "dropped", "extend", "reduce", "reduced",
     "shorten", "update", "adjust", "cut", "bring", "took", "take", "goes", "switching"}
)  # fmt: skip
_STOPS = frozenset({".", ",", ";", "!", "?"})


def read_range(
    tokens: Sequence[Token], low: Draft, place: Place, *, after_between: bool
) -> Draft | None:
    """The range whose lower end is `low`, or None when no upper end follows."""
    at = _after_connector(tokens, max(low.last, low.wake), after_between=after_between)
    if at is None or _is_change(tokens, low.first):
        return None
    high = read_measure(tokens, at, place)
    if high is None or high.value is None or low.value is None:
        return None
    _share_time_unit(low, high)
    if not _agree(low, high):
        return None
    lo, hi = _shared_scale(low, high)
    if not lo < hi:
        return None
    ends = low if high.kind == "number" and high.unit == "" else high
    draft = Draft("range", None, low.first, high.last, ends.unit, currency=ends.currency)
    draft.lo, draft.hi, draft.of = lo, hi, _kind(low, high)
    draft.currency = high.currency or low.currency
    draft.unit = draft.unit or (draft.currency or "").lower()
    draft.approx = low.approx or high.approx
    if tokens[max(low.last, low.wake)].text in {"or", "/"}:
        draft.readings = (_end(draft, lo), _end(draft, hi))
    return draft


def take_over_unit(bare: Draft, other: Draft) -> None:
    """Give a bare number the unit of the list it stands in: "36" in "36, 48 or 60 months"."""
    bare.unit, bare.currency, bare.other = other.unit, other.currency, None
    if bare.kind != "range":
        bare.kind = other.measures
        return
    bare.of = other.measures
    if bare.readings and bare.lo is not None and bare.hi is not None:
        bare.readings = (_end(bare, bare.lo), _end(bare, bare.hi))


def _end(draft: Draft, value: Decimal) -> Quantity:
    kind = draft.of or "number"
    months = months_of(value, draft.unit) if kind == "duration" else None
    return Quantity(kind, value, draft.unit, currency=draft.currency, months=months)


def _after_connector(tokens: Sequence[Token], at: int, *, after_between: bool) -> int | None:
    word = tokens[at].text
    if word == "-" and tokens[at + 1].text in {"to", "or"}:
        at, word = at + 1, tokens[at + 1].text
    joins = word in {"-", "~", "to", "or", "till"} or (word == "and" and after_between)
    if word == "/":
        joins = tokens[at].glued and tokens[at + 1].kind == "number"
    if not joins:
        return None
    at += 1
    if tokens[at].text == "-" and word in {"to", "or"}:
        at += 1
    while tokens[at].text in _HEDGES:
        at += 1
    return at + 1 if tokens[at].text == "to" and word != "to" else at


def _is_change(tokens: Sequence[Token], first: int) -> bool:
    """Whether two amounts are named and no range: "raise it from 20k to 25k"."""
    if first == 0 or tokens[first - 1].text != "from":
        return False
    for at in range(first - 2, max(-1, first - 7), -1):
        if tokens[at].text in _STOPS:
            return False
        if tokens[at].text in _CHANGES:
            return True
    return False


def _share_time_unit(low: Draft, high: Draft) -> None:
    """Put "6 months to 2 years" in the smaller unit, where one is a whole number of the other."""
    if low.kind != "duration" or high.kind != "duration" or low.unit == high.unit:
        return
    family = next((f for f in FAMILIES if low.unit in f and high.unit in f), None)
    if family is None:
        return
    unit = min(low.unit, high.unit, key=lambda name: family[name])
    for draft in (low, high):
        if draft.value is not None:
            draft.value = tidy(draft.value * family[draft.unit] / family[unit])
        draft.unit = unit


def _agree(low: Draft, high: Draft) -> bool:
    if low.kind == high.kind:
        return (
            low.unit == high.unit
            or (low.kind == "money" and "" in {low.unit, high.unit})
            or (low.kind == "number" and low.unit == "")
        )
    bare = {(low.kind, low.unit), (high.kind, high.unit)} & {("number", "")}
    if not bare:
        return False
    other = high if (low.kind, low.unit) == ("number", "") else low
    return other.kind != "age" or other is high


def _kind(low: Draft, high: Draft) -> Kind:
    return high.kind if low.kind == "number" else low.kind


def _shared_scale(low: Draft, high: Draft) -> tuple[Decimal, Decimal]:
    """Share the thousand of "20 to 25 thousand"; "500 to 1k" shares none."""
    lo, hi = low.value or Decimal(0), high.value or Decimal(0)
    bare = low.multiplier == 1 or (low.scale == "hundred" and high.multiplier > 100)
    if high.multiplier > 1 and bare and 0 < lo < hi / high.multiplier:
        lo *= high.multiplier
    elif low.multiplier > 1 and high.multiplier == 1 and hi < lo and hi > lo / low.multiplier:
        hi *= low.multiplier
    return tidy(lo), tidy(hi)
