"""SageMaker's InvokeEndpoint on this machine: the container's contract around four handlers."""

import json
import time
from dataclasses import dataclass, field
from types import ModuleType
from typing import NamedTuple
from urllib.parse import unquote

from tests.fakes.local_server import LocalHandler, LocalHttp, LocalServer


class Fault(NamedTuple):
    """What goes wrong with one call."""

    status: int = 200
    error: str = ""
    """As in x-amzn-ErrorType."""
    body: bytes | None = None
    """Instead of the handlers' answer."""
    seconds: float = 0.0
    """Passed before the answer."""
    version: str | None = None
    """Claimed by the answer."""


SOUND = Fault()


@dataclass
class ScoringServer(LocalServer):
    """An endpoint: `model_fn` once, then `input_fn`, `predict_fn`, `output_fn` for each call."""

    handlers: ModuleType
    model_dir: str
    name: str = "loan-scorer"
    faults: list[Fault] = field(default_factory=list)
    """Of the next calls, in order; then all is sound."""
    always: Fault = SOUND
    calls: int = 0

    def __post_init__(self) -> None:
        self.model = self.handlers.model_fn(self.model_dir)
        self.listen(_Handler)

    def answer(self, body: bytes, content_type: str, accept: str) -> tuple[bytes, str]:
        """Run the handlers as the container does."""
        rows = self.handlers.input_fn(body, content_type)
        said, kind = self.handlers.output_fn(self.handlers.predict_fn(rows, self.model), accept)
        return said.encode(), kind


class _Handler(LocalHandler):
    server: LocalHttp

    def do_POST(self) -> None:
        """Answer one call."""
        fake = self.server.fake
        fake.calls += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = fake.faults.pop(0) if fake.faults else fake.always
        time.sleep(fault.seconds)
        if unquote(self.path) != f"/endpoints/{fake.name}/invocations":
            fault = Fault(400, "ValidationError")
        if fault.status != 200:
            message = {"Message": "Endpoint not found or failing.", "OriginalStatusCode": 500}
            self._send(fault.status, json.dumps(message).encode(), "application/json", fault.error)
            return
        try:
            said, kind = fake.answer(body, self.headers["Content-Type"], self.headers["Accept"])
        except ValueError as error:  # the container answers 4xx, the runtime a ModelError
            self._send(424, json.dumps({"Message": str(error)}).encode(), "", "ModelError")
            return
        if fault.version is not None:
            said = json.dumps({**json.loads(said), "version": fault.version}).encode()
        self._send(200, said if fault.body is None else fault.body, kind)

    def _send(self, status: int, body: bytes, kind: str, error: str = "") -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind or "application/json")
            self.send_header("x-Amzn-Invoked-Production-Variant", "AllTraffic")
            if error:
                self.send_header("x-amzn-ErrorType", error)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True  # who asked did not wait
