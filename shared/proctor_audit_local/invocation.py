"""One call of a function, and what came of it."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Lambda's quota for synchronous calls, the same both ways.
PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024


@dataclass(frozen=True)
class Outcome:
    """What a function answered.

    Attributes:
        payload: JSON of its answer, or of ``{"errorType", "errorMessage", …}``.
        failed: it raised, crashed or took too long.
    """

    payload: bytes
    failed: bool = False

    def answer(self) -> Any:
        """The answer, parsed."""
        return json.loads(self.payload or b"null")

    @property
    def error_message(self) -> str:
        """What the function's error says; empty when there is none."""
        answer = self.answer() if self.failed else {}
        return str(answer.get("errorMessage", "")) if isinstance(answer, Mapping) else ""

    @classmethod
    def error(cls, kind: str, message: str) -> Outcome:
        """An outcome that the platform, not the function, gives."""
        return cls(json.dumps({"errorType": kind, "errorMessage": message}).encode(), failed=True)


@dataclass(eq=False)
class Invocation:
    """A call under way. ``deadline_ms``: epoch milliseconds when the function's time is up, set when it begins."""

    payload: bytes
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    trace_id: str = field(default_factory=lambda: _trace_id())
    deadline_ms: int = 0
    outcome: asyncio.Future[Outcome] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def settle(self, outcome: Outcome) -> None:
        """Give the caller its answer; only the first counts."""
        if not self.outcome.done():
            self.outcome.set_result(outcome)


# How the gateways and the event source call a function: its logical id and the event.
Invoke = Callable[[str, Mapping[str, Any]], Awaitable[Outcome]]


def _trace_id() -> str:
    number = uuid.uuid4().hex
    return f"Root=1-{number[:8]}-{number[8:]};Sampled=0"
