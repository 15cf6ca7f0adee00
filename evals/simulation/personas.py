"""Draws a persona: what somebody wants, the facts that are true of them, and their manners."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

import numpy as np

from tools.lending.records import Product, Record

Draw = np.random.Generator
Value = str | None
Tone = Literal["plain", "casual", "texting", "capitals", "polite"]

EARNED = (24_000, 180_000)
"""USD a year."""


class Manners(Record):
    """How somebody talks; each is a probability per turn, or a trait."""

    volunteers: float
    """Adds a fact that was not asked for."""
    digresses: float
    """Asks something instead of answering."""
    misreads: float
    """Answers another question than the one that was asked."""
    asks_beside: float = 0.0
    """Answers, and asks something in the same breath."""
    hedges: float = 0.0
    """Says "about" before a figure."""
    rambles: float = 0.0
    """Adds what has nothing to do with the loan."""
    corrects: str | None = None
    """A fact that is told wrongly at first and corrected in the next message."""
    in_breath: bool = False
    """Corrects it within the message instead."""
    tone: Tone = "plain"
    """Casual: lower case, k for thousands; texting: abbreviations too."""


class Persona(Record):
    """Somebody with a goal. Facts are canonical text by field; None is "there is none"."""

    seed: int
    product: Product
    facts: Mapping[str, Value]
    manners: Manners
    other: str | None = None
    """Who would sign too, as in speech.yaml."""

    @property
    def is_joint(self) -> bool:
        """Tell whether somebody signs with them."""
        return any(field.startswith("co.") for field in self.facts)


def draw(seed: int) -> Persona:
    """Draw a persona; the same seed is the same person.

    >>> draw(7) == draw(7)
    True
    """
    chance = np.random.default_rng(seed)
    product = tuple(Product)[int(chance.integers(len(Product)))]
    facts = _person(chance, product) | REQUESTS[product](chance)
    other = None
    if chance.random() < SIGN_JOINTLY.get(product, 0.2):
        facts |= _co_applicant(chance)
        other = _choice(chance, *PEOPLE)
    return Persona(
        seed=seed, product=product, facts=facts, manners=_manners(chance, facts), other=other
    )


SIGN_JOINTLY = {Product.EDUCATION: 0.6, Product.GOLD: 0.0}
"""Share of customers with whom somebody signs; of the others, one in five."""
PEOPLE = ("wife", "husband", "mother", "father", "sister", "uncle", "partner", "friend")
TOLD_WRONG = (
    "annual_income", "principal", "monthly_obligations", "vehicle_price", "property_value",
    "payoff_balance", "credit_score", "cost_of_attendance", "co.annual_income",
)  # fmt: skip
TONES: tuple[Tone, ...] = ("plain", "plain", "casual", "casual", "texting", "capitals",
                                   "polite")  # fmt: skip


def _manners(chance: Draw, facts: Mapping[str, Value]) -> Manners:
    wrong = [f for f in TOLD_WRONG if facts.get(f) not in (None, "0")]
    corrects = _choice(chance, *wrong) if wrong and chance.random() < 0.4 else None
    return Manners(
        volunteers=float(chance.choice([0.0, 0.3, 0.6])),
        digresses=float(chance.choice([0.0, 0.1, 0.3])),
        misreads=float(chance.choice([0.0, 0.0, 0.15])),
        asks_beside=float(chance.choice([0.0, 0.0, 0.1])),
        hedges=float(chance.choice([0.0, 0.0, 0.3])),
        rambles=float(chance.choice([0.0, 0.0, 0.15])),
        corrects=corrects,
        in_breath=bool(chance.random() < 0.3),
        tone=TONES[int(chance.integers(len(TONES)))],
    )


def _money(chance: Draw, low: int, high: int, step: int) -> Value:
    return str(Decimal(int(chance.integers(low // step, high // step + 1)) * step))


def _choice(chance: Draw, *options: str) -> str:
    return str(chance.choice(options))


def _person(chance: Draw, product: Product) -> dict[str, Value]:
    job = _choice(chance, *["Employed"] * 6, "Part-time", "Self-Employed", "Retired", "Unemployed")
    if product is Product.EDUCATION:
        job = _choice(chance, "Student", "Employed", "Part-time")
    works = job in ("Employed", "Part-time", "Self-Employed")
    facts: dict[str, Value] = {
        "employment_status": job,
        "annual_income": _money(chance, *((0, 18_000) if job == "Student" else EARNED), 1_200),
        "monthly_obligations": _money(chance, 100, 2_500, 50) if chance.random() < 0.85 else None,
        "credit_score": str(int(chance.integers(560, 821))) if chance.random() < 0.8 else None,
    }
    time = int(chance.choice([*(12 * years for years in range(1, 16)), 6, 18, 30]))
    return facts | ({"months_employed": str(time)} if works else {})


def _co_applicant(chance: Draw) -> dict[str, Value]:
    return {
        "co.annual_income": _money(chance, 36_000, 120_000, 1_200),
        "co.monthly_obligations": _money(chance, 200, 1_800, 100),
        "co.credit_score": str(int(chance.integers(640, 801))),
    }


def _term(chance: Draw, *months: int) -> dict[str, Value]:
    return {"term_months": str(int(chance.choice(months)))} if chance.random() < 0.4 else {}


def _car(chance: Draw) -> dict[str, Value]:
    price = int(chance.integers(8, 60)) * 1_000
    down = price // 10
    return {
        "vehicle_price": str(price),
        "down_payment": str(down),
        "principal": str(price - down),
        "vehicle_condition": _choice(chance, "new", "used"),
        **_term(chance, 36, 48, 60, 72),
    }


def _home(chance: Draw) -> dict[str, Value]:
    price = int(chance.integers(120, 600)) * 1_000
    down = price * int(chance.integers(4, 30)) // 100
    rent = _money(chance, 800, 2_400, 50) if chance.random() < 0.8 else None
    taxes = _money(chance, 200, 900, 50) if chance.random() < 0.3 else None
    known = {"taxes_and_insurance": taxes} if taxes else {}
    return {"property_value": str(price), "down_payment": str(down), "rent": rent, **known}


def _gold(chance: Draw) -> dict[str, Value]:
    grams, karat = int(chance.integers(20, 200)), int(chance.choice([14, 18, 22, 24]))
    return {
        "principal": _money(chance, 500, 6_000, 100),
        "gold_items": f"{grams} {karat}",
        "repayment_source": _choice(chance, "pay", "pension", "benefits"),
        **_term(chance, 6, 12, 24),
    }


def _education(chance: Draw) -> dict[str, Value]:
    cost = int(chance.integers(8, 60)) * 1_000
    aid = cost * int(chance.integers(0, 50)) // 100
    return {
        "cost_of_attendance": str(cost),
        "other_aid": str(aid) if aid else None,
        "principal": str(cost - aid),
    }


def _personal(chance: Draw) -> dict[str, Value]:
    return {"principal": _money(chance, 2_000, 40_000, 500)} | _term(chance, 24, 36, 48, 60)


def _medical(chance: Draw) -> dict[str, Value]:
    amount = _money(chance, 1_500, 30_000, 500)
    estimate = amount if chance.random() < 0.7 else None
    return {"principal": amount, "provider_estimate": estimate, **_term(chance, 24, 36, 60)}


def _home_improvement(chance: Draw) -> dict[str, Value]:
    owns, value = _choice(chance, "Own", "Mortgage", "Mortgage"), int(chance.integers(150, 600))
    lien = {"first_lien_balance": str(value * 1_000 * int(chance.integers(20, 70)) // 100)}
    return {
        "principal": _money(chance, 3_000, 60_000, 1_000),
        "home_ownership": owns,
        "property_value": str(value * 1_000),
        **(lien if owns == "Mortgage" else {}),
        **_term(chance, 36, 60, 120),
    }


def _refinance(chance: Draw) -> dict[str, Value]:
    value = int(chance.integers(150, 700)) * 1_000
    return {
        "payoff_balance": str(value * int(chance.integers(30, 85)) // 100),
        "old_note_rate_pct": str(Decimal(int(chance.integers(50, 60))) / 4),
        "old_remaining_months": str(int(chance.integers(10, 29)) * 12),
        "property_value": str(value),
    }


REQUESTS: Mapping[Product, Callable[[Any], dict[str, Value]]] = {
    Product.CAR: _car,
    Product.HOME: _home,
    Product.GOLD: _gold,
    Product.EDUCATION: _education,
    Product.PERSONAL: _personal,
    Product.MEDICAL: _medical,
    Product.HOME_IMPROVEMENT: _home_improvement,
    Product.MORTGAGE_REFINANCE: _refinance,
}
