"""Whatever the other side does: an answer in time, honest words, and never a decision."""

import socket
import time
from typing import Any

import pytest

from agent.conversations.records import ClosedTurn
from agent.frames import reply_text
from tests.fakes.converse_steps import (
    Step,
    broken_down,
    cut,
    fails,
    text,
    throttled,
    tool,
    uses,
)

WORDS = "I need 20k for a new car, it costs 22,500"
CAR = {
    "product": "car",
    "principal": "20k",
    "vehicle_price": "22,500",
    "vehicle_condition": "new",
}
RECORDS_CAR = uses(tool("look_up_profile", {}), tool("record_details", CAR))
HELLO = text("What would you like the loan for?")


def said_nothing_was_done(closed: ClosedTurn) -> bool:
    return "Nothing was changed or sent" in reply_text(closed)


def nothing_happened(closed: ClosedTurn) -> bool:
    case = closed.case
    return closed.calls == () and case.outcome is None and case.offers == () == closed.effects


# -- one call that goes wrong ---------------------------------------------------------------------

WRONG = {
    "throttled": throttled(),
    "broken down": broken_down(),
    "an internal error": fails(500, "InternalServerException"),
    "a model that is not ready": fails(429, "ModelNotReadyException"),
    "a model that timed out": fails(408, "ModelTimeoutException"),
    "no access": fails(403, "AccessDeniedException"),
    "an unknown model": fails(404, "ResourceNotFoundException"),
    "a request that is refused": fails(400, "ValidationException"),
    "an error without a name": Step(status=502, raw=b"<html>Bad Gateway</html>"),
    "a body that is no JSON": Step(raw=b"<html>Please log in to the hotel's network</html>"),
    "a body without an answer": Step(raw=b"{}"),
}


@pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "in one body"])
@pytest.mark.parametrize("step", WRONG.values(), ids=list(WRONG))
def test_a_failed_call_ends_in_honest_words_and_no_decision(
    begin: Any, step: Step, streaming: bool
) -> None:
    talk = begin(step, bedrock_streaming=streaming)

    closed = talk.say(WORDS)

    assert closed.fallback == "deterministic"
    assert closed.findings[0].startswith("The language model did not answer: ")
    assert said_nothing_was_done(closed)
    assert nothing_happened(closed)


CUT = {
    "before the first event": cut(RECORDS_CAR, 0),
    "after the first event": cut(RECORDS_CAR, 1),
    "inside a tool call": cut(RECORDS_CAR, 6),
    "before it says that it is done": cut(RECORDS_CAR, -2),
    "inside a frame": cut(RECORDS_CAR, 6, inside=True),
    "by a wrong checksum": Step(RECORDS_CAR.content, stop="tool_use", spoilt=True),
    "by a throttle": Step(RECORDS_CAR.content, breaks_with="throttlingException"),
    "by a model error": Step(RECORDS_CAR.content, breaks_with="modelStreamErrorException"),
    "by an error": Step(RECORDS_CAR.content, breaks_with="internalServerException"),
}


@pytest.mark.parametrize("step", CUT.values(), ids=list(CUT))
def test_a_stream_that_is_cut_runs_none_of_its_calls(begin: Any, step: Step) -> None:
    talk = begin(step)

    closed = talk.say(WORDS)

    assert closed.fallback == "deterministic"
    assert said_nothing_was_done(closed)
    assert nothing_happened(closed)


@pytest.mark.parametrize(
    "reason",
    ["max_tokens", "content_filtered", "guardrail_intervened", "model_context_window_exceeded"],
)
@pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "in one body"])
def test_an_answer_that_is_not_the_models_whole_answer_is_neither_run_nor_shown(
    begin: Any, reason: str, streaming: bool
) -> None:
    content = ({"text": "Your loan is ap"}, tool("record_details", CAR))
    talk = begin(Step(content, stop=reason), bedrock_streaming=streaming)

    closed = talk.say(WORDS)

    assert "Your loan is ap" not in reply_text(closed)
    assert closed.fallback == "deterministic"
    assert nothing_happened(closed)
    assert closed.model_calls[0].output_tokens > 0


def test_what_was_computed_before_the_failure_is_told_from_the_same_facts(begin: Any) -> None:
    talk = begin(RECORDS_CAR, broken_down())

    closed = talk.say(WORDS)

    assert closed.fallback == "deterministic"
    assert closed.case.outcome == "LIKELY_FITS"
    assert "$411.01" in reply_text(closed)
    assert not said_nothing_was_done(closed)


def test_the_turn_after_a_failed_one_is_asked_as_if_nothing_had_been(begin: Any) -> None:
    talk = begin(broken_down(), RECORDS_CAR, broken_down(), HELLO)
    talk.say(WORDS)
    talk.say(WORDS)

    closed = talk.say("and now?")

    assert closed.fallback == "none"
    assert talk.server.refused == []


def test_a_signal_of_need_is_answered_although_the_model_is_down(begin: Any) -> None:
    talk = begin(broken_down())

    closed = talk.say("I lost my job and I cannot pay my loan")

    assert [(e.kind, e.team) for e in closed.effects] == [("hand_off", "hardship")]
    assert "passing you on" in reply_text(closed)
    assert not said_nothing_was_done(closed)


def test_asking_for_a_person_works_although_the_model_is_down(begin: Any) -> None:
    talk = begin(broken_down())

    closed = talk.say("let me talk to a real person please")

    assert [c.tool for c in closed.calls] == ["hand_off"]


