"""Reads a camera while a message is on its way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable
from types import TracebackType
from typing import Self

from proctor_audit.client.frame import Frame
from proctor_audit.client.pacer import Pacer


class Camera:
    """A source of frames, read all the time by a task of its own.

    Args:
        frames: what it gives.
        pacer: decides which are taken, and when they are a message.
    """

    def __init__(self, frames: AsyncIterable[Frame] | Iterable[Frame], pacer: Pacer) -> None:
        self._frames = frames
        self._pacer = pacer
        self._changed = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._reader = asyncio.create_task(self._read())
        self._reader.add_done_callback(lambda _: self._changed.set())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.cancel()
        await asyncio.gather(self._reader, return_exceptions=True)

    async def message(self) -> list[Frame]:
        """The next message, once there is one; none when the camera has ended."""
        while not self._pacer.full and not self._reader.done():
            self._changed.clear()
            await self._changed.wait()
        if not self._pacer.waiting:
            await self._reader
        return self._pacer.message()

    async def _read(self) -> None:
        async for frame in _one_by_one(self._frames):
            if self._pacer.offer(frame):
                self._changed.set()
            await asyncio.sleep(0)  # a source that never waits must not keep the socket waiting


async def _one_by_one(frames: AsyncIterable[Frame] | Iterable[Frame]) -> AsyncIterator[Frame]:
    if isinstance(frames, AsyncIterable):
        async for frame in frames:
            yield frame
        return
    iterator = iter(frames)
    while (next_frame := await asyncio.to_thread(next, iterator, None)) is not None:
        yield next_frame
