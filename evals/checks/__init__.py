"""The checks: each looks at one played conversation and gives a verdict with its reason."""

from collections.abc import Callable

from evals.checks.conduct import (
    brief,
    disclosures,
    forbidden,
    prohibited,
    repeated,
    unhindered,
)
from evals.checks.costs import budget, cost, latency, tokens
from evals.checks.expected import (
    completed,
    effects,
    fields,
    figures,
    outcome,
    questions,
    tools_called,
    words,
)
from evals.checks.fairness import twins
from evals.checks.numbers import grounded, recomputed
from evals.checks.rights import (
    citations,
    current,
    filing,
    notices,
    own_data,
    recourse,
    secrets,
)
from evals.checks.verdict import Played, Verdict

Check = Callable[[Played], Verdict]

CHECKS: tuple[Check, ...] = (
    completed,
    outcome,
    figures,
    recomputed,
    grounded,
    fields,
    tools_called,
    words,
    questions,
    repeated,
    budget,
    forbidden,
    prohibited,
    disclosures,
    notices,
    effects,
    filing,
    current,
    recourse,
    citations,
    own_data,
    secrets,
    brief,
    unhindered,
    twins,
)
"""Shares from 0 to 1. A conversation passes when every one of them does."""

MEASURES: tuple[Check, ...] = (latency, tokens, cost)
"""Seconds, tokens, dollars: they fail only where the scenario sets a budget."""


def judge(played: Played) -> tuple[Verdict, ...]:
    """Return the verdict of every check and measure, in order."""
    return tuple(check(played) for check in (*CHECKS, *MEASURES))


def passed(verdicts: tuple[Verdict, ...]) -> bool:
    """Tell whether a conversation is as it should be."""
    return all(verdict.passed for verdict in verdicts)
