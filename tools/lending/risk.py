"""The credit scorer's seat: what it is given, what it answers, and the points scorer behind it.

A score can only send a fitting case to a person (E-070 to E-072); it never declines and never
loosens a rule. The default probability is never shown.
"""

from decimal import Decimal
from typing import Literal, Protocol

from tools.lending.catalogue import Rulebook
from tools.lending.records import Inquiry, Record

RiskTier = Literal["low", "moderate", "elevated"]


class RiskFactor(Record):
    """One thing that moved the score, in the words of a reason."""

    feature: str
    direction: Literal["helps", "hurts"]
    points: int
    reasons: tuple[str, ...] = ()
    """Adverse-action ids, if a person should decline for it; of a credit score those that the
    bureau named, never 'score'."""


class Score(Record):
    """The scorer's answer."""

    default_probability: Decimal
    """Rounded to 1e-6, before any rule sees it."""
    risk_tier: RiskTier
    factors: tuple[RiskFactor, ...]
    """What hurts most first, then what helps."""
    scorer: str
    """Name and version, for the record."""
    scorecard_probability: Decimal | None = None
    """The second opinion's, where a trained model gave the first (E-072). Rounded to 1e-6."""
    model_silent: bool = False
    """The trained model did not answer: the scorecard stands in, and a person looks (E-072)."""


SCORED = ("default_probability", "scorecard_probability", "model_silent")
"""What a score leaves in an inquiry and in a case file, by the same names."""


class CreditScorer(Protocol):
    """Scores an inquiry. None: it cannot be scored (no facts, or no credit check applies)."""

    @property
    def version(self) -> str: ...

    def score(self, inquiry: Inquiry) -> Score | None: ...


def scored(inquiry: Inquiry, score: Score | None) -> Inquiry:
    """Return the inquiry with what a scorer said of it, and nothing of what one said before."""
    if score is None:
        return inquiry.model_copy(update=dict.fromkeys(SCORED) | {"model_silent": False})
    return inquiry.model_copy(update={name: getattr(score, name) for name in SCORED})


def unscored(inquiry: Inquiry) -> Inquiry:
    """Return the inquiry as it was before any scorer looked."""
    return scored(inquiry, None)


def tier_of(probability: Decimal, rulebook: Rulebook) -> RiskTier:
    """Return low below the grey band of E-071, elevated above it."""
    band = rulebook.rule("E-071").thresholds
    if probability * 100 < band["from_pd_pct"]:
        return "low"
    return "moderate" if probability * 100 <= band["to_pd_pct"] else "elevated"
