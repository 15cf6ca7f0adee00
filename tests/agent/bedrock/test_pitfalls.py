"""The traps of Bedrock and its libraries, one test each."""

import subprocess
import sys
import time
from typing import Any

import pytest
from langchain_aws import ChatBedrockConverse
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel, ValidationError

from agent.models import ModelUnavailable, chat_model
from agent.settings import Settings
from tests.fakes.converse_server import ConverseServer
from tests.fakes.converse_steps import Step, text, tool, uses

PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123"
HELLO = text("What would you like the loan for?")
CAR = uses(tool("record_details", {"product": "car", "principal": "20k"}))


def bedrock(**named: Any) -> ChatBedrockConverse:
    model = chat_model(Settings(model="bedrock", **named))
    assert isinstance(model, ChatBedrockConverse)
    return model


# -- model ids ------------------------------------------------------------------------------------


def test_a_model_that_the_library_does_not_know_still_streams(
    begin: Any, caplog: pytest.LogCaptureFixture
) -> None:
    talk = begin(HELLO, bedrock_model_id="newcomer.model-of-tomorrow-v1:0")

    closed = talk.say("hello")

    assert talk.server.requests[0].streamed
    assert closed.fallback == "none"
    assert "Streaming disabled" not in caplog.text


def test_the_library_alone_would_have_switched_streaming_off() -> None:
    alone = ChatBedrockConverse(model_id="newcomer.model-of-tomorrow-v1:0", region_name="us-east-1")

    assert alone.disable_streaming is True


def test_an_application_inference_profile_works_with_its_base_model_and_streams(
    begin: Any,
) -> None:
    talk = begin(
        HELLO,
        bedrock_model_id=PROFILE,
        bedrock_base_model_id="anthropic.claude-haiku-4-5-20251001-v1:0",
    )

    closed = talk.say("hello")

    (request,) = talk.server.requests
    assert request.model_id == PROFILE
    assert request.streamed
    assert b"cachePoint" in request.raw
    assert closed.fallback == "none"


def test_a_profile_of_a_model_that_the_library_does_not_know_still_streams() -> None:
    model = bedrock(bedrock_model_id=PROFILE, bedrock_base_model_id="newcomer.model-v1:0")

    assert model.disable_streaming is False


def test_an_arn_without_its_base_model_is_refused_with_the_name_of_the_setting() -> None:
    with pytest.raises(ModelUnavailable, match="LOAN_ADVISOR_BEDROCK_BASE_MODEL_ID"):
        bedrock(bedrock_model_id=PROFILE)


# -- keys -----------------------------------------------------------------------------------------


def test_without_credentials_one_line_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")

    with pytest.raises(ModelUnavailable, match="No AWS credentials") as raised:
        bedrock()

    assert "\n" not in str(raised.value)


def test_an_aws_profile_that_does_not_exist_is_one_line_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nowhere")

    with pytest.raises(ModelUnavailable, match="nowhere"):
        bedrock()


def test_a_bedrock_key_alone_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "dummy")

    assert bedrock().client.meta.region_name == "us-east-1"


@pytest.mark.parametrize(
    "url", ["http://bedrock.example.com", "bedrock.example.com", "ftp://x", ""]
)
def test_a_key_is_never_sent_in_the_clear(url: str) -> None:
    with pytest.raises(ValidationError, match="must be https"):
        bedrock(bedrock_endpoint_url=url)


# -- time -----------------------------------------------------------------------------------------


def test_timeouts_and_attempts_are_ours_and_not_botocores_minute_times_five() -> None:
    config = bedrock().client.meta.config

    assert config.connect_timeout == 3
    assert config.read_timeout <= 20
    assert config.retries["mode"] == "adaptive"
    assert config.retries["total_max_attempts"] == 3


def test_a_turn_ends_in_its_time_although_read_timeouts_and_retries_would_take_longer(
    begin: Any,
) -> None:
    limits = {"read_timeout_s": 20, "bedrock_attempts": 3, "turn_deadline_s": 0.5}
    talk = begin(lambda body: Step(HELLO.content, silent_s=60), **limits)
    started = time.monotonic()

    talk.say("hello")

    assert time.monotonic() - started < 10


# -- what is sent ---------------------------------------------------------------------------------


def test_no_tool_is_forced_so_that_a_thinking_model_takes_the_request_too(begin: Any) -> None:
    talk = begin(HELLO)

    talk.say("hello")

    assert "toolChoice" not in talk.server.requests[0].body["toolConfig"]


def test_no_guardrail_of_bedrock_stands_in_the_way_of_intake(begin: Any) -> None:
    talk = begin(HELLO)

    talk.say("my mail is maya@example.com and I earn 62k")

    assert "guardrailConfig" not in talk.server.requests[0].body


def test_temperature_and_length_are_those_of_the_prompt_file(begin: Any) -> None:
    talk = begin(HELLO)

    talk.say("hello")

    assert talk.server.requests[0].body["inferenceConfig"] == {
        "maxTokens": 1024, "temperature": 0.0,
    }  # fmt: skip


def test_structured_output_asks_for_a_text_format(monkeypatch: pytest.MonkeyPatch) -> None:
    class Verdict(BaseModel):
        good: bool

    with ConverseServer([text('{"good": true}')]) as server:
        model = bedrock(bedrock_endpoint_url=server.url)
        judged = model.with_structured_output(Verdict, method="json_schema").invoke("judge")

    assert judged == Verdict(good=True)
    sent = server.requests[0].body["outputConfig"]["textFormat"]
    assert sent["type"] == "json_schema"


# -- a history that Bedrock takes -----------------------------------------------------------------


def test_the_fake_refuses_a_call_without_its_result_as_bedrock_does() -> None:
    call = {"name": "record_details", "args": {}, "id": "tooluse_1"}
    orphan = [HumanMessage("20k"), AIMessage("", tool_calls=[call]), HumanMessage("hello?")]
    with ConverseServer([HELLO]) as server:
        schema = {"type": "object", "properties": {}}
        described = {"name": "record_details", "description": "Notes.", "parameters": schema}
        model = bedrock(bedrock_endpoint_url=server.url).bind_tools([described])
        with pytest.raises(Exception, match="ValidationException"):
            model.invoke(orphan)

    assert "without tool_result" in server.refused[0]


def test_a_crash_between_a_call_and_its_result_leaves_no_call_in_the_history(
    begin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = begin(CAR, HELLO)
    toolbox = talk.app.runner.toolbox
    real = toolbox.run

    def crashes(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError("the tool fell over")

    monkeypatch.setattr(toolbox, "run", crashes)
    talk.say("20k for a car")
    monkeypatch.setattr(toolbox, "run", real)

    closed = talk.say("20k for a car, I said")

    assert closed.fallback == "none"
    assert talk.server.refused == []


# -- speed ----------------------------------------------------------------------------------------


def test_the_fake_waits_for_no_delayed_acknowledgement(begin: Any) -> None:
    talk = begin(HELLO)

    talk.say("hello")

    assert talk.server.without_delay == [True]


def test_offline_never_loads_the_cloud_libraries() -> None:
    program = (
        "import sys\n"
        "from agent.models import chat_model, speaker\n"
        "from agent.settings import Settings\n"
        "from langchain_core.messages import HumanMessage\n"
        "from agent.models import ask\n"
        "ask(speaker(chat_model(Settings()), []), [HumanMessage('hello')])\n"
        "heavy = {'langchain_aws', 'boto3', 'botocore'} & set(sys.modules)\n"
        "sys.exit(repr(heavy) if heavy else 0)\n"
    )

    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert ended.returncode == 0, ended.stderr
