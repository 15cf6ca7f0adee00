"""A simulated customer: answers what is asked, volunteers, corrects, misreads and digresses.

Deterministic: the same persona in the same conversation says the same. What was told, by field and
with its last value, is kept: it is what the bank should have understood.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from evals.simulation.personas import Persona, Value
from evals.simulation.speech import Voice, speech
from tools.lending.records import Product

_NAMED = re.compile(r"\{([\w.]+)\}")
SLIP = Decimal("1.1")
"""How far a wrong figure is from the true one: a slip of memory, no second story."""
FOLLOW_ON = {"employment_status": "months_employed"}
"""Who is asked for the first says the second in the same breath."""
NOT_VOLUNTEERED = ("rent", "other_income", "repayment_source", "provider_estimate")


class SimulatedCustomer:
    """One conversation's customer."""

    def __init__(self, persona: Persona) -> None:
        self.persona = persona
        self.chance = np.random.default_rng(persona.seed + 10**9)
        self.voice = Voice(persona, self.chance)
        self.told: dict[str, Value] = {}
        """Field -> the value as last said. `product` and `co_applicant` are among the fields."""
        self.to_correct: str | None = None
        self.digressed = False

    def opening(self) -> str:
        """Say what one wants, and the facts that come with it."""
        known = speech().openings[self.persona.product.value]
        ways = [w for w in known if all(self._fact(f) is not None for f in _NAMED.findall(w))]
        template = self.voice.one_of(ways)
        fields: list[str] = _NAMED.findall(template)
        values = {field: self._first_told(field) for field in fields}
        self.told |= values
        if self._names_product(template):
            self.told["product"] = self.persona.product.value
        clauses = [self.voice.filled(template, fields, values), *self._volunteered()]
        return self.voice.join(clauses)

    def answer(self, asked: Sequence[str], reply: str = "") -> str:
        """Answer the fields that were asked for, in one's own manner; none asked: nudge."""
        if self.to_correct is not None:
            return self._correction()
        manners = self.persona.manners
        if asked and not self.digressed and self.chance.random() < manners.digresses:
            self.digressed = True
            return self.voice.one_of(speech().digressions)
        self.digressed = False
        fields = self._misread() or self._wanted(asked)
        if not fields:
            return self._at_a_loss(asked)
        clauses = [self._tell(field) for field in fields]
        return self.voice.join([*clauses, *self._volunteered()])

    # -- what to say ---------------------------------------------------------------------------

    def _wanted(self, asked: Sequence[str]) -> list[str]:
        able = [f for f in asked if f in ("product", "co_applicant") or f in self.persona.facts]
        follow = [FOLLOW_ON[f] for f in able if f in FOLLOW_ON]
        return list(dict.fromkeys([*able, *(f for f in follow if f in self.persona.facts)]))

    def _misread(self) -> list[str]:
        if self.chance.random() >= self.persona.manners.misreads:
            return []
        return self._untold()[:1]

    def _volunteered(self) -> list[str]:
        if self.chance.random() >= self.persona.manners.volunteers:
            return []
        untold = self._untold()
        return [self._tell(untold[int(self.chance.integers(len(untold)))])] if untold else []

    def _untold(self) -> list[str]:
        """List what could be said of one's own accord: what says itself what it is."""
        skip = (*self.told, *NOT_VOLUNTEERED, *FOLLOW_ON.values())
        if self.persona.product is Product.CAR:
            skip = (*skip, "principal")  # price and down payment say it
        facts = self.persona.facts
        return [f for f, v in facts.items() if v is not None and f not in skip and "co." not in f]

    def _at_a_loss(self, asked: Sequence[str]) -> str:
        none = [f for f in asked if f in speech().none]
        if none:
            self.told[none[0]] = None
            return self.voice.one_of(speech().none[none[0]])
        return self.voice.one_of(speech().lost if asked else speech().nudges)

    def _tell(self, field: str) -> str:
        if field == "product":
            self.told[field] = self.persona.product.value
            return self.voice.one_of(speech().product[self.persona.product.value])
        if field == "co_applicant":
            self.told[field] = "yes" if self.persona.is_joint else "no"
            return self.voice.one_of(speech().co_applicant[self.told[field] or "no"])
        self.told[field] = self._first_told(field)
        return self.voice.clause(field, self.told[field])

    def _correction(self) -> str:
        field, self.to_correct = self.to_correct or "", None
        self.told[field] = self._fact(field)
        clause = self.voice.clause(field, self._fact(field))
        return self.voice.one_of(speech().corrections).format(clause=clause)

    def _fact(self, field: str) -> Value:
        return self.persona.facts.get(field)

    def _first_told(self, field: str) -> Value:
        """Return the fact, or a wrong one that the next message will correct."""
        true = self._fact(field)
        if field != self.persona.manners.corrects or field in self.told or true is None:
            return true
        self.to_correct = field
        return str(Decimal(true) * SLIP)

    @staticmethod
    def _names_product(template: str) -> bool:
        return "few things" not in template
