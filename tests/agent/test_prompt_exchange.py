"""A prompt goes to Bedrock Prompt Management and comes back the same."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from agent.prompt_exchange import as_json, from_bedrock, to_bedrock
from agent.prompting import Prompt, PromptError, load_prompt, read_prompt

MODEL = "us.anthropic.claude-haiku-4-5-20251001-v1:0"


def prompt(text: str, parameters: str = "{temperature: 0.2}") -> Prompt:
    head = f'---\nid: advisor\nversion: "3.1"\nparameters: {parameters}\n---\n'
    return read_prompt("advisor-3.md", f"{head}{text}\n")


def test_what_is_written_is_a_request_that_bedrock_takes() -> None:
    service = botocore.session.get_session().get_service_model("bedrock-agent")
    shape = service.operation_model("CreatePrompt").input_shape
    request = to_bedrock(load_prompt("advisor"), MODEL)

    assert ParamValidator().validate(request, shape).generate_report() == ""


def test_a_prompt_that_went_and_came_back_is_the_same() -> None:
    ours = load_prompt("advisor")
    back = from_bedrock(as_json(to_bedrock(ours, MODEL)))

    assert (back.id, back.version, back.parameters) == (ours.id, ours.version, ours.parameters)
    assert back.text == ours.text


def test_the_answer_of_get_prompt_is_read_too() -> None:
    answer: dict[str, Any] = to_bedrock(prompt("Work for {{ bank }}."), MODEL)
    answer |= {"arn": "arn", "version": "DRAFT", "createdAt": str(datetime(2026, 1, 1, tzinfo=UTC))}

    back = from_bedrock(json.dumps(answer))

    assert (back.version, back.text) == ("3.1", "Work for {{ bank }}.")


def test_a_version_given_by_hand_stands_over_the_one_in_the_metadata() -> None:
    assert from_bedrock(as_json(to_bedrock(prompt("Hi."), MODEL)), version="4").version == "4"


@pytest.mark.parametrize("text", ["{% if a %}x{% endif %}", "{{ a | upper }}", "{# note #} x"])
def test_what_bedrock_could_not_fill_is_refused(text: str) -> None:
    with pytest.raises(PromptError, match="plain names only"):
        to_bedrock(prompt(text), MODEL)


def test_a_parameter_that_bedrock_does_not_know_is_named() -> None:
    with pytest.raises(PromptError, match="has no seed"):
        to_bedrock(prompt("Hi.", "{seed: 4}"), MODEL)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ("not json", "Invalid JSON"),
        ('{"name": "advisor"}', "variants"),
        ('{"name": "a", "variants": [{"name": "v"}]}', "templateConfiguration"),
        ('{"name": "a", "variants": [{"name": "v", "templateConfiguration": {}}]}', "no text"),
    ],
)
def test_a_file_that_holds_no_prompt_says_what_is_missing(raw: str, why: str) -> None:
    with pytest.raises(PromptError, match=re.escape(why)):
        from_bedrock(raw)


def test_a_prompt_without_a_version_is_refused() -> None:
    request = to_bedrock(prompt("Hi."), MODEL)
    request["variants"][0]["metadata"] = []

    with pytest.raises(PromptError, match="version"):
        from_bedrock(as_json(request))
