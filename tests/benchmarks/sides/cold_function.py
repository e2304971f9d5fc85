"""The frame function from the start of its process to its first judged frame: see ``tests.benchmarks.cold``."""

from __future__ import annotations

import json
import sys
import time
from importlib import import_module
from pathlib import Path


def main() -> None:
    """Handle the event that the first argument names, with the ``app`` that is on the path."""
    event = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    app = import_module("app")
    imported_at_s = time.monotonic()
    reply = json.loads(app.handler(event, None)["body"])
    at_s, cpu_s = time.monotonic(), time.process_time()
    faces = reply["metrics"]["faces"]
    told = {"imported_at_s": imported_at_s, "at_s": at_s, "cpu_s": cpu_s, "faces": faces}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
