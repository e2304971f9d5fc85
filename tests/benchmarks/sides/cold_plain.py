"""The plain way from the start of its process to its first picture: see ``tests.benchmarks.cold``."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    """Look at the frame of the event that the first argument names."""
    event = json.loads(Path(sys.argv[1]).read_text("utf-8"))

    from tests.benchmarks.sides.plain_way import PlainWay

    imported_at_s = time.monotonic()
    faces = PlainWay().annotated(json.loads(event["body"])["image"])["faces"]
    at_s, cpu_s = time.monotonic(), time.process_time()
    told = {"imported_at_s": imported_at_s, "at_s": at_s, "cpu_s": cpu_s, "faces": faces}
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
