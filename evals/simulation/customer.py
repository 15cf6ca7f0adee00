"""A simulated customer: answers, volunteers, corrects, misreads and digresses in their own voice.

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
SAYS_NO_LOAN_AT_FIRST = 0.08
JOINS_AT_FIRST = 0.6
"""How often it is said in the first message that somebody signs too; else with the first answer."""
MOST_SCORE = 820


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
        vague = self.chance.random() < SAYS_NO_LOAN_AT_FIRST
        known = speech().vague_openings if vague else self._own_openings()
        ways = [w for w in known if all(self._fact(f) is not None for f in _NAMED.findall(w))]
        template = self.voice.one_of(ways)
        fields: list[str] = _NAMED.findall(template)
        values = {field: self._first_told(field) for field in fields}
        self.told |= values
        if not vague:
            self.told["product"] = self.persona.product.value
        joining = self._joining() if self.chance.random() < JOINS_AT_FIRST else []
        filled = self.voice.filled(template, fields, values)
        return self.voice.join([filled, *joining, *self._volunteered(), *self._aside()])

    def answer(self, asked: Sequence[str], reply: str = "") -> str:
        """Answer the fields that were asked for, in one's own manner; none asked: nudge."""
        if self.to_correct is not None:
            return self.voice.join([self._correction()])
        manners = self.persona.manners
        if asked and not self.digressed and self.chance.random() < manners.digresses:
            self.digressed = True
            return self.voice.join([self.voice.one_of(speech().digressions)])
        self.digressed = False
        misread = self._misread()
        fields = misread or self._wanted(asked)
        if any(f.startswith("co.") for f in asked) and not self.persona.is_joint:
            fields = ["co_applicant"]
        if not fields:
            return self.voice.join([self._at_a_loss(asked), *self._joining()])
        clauses = [self._tell(field, asked=not misread) for field in fields]
        beside = [*self._joining(), *self._volunteered(), *self._aside(), *self._question()]
        return self.voice.join([*clauses, *beside])

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
        picked = untold[int(self.chance.integers(len(untold)))] if untold else None
        return [self._tell(picked, asked=False)] if picked else []

    def _joining(self) -> list[str]:
        """Say once that somebody signs too; who studies is asked for it."""
        studies = self.persona.product is Product.EDUCATION
        if not self.persona.is_joint or studies or "co_applicant" in self.told:
            return []
        self.told["co_applicant"] = "yes"
        return [self.voice.one_of(speech().joining)]

    def _aside(self) -> list[str]:
        rambles = self.chance.random() < self.persona.manners.rambles
        return [self.voice.one_of(speech().asides)] if rambles else []

    def _question(self) -> list[str]:
        asks = self.chance.random() < self.persona.manners.asks_beside
        return [self.voice.one_of(speech().digressions)] if asks else []

    def _own_openings(self) -> tuple[str, ...]:
        return speech().openings[self.persona.product.value]

    def _untold(self) -> list[str]:
        """List what could be said of one's own accord: what says itself what it is."""
        skip = (*self.told, *NOT_VOLUNTEERED, *FOLLOW_ON.values())
        if self.persona.product is Product.CAR:
            skip = (*skip, "principal")  # price and down payment say it
        joint = self.told.get("co_applicant") == "yes"
        known = ((f, v) for f, v in self.persona.facts.items() if joint or "co." not in f)
        return [f for f, v in known if v is not None and f not in skip]

    def _at_a_loss(self, asked: Sequence[str]) -> str:
        none = [f for f in asked if f in speech().none]
        if none:
            self.told[none[0]] = None
            return self.voice.one_of(speech().none[none[0]])
        return self.voice.one_of(speech().lost if asked else speech().nudges)

    def _tell(self, field: str, *, asked: bool) -> str:
        if field == "product":
            self.told[field] = self.persona.product.value
            return self.voice.one_of(speech().product[self.persona.product.value])
        if field == "co_applicant":
            self.told[field] = "yes" if self.persona.is_joint else "no"
            return self.voice.one_of(speech().co_applicant[self.told[field] or "no"])
        self.told[field] = self._first_told(field)
        return self.voice.clause(field, self.told[field], asked=asked)

    def _correction(self) -> str:
        field, self.to_correct = self.to_correct or "", None
        wrong, right = self.told[field] or "", self._fact(field) or ""
        self.told[field] = right
        way = self.voice.one_of(speech().corrections)
        if "{clause}" in way:
            return way.format(clause=self.voice.clause(field, right, asked=False))
        figures = (self.voice.figure(field, value) for value in (wrong, right))
        return way.format(**dict(zip(("wrong", "right"), figures, strict=True)))

    def _fact(self, field: str) -> Value:
        return self.persona.facts.get(field)

    def _first_told(self, field: str) -> Value:
        """Return the fact, or a wrong one that the next message will correct."""
        true = self._fact(field)
        if field != self.persona.manners.corrects or field in self.told or true is None:
            return true
        wrong = _slipped(field, true)
        if self.persona.manners.in_breath:
            self.voice.slips[field] = wrong
            return true
        self.to_correct = field
        return wrong


def _slipped(field: str, true: str) -> str:
    if field.endswith("credit_score"):
        return str(int(true) + (30 if int(true) + 30 <= MOST_SCORE else -30))
    return str(Decimal(true) * SLIP)
