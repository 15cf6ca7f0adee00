"""The deterministic reply: composed from the same results, without a language model."""

from agent.briefing import context_of
from agent.offline.compose import compose
from agent.turn_run import TurnRun
from agent.unheard import UNHEARD


def composed(run: TurnRun) -> str:
    """Return a reply template made of this turn's results and the case."""
    if run.unheard and not run.done:
        return UNHEARD
    return compose([done.shown() for done in run.done], context_of(run))
