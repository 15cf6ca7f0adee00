"""The credit scorer's seat: what it is given, what it answers, and the points scorer behind it.

A score can only send a fitting case to a person (E-070 to E-072); it never declines and never
loosens a rule. The default probability is never shown.
"""

from decimal import Decimal
from typing import Literal, Protocol

from tools.lending.records import Inquiry, Record

RiskTier = Literal["low", "moderate", "elevated"]


class RiskFactor(Record):
    """One thing that moved the score, in the words of a reason."""

    feature: str
    direction: Literal["helps", "hurts"]
    points: int


class Score(Record):
    """The scorer's answer."""

    default_probability: Decimal
    """Rounded to 1e-6, before any rule sees it."""
    risk_tier: RiskTier
    factors: tuple[RiskFactor, ...]
    scorer: str
    """Name and version, for the record."""


class CreditScorer(Protocol):
    """Scores an inquiry. None: it cannot be scored (no facts, or no credit check applies)."""

    @property
    def version(self) -> str: ...

    def score(self, inquiry: Inquiry) -> Score | None: ...
