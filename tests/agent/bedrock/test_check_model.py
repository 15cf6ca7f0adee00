"""`check-model`: one call, and what it saw, or the one line that says why not."""

from typing import Any

import pytest

from agent.__main__ import main
from agent.settings import load_settings
from tests.fakes.converse_server import ConverseServer
from tests.fakes.converse_steps import Step, fails, text, tool, uses

CALLS = uses(tool("record_details", {"principal": "20k"}))


@pytest.fixture
def check(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(step: Step, **env: str) -> tuple[int, str, ConverseServer]:
        with ConverseServer([step]) as server:
            monkeypatch.setenv("LOAN_ADVISOR_BEDROCK_ENDPOINT_URL", server.url)
            monkeypatch.setenv("LOAN_ADVISOR_BEDROCK_ATTEMPTS", "1")
            for name, value in env.items():
                monkeypatch.setenv(f"LOAN_ADVISOR_{name}", value)
            load_settings.cache_clear()
            code = main(["--model", "bedrock", "check-model"])
        return code, capsys.readouterr().out, server

    return run


def test_it_says_model_region_latency_tokens_cost_and_that_tools_work(check: Any) -> None:
    code, said, server = check(CALLS)

    assert code == 0
    assert len(server.requests) == 1
    assert "us.anthropic.claude-haiku-4-5-20251001-v1:0" in said
    assert "us-east-1" in said
    assert "latency" in said
    assert "written to it" in said
    assert "USD" in said
    assert "tools     work: it called record_details" in said


@pytest.mark.parametrize(
    ("step", "why"),
    [
        (fails(403, "AccessDeniedException"), "AccessDeniedException"),
        (fails(404, "ResourceNotFoundException"), "ResourceNotFoundException"),
        (fails(429, "ThrottlingException"), "ThrottlingException"),
        (Step(({"text": "Hi"},), silent_s=30), "ReadTimeoutError"),
        (text("I am a poet."), "calls no tool; it said 'I am a poet.'"),
        (text("Half a sen", stop="max_tokens"), "cut off at the length limit"),
    ],
)
def test_it_says_in_one_line_why_not(check: Any, step: Step, why: str) -> None:
    code, said, _ = check(step, READ_TIMEOUT_S="0.2")

    assert code == 1
    assert why in said
    assert said.count("\n") == 1


def test_a_model_without_a_price_is_said_to_have_none(check: Any) -> None:
    _, said, _ = check(CALLS, BEDROCK_MODEL_ID="us.anthropic.claude-of-tomorrow-v1:0")

    assert "no price in the table" in said


def test_the_embedded_engine_is_checked_too(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check-model"])

    said = capsys.readouterr().out
    assert code == 0
    assert "no network" in said
    assert "tools     work" in said
