"""Speed of a turn with nothing stored on disk: ours, guarded, against an unguarded peer."""

import uuid
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any, Literal

from langchain_core.language_models import BaseChatModel

from agent.conversations.memory import MemoryLog
from agent.conversations.records import Opened, Session
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build
from evals.bench.timing import Measured, beside, compared, processor
from evals.bench.tool_work import NOW, case, message
from evals.bench.work import ScriptedModel, peer_agent

ROUNDS = 151
LOADING_S = 120.0
ENGINES_FIRST, PEERS_FIRST = 2_500, 5_000
"""Where the others' amounts begin: what one side has evaluated is no answer for another."""


def app_in(
    folder: Path, model: BaseChatModel | None, scorer: Literal["auto", "points"] = "auto"
) -> App:
    """Wire the product without a file for its log; None: the offline engine speaks."""
    settings = Settings(data_dir=folder, scorer=scorer)
    app = build(settings, clock=lambda: NOW, log=MemoryLog(), model=model)
    _ = app.advisor  # started as in production: what starting built is not collected again
    return loaded(app)


def loaded(app: App) -> App:
    """Wait until the vectors of the policies are there: building them would be measured too.

    Raises `TimeoutError` when that takes longer than a first start may.
    """
    wait = getattr(app.policies, "wait", None)
    if wait is not None and not wait(LOADING_S):
        raise TimeoutError(f"the vectors of the policies are not built after {LOADING_S:.0f} s")
    return app


def our_turn(app: App, first: int = 1, *, in_full: bool = False) -> Callable[[], None]:
    """Return one turn of ours, which fails aloud where it did not do the work."""
    numbers, settled = count(first), case()

    def run() -> None:
        said = Text(text=message(next(numbers), in_full=in_full))
        opened = Opened(
            conversation_id="c", turn_id=uuid.uuid4().hex, sequence=2, said=said,
            session=Session(customer_id=None), now=NOW, case_version=1, knowledge={},
        )  # fmt: skip
        closed = app.runner.run_on(opened, (), settled, lambda event: None)
        if closed.fallback != "none" or not closed.case.current:
            raise AssertionError(f"the benchmark's turn went wrong: {closed.findings}")

    return run


def peer_turn(app: App, first: int = 1) -> Callable[[], Any]:
    """Return one turn of the peer, each in a thread of its own."""
    from langgraph.checkpoint.memory import InMemorySaver

    agent, numbers = peer_agent(app, InMemorySaver()), count(first)

    def run() -> Any:
        thread = {"configurable": {"thread_id": uuid.uuid4().hex}}
        return agent.invoke({"messages": [("user", message(next(numbers)))]}, thread)

    return run


def turn(folder: Path) -> Measured:
    """One turn with offers: the same scripted model, tool work and scorer on both sides."""
    app = app_in(folder, ScriptedModel(ours=True))
    mine, theirs = our_turn(app), peer_turn(app, PEERS_FIRST)
    ours, peer = beside(mine, theirs, rounds=ROUNDS, warm_up=5)
    work, peers_work = compared(lambda: processor(mine), lambda: processor(theirs), rounds=ROUNDS)
    engine = app_in(folder, None)
    thinking, _ = beside(our_turn(engine, ENGINES_FIRST, in_full=True), lambda: None, rounds=51)
    return Measured(
        "turn, nothing stored", ours, "create_agent + InMemorySaver", peer, "no slower",
        ours <= peer,
        f"ours is bound, rendered, gated; {work / peers_work:.2f}x in processor time; "
        f"{thinking:.1f} ms with the offline engine",
    )  # fmt: skip
