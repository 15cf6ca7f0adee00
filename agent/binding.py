"""Figures going in: what a model types into a tool call is bound to what the customer wrote.

The model gives words; this module finds them in a message of this customer in this conversation
and lets the one number reader read the message there. What binds to nothing is refused; what
binds to two readings is asked back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from agent.evidence import speaking_for
from agent.language.quantities import find_quantities
from agent.language.quantity import Period, Quantity
from agent.language.text import normalise
from agent.readings import Grounds, read, with_hours
from agent.relative import bound_relative
from agent.suited import Asked, is_for_another
from tools.case_file import Known, Span
from tools.context import CustomerMessage
from tools.facts import Fact
from tools.fields import BY_NAME, FieldSpec
from tools.lending.catalogue import Rulebook
from tools.lending.errors import AmbiguousWords, OutOfRange, UnboundFigure, UnreadableWords
from tools.lending.records import Product
from tools.lending.units import to_cents

NAMED_BY_FACT: dict[str, tuple[str, ...]] = {
    "principal": ("principal", "max_principal", "min_principal"),
    "term_months": ("term_months", "max_term_months", "min_term_months"),
    "down_payment": ("down_payment",),
    "extra_monthly": ("extra_monthly", "monthly_payment_difference", "monthly_saving"),
    "monthly_payment": ("monthly_payment", "payment_low", "payment_high"),
}
"""Roles of our own figures that may stand for a field: terms of a loan, never what a person has."""
PRICES = ("vehicle_price", "property_value")
"""What a down payment may be a share of."""
AND_THEN = " | "
MOST_HOURS = 100
"""Hours a week; more is something else."""
"""Joins a figure with the period that answered "a month or a year?": both are the customer's."""
PLUS = " + "
"""Joins figures of one field that stand apart in the customer's message."""
ADDED = ("principal", "other_aid")
"""Sums paid once of which several parts may be named: debts to clear, grants."""
SAID_TOGETHER = ("annual_income", "other_income", "taxes_and_insurance")
"""Fields whose parts are mostly paid for the same time, which is said once."""
_NEAR = 20
"""Characters around the customer's words that may say what kind of income it is."""
BONUS = re.compile(r"\b(?:bonus(?:es)?|tips|commissions?|overtime)\b")
"""Paid beside a yearly salary, and named for the year as well."""
FACT_ID = re.compile(r"^\[{0,2}([a-z_0-9]+(?:\.[\w-]+)+)\]{0,2}$")
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
    price: Decimal | None = None
    """What the car or the home costs, where it is known."""

    @property
    def grounds(self) -> Grounds:
        """What the readers read on."""
        return Grounds(self.messages, self.rulebook, self.product, self.now, self.price)

    def knowing(self, name: str, bound: Known) -> "Binder":
        """Return a binder that knows what was just bound: a share is worked out from a price."""
        if name not in PRICES or bound.value is None:
            return self
        return self._replace(price=Decimal(bound.value))

    def bind(self, spec: FieldSpec, words: object) -> Known:
        """Read the customer's words for one field.

        Raises `UnboundFigure` when they are not the customer's, `UnreadableWords` when they hold
        no value of that kind, `AmbiguousWords` when they hold two, `OutOfRange` beyond the bounds.
        """
        if spec.kind in ("choice", "state", "yes_no"):
            return self._chosen(spec, words)
        text = normalise(str(words))
        against = bound_relative(
            spec, text, lambda i: self._said_before(spec, i) or self._from_fact(spec, i),
            lambda w: self._part(spec, w), lambda w: self._find(spec, w),
        )  # fmt: skip
        adds_up = spec.kind in ("money_a_year", "money_a_month") or spec.name in ADDED
        parts = text.split(PLUS) if adds_up else [text]
        if against is not None:
            known = against
        elif len(parts) > 1:
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
        message = speaking_for(spec, value, self.messages, self.asked)
        if message is None:
            raise UnboundFigure(
                f"The customer has not said {text!r}. Ask the customer for {spec.label}."
            )
        return Known(value=value, source="told", as_of=self.now, message=message.turn_id)

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

    def _said_before(self, spec: FieldSpec, text: str) -> Known | None:
        """Bind to what the customer said of the same field before, for what comes on top of it."""
        fact = self.facts.get(text)
        if fact is None or fact.role != "said" or fact.field != spec.name:
            return None
        return Known(value=fact.value, source="told", as_of=self.now, words=fact.id)

    def _part(self, spec: FieldSpec, words: str) -> Known:
        """Bind the words of a change; "half" and "twice" have only to have been said."""
        bare = spec._replace(kind="months") if spec.kind == "years_or_months" else spec
        return self._from_message(bare, words)

    def _from_message(self, spec: FieldSpec, text: str, shared: Period | None = None) -> Known:
        text, _, period = text.partition(AND_THEN)
        message, whole, start = self._find(spec, text)
        end = start + len(text)
        here = self._quantities(whole, start, end)
        if period:
            here = [self._completed(spec, q, period) for q in here]
        here = [q._replace(period=q.period or shared) for q in here]
        self._check_role(spec, whole, here)
        near = whole[max(start - _NEAR, 0) : end + _NEAR]
        value, reading = read(spec, here, text, self.grounds._replace(near=near.lower()))
        return Known(
            value=value,
            source="told",
            as_of=self.now,
            message=message.turn_id,
            span=Span(start=start, end=end),
            words=whole[start:end],
            reading=reading,
        )

    def _check_role(self, spec: FieldSpec, whole: str, here: Sequence[Quantity]) -> None:
        """Refuse a figure that the words around it give to another field."""
        found = tuple(find_quantities(whole, self.locale))
        product = self.product.value if self.product else None
        said_of = Asked(product, tuple(self.asked), tuple(self._told_before()))
        if is_for_another(spec.name, whole, found, here, said_of):
            said = " and ".join(q.text for q in here)
            raise UnboundFigure(
                f"{said!r} is not said of {spec.label}. Ask the customer for {spec.label}."
            )

    def _told_before(self) -> Iterator[tuple[str, Decimal]]:
        """Every figure told so far, by field: a second price is judged by the first."""
        for fact in self.facts.values():
            if fact.role == "said" and fact.field and re.fullmatch(r"[\d.]+", fact.value or ""):
                yield fact.field, Decimal(fact.value or 0)

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
            update={
                "value": str(to_cents(total)),
                "span": span,
                "words": words,
                "reading": "added up",
            }
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
        bonus = any(BONUS.search(whole.lower()) for (_, whole, _), _ in places)
        if periods == {None} and bonus and spec.name == "annual_income":
            return "year"  # "65k base plus 5k bonus"
        return next(iter(periods - {None})) if len(periods - {None}) == 1 else None

    def _completed(self, spec: FieldSpec, quantity: Quantity, words: str) -> Quantity:
        """Complete a figure by a later message: hours a week for hourly pay, else the period."""
        if quantity.period != "hour":
            return quantity._replace(period=self._period(spec, words))
        self._find(spec, words)
        said = (q for q in find_quantities(words, self.locale) if q.measures != "money")
        hours = next((q.value for q in said if q.value and q.value <= MOST_HOURS), None)
        if hours is None:
            return with_hours(quantity, words.lower())
        return quantity._replace(hours=hours)

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
