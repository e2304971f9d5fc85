"""A camera is followed as the server asks, while messages take their time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from typing import Any

import pytest

from proctor_audit.client import ExamStream, Frame, SessionAccess
from proctor_audit.errors import SessionUnavailable

ACCESS = SessionAccess("s-1", "token", "2026-11-25T12:00:00Z", "ws://127.0.0.1:1", 0, resumed=False)
T0 = 1_763_881_200_000


class Server(ExamStream):
    """Answers without a network, as told."""

    def __init__(self, paces: Sequence[tuple[int, int]] = ()) -> None:
        super().__init__(ACCESS)
        self.sent: list[list[int]] = []
        self.in_flight = 0
        self.answering = asyncio.Event()
        self.answering.set()
        self._paces = list(paces)

    async def send(self, frames: Sequence[Frame]) -> list[dict[str, Any]]:
        assert self.in_flight == 0, "one message at a time"
        self.in_flight += 1
        self.sent.append([frame.captured_at_ms - T0 for frame in frames])
        await asyncio.sleep(0)
        await self.answering.wait()
        self.in_flight -= 1
        if self._paces:
            interval_ms, count = self._paces.pop(0)
            self.pace = {"interval_ms": interval_ms, "frames_per_message": count}
        return [{"seq": frame.captured_at_ms} for frame in frames]


async def camera(count: int, every_ms: int = 100) -> AsyncIterator[Frame]:
    for number in range(count):
        for _ in range(6):  # long enough for an answer to come
            await asyncio.sleep(0)
        yield Frame(b"picture", T0 + number * every_ms)


async def test_what_is_asked_for_is_sent_and_answered() -> None:
    server = Server()
    replies = [len(answers) async for answers in server.follow(camera(41))]
    assert server.sent == [[0, 500, 1_000, 1_500], [2_000, 2_500, 3_000, 3_500], [4_000]]
    assert replies == [4, 4, 1]


async def test_a_change_of_pace_is_followed_at_once() -> None:
    server = Server([(200, 1), (200, 1), (500, 2)])
    async for _ in server.follow(camera(35)):
        pass
    assert server.sent[0] == [0, 500, 1_000, 1_500]
    assert server.sent[1:3] == [[1_700], [1_900]]
    assert server.sent[3] == [2_400, 2_900]


async def test_an_ordinary_iterable_may_block() -> None:
    def blocking() -> Iterator[Frame]:
        for number in range(8):
            yield Frame(b"picture", T0 + number * 500)

    server = Server()
    assert [len(answers) async for answers in server.follow(blocking())] == [4, 4]


async def test_when_the_network_is_slow_the_newest_frames_go_on() -> None:
    server = Server()
    server.answering.clear()
    over = asyncio.Event()

    async def long_day() -> AsyncIterator[Frame]:
        async for frame in camera(60, 500):
            yield frame
        over.set()
        server.answering.set()

    async for _ in server.follow(long_day()):
        assert over.is_set()
    assert server.sent[0] == [0, 500, 1_000, 1_500]
    assert server.sent[1:] == [[(52 + n) * 500 for n in range(8)]]


async def test_large_pictures_go_in_smaller_messages() -> None:
    async def large() -> AsyncIterator[Frame]:
        async for frame in camera(4, 500):
            yield Frame(bytes(12_000), frame.captured_at_ms)

    few, many = Server(), Server()
    assert [len(answers) async for answers in few.follow(large())] == [2, 2]
    assert [len(answers) async for answers in many.follow(large(), max_message_bytes=128 * 1024)] == [4]


async def test_what_has_been_taken_is_sent_before_a_camera_that_breaks_is_told() -> None:
    async def unplugged() -> AsyncIterator[Frame]:
        async for frame in camera(2, 500):
            yield frame
        raise OSError("the camera is gone")

    server = Server()
    with pytest.raises(OSError, match="the camera is gone"):
        async for _ in server.follow(unplugged()):
            pass
    assert server.sent == [[0, 500]]


async def test_a_session_that_is_over_stops_the_camera() -> None:
    closed = asyncio.Event()

    async def endless() -> AsyncGenerator[Frame, None]:
        try:
            async for frame in camera(10**9, 500):
                yield frame
        finally:
            closed.set()

    class Over(Server):
        async def send(self, frames: Sequence[Frame]) -> list[dict[str, Any]]:
            raise SessionUnavailable("session_expired", "over")

    frames = endless()
    with pytest.raises(SessionUnavailable):
        async for _ in Over().follow(frames):
            pass
    await frames.aclose()
    assert closed.is_set()
