"""Figures going in: what a model types into a tool call is bound to what the customer wrote.

The model gives words; this module finds them in a message of this customer in this conversation
and lets the one number reader read the message there. What binds to nothing is refused; what
binds to two readings is asked back.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from agent.evidence import is_spoken_for
from agent.language.answers import read_yes_no
from agent.language.quantities import find_quantities
from agent.language.quantity import Kind, Period, Quantity
from agent.language.text import normalise
from tools.case_file import Known, Span
from tools.context import CustomerMessage
from tools.facts import Fact
from tools.fields import BY_NAME, FieldSpec
from tools.lending.catalogue import Rulebook
from tools.lending.errors import AmbiguousWords, OutOfRange, UnboundFigure, UnreadableWords
from tools.lending.income import PayPeriod, annual_income_from, gross_estimate
from tools.lending.records import Product
from tools.lending.units import to_cents

NONE_WORDS = re.compile(
    r"\b(none|zero|nil|nada|nothing(?! (much|big|major|crazy|special|too))|"
    r"no (other )?(debts?|payments?|rent|mortgage|loans?|savings|aid|bills)|debt[- ]free|"
    r"(do not|don't|dont) (have|pay|owe) (any(thing)?|debts?))\b"
)
NO_FILE = re.compile(
    r"\b(no|without|never had|haven't any|don't have (a|any))\b.*\b(credit|score)\b"
)
NAMED_BY_FACT: dict[str, tuple[str, ...]] = {
    "principal": ("principal", "max_principal", "min_principal"),
    "term_months": ("term_months", "max_term_months", "min_term_months"),
    "down_payment": ("down_payment",),
    "extra_monthly": ("extra_monthly", "monthly_payment_difference", "monthly_saving"),
    "monthly_payment": ("monthly_payment", "payment_low", "payment_high"),
}
"""Roles of our own figures that may stand for a field: terms of a loan, never what a person has."""
AND_THEN = " | "
"""Joins a figure with the period that answered "a month or a year?": both are the customer's."""
PLUS = " + "
"""Joins figures of one field that stand apart in the customer's message."""
SAID_TOGETHER = ("annual_income", "other_income", "taxes_and_insurance")
"""Fields whose parts are mostly paid for the same time, which is said once."""
FACT_ID = re.compile(r"^\[{0,2}([a-z_0-9]+(?:\.[\w-]+)+)\]{0,2}$")
PERIODS: dict[str, PayPeriod] = {
    "year": "yearly", "month": "monthly", "semimonth": "semi-monthly", "biweek": "biweekly",
    "week": "weekly", "day": "daily", "hour": "hourly",
}  # fmt: skip


EXTRA_FIELDS = {
    "extra_monthly": FieldSpec("extra_monthly", "request", "money_a_month", "extra monthly amount"),
    "monthly_payment": FieldSpec("monthly_payment", "request", "money_a_month", "monthly payment"),
    "note_rate_pct": FieldSpec("note_rate_pct", "request", "percent", "interest rate"),
}
"""Figures that are no field of the case, only of a question."""


def spec_of(name: str) -> FieldSpec:
    """Return how the words of an argument are read. `LendingError` for a name nobody knows."""
    plain = name.removeprefix("co_")
    found = EXTRA_FIELDS.get(name) or BY_NAME.get(name) or BY_NAME.get(plain)
    if found is None or (found.name != name and not found.co):
        raise UnreadableWords(f"There is no field {name!r}.")
    return found


