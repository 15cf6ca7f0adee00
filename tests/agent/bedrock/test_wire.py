"""A turn over the wire: real botocore and ChatBedrockConverse against a local Converse server."""

import json
from typing import Any

import pytest

from agent.frames import reply_text
from tests.fakes.converse_steps import text, tool, uses

WORDS = "I need 20k for a new car, it costs 22,500"
CAR = {
    "product": "car",
    "principal": "20k",
    "vehicle_price": "22,500",
    "vehicle_condition": "new",
}
RECORDS_CAR = uses(tool("look_up_profile", {}), tool("record_details", CAR))
SAYS_PAYMENT = text(
    "Indicative: a payment of [[offer.a.monthly_payment]] a month for [[offer.a.term_months]] at "
    "a rate of [[offer.a.note_rate_pct]] ([[offer.a.apr_pct]] APR)."
)
ASKS = text("What is the car's price?")

both_ways = pytest.mark.parametrize("streaming", [True, False], ids=["streamed", "in one body"])


def results(body: Any) -> dict[str, Any]:
    """Tool results of a request, by the id of their call."""
    blocks = [b["toolResult"] for m in body["messages"] for b in m["content"] if "toolResult" in b]
    return {b["toolUseId"]: b for b in blocks}


@both_ways
def test_parallel_tool_calls_and_then_words_make_one_turn(begin: Any, streaming: bool) -> None:
    talk = begin(RECORDS_CAR, SAYS_PAYMENT, bedrock_streaming=streaming)

    closed = talk.say(WORDS)

    assert [c.tool for c in closed.calls][:2] == ["look_up_profile", "record_details"]
    assert closed.case.outcome == "LIKELY_FITS"
    assert "$411.01 a month for 60 months at a rate of 8.57% (8.89% APR)" in reply_text(closed)
    assert closed.fallback == "none"
    assert [r.streamed for r in talk.server.requests] == [streaming, streaming]
    assert set(results(talk.server.requests[1].body)) == {
        "tooluse_look_up_profile", "tooluse_record_details",
    }  # fmt: skip
    assert talk.server.refused == []


@both_ways
def test_words_alone_are_spoken(begin: Any, streaming: bool) -> None:
    talk = begin(text("What would you like the loan for?"), bedrock_streaming=streaming)

    closed = talk.say("hello")

    assert "What would you like the loan for?" in reply_text(closed)
    assert len(talk.server.requests) == 1


def test_the_next_turn_shows_the_model_templates_and_no_tool_calls_of_before(begin: Any) -> None:
    talk = begin(RECORDS_CAR, SAYS_PAYMENT, text("Would you like to go on?"))
    talk.say(WORDS)

    talk.say("thanks")

    last = talk.server.requests[-1].body
    assert "[[offer.a.monthly_payment]]" in json.dumps(last["messages"][1])
    assert results(last) == {}
    assert "411.01" not in json.dumps(last["messages"][:-1])
    assert talk.server.refused == []


def test_arguments_that_are_not_json_are_refused_and_answered_never_repaired(begin: Any) -> None:
    malformed = tool("record_details", '{"product": "car", "principal": "20')
    talk = begin(uses(malformed), ASKS)

    closed = talk.say("I need 20k for a car")

    assert closed.case.request == {}
    assert "refused" in closed.calls[0].result
    answered = results(talk.server.requests[1].body)["tooluse_record_details"]
    assert answered["status"] == "error"
    assert talk.server.refused == []


def test_arguments_of_the_wrong_shape_in_one_body_end_in_words_and_change_nothing(
    begin: Any,
) -> None:
    talk = begin(uses(tool("record_details", '["20k"]')), bedrock_streaming=False)

    closed = talk.say("I need 20k for a car")

    assert closed.case.request == {}
    assert closed.fallback == "deterministic"
    assert reply_text(closed)


def test_arguments_that_nobody_knows_are_refused_and_answered(begin: Any) -> None:
    talk = begin(uses(tool("make_offers", {"note_rate_pct": "1"})), ASKS)

    closed = talk.say("I need 20k for a car")

    assert "refused" in closed.calls[0].result
    assert results(talk.server.requests[1].body)["tooluse_make_offers"]["status"] == "error"


def test_a_tool_that_does_not_exist_is_refused_beside_one_that_runs(begin: Any) -> None:
    invented = tool("approve_loan", {"principal": "20k"})
    talk = begin(uses(invented, tool("record_details", CAR)), ASKS)

    closed = talk.say(WORDS)

    answered = results(talk.server.requests[1].body)
    assert answered["tooluse_approve_loan"]["status"] == "error"
    assert "no tool 'approve_loan'" in json.dumps(answered["tooluse_approve_loan"])
    assert answered["tooluse_record_details"]["status"] == "success"
    assert closed.case.request["principal"].value == "20000.00"
    assert talk.server.refused == []


def test_blank_words_beside_a_call_do_not_come_back_as_a_blank_block(begin: Any) -> None:
    step = uses({"text": "\n\n"}, tool("record_details", CAR))
    talk = begin(step, ASKS)

    closed = talk.say(WORDS)

    assert talk.server.refused == []
    assert closed.fallback == "none"


def test_a_reply_that_is_asked_for_again_goes_over_the_wire_as_bedrock_wants_it(
    begin: Any,
) -> None:
    talk = begin(RECORDS_CAR, text("You would pay $399 a month."), SAYS_PAYMENT)

    closed = talk.say(WORDS)

    assert closed.fallback == "retried"
    assert "399" not in reply_text(closed)
    assert talk.server.refused == []


def test_a_model_that_goes_on_calling_tools_is_stopped_by_the_budget(begin: Any) -> None:
    again = [uses(tool("search_policy", {"query": "fees"}, f"tooluse_{i}")) for i in range(6)]
    talk = begin(*again)

    closed = talk.say("what fees are there?")

    assert len(talk.server.requests) == 4
    assert closed.fallback == "deterministic"
    assert reply_text(closed)
    assert talk.server.refused == []
