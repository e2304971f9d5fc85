"""Time as the gateway sees it, so that a test can make two hours pass at once."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol


class Clock(Protocol):
    """Where the local stack takes every time and every wait that is part of its behaviour from."""

    def time_s(self) -> float:
        """Seconds since the epoch; never goes back."""

    async def sleep_s(self, seconds: float) -> None:
        """Return when that many seconds have passed."""


class SystemClock:
    """The machine's time: epoch seconds at the start, counted on by the monotonic clock."""

    def __init__(self) -> None:
        self._offset_s = time.time() - time.monotonic()

    def time_s(self) -> float:
        return self._offset_s + time.monotonic()

    async def sleep_s(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
