"""A model that says what it is told to, one step per call, and remembers what it was asked."""

from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from pydantic import PrivateAttr


class UnexpectedModelCall(AssertionError):
    """The agent called the model more often than the script allows."""


def call(name: str, **arguments: Any) -> dict[str, Any]:
    """Write one tool call as a model would."""
    return {"name": name, "args": arguments, "id": f"call-{name}"}


def calls(*wanted: dict[str, Any]) -> AIMessage:
    """Answer with tool calls."""
    return AIMessage("", tool_calls=list(wanted))


class ScriptedModel(BaseChatModel):
    """Plays back `steps`; an exception among them is raised."""

    steps: list[Any]
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def asked(self) -> list[list[BaseMessage]]:
        return self._asked

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> "ScriptedModel":
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        if len(self._asked) == len(self.steps):
            raise UnexpectedModelCall(f"The script has {len(self.steps)} steps.")
        step = self.steps[len(self._asked)]
        self._asked.append(list(messages))
        if isinstance(step, Exception):
            raise step
        message = AIMessage(step) if isinstance(step, str) else step
        return ChatResult(generations=[ChatGeneration(message=message)])
