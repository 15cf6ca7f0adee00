"""A streamed answer is put together as it came: nothing is completed that was cut off."""

import pytest
from langchain_core.messages import AIMessageChunk, HumanMessage, SystemMessage
from langchain_core.messages.tool import tool_call_chunk

from agent.models.bedrock import provider_of
from agent.models.remote import CACHE_POINT, whole, with_cache_point


def chunk(index: int, args: str, name: str | None = None) -> AIMessageChunk:
    call_id = f"call-{index}" if name else None
    part = tool_call_chunk(name=name, args=args, id=call_id, index=index)
    return AIMessageChunk(content="", tool_call_chunks=[part])


def test_arguments_that_came_whole_are_calls_and_the_others_are_kept_as_they_came() -> None:
    answer = whole(
        [
            chunk(0, "", "look_up_profile"),
            chunk(1, '{"princ', "record_details"),
            chunk(1, 'ipal": "20,0'),
            chunk(2, '["a list"]', "search_policy"),
        ]
    )

    assert [(c["name"], c["args"]) for c in answer.tool_calls] == [("look_up_profile", {})]
    assert [c["args"] for c in answer.invalid_tool_calls] == [
        '{"principal": "20,0', '["a list"]',
    ]  # fmt: skip


def test_an_answer_without_any_event_is_no_answer() -> None:
    with pytest.raises(ConnectionError):
        whole([])


def test_only_the_system_prompt_gets_a_cache_point() -> None:
    system, words = with_cache_point([SystemMessage("Be honest."), HumanMessage("hello")])

    assert system.content == [{"type": "text", "text": "Be honest."}, CACHE_POINT]
    assert words.content == "hello"


@pytest.mark.parametrize(
    "model_id",
    [
        "anthropic.claude-haiku-4-5-20251001-v1:0",
        "us.anthropic.claude-haiku-4-5-20251001-v1:0",
        "global.anthropic.claude-haiku-4-5-20251001-v1:0",
        "us-gov.anthropic.claude-haiku-4-5-20251001-v1:0",
    ],
)
def test_the_provider_is_found_behind_every_geography(model_id: str) -> None:
    assert provider_of(model_id) == "anthropic"
