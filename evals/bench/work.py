"""The same turn for everybody: the same scripted model, the same message, the same tool work.

The customer names another amount; it is recorded, the rules are checked, the scorer scores, offers
are made; the reply names the first payment. Ours binds the amount to the customer's words, renders
references and gates the reply besides; a peer puts in whatever figure its model writes. Thanks
are answered in words alone: what is left then is the turn itself.
"""

import json
import re
import uuid
from collections.abc import Sequence
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from agent.wiring import App
from evals.bench.tool_work import THANKS, tool_work

FIGURE = re.compile(r"\d[\d,]*")
ANSWER = "You are welcome. What else would you like to know?"


class ScriptedModel(BaseChatModel):
    """One round of tool calls, then a reply. It thinks as little as a model can."""

    ours: bool
    """Whether it speaks to our tools and in references, or to the peer's one tool."""

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> "ScriptedModel":
        return self

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        said = messages[-1]
        if isinstance(said, ToolMessage):
            answer = AIMessage(_reply(json.loads(said.text), ours=self.ours))
        elif _words(messages).startswith(THANKS):
            answer = AIMessage(ANSWER)
        else:
            answer = AIMessage("", tool_calls=_calls(_words(messages), ours=self.ours))
        return ChatResult(generations=[ChatGeneration(message=answer)])


def _words(messages: list[BaseMessage]) -> str:
    return next(m for m in reversed(messages) if isinstance(m, HumanMessage)).text


def _calls(words: str, *, ours: bool) -> list[dict[str, Any]]:
    amount = FIGURE.findall(words)[0]
    if not ours:
        return [_call("offers", principal=amount)]
    if not words.startswith("I need"):
        return [_call("record_details", principal=amount)]
    told = {"product": "car", "vehicle_price": "26,000", "vehicle_condition": "new"}
    return [_call("look_up_profile"), _call("record_details", principal=amount, **told)]


def _call(name: str, **arguments: str) -> dict[str, Any]:
    return {"name": name, "args": arguments, "id": uuid.uuid4().hex}


def _reply(result: dict[str, Any], *, ours: bool) -> str:
    if ours:
        ids = (row[0] for row in result["facts"]["rows"])
        payment = f"[[{next(i for i in ids if re.fullmatch(r'offer.*[.]monthly_payment', i))}]]"
    else:
        payment = f"${result['offers'][0]['monthly_payment']}"
    return f"Here are your offers. The first would be {payment} a month. Which would you like?"


def peer_agent(app: App, saver: Any) -> Any:
    """Return LangChain's `create_agent` with the tool work as its one tool."""
    from langchain.agents import create_agent
    from langchain_core.tools import tool

    @tool
    def offers(principal: str) -> str:
        """Make offers for another amount."""
        return tool_work(app.knowledge, principal, app.scorer)

    return create_agent(
        ScriptedModel(ours=False), [offers], system_prompt=app.runner.system_prompt,
        checkpointer=saver,
    )  # fmt: skip
