"""How a simulated customer puts facts into words: speech.yaml, and figures in their way."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

import yaml
from pydantic import ValidationError

from evals.simulation.personas import Draw, Persona, Value
from tools.lending.records import Record

Templates = tuple[str, ...]

MONEY_A_YEAR = ("annual_income", "co.annual_income")
MONTHS = ("term_months", "months_employed", "old_remaining_months")


class Speech(Record):
    """Everything a simulated customer knows how to say."""

    openings: Mapping[str, Templates]
    answers: Mapping[str, Templates]
    none: Mapping[str, Templates]
    product: Mapping[str, Templates]
    co_applicant: Mapping[str, Templates]
    words: Mapping[str, Mapping[str, Templates]]
    lost: Templates
    digressions: Templates
    corrections: Templates
    nudges: Templates
    joins: Templates


@lru_cache(maxsize=1)
def speech() -> Speech:
    """Read speech.yaml once. Raises `ValueError` with the place of what is wrong."""
    raw = files("evals.simulation").joinpath("speech.yaml").read_text(encoding="utf-8")
    try:
        return Speech.model_validate(yaml.safe_load(raw))
    except ValidationError as error:
        raise ValueError(f"evals/simulation/speech.yaml: {error}") from error


class Voice:
    """One persona's way of talking, drawn turn by turn."""

    def __init__(self, persona: Persona, chance: Draw) -> None:
        self.persona, self.chance = persona, chance

    def one_of(self, ways: Sequence[str]) -> str:
        """Draw one of several ways."""
        return ways[int(self.chance.integers(len(ways)))]

    def join(self, clauses: Iterable[str]) -> str:
        """Put clauses into one message."""
        first, *others = clauses
        said = first
        for clause in others:
            said += self.one_of(speech().joins) + clause
        return said.lower() if self.persona.manners.casual else said

    def clause(self, field: str, value: Value) -> str:
        """Put one fact into words; `value` may be a wrong one, told by mistake."""
        if value is None:
            return self.one_of(speech().none[field])
        template = self.one_of(speech().answers[field])
        return template.replace("{" + field + "}", self.figure(field, value))

    def filled(self, template: str, fields: Iterable[str], facts: Mapping[str, Value]) -> str:
        """Fill an opening with the facts that it names."""
        for field in fields:
            template = template.replace("{" + field + "}", self.figure(field, facts[field] or ""))
        return template

    def figure(self, field: str, value: str) -> str:
        """Write one value the way this person writes."""
        if field in speech().words:
            return self.one_of(speech().words[field][value])
        if field == "gold_items":
            grams, karat = value.split(" ")
            return self.one_of([f"{grams} grams of {karat} karat", f"{grams}g, {karat}k gold"])
        if field in MONTHS:
            return self._months(int(value))
        if field == "old_note_rate_pct":
            return self.one_of([f"{value}%", f"{value} percent"])
        if field.endswith("credit_score"):
            return value
        write = self._income if field in MONEY_A_YEAR else self._money
        return write(Decimal(value))

    def _months(self, months: int) -> str:
        years, rest = divmod(months, 12)
        whole = [] if rest else [f"{years} year{'s' * (years != 1)}"]
        return self.one_of([*whole, *whole, f"{months} months"])

    def _income(self, yearly: Decimal) -> str:
        if yearly and self.chance.random() < 0.3:
            return f"{self._money(yearly / 12)} {self.one_of(['a month', 'per month'])}"
        return f"{self._money(yearly)} {self.one_of(['a year', 'per year', 'yearly'])}"

    def _money(self, amount: Decimal) -> str:
        ways = [f"${amount:,.0f}", f"{amount:,.0f}", f"{amount:.0f} dollars"]
        if amount >= 1000 and amount % 1000 == 0 and self.persona.manners.casual:
            ways += [f"{amount / 1000:.0f}k"] * 3
        return self.one_of(ways)
