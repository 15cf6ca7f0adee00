"""The suite as Inspect AI knows it: scenarios are a dataset, the advisor a solver, checks scorers.

No model of Inspect's is used: the advisor brings its own, or the offline engine.
"""

import json
from functools import lru_cache

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.model import (
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageTool,
    ChatMessageUser,
    ModelOutput,
)
from inspect_ai.scorer import Score, Scorer, Target, mean, scorer
from inspect_ai.solver import Generate, Solver, TaskState, solver
from inspect_ai.tool import ToolCall

from evals.checks import CHECKS, MEASURES, Check, judge
from evals.checks.verdict import Played, Verdict, words_of
from evals.feedback import Evaluated, evaluate
from evals.office import Cast
from evals.results import TRAJECTORY
from evals.scenario import Scenario, of_situations, read_scenarios
from evals.trajectory import Trajectory
from evals.workers import Workers, office

PASSED, FEEDBACK = "passed", "feedback"


def dataset(situations: tuple[str, ...]) -> MemoryDataset:
    """Return the scenarios of these situations, or all, each as a sample."""
    chosen = of_situations(read_scenarios(), situations)
    return MemoryDataset([sample_of(s) for s in chosen], name="scenarios")


def sample_of(scenario: Scenario) -> Sample:
    """Return a scenario as a sample: what the customer says first, and what it proves."""
    first = scenario.turns[0]
    return Sample(
        id=scenario.id,
        input=first.customer or f"({(first.action or {}).get('kind', 'button')})",
        target=scenario.tests,
        metadata={
            "situation": scenario.situation,
            "script": scenario.script or "",
            "persona": scenario.persona,
            "scenario": scenario.model_dump_json(exclude_defaults=True),
        },
    )


@solver
def advisor(cast: Cast, workers: Workers) -> Solver:
    """Play the scenario with the advisor, start to end."""

    async def solve(state: TaskState, generate: Generate) -> TaskState:
        went = await workers.perform(_scenario_of(state), cast)
        state.store.set(TRAJECTORY, went.model_dump_json())
        state.messages = messages_of(went)
        state.output = ModelOutput.from_content("advisor", _last_words(went))
        state.completed = True
        return state

    return solve


def _scenario_of(state: TaskState) -> Scenario:
    return Scenario.model_validate_json(state.metadata["scenario"])


def _last_words(went: Trajectory) -> str:
    return words_of(went.closed[-1]) if went.closed else went.broke


def messages_of(went: Trajectory) -> list[ChatMessage]:
    """Return the conversation as the viewer draws it: words, tool calls and their results."""
    messages: list[ChatMessage] = []
    for said, closed in zip(went.said, went.closed, strict=False):
        messages.append(ChatMessageUser(content=said))
        calls = [ToolCall(id=c.id, function=c.tool, arguments=c.arguments) for c in closed.calls]
        if calls:
            messages.append(ChatMessageAssistant(content="", tool_calls=calls))
        for call in closed.calls:
            result = json.dumps(call.result, ensure_ascii=False)
            messages.append(
                ChatMessageTool(content=result, tool_call_id=call.id, function=call.tool)
            )
        messages.append(ChatMessageAssistant(content=words_of(closed)))
    return messages


# -- scorers -------------------------------------------------------------------------------------


def played_of(state: TaskState) -> Played:
    """Return the conversation of a sample beside its script as the file has it now.

    What a scenario expects may have changed since; what its customer says may not.
    """
    return _played(state.metadata["scenario"], state.store.get(TRAJECTORY))


@lru_cache(maxsize=4)
def _played(scenario: str, trajectory: str) -> Played:
    return Played(
        Scenario.model_validate_json(scenario),
        Trajectory.model_validate_json(trajectory),
        office(),
    )


@lru_cache(maxsize=4)
def _judged(scenario: str, trajectory: str) -> tuple[tuple[Verdict, ...], Evaluated]:
    verdicts = judge(_played(scenario, trajectory))
    return verdicts, evaluate(_played(scenario, trajectory), verdicts)


def _results(state: TaskState) -> tuple[tuple[Verdict, ...], Evaluated]:
    return _judged(state.metadata["scenario"], state.store.get(TRAJECTORY))


def scorer_of(check: Check) -> Scorer:
    """Return a check as a scorer of its name; the reason is the score's explanation."""

    @scorer(metrics=[mean()], name=check.__name__)
    def made() -> Scorer:
        async def score(state: TaskState, target: Target) -> Score:
            verdicts, _ = _results(state)
            verdict = next(v for v in verdicts if v.check == check.__name__)
            remarks = [r._asdict() for r in verdict.remarks]
            return Score(
                value=verdict.value,
                answer="passed" if verdict.passed else "failed",
                explanation=verdict.reason,
                metadata={"passed": verdict.passed, "remarks": remarks},
            )

        return score

    return made()


@scorer(metrics=[mean()], name=PASSED)
def passed_every_check() -> Scorer:
    """Score 1 when every check passes."""

    async def score(state: TaskState, target: Target) -> Score:
        verdicts, _ = _results(state)
        failed = [v for v in verdicts if not v.passed]
        why = "\n".join(f"{v.check}: {v.reason}" for v in failed) or "every check passes"
        return Score(value=float(not failed), answer=why.partition(":")[0], explanation=why)

    return score


@scorer(metrics=[mean()], name=FEEDBACK)
def evaluator() -> Scorer:
    """Score the share of checks that pass, with the text that a prompt writer learns from."""

    async def score(state: TaskState, target: Target) -> Score:
        _, graded = _results(state)
        return Score(value=graded.score, explanation=graded.feedback)

    return score


def scorers() -> list[Scorer]:
    """Return the gate, every check, every measure, and the evaluator."""
    return [
        passed_every_check(),
        *(scorer_of(check) for check in (*CHECKS, *MEASURES)),
        evaluator(),
    ]


def suite(cast: Cast, situations: tuple[str, ...], workers: Workers) -> Task:
    """Return the suite: these situations, played by this cast."""
    return Task(
        name="loan_advisor",
        dataset=dataset(situations),
        solver=advisor(cast, workers),
        scorer=scorers(),
        metadata={"model": cast.model, "prompt": cast.prompt, "situations": list(situations)},
    )


@task
def loan_advisor(model: str, prompt: str, situations: str, workers: int) -> Task:
    """Return the suite for plain arguments, as a log keeps them: a run can be gone on with."""
    chosen = tuple(s for s in situations.split(",") if s)
    _BUSY.append(Workers(workers))
    return suite(Cast.model_validate({"model": model, "prompt": prompt}), chosen, _BUSY[-1])


_BUSY: list[Workers] = []


def stop_workers() -> None:
    """Let every process go that a suite has started."""
    while _BUSY:
        _BUSY.pop().stop()
