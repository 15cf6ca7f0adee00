"""The engine behind LangChain's seam: deterministic, quick, and never without an answer."""

import json
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from agent.offline.engine import OfflineEngine
from agent.offline.scene import scene_of


def message(words: str, **context: Any) -> HumanMessage:
    return HumanMessage(f"{words}\n\n<context>\n{json.dumps(context)}\n</context>")


def test_a_first_call_reads_and_a_second_one_replies() -> None:
    engine = OfflineEngine().bind_tools([])
    said = message("I need 20k for a car", product=None)
    first = engine.invoke([said])
    result = {
        "tool": "record_details", "refused": None, "followed": [], "facts": [],
        "result": {"product": "car", "recorded": [], "missing": [],
                   "next_question": {"id": "vehicle", "fields": ["vehicle_price"],
                                     "times_asked": 0}},
    }  # fmt: skip
    answer = ToolMessage(json.dumps(result), tool_call_id=first.tool_calls[0]["id"])
    second = engine.invoke([said, first, answer])

    assert first.tool_calls[0]["name"] == "record_details"
    assert second.tool_calls == []
    assert "car" in str(second.content)
    assert second.additional_kwargs["asks"]["id"] == "vehicle"


def test_the_same_call_gives_the_same_answer() -> None:
    engine = OfflineEngine()
    messages = [message("my roof leaks, about 8 grand", product=None)]

    assert engine.invoke(messages).tool_calls == engine.invoke(messages).tool_calls


def test_the_history_and_the_name_of_the_bank_are_read() -> None:
    scene = scene_of(
        [SystemMessage("You are the AI loan assistant of Larkfield Bank, N.A.. You talk."),
         HumanMessage("hi"), AIMessage("Hello."), message("20k for a car", product="car")]
    )  # fmt: skip

    assert scene.earlier == ("hi",)
    assert scene.replies == ("Hello.",)
    assert scene.bank == "Larkfield Bank, N.A."
    assert scene.turn == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_whatever_is_typed_gets_an_answer(words: str) -> None:
    answer = OfflineEngine().invoke([message(words, product=None, offers=[], facts=[])])

    assert answer.tool_calls or str(answer.content).strip()


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789kK$,. %abcdeimnorsty", max_size=120))
def test_only_words_of_the_customer_reach_a_tool(words: str) -> None:
    question = {"id": "money", "fields": ["annual_income", "monthly_obligations"]}
    said = message(words, product="personal", open_question=question, known={}, offers=[])
    for call in OfflineEngine().invoke([said]).tool_calls:
        for name, value in call["args"].items():
            if name in ("annual_income", "monthly_obligations", "principal", "rent"):
                assert value in words


def test_a_call_takes_little_time() -> None:
    engine, said = OfflineEngine(), [message("I earn 62k a year and pay 1,250 a month, 5 years")]
    engine.invoke(said)
    started = time.perf_counter()
    for _ in range(20):
        engine.invoke(said)

    assert (time.perf_counter() - started) / 20 < 0.05
