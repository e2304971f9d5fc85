"""The far end of a ``Side``: answers requests that come as lines of JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any


def serve(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer until there are no more requests."""
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    # Whatever a library prints must not get among the replies.
    os.dup2(2, 1)
    print(json.dumps({"ready": True}), file=replies, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), file=replies, flush=True)
