"""From quantities to fields: which figure of a message says what.

Three steps: what a figure can only be (grams, miles, an age), what the words beside it claim
(`cues`), and what is left over goes to the question that is open, in its order.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from agent.language.quantities import Quantity
from agent.offline.cues import CUES, OTHER_LENDER, Cue, Sort
from agent.offline.people import named_as_they, speaks_of_other

PARTY = frozenset(
    {"annual_income", "other_income", "monthly_obligations", "rent", "credit_score",
     "months_employed", "savings", "mortgage_principal_and_interest", "has_capacity"}
)  # fmt: skip
"""Fields of a person who signs; the others belong to the request."""

NO_PERIOD = frozenset(
    {"principal", "down_payment", "vehicle_price", "property_value", "payoff_balance",
     "first_lien_balance", "provider_estimate", "savings", "credit_score", "gold_value"}
)  # fmt: skip
MONTHLY = frozenset({"monthly_obligations", "rent", "extra_monthly", "monthly_payment"})
LEVERS = frozenset({"extra_monthly", "monthly_payment", "retires_monthly"})
"""Claimed only where the message is about them; see `understand`."""

AMOUNT: frozenset[str] = frozenset({"money", "number"})
_CLAUSE_END = re.compile(r"[.;!?\n](?=\s|$)")
_RIGHT_END = re.compile(
    r"[.;!?,\n(](?=\s|$|\d)|\s(?:and|but|plus|so|then|because"
    r"|with(?! everything| all))\s"
)
_LIST_CUT = re.compile(
    r"[.;!?\n](?=\s|$)|[,;](?=\s)|\b(?:and|but|plus|then|so)\b(?! (?:for|with)\b)"
)
"""Between two figures the later one belongs to what stands after the last "and" or comma."""
_PERIOD = re.compile(
    r"^\W*(?:(?:a|an|per|each|every|/) ?(?:month|mo|year|yr|week|hour|two weeks|other week"
    r"|pay ?day)s?\b"
    r"|monthly\b|yearly\b|annually\b|dollars?\b|bucks?\b|usd\b|or so\b|in total\b)+"
)
_SELF_CORRECTION = re.compile(
    r"\b(?:no,? wait|wait,? no|wait|no,? sorry|sorry|i mean(?:t)?|actually|correction|make that"
    r"|scratch that"
    r"|rather|oops|no,? no|or rather)\b"
)
_WEIGHT = re.compile(r"\d[\d,.]*\s*-?\s*(?:g|gr|gm|gms|grams?|grammes?|oz|ounces?|tolas?)\b", re.I)
_KARAT = re.compile(
    r"\b\d{1,2}(?:\.\d)?\s*-?\s*(?:k|kt|karats?|carats?|ct)\b(?!\s*(?:a|per)\b)", re.I
)


class Slot(NamedTuple):
    """A figure and the field it belongs to ('co_' in front for the other person)."""

    field: str
    quantity: Quantity

    @property
    def is_co(self) -> bool:
        return self.field.startswith("co_")

    @property
    def plain(self) -> str:
        """The field without its prefix."""
        return self.field.removeprefix("co_")


class Sides(NamedTuple):
    """The words left and right of a figure, lower case, up to the next figure or clause."""

    left: str
    right: str
    joined: bool = False
    """The right side runs up to the next figure: what stands last in it may belong to that one."""


class Placed(NamedTuple):
    """Every figure of a message: with a field, or left over."""

    slots: tuple[Slot, ...]
    left_over: tuple[Quantity, ...]


def sort_of(quantity: Quantity) -> Sort | None:
    """Tell what sort of field a quantity can fill; None for counts of something else."""
    measures = quantity.measures
    if measures == "duration":
        return "duration"
    if measures == "percent":
        return "percent"
    if measures == "money" or (measures == "number" and quantity.unit in ("", "score")):
        return "amount"
    return None


def sides_of(text: str, quantities: Sequence[Quantity], index: int) -> Sides:
    """Return what stands beside a figure."""
    quantity = quantities[index]
    start = quantities[index - 1].end if index else 0
    end = quantities[index + 1].start if index + 1 < len(quantities) else len(text)
    left = text[start : quantity.start].lower()
    cuts = [m.end() for m in (_CLAUSE_END if index == 0 else _LIST_CUT).finditer(left)]
    left = left[cuts[-1] :] if cuts else left
    right = _PERIOD.sub(" ", text[quantity.end : end].lower(), count=1)
    cut = _RIGHT_END.search(right)
    joined = cut is None and index + 1 < len(quantities)
    return Sides(left, right[: cut.start()] if cut else right, joined)


def _distance_before(cue: Cue, left: str) -> int | None:
    last: int | None = None
    for found in cue.before.finditer(left) if cue.before else ():
        last = found.end()
    return None if last is None else len(left) - last


def _strength(cue: Cue, sides: Sides) -> int:
    """Say how strongly the words claim a figure; 0 when they do not. Near beats far."""
    best = 0
    before = _distance_before(cue, sides.left)
    if before is not None and before <= cue.near:
        best = cue.near - before + (8 if before <= 2 else 0)
    after = cue.after.search(sides.right) if cue.after else None
    names_next = after is not None and sides.joined and not sides.right[after.end() :].strip()
    if after is not None and after.start() <= 24 and not names_next:
        tight = after.start() <= 1
        best = max(best, 34 - after.start() + (14 if tight else -8))
    return best


def _suits(cue: Cue, quantity: Quantity, product: str | None, levers: frozenset[str]) -> bool:
    if sort_of(quantity) != cue.sort or (product is not None and product not in cue.products):
        return False
    if product is None and len(cue.products) < 7:
        return False
    if cue.field in NO_PERIOD and quantity.period is not None:
        return False
    if cue.field in MONTHLY and quantity.period == "year":
        return False
    if cue.field == "monthly_payment" and quantity.period is None and (quantity.value or 0) > 3000:
        return False
    if cue.field == "annual_income":
        return quantity.unit != "score"
    if cue.field == "monthly_obligations" and quantity.period is None:
        # a balance, not a monthly payment
        return "retires_monthly" not in levers and (quantity.value or 0) < 15_000
    return cue.field != "credit_score" or like_score(quantity)


def like_score(quantity: Quantity) -> bool:
    """Tell whether a number can be a score: three digits, no currency, no thousands."""
    low = quantity.lo if quantity.value is None else quantity.value
    plain = quantity.currency is None and "k" not in quantity.text.lower()
    plain = plain and quantity.period is None
    return plain and low is not None and 300 <= low <= 850


def _claimed(
    quantity: Quantity,
    sides: Sides,
    product: str | None,
    wanted: Iterable[str],
    levers: frozenset[str],
) -> str | None:
    """Return the field whose words stand nearest; the open question wins a close call."""
    wanted = frozenset(wanted)
    best, field = _expected(quantity, wanted)
    for cue in CUES:
        if cue.field in LEVERS and cue.field not in levers:
            continue
        if not _suits(cue, quantity, product, levers):
            continue
        settled = cue.field == "principal" and "principal" in levers
        strength = _strength(cue._replace(after=None) if settled else cue, sides)
        if strength and cue.field in wanted:
            strength += 6
        if strength > best:
            best, field = strength, cue.field
    return field


def _expected(quantity: Quantity, wanted: frozenset[str]) -> tuple[int, str | None]:
    """After "how long in the job?" a time is that, unless words close to it say otherwise."""
    if sort_of(quantity) == "duration" and "months_employed" in wanted:
        return 28, "months_employed"
    return 0, None


def gold_words(text: str) -> str | None:
    """Return the words that say how much gold there is: weight and karat.

    >>> gold_words("it's 62.5 grams of 22 karat, about")
    '62.5 grams of 22 karat'
    """
    found = [*_WEIGHT.finditer(text), *_KARAT.finditer(text)]
    if not _WEIGHT.search(text):
        return None
    start, end = min(m.start() for m in found), max(m.end() for m in found)
    form = re.search(r"\b(?:coins?|bars?|ingots?|biscuits?)\b", text, re.I)
    if form:
        start, end = min(start, form.start()), max(end, form.end())
    return text[start:end]


def _only_reading(quantity: Quantity, product: str | None) -> str | None:
    """Return the field that a unit leaves no choice about."""
    if quantity.measures == "age":
        return "has_capacity"
    if quantity.unit in ("mile", "miles", "mi", "km") and product in (None, "car"):
        return "vehicle_mileage"
    if quantity.unit == "score":
        return "credit_score"
    value = quantity.value
    is_year = value is not None and re.fullmatch(r"(?:19[6-9]|20[0-4])\d", quantity.text)
    return "vehicle_model_year" if product == "car" and is_year else None


def place(
    text: str,
    quantities: Sequence[Quantity],
    product: str | None,
    wanted: Sequence[str],
    levers: frozenset[str],
    *,
    other_by_default: bool,
) -> Placed:
    """Give each figure of a message its field, as far as the words beside it say."""
    slots: list[Slot] = []
    left_over: list[Quantity] = []
    lowered = named_as_they(text).lower()
    for index, quantity in enumerate(quantities):
        sides = sides_of(text, quantities, index)
        field = _only_reading(quantity, product)
        between = lowered[quantities[index - 1].end : quantity.start] if index else ""
        if slots and _SELF_CORRECTION.search(between) and _corrects(slots[-1], quantity):
            slots[-1] = Slot(slots[-1].field, quantity)
            continue
        if field is None and _is_other_lenders(quantity, sides, product):
            field = "note_rate_pct"
        plain_wanted = [w.removeprefix("co_") for w in wanted]
        if field is None:
            field = _claimed(quantity, sides, product, plain_wanted, levers)
        if field is None and index and sides.left.strip():
            wide = sides._replace(left=lowered[quantities[index - 1].end : quantity.start])
            field = _claimed(quantity, wide, product, plain_wanted, levers)
        if field is None:
            left_over.append(quantity)
            continue
        other = speaks_of_other(lowered, quantity.start, default=other_by_default)
        field = f"co_{field}" if other and field in PARTY else field
        if field in {s.field for s in slots} and not field.endswith("monthly_obligations"):
            left_over.append(quantity)
        else:
            slots.append(Slot(field, quantity))
    return Placed(tuple(slots), tuple(left_over))


def _corrects(slot: Slot, quantity: Quantity) -> bool:
    """Tell whether a figure after "no wait" can stand where the one before it stood."""
    return sort_of(slot.quantity) == sort_of(quantity)


def _is_other_lenders(quantity: Quantity, sides: Sides, product: str | None) -> bool:
    if quantity.measures != "percent":
        return False
    if re.match(r"\s*(?:down|deposit|of)\b", sides.right):
        return False
    around = f"{sides.left} {sides.right}"
    return product != "mortgage_refinance" or bool(OTHER_LENDER.search(around))
