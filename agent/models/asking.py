"""Asking a model once, and what may go wrong with it."""

from collections.abc import Sequence
from typing import Protocol, cast

from langchain_core.messages import AIMessage, AnyMessage


class ModelUnavailable(Exception):
    """The model cannot be reached or did not answer properly. The message says what to do."""

    def __init__(self, why: str, answer: AIMessage | None = None) -> None:
        super().__init__(why)
        self.answer = answer
        """What came but cannot be used: its tokens were paid for."""


class Speaker(Protocol):
    """A chat model with its tools bound."""

    def invoke(self, messages: Sequence[AnyMessage], /) -> AIMessage: ...


class InTime(Protocol):
    """A speaker across a network, which answers within a time or raises `ModelUnavailable`."""

    def answer(self, messages: Sequence[AnyMessage], seconds: float | None, /) -> AIMessage: ...


def call_faults() -> tuple[type[Exception], ...]:
    """What a provider's client raises when the other side is to blame; imported when needed."""
    from botocore.exceptions import BotoCoreError, ClientError

    return (BotoCoreError, ClientError, TimeoutError, ConnectionError)


def ask(bound: Speaker, messages: Sequence[AnyMessage], seconds: float | None = None) -> AIMessage:
    """Ask once, for at most `seconds`; a model in this process is not interrupted.

    Raises `ModelUnavailable` for anything that the provider did wrong.
    """
    if hasattr(bound, "answer"):
        return cast(InTime, bound).answer(messages, seconds)
    try:
        answer = bound.invoke(messages)
    except call_faults() as error:
        raise ModelUnavailable(f"The language model did not answer: {error}") from error
    if not isinstance(answer, AIMessage):
        raise ModelUnavailable("The language model answered with something that is no message.")
    return answer


def text_of(message: AIMessage) -> str:
    """Return the text of an answer, whether it came as a string or as content blocks."""
    if isinstance(message.content, str):
        return message.content.strip()
    parts = (b if isinstance(b, str) else str(b.get("text", "")) for b in message.content)
    return "".join(parts).strip()