# -- time ----------------------------------------------------------------------------------------


def test_a_call_is_tried_again_and_the_customer_notices_nothing(begin: Any) -> None:
    talk = begin(throttled(), broken_down(), HELLO, bedrock_attempts=3)

    closed = talk.say("hello")

    assert closed.fallback == "none"
    assert len(talk.server.requests) == 3


def test_after_the_last_attempt_it_is_given_up(begin: Any) -> None:
    talk = begin(throttled(), throttled(), HELLO, bedrock_attempts=2)

    closed = talk.say("hello")

    assert closed.fallback == "deterministic"
    assert len(talk.server.requests) == 2


@pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "in one body"])
def test_a_silent_model_is_waited_for_no_longer_than_the_read_timeout(
    begin: Any, streaming: bool
) -> None:
    step = Step(HELLO.content, silent_s=30)
    talk = begin(step, read_timeout_s=0.2, bedrock_streaming=streaming)
    started = time.monotonic()

    closed = talk.say("hello")

    assert time.monotonic() - started < 10
    assert "ReadTimeout" in closed.findings[0]
    assert said_nothing_was_done(closed)


def test_a_stream_that_stalls_is_waited_for_no_longer_than_the_read_timeout(begin: Any) -> None:
    talk = begin(Step(HELLO.content, pause_s=30), read_timeout_s=0.2)

    closed = talk.say("hello")

    assert "timed out" in closed.findings[0]
    assert said_nothing_was_done(closed)


def test_a_slow_stream_that_finishes_in_time_is_a_good_answer(begin: Any) -> None:
    talk = begin(Step(HELLO.content, pause_s=0.02))

    assert talk.say("hello").fallback == "none"


def test_a_stream_that_drips_for_ever_ends_with_the_turns_deadline(begin: Any) -> None:
    drips = Step(({"text": "word " * 4000},), pause_s=0.02)
    talk = begin(drips, turn_deadline_s=0.5)
    started = time.monotonic()

    closed = talk.say("hello")

    assert time.monotonic() - started < 10
    assert "no answer within" in closed.findings[0]


def test_a_stream_that_nobody_waits_for_any_more_is_closed(begin: Any) -> None:
    drips = Step(({"text": "word " * 20_000},), pause_s=0.02)
    talk = begin(drips, turn_deadline_s=0.2)

    talk.say("hello")

    assert talk.server.hung_up_on.wait(10)


def test_retries_end_with_the_turns_deadline_however_many_are_left(begin: Any) -> None:
    talk = begin(lambda body: throttled(), bedrock_attempts=10, turn_deadline_s=0.5)
    started = time.monotonic()

    closed = talk.say("hello")

    assert time.monotonic() - started < 10
    assert "no answer within" in closed.findings[0]
    assert len(talk.server.requests) < 10


def test_a_second_call_gets_only_the_time_that_the_first_one_left(begin: Any) -> None:
    slow = Step(RECORDS_CAR.content, stop="tool_use", silent_s=0.6)
    talk = begin(slow, Step(HELLO.content, silent_s=30), turn_deadline_s=1.5)
    started = time.monotonic()

    closed = talk.say(WORDS)

    assert time.monotonic() - started < 10
    assert len(talk.server.requests) == 2
    assert closed.case.outcome == "LIKELY_FITS"
    assert "$411.01" in reply_text(closed)


def test_nobody_answering_at_the_address_is_a_failed_call(begin: Any) -> None:
    with socket.socket() as taken:  # bound, but nobody listens
        taken.bind(("127.0.0.1", 0))
        talk = begin(HELLO, bedrock_endpoint_url=f"http://127.0.0.1:{taken.getsockname()[1]}")

    closed = talk.say("hello")

    assert "EndpointConnectionError" in closed.findings[0]
    assert said_nothing_was_done(closed)


# -- the circuit breaker --------------------------------------------------------------------------


def test_after_failures_in_a_row_the_model_is_left_alone_for_a_while(begin: Any) -> None:
    talk = begin(broken_down(), broken_down(), HELLO, breaker_failures=2)
    talk.say("hello")
    talk.say("hello?")

    closed = talk.say("anybody?")

    assert len(talk.server.requests) == 2
    assert "left alone" in closed.findings[0]
    assert said_nothing_was_done(closed)


def test_after_the_rest_one_call_is_tried_and_a_good_answer_ends_the_rest(begin: Any) -> None:
    rest = {"breaker_failures": 1, "breaker_rest_s": 0.05}
    talk = begin(broken_down(), HELLO, HELLO, **rest)
    talk.say("hello")
    time.sleep(0.1)

    fallbacks = [talk.say("hello?").fallback for _ in range(2)]

    assert fallbacks == ["none", "none"]
    assert len(talk.server.requests) == 3


def test_a_good_answer_in_between_forgets_the_failures(begin: Any) -> None:
    steps = (broken_down(), HELLO, broken_down(), HELLO)
    talk = begin(*steps, breaker_failures=2)

    fallbacks = [talk.say("hello").fallback for _ in steps]

    assert fallbacks == ["deterministic", "none", "deterministic", "none"]


def test_a_request_that_bedrock_refuses_does_not_rest_the_model_for_everybody(begin: Any) -> None:
    talk = begin(fails(400, "ValidationException"), HELLO, breaker_failures=1)
    talk.say("hello")

    assert talk.say("hello").fallback == "none"
