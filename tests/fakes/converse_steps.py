"""What the local Converse server answers: one step a request, good ones and bad ones."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.fakes.event_stream import event, exception


@dataclass(frozen=True)
class Step:
    """One answer. Without faults it is what Bedrock would send."""

    content: tuple[Mapping[str, Any], ...] = ()
    """Blocks of Converse. A toolUse whose input is text streams that text as it is."""
    stop: str = "end_turn"
    status: int = 200
    error: str = ""
    """The type of an error, such as ThrottlingException."""
    silent_s: float = 0.0
    """Before anything is sent."""
    pause_s: float = 0.0
    """Before each frame of a stream."""
    frames_sent: int | None = None
    """After so many frames the stream is cut."""
    cut_inside: bool = False
    """The cut goes through a frame, and the connection breaks."""
    spoilt: bool = False
    """The last frame has a wrong checksum."""
    breaks_with: str = ""
    """The type of an exception event that ends the stream, such as throttlingException."""
    raw: bytes | None = None
    """Instead of anything else."""
    usage: Mapping[str, int] = field(default_factory=dict)


def text(said: str, **how: Any) -> Step:
    """Answer with words."""
    return Step(({"text": said},), **how)


def tool(name: str, arguments: Mapping[str, Any] | str, call_id: str = "") -> dict[str, Any]:
    """Write one tool call; text stands for arguments that are malformed."""
    use = {"toolUseId": call_id or f"tooluse_{name}", "name": name, "input": arguments}
    return {"toolUse": use}


def uses(*calls: Mapping[str, Any], **how: Any) -> Step:
    """Answer with tool calls, several at once."""
    return Step(tuple(calls), stop="tool_use", **how)


def fails(status: int, error: str) -> Step:
    """Refuse, or break down."""
    return Step(status=status, error=error)


def throttled() -> Step:
    """Too many requests."""
    return fails(429, "ThrottlingException")


def broken_down() -> Step:
    """Something is wrong on the other side."""
    return fails(503, "ServiceUnavailableException")


def cut(step: Step, after: int, *, inside: bool = False) -> Step:
    """Send so many frames of a step, then nothing more."""
    return replace(step, frames_sent=after, cut_inside=inside)


def body(step: Step, usage: Mapping[str, int]) -> dict[str, Any]:
    """Return the body of Converse."""
    return {
        "metrics": {"latencyMs": 12},
        "output": {"message": {"role": "assistant", "content": list(step.content)}},
        "stopReason": step.stop,
        "usage": usage,
    }


def frames(step: Step, usage: Mapping[str, int]) -> list[bytes]:
    """Return the frames of ConverseStream."""
    sent = [event("messageStart", {"role": "assistant"})]
    for index, block in enumerate(step.content):
        sent += _block(block, index)
    if step.breaks_with:
        return [*sent, exception(step.breaks_with, "This is the fake's doing.")]
    sent.append(event("messageStop", {"stopReason": step.stop}))
    sent.append(event("metadata", {"usage": usage, "metrics": {"latencyMs": 12}}))
    return sent


def _block(block: Mapping[str, Any], index: int) -> list[bytes]:
    """Stream one block in pieces of a few characters, as a model does."""
    at = {"contentBlockIndex": index}
    end = event("contentBlockStop", at)
    if "text" in block:
        deltas = [{"text": piece} for piece in _pieces(block["text"])]
        return [*(event("contentBlockDelta", {**at, "delta": d}) for d in deltas), end]
    use = block["toolUse"]
    raw = use["input"] if isinstance(use["input"], str) else json.dumps(use["input"])
    start = {"toolUse": {"toolUseId": use["toolUseId"], "name": use["name"]}}
    deltas = [{"toolUse": {"input": piece}} for piece in _pieces(raw)]
    began = event("contentBlockStart", {**at, "start": start})
    return [began, *(event("contentBlockDelta", {**at, "delta": d}) for d in deltas), end]


def _pieces(said: str, length: int = 24) -> list[str]:
    return [said[i : i + length] for i in range(0, len(said), length)]
