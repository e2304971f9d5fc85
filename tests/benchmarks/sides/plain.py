"""The plain way, warm, message by message: see ``tests.benchmarks.frame``."""

from __future__ import annotations

import json
from typing import Any

import cv2

from tests.benchmarks.sides.plain_way import PlainWay
from tests.benchmarks.sides.serving import serve
from tests.benchmarks.sides.stopwatch import timed_ms


def main() -> None:
    """Serve until there are no more requests."""
    cv2.setNumThreads(1)
    plain = PlainWay()

    def answer(request: dict[str, Any]) -> dict[str, Any]:
        replies: list[str] = []

        def work() -> None:
            frames = json.loads(request["body"])["frames"]
            replies.append(json.dumps([plain.annotated(frame["image"]) for frame in frames]))

        took_ms = timed_ms(work)
        return {"plain": took_ms, "faces": [frame["faces"] for frame in json.loads(replies[0])]}

    serve(answer)


if __name__ == "__main__":
    main()
