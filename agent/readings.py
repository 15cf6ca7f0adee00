"""How the customer's words become a value: one reader for each kind of field.

The figures come from the one number reader; what a bare figure means follows from the field, the
product and the bank's menu. What cannot be read is said; what can mean two things is asked back.
"""

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from agent.language.answers import read_yes_no
from agent.language.gold import GRAMS_IN, Weight, karat_of, karats_in, weights_in
from agent.language.nones import DEBT_FREE, NO_AID, NO_DEBTS, NO_INCOME
from agent.language.quantities import find_quantities
from agent.language.quantity import Kind, Quantity, in_full
from agent.language.text import normalise
from agent.language.vocabulary import APPROXIMATE_BEFORE
from tools.context import CustomerMessage
from tools.fields import FieldSpec
from tools.lending.catalogue import Rulebook
from tools.lending.errors import AmbiguousWords, OutOfRange, UnreadableWords
from tools.lending.income import PayPeriod, annual_income_from, gross_estimate
from tools.lending.records import Product
from tools.lending.units import to_cents

NONE_WORDS = re.compile(
    r"\b(?:none|zero|nil|nada|nothing(?! (?:much|big|major|crazy|special|too))|"
    rf"no (?:rent|mortgage|savings)|{NO_AID}|{DEBT_FREE}|{NO_DEBTS})\b"
)
NO_INCOME_WORDS = re.compile(rf"\b(?:{NO_INCOME})")
NO_FILE = re.compile(
    r"\b(no|without|never had|haven't any|don't have (a|any))\b.*\b(credit|score)\b"
)
PERIODS: dict[str, PayPeriod] = {
    "year": "yearly", "month": "monthly", "semimonth": "semi-monthly", "biweek": "biweekly",
    "week": "weekly", "day": "daily", "hour": "hourly",
}  # fmt: skip


LEAST_LOAN = 300
"""Below it a bare amount to borrow, of which nobody knows for what, is said in thousands."""
BENEFITS = re.compile(
    r"\b(?:disability|social security|ss[di]i?|pension|benefits?|unemployment|welfare|alimony"
    r"|child support|annuity|stipend)\b"
)
LEAST_DOWN = 60
"""Nobody pays less down for a car; "5 down" is said in thousands."""
OF_MONEY = ("money", "money_a_year", "money_a_month")


class Grounds(NamedTuple):
    """What a figure is read on: the conversation so far, the bank's ranges, the day."""

    messages: Sequence[CustomerMessage]
    rulebook: Rulebook
    product: Product | None
    now: datetime
    price: Decimal | None = None
    """What is bought costs this, where that is known: a share of it is an amount."""
    near: str = ""
    """The words with those around them, in lower case."""


class Reading(NamedTuple):
    """A canonical value, and how the words were read where that has to be said."""

    value: str | None
    how: str | None = None


Reader = Callable[[FieldSpec, list[Quantity], str, Grounds], Reading]


def _unreadable(spec: FieldSpec, text: str) -> UnreadableWords:
    return UnreadableWords(f"{text!r} holds no {spec.label}. Ask the customer for {spec.label}.")


def _one(spec: FieldSpec, found: list[Quantity], text: str, *kinds: Kind) -> Quantity:
    """Return the one quantity of these kinds; a range counts as one."""
    fitting = [q for q in found if q.measures in kinds]
    if not fitting:
        raise _unreadable(spec, text)
    quantity = fitting[0]
    if spec.kind in OF_MONEY:
        quantity = in_full(quantity)
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


