"""Time that passes when a test says so."""

from __future__ import annotations

import asyncio
import time


class FakeClock:
    """A Clock that starts now and stands still until it is advanced."""

    def __init__(self) -> None:
        self._now_s = time.time()
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def time_s(self) -> float:
        return self._now_s

    async def sleep_s(self, seconds: float) -> None:
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now_s + seconds, sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Let time pass, and let those who waited for it go on."""
        self._now_s += seconds
        due = [sleeper for until_s, sleeper in self._sleepers if until_s <= self._now_s]
        self._sleepers = [(until_s, sleeper) for until_s, sleeper in self._sleepers if until_s > self._now_s]
        for sleeper in due:
            if not sleeper.done():
                sleeper.set_result(None)
        for _ in range(10):
            await asyncio.sleep(0)
