"""The client of the HTTP API takes long answers compressed, and short ones as they are."""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from proctor_audit.client import get_report
from proctor_audit.protocol.http import answer


@contextmanager
def api(document: dict[str, Any]) -> Iterator[str]:
    """An API that answers every GET as the functions do."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            response = answer(lambda: document, accepts=self.headers.get("accept-encoding"))
            body: str = response["body"]
            content = base64.b64decode(body) if response.get("isBase64Encoded") else body.encode()
            self.send_response(response["statusCode"])
            for name, value in {**response["headers"], "content-length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class' name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("letters", [10, 8_000_000])
def test_a_report_of_any_length(letters: int) -> None:
    document = {"note": "é" * letters}
    with api(document) as url:
        assert get_report(url, "pa_key", "id") == document
