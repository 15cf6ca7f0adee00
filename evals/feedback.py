"""An evaluator that says in words what was wrong, beside its score, for whoever writes prompts.

A prompt optimiser gets a number to raise and a text to learn from: which turn, what the customer
said, what was answered, what the check saw, and what would be right.
"""

from collections.abc import Iterator

from evals.checks import CHECKS, judge
from evals.checks.verdict import Played, Remark, Verdict, words_of
from tools.lending.records import Record

NAMES = tuple(check.__name__ for check in CHECKS)

ADVICE: dict[str, str] = {
    "completed": "Answer every message in words, with references from the facts given.",
    "outcome": "Let the tools decide: record what was said, then tell the outcome they return.",
    "figures": "Take every figure from the offers and facts of the last tool results.",
    "unhindered": "Word the template so that the gate has nothing to object to.",
    "recomputed": "Show the engine's own figures; change none of them.",
    "grounded": "Write a figure only as a [[reference]] to a fact of this turn.",
    "fields": "Pass on every fact that the customer states, each in the customer's own words.",
    "tools_called": "Call the tool that answers what was asked, with what the customer said.",
    "words": "Say what was asked about; decline what the bank does not do, in one line.",
    "questions": "Ask the next open question, one at a time, and none that needs no answer.",
    "repeated": "Look at what is known before asking; never ask for it again.",
    "budget": "Make all tool calls of a turn at once and ask two facts in one question.",
    "forbidden": "Promise nothing, press nobody, and say nothing about the customer as a person.",
    "prohibited": "Never use family, education, origin or age.",
    "disclosures": "Keep the sentences that the law wants beside the figures they belong to.",
    "notices": "A spoken no on the standing request brings its notice in the same turn.",
    "effects": "Notices, applications and hand-overs happen once, when they are due.",
    "filing": "File only what was proposed and confirmed with a plain yes.",
    "current": "Speak of the offers that stand now; of older ones only as what was.",
    "recourse": "After a no or a change, say the smallest changes that the tool has confirmed.",
    "citations": "Cite the passage that says it, and say no more than it says.",
    "own_data": "Call on file only what the profile of this customer holds.",
    "secrets": "Never repeat a card or social security number.",
    "brief": "Answer first, in about ninety words.",
    "twins": "Answer the finances, not the name or the way of speaking.",
}
"""What would be right, by check."""


class Evaluated(Record):
    """A score from 0 to 1, and what to learn from it."""

    score: float
    """Share of the checks that pass."""
    passed: bool
    feedback: str
    """Plain text: one paragraph for each fault, or one sentence where there is none."""


def evaluate(played: Played, verdicts: tuple[Verdict, ...] | None = None) -> Evaluated:
    """Grade one conversation and say why."""
    given = verdicts if verdicts is not None else judge(played)
    checked = [v for v in given if v.check in NAMES]
    failed = [v for v in given if not v.passed]
    score = sum(v.value for v in checked) / len(checked)
    return Evaluated(
        score=round(score, 4),
        passed=not failed,
        feedback="\n\n".join(_paragraphs(played, failed)) or "Nothing to object to.",
    )


def _paragraphs(played: Played, failed: list[Verdict]) -> Iterator[str]:
    for verdict in failed:
        advice = ADVICE.get(verdict.check, "Stay within the budget of the scenario.")
        for remark in verdict.remarks:
            yield f"[{verdict.check}] {_where(played, remark)}{remark.what}. {advice}"


def _where(played: Played, remark: Remark) -> str:
    turns = played.went.closed
    if not 1 <= remark.turn <= len(turns):
        return ""
    said, reply = played.went.said[remark.turn - 1], words_of(turns[remark.turn - 1])
    return f"In turn {remark.turn} the customer said “{said}” and the reply was “{reply}”: "
