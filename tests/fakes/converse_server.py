"""Bedrock's Converse and ConverseStream on this machine, answering from a script."""

import json
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import unquote

from tests.fakes import converse_steps
from tests.fakes.converse_rules import refusal
from tests.fakes.converse_steps import Step, fails
from tests.fakes.local_server import LocalHandler, LocalHttp, LocalServer

Answering = Callable[[Mapping[str, Any]], Step]
CACHED_FROM = 4096
"""Tokens of a prefix below which Claude Haiku 4.5 silently caches nothing."""
CHARACTERS_PER_TOKEN = 4.5
"""English prose in Claude's tokens; JSON has fewer. So tokens are never overstated here."""


@dataclass(frozen=True)
class Request:
    """One request as it came over the wire."""

    model_id: str
    streamed: bool
    raw: bytes
    body: Mapping[str, Any]
    refused: str | None

    @property
    def prefix(self) -> str:
        """Everything up to the last cache point: tools, then system."""
        return json.dumps([self.body.get("toolConfig"), self.body.get("system")])


def tokens_in(said: str) -> int:
    """Estimate tokens, rather too few than too many."""
    return int(len(said) / CHARACTERS_PER_TOKEN)


@dataclass
class ConverseServer(LocalServer):
    """Answers one step a request; a function instead of steps answers each as it comes.

    Requests that Bedrock would refuse are refused, and kept in `refused`.
    """

    script: Sequence[Step] | Answering
    requests: list[Request] = field(default_factory=list)
    without_delay: list[bool] = field(default_factory=list)
    """Of each connection: whether small answers are sent at once."""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._cached: set[str] = set()
        self.closing = threading.Event()
        self.hung_up_on = threading.Event()
        self.listen(_Handler, _Http)

    @property
    def refused(self) -> list[str]:
        """Why requests were refused, as Bedrock would have."""
        return [r.refused for r in self.requests if r.refused]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.closing.set()
        super().__exit__(kind, error, trace)

    def answer(self, path: str, raw: bytes) -> tuple[Step, Mapping[str, int], bool]:
        """Keep a request; return the step that answers it, its usage, and whether it streams."""
        _, _, model_id, operation = path.split("/")
        body = json.loads(raw)
        with self._lock:
            why = refusal(body)
            request = Request(unquote(model_id), operation == "converse-stream", raw, body, why)
            self.requests.append(request)
            number = len(self.requests)
            step = fails(400, "ValidationException") if why else self._step(body, number)
            usage = step.usage or self._usage(request, step)
        return step, usage, request.streamed

    def _step(self, body: Mapping[str, Any], number: int) -> Step:
        if callable(self.script):
            return self.script(body)
        if number > len(self.script):
            return fails(400, "UnexpectedCall")
        return self.script[number - 1]

    def _usage(self, request: Request, step: Step) -> Mapping[str, int]:
        """Count as Bedrock counts: a prefix is written to the cache once, then read from it."""
        prefix, rest = tokens_in(request.prefix), tokens_in(json.dumps(request.body["messages"]))
        output = tokens_in(json.dumps(list(step.content)))
        usage = {"inputTokens": rest, "outputTokens": output}
        if "cachePoint" not in request.prefix or prefix < CACHED_FROM:
            usage["inputTokens"] += prefix
        elif request.prefix in self._cached:
            usage["cacheReadInputTokens"] = prefix
        else:
            self._cached.add(request.prefix)
            usage["cacheWriteInputTokens"] = prefix
        return {**usage, "totalTokens": sum(usage.values())}


class _Http(LocalHttp):
    fake: ConverseServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Note that a client went away in the middle of an answer."""
        self.fake.hung_up_on.set()


class _Handler(LocalHandler):
    server: _Http

    def setup(self) -> None:
        """Note how the connection is set up."""
        super().setup()
        option = self.connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        self.server.fake.without_delay.append(bool(option))

    def do_POST(self) -> None:
        """Answer one call."""
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        step, usage, streamed = self.server.fake.answer(self.path, raw)
        if step.silent_s and self.server.fake.closing.wait(step.silent_s):
            self.close_connection = True
        elif step.error:
            self._send(step.status, {"message": "This is the fake's doing."}, step.error)
        elif streamed and step.raw is None:
            self._stream(step, usage)
        else:
            self._send(step.status, converse_steps.body(step, usage), raw=step.raw)

    def _send(
        self, status: int, content: Mapping[str, Any], error: str = "", raw: bytes | None = None
    ) -> None:
        sent = json.dumps(content).encode() if raw is None else raw
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        if error:
            self.send_header("x-amzn-ErrorType", error)
        self.end_headers()
        self.wfile.write(sent)

    def _stream(self, step: Step, usage: Mapping[str, int]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/vnd.amazon.eventstream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        sent = converse_steps.frames(step, usage)[: step.frames_sent]
        if step.spoilt:
            sent[-1] = sent[-1][:-1] + bytes([sent[-1][-1] ^ 1])
        for one in sent:
            if step.pause_s and self.server.fake.closing.wait(step.pause_s):
                break
            self._chunk(one)
        if step.cut_inside:
            self.wfile.write(b"40\r\nhalf a frame")
            self.close_connection = True
        else:
            self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, content: bytes) -> None:
        self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
