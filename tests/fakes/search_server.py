"""Bedrock's InvokeModel (embeddings) and Knowledge Base Retrieve on this machine."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.fakes.local_server import LocalHandler, LocalHttp, LocalServer


class Answer(NamedTuple):
    """What one request gets."""

    content: object = None
    error: str = ""
    """As in x-amzn-ErrorType."""
    status: int = 200


class Request(NamedTuple):
    """One request as it came over the wire."""

    path: str
    body: Mapping[str, Any]


@dataclass
class SearchServer(LocalServer):
    """Answers each request with what `answer` makes of it."""

    answer: Callable[[Request], Answer]
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.listen(_Handler)


class _Handler(LocalHandler):
    server: LocalHttp

    def do_POST(self) -> None:
        """Answer one call."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        request = Request(unquote(self.path), body)
        self.server.fake.requests.append(request)
        answer = self.server.fake.answer(request)
        content = {"message": "This is the fake's doing."} if answer.error else answer.content
        sent = json.dumps(content).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(sent)))
        if answer.error:
            self.send_header("x-amzn-ErrorType", answer.error)
        self.end_headers()
        self.wfile.write(sent)
