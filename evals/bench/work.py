"""The same turn for everybody: the same scripted model, the same message, the same tool work.

The customer names another amount; it is recorded, the rules are checked, the scorer scores, offers
are made; the reply names the first payment. Ours binds the amount to the customer's words, renders
references and gates the reply besides; a peer puts in whatever figure its model writes.
"""

import json
import re
import uuid
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from agent.wiring import App
from tools.case_file import CaseFile, Known
from tools.check_eligibility import check_eligibility
from tools.context import ToolContext
from tools.lending.records import Product
from tools.make_offers import make_offers
from tools.record_details import record_details
from tools.score_application import score_application

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
FIGURE = re.compile(r"\d[\d,]*")
LEAST, SPAN, STEP = 10_000, 9_999, 37
"""Amounts walk through a span in steps that meet each one once: nothing is remembered."""


def message(number: int, *, in_full: bool = False) -> str:
    """Return the customer's words of a turn; the first of a conversation says everything."""
    amount = f"{LEAST + number * STEP % SPAN:,}"
    if number and not in_full:
        return f"make it {amount}"
    return f"I need {amount} dollars for a new car that costs 26,000"


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
        else:
            answer = AIMessage("", tool_calls=_calls(messages, ours=self.ours))
        return ChatResult(generations=[ChatGeneration(message=answer)])


def _calls(messages: list[BaseMessage], *, ours: bool) -> list[dict[str, Any]]:
    words = next(m for m in reversed(messages) if isinstance(m, HumanMessage)).text
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


def case(principal: int = 9_999) -> CaseFile:
    """Return a complete case: a new car, an employee, nothing open."""

    def known(value: str, source: Any = "on_file") -> Known:
        return Known(value=value, source=source, as_of=NOW)

    return CaseFile(
        version=1,
        product=Product.CAR,
        profile_looked_up=True,
        request={
            "principal": known(f"{principal}.00", "told"),
            "vehicle_price": known("26000.00", "told"),
            "vehicle_condition": known("new", "told"),
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


def tool_work(app: App, amount: str) -> str:
    """Do what our tools do in the turn; return the offers as the JSON a peer's model reads."""
    context = ToolContext(
        customer_id=None, case=case(), knowledge=app.knowledge, policies=app.policies,
        profiles=app.profiles, applications=app.applications, scorer=app.scorer, messages=(),
        conversation_id="bench", turn_id="bench", now=NOW,
    )  # fmt: skip
    principal = Decimal(amount.replace(",", "")).quantize(Decimal("0.01"))
    told = Known(value=str(principal), source="told", as_of=NOW)
    record: Any = record_details(context, principal=told)
    for tool in (check_eligibility, score_application, make_offers):
        context = context if record.case is None else context.with_case(record.case)
        record = tool(context)
    if not record.offers:
        raise AssertionError("the benchmark's request fits: it must get offers")
    return json.dumps(record.model_dump(mode="json"))


def peer_agent(app: App, saver: Any) -> Any:
    """Return LangChain's `create_agent` with the tool work as its one tool."""
    from langchain.agents import create_agent
    from langchain_core.tools import tool

    @tool
    def offers(principal: str) -> str:
        """Make offers for another amount."""
        return tool_work(app, principal)

    return create_agent(
        ScriptedModel(ours=False), [offers], system_prompt=app.runner.system_prompt,
        checkpointer=saver,
    )  # fmt: skip
