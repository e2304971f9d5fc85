"""What functions call besides AWS' stores: ``@connections`` of the gateway, and CloudFormation that waits."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import unquote


class Receiver:
    """Takes every call on loopback and keeps it until it is asked for."""

    def __init__(self) -> None:
        self._calls: list[dict[str, Any]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def taken(self) -> list[dict[str, Any]]:
        """The calls since one asked last: method, path and JSON."""
        calls, self._calls = self._calls, []
        return calls

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        keep = self._take

        class Handler(BaseHTTPRequestHandler):
            def do_DELETE(self) -> None:
                self._answer(204)

            def do_PUT(self) -> None:
                self._answer(200)

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class' name
                pass

            def _answer(self, status: int) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                keep(self.command, self.path, body)
                self.send_response(status)
                if status != 204:
                    self.send_header("Content-Length", "0")
                self.end_headers()

        return Handler

    def _take(self, method: str, path: str, body: bytes) -> None:
        self._calls.append({"method": method, "path": unquote(path), "json": json.loads(body or b"null")})
