"""The call budget over the scripts: model calls and input tokens of every turn."""

import json
import statistics
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import PrivateAttr

from agent.conversations.memory import MemoryLog
from agent.offline.engine import answer
from agent.settings import Settings
from agent.wiring import build
from evals.replay import play
from evals.scenario import read_scenarios

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
CHARACTERS_PER_TOKEN = 4.0
"""An estimate: no tokenizer of Claude's is public. Prose has a few more, JSON a few less."""
ORDINARY_CALLS, SHARE_AIM, MOST_CALLS = 2, 0.9, 4


class Budget(NamedTuple):
    """What the turns of all scripts took."""

    turns: int
    """Turns in which the model was asked; a button's turn asks nobody."""
    within_two: float
    """Share of them with at most two calls."""
    most_calls: int
    input_tokens: float
    """Mean of a turn, every call counted, estimated."""
    prefix_tokens: int
    """Of each call, the beginning that is the same in every call and cached."""

    @property
    def met(self) -> bool:
        return self.within_two >= SHARE_AIM and self.most_calls <= MOST_CALLS


class CountingEngine(BaseChatModel):
    """The offline engine, with the tokens that a hosted model would have been sent."""

    _tools: int = PrivateAttr(default=0)
    _prefix: int = PrivateAttr(default=0)

    @property
    def prefix(self) -> int:
        return self._prefix

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> "CountingEngine":
        """Count the tools' schemas."""
        self._tools = len(json.dumps([_schema(t) for t in tools]))
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        said = answer(messages)
        sizes = [len(m.text) + len(json.dumps(getattr(m, "tool_calls", []))) for m in messages]
        self._prefix = _tokens(self._tools + sizes[0])
        sent, got = _tokens(self._tools + sum(sizes)), _tokens(len(said.text))
        total = sent + got
        said.usage_metadata = UsageMetadata(
            input_tokens=sent, output_tokens=got, total_tokens=total
        )
        return ChatResult(generations=[ChatGeneration(message=said)])


def _schema(tool: BaseTool) -> dict[str, Any]:
    return convert_to_openai_tool(tool)


def _tokens(characters: int) -> int:
    return round(characters / CHARACTERS_PER_TOKEN)


def budget() -> Budget:
    """Play every script with the offline engine; count calls and estimate input tokens."""
    model = CountingEngine()
    turns = list(_turns(model))
    return Budget(
        turns=len(turns),
        within_two=sum(len(t) <= ORDINARY_CALLS for t in turns) / len(turns),
        most_calls=max(len(t) for t in turns),
        input_tokens=statistics.mean(sum(t) for t in turns),
        prefix_tokens=model.prefix,
    )


def _turns(model: CountingEngine) -> Iterator[list[int]]:
    """Yield the input tokens of each call, turn by turn."""
    read = None
    for scenario in read_scenarios():
        with tempfile.TemporaryDirectory() as folder:
            settings = Settings(data_dir=Path(folder))
            app = build(settings, clock=lambda: NOW, model=model, log=MemoryLog())
            if read is not None:
                app.knowledge, app.policies = read.knowledge, read.policies
            read = app
            went = play(scenario, app)
            app.close()
        yield from ([c.input_tokens for c in t.model_calls] for t in went.closed if t.model_calls)


def in_words(measured: Budget) -> str:
    """Return one line for people."""
    return (
        f"Call budget over {measured.turns} scripted turns: {measured.within_two:.1%} within "
        f"{ORDINARY_CALLS} model calls (aim {SHARE_AIM:.0%}), at most {measured.most_calls} "
        f"(limit {MOST_CALLS}); about {measured.input_tokens:,.0f} input tokens a turn, of which "
        f"{measured.prefix_tokens:,} in every call are cached: "
        f"{'met' if measured.met else 'NOT MET'}"
    )
