"""Tool: score_application."""

from typing import Literal

from tools.context import ToolContext
from tools.facts import ToolRecord
from tools.lending.risk import SCORED, RiskFactor, RiskTier
from tools.standing import unscored_inquiry


class ApplicationScored(ToolRecord):
    """The risk tier and what moved it. The default probability itself is never shown."""

    risk_tier: RiskTier | Literal["not_scored"]
    factors: tuple[RiskFactor, ...] = ()
    scorer: str
    model_silent: bool = False
    """The trained model did not answer: a person looks."""


def score_application(context: ToolContext, /) -> ApplicationScored:
    """Score the standing request: risk tier and what moved it.

    Runs by itself when the case is complete. A score can only send a fitting request to a person.
    """
    score = context.scorer.score(unscored_inquiry(context))
    if score is None:
        return ApplicationScored(risk_tier="not_scored", scorer=context.scorer.version)
    said = {name: getattr(score, name) for name in SCORED}
    case = context.case.model_copy(update=said)
    return ApplicationScored(
        risk_tier=score.risk_tier,
        factors=score.factors,
        scorer=score.scorer,
        model_silent=score.model_silent,
        case=case,
    )
