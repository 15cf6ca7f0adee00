"""What the reader returns: one quantity that a customer named."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

Kind = Literal["money", "percent", "duration", "number", "age", "range"]
Period = Literal["year", "month", "semimonth", "biweek", "week", "day", "hour"]
Basis = Literal["gross", "net"]
Bound = Literal["at_most", "at_least"]


class Quantity(NamedTuple):
    """An amount with its unit, where it stands, and what was said about it.

    ``text[start:end]`` is the amount with its currency and unit, in the text that was read;
    the words around it ("about", "a month", "before tax") are in the fields.
    """

    kind: Kind
    value: Decimal | None
    """None for a range."""
    unit: str = ""
    """Currency code in lower case ("usd"; empty when none was said), "percent", "year", "month" …,
    the noun that was counted ("kids"), "score", "year" for a model year, or empty."""
    start: int = 0
    end: int = 0
    text: str = ""
    currency: str | None = None
    """ISO code, when a sign, code or word said it. "20k" is money without a currency."""
    months: int | None = None
    """A duration in whole months; None when it is none (days, 1.5 months): see `in_months`."""
    lo: Decimal | None = None
    hi: Decimal | None = None
    of: Kind | None = None
    """What a range is a range of; lo and hi are in `unit`."""
    readings: tuple["Quantity", ...] = ()
    """Every reading when there is more than one: "1.500", "18m", "36 or 48 months"."""
    approx: bool = False
    bound: Bound | None = None
    """at_most for "up to 25k", at_least for "at least 20k"."""
    period: Period | None = None
    """What a payment or an income is for: "4200 a month"."""
    basis: Basis | None = None
    hours: Decimal | None = None
    """Hours a week, said beside an hourly pay."""
    negated: bool = False
    """The value that is not meant: "not 60", "instead of 48"."""

    @property
    def ambiguous(self) -> bool:
        """Whether the words can be read in more than one way."""
        return bool(self.readings)

    @property
    def in_months(self) -> Decimal | None:
        """A duration in months, whole or not (`to_months`); None for anything else."""
        if self.kind != "duration" or self.value is None:
            return None
        return to_months(self.value, self.unit)

    @property
    def measures(self) -> Kind:
        """The kind, and for a range the kind of its ends."""
        return self.of or self.kind


def in_full(quantity: Quantity) -> Quantity:
    """A sum of money with a point before three digits in full: "12.500" is 12,500.

    Nobody names money in thousandths; what has one reading, or is no such figure, stays as it is.

    >>> from agent.language.quantities import find_quantities
    >>> [str(in_full(q).value) for q in find_quantities("12.500 dollars at 6.125 percent")]
    ['12500', '6.125']
    """
    if quantity.measures not in ("money", "number") or len(quantity.readings) != 2:
        return quantity
    low, high = sorted(r.value or Decimal(0) for r in quantity.readings)
    if quantity.kind == "range" or not low or high != low * 1000:
        return quantity
    return quantity._replace(value=high, readings=())


@dataclass(slots=True)
class Draft:
    """A quantity while it is read. `first` and `last` are token indices, `last` exclusive."""

    kind: Kind
    value: Decimal | None
    first: int
    last: int
    unit: str = ""
    currency: str | None = None
    other: Decimal | None = None
    spelled: bool = False
    scale: str = ""
    multiplier: int = 1
    lo: Decimal | None = None
    hi: Decimal | None = None
    of: Kind | None = None
    approx: bool = False
    bound: Bound | None = None
    period: Period | None = None
    basis: Basis | None = None
    hours: Decimal | None = None
    negated: bool = False
    readings: tuple[Quantity, ...] = ()
    wake: int = 0
    """Index after the period that follows the amount; those words belong to it too."""

    @property
    def measures(self) -> Kind:
        """The kind, and for a range the kind of its ends."""
        return self.of or self.kind

    @property
    def measures_money_or_number(self) -> bool:
        """Whether gross, net and a period can be said of it."""
        return self.measures in {"money", "number"}


_MONTHS = {
    "century": (1200, 1), "decade": (120, 1), "year": (12, 1), "quarter": (3, 1), "month": (1, 1),
    "fortnight": (6, 13), "week": (3, 13), "day": (12, 365), "hour": (12, 365 * 24),
}  # fmt: skip
"""A year is 12 months, 52 weeks and 365 days."""


def months_of(value: Decimal, unit: str) -> int | None:
    """Whole months in a duration, or None. Days and hours are never whole months.

    >>> months_of(Decimal("3.5"), "year"), months_of(Decimal(26), "week")
    (42, 6)
    >>> months_of(Decimal(365), "day") is None
    True
    """
    if unit not in _MONTHS or unit in {"day", "hour"}:
        return None
    times, by = _MONTHS[unit]
    months = value * times / by
    whole = months.to_integral_value()
    # thirds of a year are months too, although their decimals do not end
    return int(whole) if abs(months - whole) < Decimal("1e-9") else None


def to_months(value: Decimal, unit: str) -> Decimal | None:
    """A duration in months, to four decimals; None for a unit that is no time or under an hour.

    >>> to_months(Decimal("1.5"), "month"), to_months(Decimal(2), "week")
    (Decimal('1.5'), Decimal('0.4615'))
    """
    if unit not in _MONTHS:
        return None
    times, by = _MONTHS[unit]
    months = value * times / by
    return months if months == round(months, 4) else round(months, 4)
