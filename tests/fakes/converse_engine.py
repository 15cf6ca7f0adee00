"""The offline engine as the brain of the local Converse server: our product over that wire."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from langchain_core.messages import (
    AIMessage,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
)

from agent.offline.engine import answer
from tests.fakes.converse_steps import Step, tool

Blocks = Sequence[Mapping[str, Any]]


def _text(blocks: Blocks) -> str:
    return "".join(b.get("text", "") for b in blocks)


def _assistant(blocks: Blocks) -> AIMessage:
    used = [b["toolUse"] for b in blocks if "toolUse" in b]
    calls = [{"name": u["name"], "args": u["input"], "id": u["toolUseId"]} for u in used]
    return AIMessage(_text(blocks), tool_calls=calls)


def _user(blocks: Blocks) -> Iterator[BaseMessage]:
    for result in (b["toolResult"] for b in blocks if "toolResult" in b):
        yield ToolMessage(
            _text(result["content"]), tool_call_id=result["toolUseId"], status=result["status"]
        )
    if words := _text(blocks):
        yield HumanMessage(words)


def messages_of(body: Mapping[str, Any]) -> list[BaseMessage]:
    """Read a Converse request back into messages."""
    messages: list[BaseMessage] = [SystemMessage(_text(body["system"]))]
    for message in body["messages"]:
        blocks = message["content"]
        messages += [_assistant(blocks)] if message["role"] == "assistant" else _user(blocks)
    return messages


def engine(body: Mapping[str, Any]) -> Step:
    """Answer a Converse request as the offline engine answers the same messages."""
    said = answer(messages_of(body))
    words = [{"text": str(said.content)}] if said.content else []
    calls = [tool(c["name"], c["args"], str(c["id"])) for c in said.tool_calls]
    return Step((*words, *calls), stop="tool_use" if calls else "end_turn")
