"""A model across a network: a time limit for each call, a breaker, and only whole answers."""

import json
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    AnyMessage,
    InvalidToolCall,
    SystemMessage,
    ToolCall,
)
from langchain_core.messages.ai import add_ai_message_chunks
from langchain_core.messages.tool import invalid_tool_call

from agent.models.asking import ModelUnavailable, call_faults
from agent.models.breaker import CircuitBreaker

CACHE_POINT = {"cachePoint": {"type": "default"}}
OUR_FAULT = ("ValidationException",)
"""The provider answered, and refused what we sent: no reason to rest."""
UNUSABLE: dict[str, str] = {
    "max_tokens": "was cut off at the length limit",
    "content_filtered": "was held back by the provider's content filter",
    "guardrail_intervened": "was replaced by a guardrail",
    "malformed_model_output": "was malformed",
    "malformed_tool_use": "held a malformed tool call",
    "model_context_window_exceeded": "did not fit into the model's context window",
}
"""Reasons to stop that leave half a sentence, half a call or somebody else's words."""


def remote_faults() -> tuple[type[Exception], ...]:
    """Return what a broken answer raises on its way through botocore, urllib3 and langchain-aws.

    Its parsers raise `ValueError`, `LookupError` and `TypeError` for what they cannot read.
    """
    from botocore.eventstream import ParserError
    from botocore.parsers import ResponseParserError
    from urllib3.exceptions import HTTPError

    broken = (ParserError, ResponseParserError, HTTPError, OSError)
    return (*call_faults(), *broken, ValueError, LookupError, TypeError)


@dataclass(frozen=True)
class RemoteSpeaker:
    """A remote chat model with its tools bound."""

    bound: Any
    breaker: CircuitBreaker
    seconds: float
    """How long a call may take when the turn does not say."""
    streams: bool = True
    """Whether an answer is read event by event; otherwise it comes as one body."""
    caches: bool = True
    """Whether a cache point is set after the system prompt."""

    def invoke(self, messages: Sequence[AnyMessage]) -> AIMessage:
        """Ask once, within the longest time of a turn."""
        return self.answer(messages)

    def answer(self, messages: Sequence[AnyMessage], seconds: float | None = None) -> AIMessage:
        """Ask once. Raises `ModelUnavailable` after `seconds`, whatever retries are under way."""
        if not self.breaker.allows():
            raise ModelUnavailable(
                "The language model failed several times in a row and is left alone for a while."
            )
        ready = with_cache_point(messages) if self.caches else list(messages)
        try:
            answer = self._within(ready, self.seconds if seconds is None else seconds)
        except remote_faults() as error:
            self._failed(error)
            raise ModelUnavailable(
                f"The language model did not answer: {_in_one_line(error)}"
            ) from error
        self.breaker.worked()
        return _usable(answer)

    def _failed(self, error: Exception) -> None:
        response = getattr(error, "response", None) or {}
        if response.get("Error", {}).get("Code") in OUR_FAULT:
            self.breaker.worked()
        else:
            self.breaker.failed()

    def _within(self, messages: list[AnyMessage], seconds: float) -> AIMessage:
        """Call in a thread of its own: botocore's waits and retries know nothing of a turn."""
        future: Future[AIMessage] = Future()
        given_up = threading.Event()

        def call() -> None:
            try:
                future.set_result(self._call(messages, given_up))
            except BaseException as error:  # handed over, and raised in the turn's thread
                future.set_exception(error)

        threading.Thread(target=call, name="model-call", daemon=True).start()
        try:
            return future.result(timeout=max(seconds, 0.0))
        except TimeoutError as error:
            given_up.set()
            raise TimeoutError(f"no answer within {seconds:.1f} s") from error

    def _call(self, messages: list[AnyMessage], given_up: threading.Event) -> AIMessage:
        if not self.streams:
            answer: AIMessage = self.bound.invoke(messages)
            return answer
        chunks: list[AIMessageChunk] = []
        with closing(self.bound.stream(messages)) as stream:
            for chunk in stream:
                if given_up.is_set():
                    break  # nobody waits any more: close the connection, stop paying
                chunks.append(chunk)
        return whole(chunks)


def _in_one_line(error: Exception) -> str:
    said = " ".join(str(error).split())
    return f"{type(error).__name__}: {said[:300]}" if said else type(error).__name__


def with_cache_point(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Set a cache point after the system prompt, which is the same bytes in every call."""
    return [
        SystemMessage([{"type": "text", "text": str(m.content)}, CACHE_POINT])
        if isinstance(m, SystemMessage)
        else m
        for m in messages
    ]


def whole(chunks: Sequence[AIMessageChunk]) -> AIMessage:
    """Put a streamed answer together. Arguments that are not JSON are never repaired.

    LangChain completes what was cut off: half of "20,000" would be a figure that nobody said.
    """
    if not chunks:
        raise ConnectionError("the stream ended before it began")
    merged = add_ai_message_chunks(chunks[0], *chunks[1:])
    calls: list[ToolCall] = []
    malformed: list[InvalidToolCall] = []
    for chunk in merged.tool_call_chunks:
        name, raw, call_id = chunk["name"] or "", chunk["args"] or "{}", chunk["id"]
        arguments = _object(raw)
        if arguments is None:
            malformed.append(invalid_tool_call(name=name, args=raw, id=call_id, error="not JSON"))
        else:
            calls.append(ToolCall(name=name, args=arguments, id=call_id))
    return AIMessage(
        content=merged.content,
        tool_calls=calls,
        invalid_tool_calls=malformed,
        usage_metadata=merged.usage_metadata,
        response_metadata=merged.response_metadata,
    )


def _object(raw: str) -> dict[str, Any] | None:
    try:
        read = json.loads(raw)
    except ValueError:
        return None
    return read if isinstance(read, dict) else None


def _usable(answer: object) -> AIMessage:
    """Let a finished answer through. Half of one is worse than none, and it is paid for."""
    if not isinstance(answer, AIMessage):
        raise ModelUnavailable("The language model answered with something that is no message.")
    reason = str(answer.response_metadata.get("stopReason", ""))
    if reason in UNUSABLE:
        raise ModelUnavailable(f"The language model's answer {UNUSABLE[reason]}.", answer)
    return answer