class Binder(NamedTuple):
    """What one turn's arguments are bound to."""

    messages: Sequence[CustomerMessage]
    facts: Mapping[str, Fact]
    rulebook: Rulebook
    product: Product | None
    now: datetime
    locale: str = "en-US"
    asked: Sequence[str] = ()
    """Fields that the customer has been asked for."""

    def bind(self, spec: FieldSpec, words: object) -> Known:
        """Read the customer's words for one field.

        Raises `UnboundFigure` when they are not the customer's, `UnreadableWords` when they hold
        no value of that kind, `AmbiguousWords` when they hold two, `OutOfRange` beyond the bounds.
        """
        if spec.kind in ("choice", "state", "yes_no"):
            return self._chosen(spec, words)
        text = normalise(str(words))
        parts = text.split(PLUS) if spec.kind in ("money_a_year", "money_a_month") else [text]
        if len(parts) > 1:
            known = self._added_up(spec, parts)
        else:
            known = self._from_fact(spec, text) or self._from_message(spec, text)
        _check_bounds(spec, known)
        return known

    def _chosen(self, spec: FieldSpec, words: object) -> Known:
        text = str(words).strip()
        value = text.lower() if spec.kind == "yes_no" else text
        allowed = ("true", "false") if spec.kind == "yes_no" else spec.choices
        if spec.kind == "state":
            value = text.upper()
            if not re.fullmatch("[A-Z]{2}", value):
                raise UnreadableWords("A state is given as its two letters, such as CA.")
        elif value not in allowed:
            raise UnreadableWords(f"For {spec.label}, use one of: {', '.join(allowed)}.")
        if not is_spoken_for(spec, value, self.messages, self.asked):
            raise UnboundFigure(
                f"The customer has not said {text!r}. Ask the customer for {spec.label}."
            )
        latest = self.messages[-1].turn_id if self.messages else None
        return Known(value=value, source="told", as_of=self.now, message=latest)

    def _from_fact(self, spec: FieldSpec, text: str) -> Known | None:
        """Bind to a figure that a tool has already given, named by its id."""
        match = FACT_ID.match(text)
        fact = self.facts.get(match[1]) if match else None
        if fact is None:
            return None
        advised = fact.field == spec.name and fact.role.startswith("change_to")
        if fact.role not in NAMED_BY_FACT.get(spec.name, ()) and not advised:
            raise UnboundFigure(f"{fact.id} is no figure for {spec.label}. Ask the customer.")
        return Known(value=fact.value, source="told", as_of=self.now, words=fact.id)

    def _from_message(self, spec: FieldSpec, text: str, shared: Period | None = None) -> Known:
        text, _, period = text.partition(AND_THEN)
        message, whole, start = self._find(spec, text)
        end = start + len(text)
        here = self._quantities(whole, start, end)
        if period:
            here = [q._replace(period=self._period(spec, period)) for q in here]
        here = [q._replace(period=q.period or shared) for q in here]
        value, reading = _reader(spec)(spec, here, text, self)
        return Known(
            value=value,
            source="told",
            as_of=self.now,
            message=message.turn_id,
            span=Span(start=start, end=end),
            words=whole[start:end],
            reading=reading,
        )

    def _added_up(self, spec: FieldSpec, parts: Sequence[str]) -> Known:
        """Add up figures that stand apart in one message: rent here, a car payment there."""
        shared = self._shared_period(spec, parts)
        read = [self._from_message(spec, part, shared) for part in parts]
        total = sum((Decimal(known.value or 0) for known in read), Decimal(0))
        first, spans = read[0], [known.span for known in read if known.span]
        if len({known.message for known in read}) > 1 or not spans:
            raise AmbiguousWords(f"Which is the {spec.label}: {' or '.join(parts)}?")
        span = Span(start=min(s.start for s in spans), end=max(s.end for s in spans))
        whole = next(normalise(m.text) for m in self.messages if m.turn_id == first.message)
        words = whole[span.start : span.end]
        return first.model_copy(
            update={"value": _cents(total), "span": span, "words": words, "reading": "added up"}
        )

    def _quantities(self, whole: str, start: int, end: int) -> list[Quantity]:
        found = find_quantities(whole, self.locale)
        return [q for q in found if q.start < end and q.end > start and not q.negated]

    def _shared_period(self, spec: FieldSpec, parts: Sequence[str]) -> Period | None:
        """Return what all are paid for: "a pension of 1,910 and 1,400 a month" is two months."""
        if spec.name not in SAID_TOGETHER:
            return None
        places = [(self._find(spec, part), part) for part in parts]
        periods = {
            q.period
            for (_, whole, start), part in places
            for q in self._quantities(whole, start, start + len(part))
        }
        return next(iter(periods - {None})) if len(periods - {None}) == 1 else None

    def _period(self, spec: FieldSpec, words: str) -> Period:
        """Read the period that a later message gave: "a month" after "I make 5k"."""
        self._find(spec, words)
        return "year" if re.search(r"year|annual", words, re.IGNORECASE) else "month"

    def _find(self, spec: FieldSpec, text: str) -> tuple[CustomerMessage, str, int]:
        """Find the words in the newest message that holds them, on word boundaries."""
        if text:
            for message in reversed(self.messages):
                whole = normalise(message.text)
                start = _standing_in(text, whole)
                if start is not None:
                    return message, whole, start
        raise UnboundFigure(
            f"The customer has not said {text!r}. Ask the customer for {spec.label}."
        )


