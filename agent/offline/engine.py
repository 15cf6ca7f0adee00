"""The offline language engine as a LangChain chat model: reads the turn, calls tools, replies."""

from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool

from agent.offline.compose import composed
from agent.offline.heard import Heard
from agent.offline.meaning import MeaningOf, words_alone
from agent.offline.plan import follow_up, plan
from agent.offline.plan_offers import Call
from agent.offline.scene import Scene, scene_of
from agent.offline.understand import understand


class OfflineEngine(BaseChatModel):
    """Deterministic, without a network and without figures of its own.

    A first call reads the customer and answers with tool calls, or with words where words are
    enough; a call with results answers with a reply template.
    """

    meaning_of: MeaningOf = words_alone
    """Gives the sentence vector of a message, where the encoder is installed."""

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(
        self, tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool], **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """Return itself: it knows the catalog by name."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=answer(messages, self.meaning_of))])


def answer(messages: Sequence[BaseMessage], meaning_of: MeaningOf = words_alone) -> AIMessage:
    """Answer one call: tool calls in the first round, a reply once there are results."""
    scene = scene_of(messages)._replace(meaning_of=meaning_of)
    heard = _heard(scene, messages)
    calls = follow_up(heard, scene) if scene.results else plan(heard, scene)
    if calls:
        return AIMessage(
            content="", tool_calls=[_tool_call(c, i, scene) for i, c in enumerate(calls)]
        )
    return _reply(scene, heard)


_RECENT: dict[tuple[object, ...], Heard] = {}
_MOST_RECENT = 64


def _heard(scene: Scene, messages: Sequence[BaseMessage]) -> Heard:
    """Understand the message once a turn: the second call, with results, hears the same words."""
    last = next((m.content for m in reversed(messages) if isinstance(m, HumanMessage)), "")
    key = (str(last), scene.earlier, scene.replies, scene.meaning_of)
    heard = _RECENT.get(key)
    if heard is None:
        if len(_RECENT) >= _MOST_RECENT:
            _RECENT.clear()
        heard = _RECENT[key] = understand(scene._replace(results=()))
    return heard


def _reply(scene: Scene, heard: Heard) -> AIMessage:
    template, asks = composed(
        scene.results, scene.context, heard, turn=scene.turn, replies=scene.replies, bank=scene.bank
    )
    return AIMessage(content=template, additional_kwargs={"asks": asks} if asks else {})


def _tool_call(call: Call, index: int, scene: Scene) -> Any:
    round_number = len(scene.results)
    return {"name": call.tool, "args": call.arguments, "id": f"offline-{round_number}-{index}"}