def _money(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    if not found and NONE_WORDS.search(text.lower()):
        return Reading("0.00")
    if spec.name == "down_payment" and found and found[0].measures == "percent":
        return _share_of_price(spec, found, text, grounds)
    quantity = _one(spec, found, text, "money", "number")
    _currency_ok(quantity)
    value, how = _amount(quantity, text, spec)
    if quantity.measures == "number" or (quantity.period == "year" and not quantity.currency):
        thousands = _in_thousands(spec, value, grounds)
        if thousands is not None:
            return Reading(_cents(thousands), "lower end" if how == "lower end" else "thousands")
    return Reading(_cents(value), how)


SHARE = "share of the price"


def _share_of_price(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    """Work out "twenty percent down" from the price; without one, dollars are asked for."""
    share, _ = _amount(_one(spec, found, text, "percent"), text, spec)
    if grounds.price is None:
        raise UnreadableWords(f"{text!r} is a share of a price that is not known yet. Ask for it.")
    if not 0 <= share < 100:
        raise OutOfRange(f"The {spec.label} has to be less than the price. Ask again.")
    return Reading(_cents(grounds.price * share / 100), SHARE)


def _in_thousands(spec: FieldSpec, value: Decimal, grounds: Grounds) -> Decimal | None:
    """Read a bare '25' for a car as 25,000: too small as it stands, in range in thousands."""
    if spec.kind == "money_a_year" and BENEFITS.search(grounds.near):
        return None  # "disability 400" is for a month, not 400,000
    of_a_home = grounds.product is Product.HOME
    if spec.name != "down_payment" or of_a_home or value < LEAST_DOWN:
        meant = grounds.rulebook.catalogue.advice.bare_thousands.get(spec.name)
        if meant is not None:
            return value * 1000 if meant.min <= value < meant.max else None
    if spec.name != "principal" or value >= 1000:
        return None
    if grounds.product is None:
        return value * 1000 if value < LEAST_LOAN else None
    limits = grounds.rulebook.terms(grounds.product).principal
    return value * 1000 if value < limits.min <= value * 1000 <= limits.max else None


def _money_a_year(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    lowered = text.lower()
    if not found and (NONE_WORDS.search(lowered) or NO_INCOME_WORDS.search(lowered)):
        return Reading("0.00")
    quantity = _one(spec, found, text, "money", "number")
    _currency_ok(quantity)
    value, how = _amount(quantity, text, spec)
    notes, advice = [how] if how else [], grounds.rulebook.catalogue.advice
    if quantity.period not in (None, "year"):
        value = _a_year(with_hours(quantity, grounds.near), value)
        notes.append(f"per {quantity.period}")
    elif in_full := _in_thousands(spec, value, grounds):
        value = in_full
        notes.append("thousands")
    elif quantity.period is None and 0 < value < advice.yearly_income_min:
        raise AmbiguousWords(f"Is {quantity.text} a month or a year? Ask the customer.")
    if quantity.basis == "net":
        value = gross_estimate(value, advice.net_to_gross_divisor)
        notes.append("net to gross")
    return Reading(_cents(value), ", ".join(notes) or None)


FULL_TIME = re.compile(r"\bfull[- ]?time\b")
FULL_TIME_HOURS = Decimal(40)
"""Hours a week of somebody who works full time; the income that comes of it is said."""


def with_hours(quantity: Quantity, words: str) -> Quantity:
    """Return hourly pay with the hours a week of somebody who works full time."""
    if quantity.period != "hour" or quantity.hours is not None or not FULL_TIME.search(words):
        return quantity
    return quantity._replace(hours=FULL_TIME_HOURS)


def _a_year(quantity: Quantity, value: Decimal) -> Decimal:
    if quantity.period == "hour" and quantity.hours is None:
        raise AmbiguousWords("How many hours a week? Ask the customer.")
    if quantity.period == "day":
        raise AmbiguousWords("How many days a week? Ask the customer.")
    return annual_income_from(
        value, PERIODS[quantity.period or "year"], hours_per_week=quantity.hours
    )


PART_OF = re.compile(
    r"\b(incl|including|includes|included|of which|of it|of that|counting)"
    r"[^\w.;!?]+[^\d.;!?]{0,20}$"
)


def _is_part(quantity: Quantity, grounds: Grounds) -> bool:
    """Tell whether a sum is named as part of another one: "2,000 a month incl 1,500 rent"."""
    whole = next((normalise(m.text) for m in reversed(grounds.messages)
                  if quantity.text in normalise(m.text)), "")  # fmt: skip
    return bool(PART_OF.search(whole[: quantity.start].lower()))


def _money_a_month(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    if not found and NONE_WORDS.search(text.lower()):
        return Reading("0.00")
    stated = [q for q in found if q.measures in ("money", "number")]
    quantities = [q for q in stated if not _is_part(q, grounds)] or stated
    if not quantities:
        raise _unreadable(spec, text)
    total, notes = Decimal(0), []
    for quantity in quantities:
        _currency_ok(quantity)
        value, how = _amount(in_full(quantity), text, spec)
        notes += [how] if how else []
        if quantity.period not in (None, "month"):
            value = _a_year(quantity, value) / 12
            notes.append(f"per {quantity.period}")
        total += value
    if len(quantities) > 1:
        notes.append("added up")
    return Reading(_cents(total), ", ".join(dict.fromkeys(notes)) or None)


def _months(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    durations = [q for q in found if q.measures == "duration"]
    since = _since(text, grounds.now) if spec.name == "months_employed" else None
    if since is not None and not durations:
        return Reading(str(since), "since")
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
    months = _bare_term(spec, value, grounds)
    return Reading(str(months), how or ("years" if months != value else None))


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SINCE = re.compile(
    rf"\b(?:({'|'.join(_MONTHS)})[a-z]*\.?,? (?:of )?)?((?:19[5-9]|20[0-9])\d)$", re.IGNORECASE
)


def _since(text: str, now: datetime) -> int | None:
    """Return the whole months since a month or a year; of a year alone, since its last month."""
    found = _SINCE.search(text.strip())
    if found is None:
        return None
    month = _MONTHS.index(found[1].lower()) + 1 if found[1] else 12
    months = (now.year - int(found[2])) * 12 + now.month - month
    return max(months, 0) if months > -12 else None


def _bare_term(spec: FieldSpec, value: Decimal, grounds: Grounds) -> int:
    """Read a bare number as months or years, whichever the bank's menu has; else by size."""
    if spec.kind == "months_as_years":
        return int(value * 12)
    if spec.kind == "months":
        return (
            int(value * 12) if spec.name == "old_remaining_months" and value <= 40 else int(value)
        )
    if grounds.product is not None:
        menu = grounds.rulebook.terms(grounds.product).term_months.menu
        if value in menu and value * 12 not in menu:
            return int(value)
        if value * 12 in menu:
            return int(value * 12) if value not in menu or value <= 5 else int(value)
    return int(value * 12) if value <= 10 else int(value)


def _percent(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    found = [q if in_full(q) is q else q._replace(readings=()) for q in found]  # 6.125 is a rate
    value, how = _amount(_one(spec, found, text, "percent", "number"), text, spec)
    return Reading(str(value), how)


def _count(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    value, how = _amount(_one(spec, found, text, "number", "money"), text, spec)
    return Reading(str(int(value)), how)


def _score(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    lowered = text.lower()
    if NO_FILE.search(lowered):
        return Reading(None, "no_file")
    numbers = [q for q in found if q.measures in ("number", "money")]
    if not numbers:
        raise UnreadableWords(f"{text!r} names no score and no band. Leave the score open.")
    quantity = numbers[0]
    below = re.search(r"\b(below|under|less than)\b", lowered) or quantity.bound == "at_most"
    rough = quantity.approx and not _is_only_like(text, grounds)
    if quantity.kind == "range" or rough or quantity.bound or below:
        return _band(grounds, quantity, below=bool(below))
    value, _ = _amount(quantity, text, spec)
    return Reading(str(int(value)))


def _is_only_like(text: str, grounds: Grounds) -> bool:
    """Tell whether nothing but "like" makes a score rough: "like 720" is how people talk."""
    said = next((normalise(m.text).lower() for m in reversed(grounds.messages)
                 if text.lower() in normalise(m.text).lower()), "")  # fmt: skip
    before = said[: said.find(text.lower())].split()[-4:]
    return before[-1:] == ["like"] and not set(before[:-1]) & APPROXIMATE_BEFORE


def _band(grounds: Grounds, quantity: Quantity, *, below: bool) -> Reading:
    """Use the lower bound of the band that holds the number said."""
    said = quantity.lo if quantity.lo is not None else quantity.value
    if said is None:
        raise UnreadableWords("That names no score. Leave the score open.")
    reference = said - 1 if below else said
    bands = [b for b in grounds.rulebook.catalogue.score_bands if b.used is not None]
    held = [b for b in bands if b.used is not None and b.used <= reference]
    if not held:
        raise OutOfRange("Credit scores run from 300 to 850. Ask the customer.")
    best = max(held, key=lambda b: b.used or 0)
    return Reading(str(best.used), f"band {best.label}")


def _age(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    ages = [q for q in found if q.measures in ("age", "number", "duration")]
    if ages:
        value, _ = _amount(ages[0], text, spec)
        return Reading(str(int(value)))
    answer = read_yes_no(text)
    if answer.value == "UNCLEAR":
        raise _unreadable(spec, text)
    return Reading("true" if answer.value == "YES" else "false")


def _year(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    value, _ = _amount(_one(spec, found, text, "number", "duration"), text, spec)
    if not 1950 <= value <= grounds.now.year + 2:
        raise OutOfRange(f"A model year lies between 1950 and {grounds.now.year + 2}.")
    return Reading(str(int(value)))


def _gold(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    """Read weight, karat and form: '62.5 grams of 22 karat'.

    A weight or a karat said alone puts right what was said before; the other one stands.
    """
    said = (text, *(normalise(m.text) for m in reversed(grounds.messages)))
    read_all = [(words, find_quantities(words)) for words in said]
    weights = next(filter(None, (weights_in(*one) for one in read_all)), [])
    karats = next(filter(None, (karats_in(one[1]) for one in read_all)), [])
    if not weights or not karats:
        raise UnreadableWords("Gold needs its weight in grams and its karat. Ask for both.")
    values = [karat_of(k) for k in karats]
    values = values[:1] * len(weights) if len(set(values)) == 1 else values
    if len(values) != len(weights):
        raise AmbiguousWords("Which karat belongs to which weight? Ask the customer.")
    form = next(filter(None, map(_form, said)), "jewellery")
    items = [
        {"net_grams": str(_grams(weight, text, spec)), "karat": str(karat), "form": form}
        for weight, karat in zip(weights, values, strict=True)
    ]
    return Reading(json.dumps(items))


def _form(text: str) -> str | None:
    if re.search(r"\b(bars?|ingots?|biscuits?)\b", text, re.IGNORECASE):
        return "bar"
    coins = re.search(r"\b(coins?|sovereigns?|krugerrands?)\b", text, re.IGNORECASE)
    return "coin" if coins else None


def _grams(weight: Weight, text: str, spec: FieldSpec) -> Decimal:
    """Return what all pieces weigh; the lower end of a range."""
    value, _ = _amount(weight.quantity, text, spec)
    return to_cents(value * GRAMS_IN[weight.quantity.unit] * weight.pieces)


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


def read(spec: FieldSpec, found: list[Quantity], text: str, grounds: Grounds) -> Reading:
    """Read the words of one field; `found` are the quantities of the message at that place.

    Raises `UnreadableWords`, `AmbiguousWords` or `OutOfRange`.
    """
    return READERS[spec.kind](spec, found, text, grounds)
