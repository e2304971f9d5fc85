"""The frame function as it was built, event by event, and the memory it takes: see ``tests.benchmarks.memory``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

from tests.benchmarks.sides.serving import serve


def main() -> None:
    """Serve until there are no more requests, with the ``app`` that is on the path."""
    app = import_module("app")

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        if "event" in request:
            return {"body": app.handler(request["event"], None)["body"]}
        return {"resident_mb": _status_mb("VmRSS"), "private_mb": _status_mb("RssAnon")}

    serve(answer)


def _status_mb(name: str) -> float:
    """A size in /proc/self/status, which has it in KiB."""
    lines = Path("/proc/self/status").read_text("utf-8").splitlines()
    (size_kib,) = (line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(size_kib) * 1024 / 1e6


if __name__ == "__main__":
    main()
