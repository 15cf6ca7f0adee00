"""What a model call sees: the customer's words, the context, the history, this turn's results."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from agent.offline.meaning import MeaningOf, words_alone

_BANK = re.compile(r"AI loan assistant of (.{2,60}?)\. You\b")
_CONTEXT = re.compile(r"\s*<context>\s*(.*?)\s*</context>\s*\Z", re.DOTALL)


class Called(NamedTuple):
    """One tool call as it went; what followed it by code stands as calls of its own."""

    tool: str
    result: Mapping[str, Any]
    """Empty when refused."""
    refused: str | None = None


class Scene(NamedTuple):
    """One turn as the engine sees it."""

    said: str
    context: Mapping[str, Any]
    earlier: tuple[str, ...] = ()
    """The customer's earlier messages, oldest first."""
    replies: tuple[str, ...] = ()
    """Our earlier replies as templates, oldest first."""
    results: tuple[Mapping[str, Any], ...] = ()
    """Contents of this turn's tool messages."""
    bank: str = "the bank"
    """Its name, as the prompt gives it."""
    meaning_of: MeaningOf = words_alone
    """Gives the sentence vector of a message."""

    @property
    def called(self) -> tuple[Called, ...]:
        """Every call of this turn, those that followed by code included."""
        return tuple(calls_of(self.results))

    @property
    def known(self) -> Mapping[str, Mapping[str, Any]]:
        """Everything known, by field."""
        known: Mapping[str, Mapping[str, Any]] = self.context.get("known") or {}
        return known

    def has(self, field: str) -> bool:
        """Tell whether the field is known; 'co.annual_income' for the other person."""
        return field in self.known

    @property
    def product(self) -> str | None:
        product: str | None = self.context.get("product")
        return product

    @property
    def open_id(self) -> str:
        """What our last reply asked for; empty when it asked for nothing."""
        question = self.context.get("open_question") or {}
        return str(question.get("id") or "")

    @property
    def offers(self) -> Sequence[Mapping[str, Any]]:
        """The offers that stand, in the order shown."""
        offers = self.context.get("offers") or ()
        return tuple(o for o in offers if o.get("current", True))

    @property
    def at(self) -> str:
        """Where the conversation stands: start, asked, offers, declined or filed."""
        if self.context.get("applications"):
            return "filed"
        if self.offers:
            return "offers"
        if self.context.get("outcome"):
            return "declined"
        return "asked" if self.product or self.known else "start"

    @property
    def turn(self) -> int:
        """How many messages the customer sent before this one."""
        return len(self.earlier)


def calls_of(results: Iterable[Mapping[str, Any]]) -> Iterable[Called]:
    """List the calls of tool messages in the order they ran."""
    for content in results:
        refused = content.get("refused")
        yield Called(str(content.get("tool")), content.get("result") or {}, refused)
        for follower in content.get("followed") or ():
            result = follower.get("result") or {}
            yield Called(str(follower.get("tool")), result, result.get("refused"))


def _text(message: BaseMessage) -> str:
    if isinstance(message.content, str):
        return message.content
    parts = (p if isinstance(p, str) else str(p.get("text", "")) for p in message.content)
    return "".join(parts)


def _split(text: str) -> tuple[str, Mapping[str, Any]]:
    """Take the context off the end of the last human message."""
    found = _CONTEXT.search(text)
    if found is None:
        return text, {}
    return text[: found.start()], json.loads(found[1])


def scene_of(messages: Sequence[BaseMessage]) -> Scene:
    r"""Read the messages of a model call.

    >>> scene_of([HumanMessage('hi\n\n<context>\n{"product": "car"}\n</context>')]).product
    'car'
    """
    last = max((i for i, m in enumerate(messages) if isinstance(m, HumanMessage)), default=-1)
    said, context = _split(_text(messages[last])) if last >= 0 else ("", {})
    before, after = messages[: max(last, 0)], messages[last + 1 :]
    named = _BANK.search(_text(messages[0])) if messages else None
    return Scene(
        said=said,
        context=context,
        earlier=tuple(_split(_text(m))[0] for m in before if isinstance(m, HumanMessage)),
        replies=tuple(_text(m) for m in before if isinstance(m, AIMessage) and _text(m)),
        results=tuple(json.loads(_text(m)) for m in after if isinstance(m, ToolMessage)),
        bank=named[1] if named else "the bank",
    )
