"""The prompt's beginning is the same bytes in every call, long enough to be cached, and marked."""

import json
import os
import subprocess
import sys
from decimal import Decimal
from typing import Any

from agent.frames import reply_text
from tests.fakes.converse_server import CACHED_FROM, tokens_in
from tests.fakes.converse_steps import fails, text, tool, uses

CACHE_POINT = {"cachePoint": {"type": "default"}}
HELLO = text("What would you like the loan for?")
CAR = uses(tool("record_details", {"product": "car", "principal": "20k"}))
NEITHER_CLOCK_NOR_CHANCE = """
import json
from agent.prompting import load_prompt
from agent.toolbox import Toolbox
from langchain_core.utils.function_calling import convert_to_openai_tool
from tools.catalog import CATALOG
tools = [convert_to_openai_tool(t) for t in Toolbox(CATALOG).for_model()]
print(json.dumps([tools, load_prompt("advisor").text]))
"""


def test_every_call_of_every_conversation_begins_with_the_same_bytes(
    begin: Any, clock: Any
) -> None:
    talk = begin(HELLO, CAR, HELLO, HELLO)
    talk.say("hello")
    clock.advance(days=3)
    talk.say("20k for a car")

    talk.begin()
    talk.say("good morning")
    restarted = begin(HELLO)
    restarted.say("good morning")

    requests = [*talk.server.requests, *restarted.server.requests]
    assert len(requests) == 5
    assert len({r.prefix for r in requests}) == 1


def test_another_process_sends_the_same_bytes() -> None:
    printed = {
        subprocess.run(
            [sys.executable, "-c", NEITHER_CLOCK_NOR_CHANCE],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(printed) == 1


def test_cache_points_stand_after_the_tools_and_after_the_system_prompt_and_nowhere_else(
    begin: Any,
) -> None:
    talk = begin(HELLO)

    talk.say("hello")

    body = talk.server.requests[0].body
    assert body["toolConfig"]["tools"][-1] == CACHE_POINT
    assert [CACHE_POINT in body["system"], body["system"][-1]] == [True, CACHE_POINT]
    assert talk.server.requests[0].raw.count(b"cachePoint") == 2


def test_the_prefix_is_above_the_minimum_of_the_default_model_by_a_careful_estimate(
    begin: Any,
) -> None:
    talk = begin(HELLO)

    talk.say("hello")

    assert tokens_in(talk.server.requests[0].prefix) >= CACHED_FROM * 1.1


def test_nothing_that_changes_stands_before_the_last_cache_point(begin: Any) -> None:
    talk = begin(HELLO)

    talk.say("I earn 91,234 a year")

    prefix = talk.server.requests[0].prefix
    assert "2026" not in prefix
    assert "91,234" not in prefix
    assert "<context>\n" not in prefix


def test_a_model_that_cannot_cache_tools_gets_no_cache_points(begin: Any) -> None:
    talk = begin(HELLO, bedrock_model_id="us.amazon.nova-lite-v1:0")

    talk.say("hello")

    assert b"cachePoint" not in talk.server.requests[0].raw


# -- tokens and cost ------------------------------------------------------------------------------


def test_the_first_call_writes_the_cache_and_the_next_reads_it(begin: Any) -> None:
    talk = begin(CAR, HELLO)

    first, second = talk.say("20k for a car").model_calls

    assert first.cache_written_tokens == second.cached_tokens > CACHED_FROM
    assert first.cached_tokens == second.cache_written_tokens == 0
    assert second.cost_usd is not None
    assert first.cost_usd is not None
    assert second.cost_usd < first.cost_usd


def test_tokens_and_cost_of_a_call_are_recorded_from_the_price_table(begin: Any) -> None:
    usage = {
        "inputTokens": 1_000,
        "cacheReadInputTokens": 5_000,
        "cacheWriteInputTokens": 200,
        "outputTokens": 100,
        "totalTokens": 6_300,
    }
    talk = begin(text("What would you like the loan for?", usage=usage))

    (call,) = talk.say("hello").model_calls

    assert (call.input_tokens, call.cached_tokens) == (6_200, 5_000)
    assert (call.cache_written_tokens, call.output_tokens) == (200, 100)
    # 1,000 at 1.10 + 5,000 at 0.11 + 200 at 1.375 + 100 at 5.50, for a million
    assert call.cost_usd == Decimal("0.002475")


def test_a_model_without_a_price_has_no_cost(begin: Any) -> None:
    talk = begin(HELLO, bedrock_model_id="us.anthropic.claude-of-tomorrow-v1:0")

    (call,) = talk.say("hello").model_calls

    assert call.input_tokens > 0
    assert call.cost_usd is None


def test_an_answer_that_could_not_be_used_was_paid_for(begin: Any) -> None:
    talk = begin(text("Half a sen", stop="max_tokens"))

    (call,) = talk.say("hello").model_calls

    assert call.failed
    assert call.cost_usd


def test_a_call_that_brought_nothing_cost_nothing(begin: Any) -> None:
    talk = begin(fails(503, "ServiceUnavailableException"))

    closed = talk.say("hello")

    assert [c.cost_usd for c in closed.model_calls] == [None]
    assert reply_text(closed)


def test_the_recorded_cost_survives_the_log(begin: Any) -> None:
    talk = begin(HELLO)
    closed = talk.say("hello")

    row = json.loads(closed.model_dump_json())

    assert Decimal(row["model_calls"][0]["cost_usd"]) == closed.model_calls[0].cost_usd
