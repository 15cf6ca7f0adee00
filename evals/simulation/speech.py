"""How a simulated customer puts facts into words: speech.yaml, and figures in their way."""

import re
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
    vague_openings: Templates
    """They name no loan."""
    answers: Mapping[str, Templates]
    """Each says itself which fact it tells."""
    short_answers: Mapping[str, Templates]
    """Clear only where the fact was asked for."""
    none: Mapping[str, Templates]
    product: Mapping[str, Templates]
    co_applicant: Mapping[str, Templates]
    people: Mapping[str, Mapping[str, str]]
    joining: Templates
    words: Mapping[str, Mapping[str, Templates]]
    lost: Templates
    digressions: Templates
    asides: Templates
    corrections: Templates
    breaths: Templates
    hedges: Templates
    courtesies: Templates
    short: Mapping[str, str]
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
        self.slips: dict[str, str] = {}
        """Field -> a wrong value that is said first, and put right in the same breath."""

    def one_of(self, ways: Sequence[str]) -> str:
        """Draw one of several ways; of somebody else, with the words for them."""
        way = ways[int(self.chance.integers(len(ways)))]
        for name, word in speech().people.get(self.persona.other or "", {}).items():
            way = way.replace("{" + name + "}", word)
        return way

    def join(self, clauses: Iterable[str]) -> str:
        """Put clauses into one message, in this person's tone."""
        first, *others = clauses
        said = first
        for clause in others:
            said += self.one_of(speech().joins) + clause
        return self._in_tone(said)

    def _in_tone(self, said: str) -> str:
        match self.persona.manners.tone:
            case "casual":
                return said.lower()
            case "texting":
                return _shortened(said.lower().replace("'", ""))
            case "capitals":
                return said.upper()
            case "polite" if self.chance.random() < 0.4:
                return self.one_of(speech().courtesies).format(said=said.rstrip(".,"))
        return said

    def clause(self, field: str, value: Value, *, asked: bool = True) -> str:
        """Put one fact into words; `value` may be a wrong one, told by mistake."""
        if value is None:
            return self.one_of(speech().none[field])
        short = speech().short_answers.get(field, ()) if asked else ()
        template = self.one_of((*speech().answers[field], *short))
        return template.replace("{" + field + "}", self.figure(field, value))

    def filled(self, template: str, fields: Iterable[str], facts: Mapping[str, Value]) -> str:
        """Fill an opening with the facts that it names."""
        for field in fields:
            template = template.replace("{" + field + "}", self.figure(field, facts[field] or ""))
        return template

    def figure(self, field: str, value: str) -> str:
        """Write one value the way this person writes, a slip of the tongue before it."""
        right = self._figure(field, value)
        wrong = self.slips.pop(field, None)
        if wrong is not None:
            return self.one_of(speech().breaths).format(
                wrong=self._figure(field, wrong), right=right
            )
        hedged = self._counts(field) and self.chance.random() < self.persona.manners.hedges
        return self.one_of(speech().hedges).format(figure=right) if hedged else right

    @staticmethod
    def _counts(field: str) -> bool:
        exact = ("gold_items", "old_note_rate_pct", "credit_score", "co.credit_score")
        return field not in speech().words and field not in exact

    def _figure(self, field: str, value: str) -> str:
        if field in speech().words:
            return self.one_of(speech().words[field][value])
        if field == "gold_items":
            return self._gold(*value.split(" "))
        if field in MONTHS:
            return self._months(int(value))
        if field == "old_note_rate_pct":
            return self.one_of([f"{value}%", f"{value} percent"])
        if field.endswith("credit_score"):
            return value
        write = self._income if field in MONEY_A_YEAR else self._money
        return write(Decimal(value))

    def _gold(self, grams: str, karat: str) -> str:
        return self.one_of(
            [
                f"{grams} grams of {karat} karat",
                f"{grams}g, {karat}k gold",
                f"{grams} grams, {karat} karat",
                f"{karat}k gold, {grams} g",
            ]
        )

    def _months(self, months: int) -> str:
        years, rest = divmod(months, 12)
        whole = (
            [] if rest else [f"{years} year{'s' * (years != 1)}", f"{years} yr{'s' * (years != 1)}"]
        )
        halves = [f"{years} and a half years"] if rest == 6 and years else []
        return self.one_of([*whole, *whole, *halves, f"{months} months"])

    def _income(self, yearly: Decimal) -> str:
        if yearly and self.chance.random() < 0.3:
            return f"{self._money(yearly / 12)} {self.one_of(['a month', 'per month', 'monthly'])}"
        return f"{self._money(yearly)} {self.one_of(['a year', 'per year', 'yearly', 'annually'])}"

    def _money(self, amount: Decimal) -> str:
        ways = [f"${amount:,.0f}", f"{amount:,.0f}", f"{amount:.0f} dollars", f"{amount:.0f}"]
        loose = self.persona.manners.tone not in ("plain", "polite")
        if amount >= 1000 and amount % 100 == 0 and loose:
            ways += [f"{(amount / 1000).normalize():f}k"] * 3
        return self.one_of(ways)


def _shortened(said: str) -> str:
    """Put "u" for "you" and the like; never right before a figure, where "4" would be one."""
    for word, short in speech().short.items():
        said = re.sub(rf"\b{word}\b(?! ?[\d$~])", short, said)
    return said
