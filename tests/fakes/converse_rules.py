"""What Bedrock refuses of a Converse request with a ValidationException."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

Block = Mapping[str, Any]
MOST_CACHE_POINTS = 4


def refusal(body: Mapping[str, Any]) -> str | None:
    """Return why Bedrock would not take this request, or None."""
    return next(_refusals(body), None)


def _refusals(body: Mapping[str, Any]) -> Iterator[str]:
    messages: Sequence[Block] = body.get("messages") or ()
    roles = [m["role"] for m in messages]
    if not roles or roles[0] != "user":
        yield "A conversation must start with a user message."
    if any(a == b for a, b in pairwise(roles)):
        yield "Roles must alternate between user and assistant."
    for message in messages:
        yield from _contents(message)
    yield from _pairs(messages)
    blocks = [b for m in messages for b in m["content"]]
    if any("toolUse" in b or "toolResult" in b for b in blocks) and not body.get("toolConfig"):
        yield "The toolConfig field must be defined when using toolUse and toolResult blocks."
    tools = (body.get("toolConfig") or {}).get("tools") or ()
    points = sum("cachePoint" in b for b in (*blocks, *(body.get("system") or ()), *tools))
    if points > MOST_CACHE_POINTS:
        yield "A maximum of 4 blocks with cache_control may be provided."


def _contents(message: Block) -> Iterator[str]:
    if not message["content"]:
        yield "The content field in the Message object is empty."
    for block in message["content"]:
        if "text" in block and not block["text"].strip():
            yield "The text field in the ContentBlock object is blank."
        if "toolUse" in block and not isinstance(block["toolUse"]["input"], dict):
            yield "The value of toolUse.input is not a JSON object."


def _ids(message: Block, kind: str) -> list[str]:
    return [b[kind]["toolUseId"] for b in message["content"] if kind in b]


def _pairs(messages: Sequence[Block]) -> Iterator[str]:
    """Each tool_use is answered in the next message, once, and nothing else is answered."""
    followers: list[Block] = [*messages[1:], {"role": "user", "content": []}]
    for message, following in zip(messages, followers, strict=False):
        used = _ids(message, "toolUse")
        answered = _ids(following, "toolResult")
        if len(set(used)) != len(used):
            yield "tool_use ids must be unique."
        if missing := [u for u in used if u not in answered]:
            yield f"tool_use ids were found without tool_result blocks: {', '.join(missing)}."
        if len(answered) != len(set(answered)) or not set(answered) <= set(used):
            yield "The number of toolResult blocks exceeds the toolUse blocks of previous turn."