def _standing_in(words: str, whole: str) -> int | None:
    """Return where the words stand in a message as words of their own, not inside a longer one."""
    lowered, wanted = whole.lower(), words.lower()
    if len(lowered) != len(whole):  # a letter whose small form is longer: positions would shift
        lowered, wanted = whole, words
    start = lowered.find(wanted)
    while start >= 0:
        before, after = whole[max(start - 1, 0) : start], whole[start + len(words) :][:2]
        inside = before.isalnum() or before in ("_", ".", ",")
        goes_on = after[:1].isalnum() or (after[:1] in (".", ",") and after[1:].isdigit())
        if not inside and not goes_on:
            return start
        start = lowered.find(wanted, start + 1)
    return None


class Reading(NamedTuple):
    """A canonical value, and how the words were read where that has to be said."""

    value: str | None
    how: str | None = None


Reader = Callable[[FieldSpec, list[Quantity], str, Binder], Reading]


def _unreadable(spec: FieldSpec, text: str) -> UnreadableWords:
    return UnreadableWords(f"{text!r} holds no {spec.label}. Ask the customer for {spec.label}.")


def _one(spec: FieldSpec, found: list[Quantity], text: str, *kinds: Kind) -> Quantity:
    """Return the one quantity of these kinds; a range counts as one."""
    fitting = [q for q in found if q.measures in kinds]
    if not fitting:
        raise _unreadable(spec, text)
    quantity = fitting[0]
    if len({(q.value, q.unit, q.lo) for q in fitting}) > 1:
        both = " or ".join(q.text for q in fitting)
        raise AmbiguousWords(f"Which is the {spec.label}: {both}? Ask the customer.")
    if quantity.readings and quantity.kind != "range":
        both = " or ".join(str(r.value) for r in quantity.readings)
        raise AmbiguousWords(f"{quantity.text!r} can mean {both}. Ask the customer which.")
    return quantity


def _amount(quantity: Quantity, text: str, spec: FieldSpec) -> tuple[Decimal, str | None]:
    if quantity.kind == "range":
        if quantity.lo is None:
            raise _unreadable(spec, text)
        return quantity.lo, "lower end"
    if quantity.value is None:
        raise _unreadable(spec, text)
    return quantity.value, "about" if quantity.approx else None


def _currency_ok(quantity: Quantity) -> None:
    if quantity.currency not in (None, "USD"):
        raise UnreadableWords(
            f"We lend in US dollars, and {quantity.text!r} is another currency. Ask for dollars."
        )


