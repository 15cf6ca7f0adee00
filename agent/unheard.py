"""What code does with a message that no model could read."""

from agent.language.signals import SignalKind
from agent.toolbox import Done, run_directly
from agent.turn_run import TurnRun
from tools.hand_off import Team, hand_off

UNHEARD = (
    "I'm sorry, I couldn't work on that message just now. Nothing was changed or sent. Please "
    "send it again in a moment, or ask for a person."
)
TEAMS: dict[SignalKind, Team] = {
    "self_harm": "crisis",
    "scam": "fraud",
    "hardship": "hardship",
    "discrimination": "compliance",
    "complaint": "advisor",
    "human": "advisor",
}
"""Who takes over when the model is down and a message cannot wait."""


def handed_on(run: TurnRun) -> Done | None:
    """Hand an urgent message, or one that asks for a person, to a person; None for any other."""
    team = next((TEAMS[s.kind] for s in run.signals if s.kind in TEAMS), None)
    if team is None:
        return None
    done, run.context = run_directly(
        hand_off, {"team": team, "reason": "the language model was not available"}, run.context
    )
    return done
