"""An HTTP server on this machine, in a thread of its own: what the fakes of services stand on."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self


class LocalHttp(ThreadingHTTPServer):
    """Knows the fake that it answers for."""

    daemon_threads = True
    block_on_close = False
    fake: Any


class LocalHandler(BaseHTTPRequestHandler):
    """Answers at once, and prints nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # otherwise each call costs 40 ms

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


class LocalServer:
    """Serves while the `with` lasts."""

    def listen(
        self, handler: type[BaseHTTPRequestHandler], http: type[LocalHttp] = LocalHttp
    ) -> None:
        """Take a free port; call it once, when the fake is ready."""
        self._http = http(("127.0.0.1", 0), handler)
        self._http.fake = self
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()