def _money(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    if not found and NONE_WORDS.search(text.lower()):
        return Reading("0.00")
    quantity = _one(spec, found, text, "money", "number")
    _currency_ok(quantity)
    value, how = _amount(quantity, text, spec)
    if quantity.measures == "number" and quantity.kind != "range":
        thousands = _in_thousands(spec, value, binder)
        if thousands is not None:
            return Reading(_cents(thousands), "thousands")
    return Reading(_cents(value), how)


THOUSANDS: dict[str, tuple[int, int]] = {
    "vehicle_price": (2, 200), "property_value": (30, 1000), "payoff_balance": (20, 1000),
    "first_lien_balance": (20, 1000),
}  # fmt: skip
"""Bare numbers that nobody means in dollars: a house for "375"."""


def _in_thousands(spec: FieldSpec, value: Decimal, binder: Binder) -> Decimal | None:
    """Read a bare '25' for a car as 25,000: too small as it stands, in range in thousands."""
    if spec.name in THOUSANDS:
        low, high = THOUSANDS[spec.name]
        return value * 1000 if low <= value < high else None
    if spec.name == "down_payment" and binder.product is Product.HOME:
        return value * 1000 if 1 <= value < 500 else None
    if spec.name != "principal" or value >= 1000:
        return None
    if binder.product is None:
        return value * 1000
    limits = binder.rulebook.terms(binder.product).principal
    return value * 1000 if value < limits.min <= value * 1000 <= limits.max else None


MIN_YEARLY, MAX_THOUSANDS = Decimal(12_000), Decimal(500)


def _money_a_year(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    if not found and NONE_WORDS.search(text.lower()):
        return Reading("0.00")
    quantity = _one(spec, found, text, "money", "number")
    _currency_ok(quantity)
    value, how = _amount(quantity, text, spec)
    notes = [how] if how else []
    if quantity.period not in (None, "year"):
        value = _a_year(spec, quantity, value)
        notes.append(f"per {quantity.period}")
    elif 10 <= value <= MAX_THOUSANDS and quantity.period is None:
        value *= 1000
        notes.append("thousands")
    elif quantity.period is None and 0 < value < MIN_YEARLY:
        raise AmbiguousWords(f"Is {quantity.text} a month or a year? Ask the customer.")
    if quantity.basis == "net":
        value = gross_estimate(value, binder.rulebook.catalogue.advice.net_to_gross_divisor)
        notes.append("net to gross")
    return Reading(_cents(value), ", ".join(notes) or None)


def _a_year(spec: FieldSpec, quantity: Quantity, value: Decimal) -> Decimal:
    if quantity.period == "hour" and quantity.hours is None:
        raise AmbiguousWords("How many hours a week? Ask the customer.")
    if quantity.period == "day":
        raise AmbiguousWords("How many days a week? Ask the customer.")
    return annual_income_from(
        value, PERIODS[quantity.period or "year"], hours_per_week=quantity.hours
    )


PART_OF = re.compile(
    r"\b(incl|including|includes|included|of which|of it|of that|counting)\W+\D{0,20}$"
)


def _is_part(quantity: Quantity, binder: Binder) -> bool:
    """Tell whether a sum is named as part of another one: "2,000 a month incl 1,500 rent"."""
    whole = next((normalise(m.text) for m in reversed(binder.messages)
                  if quantity.text in normalise(m.text)), "")  # fmt: skip
    return bool(PART_OF.search(whole[: quantity.start].lower()))


def _money_a_month(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    if not found and NONE_WORDS.search(text.lower()):
        return Reading("0.00")
    stated = [q for q in found if q.measures in ("money", "number")]
    quantities = [q for q in stated if not _is_part(q, binder)]
    if not quantities:
        raise _unreadable(spec, text)
    total, notes = Decimal(0), []
    for quantity in quantities:
        _currency_ok(quantity)
        value, how = _amount(quantity, text, spec)
        notes += [how] if how else []
        if quantity.period not in (None, "month"):
            value = _a_year(spec, quantity, value) / 12
            notes.append(f"per {quantity.period}")
        total += value
    if len(quantities) > 1:
        notes.append("added up")
    return Reading(_cents(total), ", ".join(dict.fromkeys(notes)) or None)


def _months(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    durations = [q for q in found if q.measures == "duration"]
    if durations:
        quantity = _one(spec, durations, text, "duration")
        if quantity.kind == "range" and quantity.lo is not None:
            low = quantity.lo * (12 if quantity.unit == "year" else 1)
            return Reading(str(int(low)), "lower end")
        if quantity.months is None:
            raise UnreadableWords(f"{quantity.text!r} is not a whole number of months. Ask again.")
        return Reading(str(quantity.months), "about" if quantity.approx else None)
    quantity = _one(spec, found, text, "number", "age")
    value, how = _amount(quantity, text, spec)
    if value != value.to_integral_value() and spec.kind == "years_or_months":
        raise AmbiguousWords(f"Is {quantity.text} in years or in months? Ask the customer.")
    months = _bare_term(spec, value, binder)
    return Reading(str(months), how or ("years" if months != value else None))


def _bare_term(spec: FieldSpec, value: Decimal, binder: Binder) -> int:
    """Read a bare number as months or years, whichever the bank's menu has; else by size."""
    if spec.kind == "months_as_years":
        return int(value * 12)
    if spec.kind == "months":
        return (
            int(value * 12) if spec.name == "old_remaining_months" and value <= 40 else int(value)
        )
    if binder.product is not None:
        menu = binder.rulebook.terms(binder.product).term_months.menu
        if value in menu and value * 12 not in menu:
            return int(value)
        if value * 12 in menu:
            return int(value * 12) if value not in menu or value <= 5 else int(value)
    return int(value * 12) if value <= 10 else int(value)


def _percent(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    value, how = _amount(_one(spec, found, text, "percent", "number"), text, spec)
    return Reading(str(value), how)


def _count(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    value, how = _amount(_one(spec, found, text, "number", "money"), text, spec)
    return Reading(str(int(value)), how)


def _score(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    lowered = text.lower()
    if NO_FILE.search(lowered):
        return Reading(None, "no_file")
    numbers = [q for q in found if q.measures in ("number", "money")]
    if not numbers:
        raise UnreadableWords(f"{text!r} names no score and no band. Leave the score open.")
    quantity = numbers[0]
    below = re.search(r"\b(below|under|less than)\b", lowered) or quantity.bound == "at_most"
    if quantity.kind == "range" or quantity.approx or quantity.bound or below:
        return _band(binder, quantity, below=bool(below))
    value, _ = _amount(quantity, text, spec)
    return Reading(str(int(value)))


def _band(binder: Binder, quantity: Quantity, *, below: bool) -> Reading:
    """Use the lower bound of the band that holds the number said."""
    said = quantity.lo if quantity.lo is not None else quantity.value
    if said is None:
        raise UnreadableWords("That names no score. Leave the score open.")
    reference = said - 1 if below else said
    bands = [b for b in binder.rulebook.catalogue.score_bands if b.used is not None]
    held = [b for b in bands if b.used is not None and b.used <= reference]
    if not held:
        raise OutOfRange("Credit scores run from 300 to 850. Ask the customer.")
    best = max(held, key=lambda b: b.used or 0)
    return Reading(str(best.used), f"band {best.label}")


def _age(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    ages = [q for q in found if q.measures in ("age", "number", "duration")]
    if ages:
        value, _ = _amount(ages[0], text, spec)
        return Reading(str(int(value)))
    answer = read_yes_no(text)
    if answer.value == "UNCLEAR":
        raise _unreadable(spec, text)
    return Reading("true" if answer.value == "YES" else "false")


def _year(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    value, _ = _amount(_one(spec, found, text, "number", "duration"), text, spec)
    if not 1950 <= value <= binder.now.year + 2:
        raise OutOfRange(f"A model year lies between 1950 and {binder.now.year + 2}.")
    return Reading(str(int(value)))


KARAT = re.compile(r"(\d{1,2}(?:\.\d)?)\s*-?\s*(?:k|kt|karats?|carats?|ct)\b", re.IGNORECASE)
GRAMS_IN = {"g": Decimal(1), "oz": Decimal("31.1034768"), "tola": Decimal("11.6638")}
WEIGHT = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)\s*-?\s*(g|gr|gm|gms|grams?|grammes?|oz|ounces?|tolas?)\b", re.IGNORECASE
)


def _gold(spec: FieldSpec, found: list[Quantity], text: str, binder: Binder) -> Reading:
    """Read weight, karat and form: '62.5 grams of 22 karat'."""
    weights, karats = WEIGHT.findall(text), KARAT.findall(text)
    if not weights or not karats:
        raise UnreadableWords("Gold needs its weight in grams and its karat. Ask for both.")
    if len(karats) not in (1, len(weights)):
        raise AmbiguousWords("Which karat belongs to which weight? Ask the customer.")
    form = "bar" if re.search(r"\b(bars?|ingots?|biscuits?)\b", text, re.IGNORECASE) else (
        "coin" if re.search(r"\bcoins?\b", text, re.IGNORECASE) else "jewellery"
    )  # fmt: skip
    items = [
        {"net_grams": str(_grams(weight, unit)), "karat": karat, "form": form}
        for (weight, unit), karat in zip(
            weights, karats * len(weights) if len(karats) == 1 else karats, strict=True
        )
    ]
    return Reading(json.dumps(items))


def _grams(weight: str, unit: str) -> Decimal:
    family = "oz" if unit.lower().startswith("o") else "tola" if unit.lower()[0] == "t" else "g"
    return to_cents(Decimal(weight.replace(",", "")) * GRAMS_IN[family])


def _cents(value: Decimal) -> str:
    return str(to_cents(value))


READERS: dict[str, Reader] = {
    "money": _money,
    "money_a_year": _money_a_year,
    "money_a_month": _money_a_month,
    "months": _months,
    "months_as_years": _months,
    "years_or_months": _months,
    "percent": _percent,
    "count": _count,
    "year": _year,
    "score": _score,
    "age": _age,
    "gold": _gold,
}


def _reader(spec: FieldSpec) -> Reader:
    return READERS[spec.kind]


SCORE_RANGE = (Decimal(300), Decimal(850))


def _check_bounds(spec: FieldSpec, known: Known) -> None:
    if known.value is None or spec.kind in ("gold", "age", "year"):
        return
    low, high = SCORE_RANGE if spec.kind == "score" else (spec.low or Decimal(0), spec.high)
    value = Decimal(known.value)
    if value < low or (high is not None and value > high):
        upper = f" and at most {high:,}" if high is not None else ""
        raise OutOfRange(f"The {spec.label} has to be at least {low:,}{upper}. Ask again.")
    if spec.name in ("principal", "term_months", "monthly_payment") and value == 0:
        raise OutOfRange(f"The {spec.label} has to be more than zero. Ask again.")
