"""Speed of a turn: ours against `create_agent`, both running the same make_offers."""

import json
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from agent.conversations.memory import MemoryLog
from agent.conversations.records import Conversation, Opened, Session
from agent.said import Text
from agent.settings import Settings
from agent.wiring import App, build
from evals.bench.timing import Measured, beside
from tools.case_file import CaseFile, Known
from tools.context import ToolContext
from tools.lending.records import Product
from tools.make_offers import make_offers

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))


class ScriptedModel(BaseChatModel):
    """The peer's model: one tool call, then a reply. It thinks as little as a model can."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> "ScriptedModel":
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        if isinstance(messages[-1], ToolMessage):
            answer = AIMessage("Here are your offers. Which one would you like?")
        else:
            call = {"name": "offers", "args": {}, "id": uuid.uuid4().hex}
            answer = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=answer)])


def _case(principal: int) -> CaseFile:
    """A complete case; the principal differs from run to run, so that nothing is remembered."""

    def told(value: str) -> Known:
        return Known(value=value, source="told", as_of=NOW)

    def known(value: str) -> Known:
        return Known(value=value, source="on_file", as_of=NOW)

    return CaseFile(
        version=1,
        product=Product.CAR,
        profile_looked_up=True,
        request={
            "principal": told(f"{principal}.00"),
            "vehicle_price": told("26000.00"),
            "vehicle_condition": told("new"),
        },
        applicant={
            "annual_income": known("60000.00"),
            "monthly_obligations": known("1250.00"),
            "employment_status": known("Employed"),
            "months_employed": known("60"),
            "credit_score": known("720"),
            "has_capacity": known("true"),
        },
    )


def _context(app: App, principal: int) -> ToolContext:
    return ToolContext(
        customer_id=None, case=_case(principal), knowledge=app.knowledge, policies=app.policies,
        profiles=app.profiles, applications=app.applications, scorer=app.scorer, messages=(),
        conversation_id="bench", turn_id="bench", now=NOW,
    )  # fmt: skip


def _peer(app: App, principals: Callable[[], int]) -> Callable[[], object]:
    from langchain.agents import create_agent
    from langchain_core.tools import tool
    from langgraph.checkpoint.memory import InMemorySaver

    @tool
    def offers() -> str:
        """Make offers for the customer's request."""
        record = make_offers(_context(app, principals()))
        return json.dumps(record.model_dump(mode="json"))

    agent: Any = create_agent(ScriptedModel(), [offers], checkpointer=InMemorySaver())

    def run() -> object:
        thread = {"configurable": {"thread_id": uuid.uuid4().hex}}
        return agent.invoke({"messages": [("user", "make it another amount")]}, thread)

    return run


def _ours(app: App, principals: Callable[[], int]) -> Callable[[], object]:
    def run() -> object:
        log = MemoryLog()
        conversation = Conversation(id="c", customer_id=None, created_at=NOW)
        log.start(conversation)
        words = f"I need {principals()} dollars for a new car that costs 26,000"
        opened = Opened(
            conversation_id="c", turn_id=uuid.uuid4().hex, sequence=2, said=Text(text=words),
            session=Session(customer_id=None), now=NOW, case_version=1, knowledge={},
        )  # fmt: skip
        return app.runner.run_on(opened, (), _case(9999), lambda event: None)

    return run


def turn(folder: Path) -> Measured:
    """One turn with make_offers, nothing stored on disk: guarded ours, unguarded peer."""
    app = build(Settings(data_dir=folder), clock=lambda: NOW, log=MemoryLog())
    counter = iter(range(10_000, 1_000_000))

    def principals() -> int:
        return 10_000 + (next(counter) * 37) % 14_999

    ours, peer = beside(_ours(app, principals), _peer(app, principals), rounds=101, warm_up=5)
    return Measured(
        "turn with offers, no storage", ours, "create_agent + InMemorySaver", peer, "no slower",
        ours <= peer, "ours is guarded: bound, rendered, gated",
    )  # fmt: skip
