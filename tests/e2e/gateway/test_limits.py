"""API Gateway's limits on size, kind and time."""

from __future__ import annotations

import asyncio
import contextlib
import json

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.e2e.gateway.conftest import PATIENCE_S, Served, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")

KB = 1024
MINUTE_S = 60.0


def message(size_bytes: int) -> str:
    """A message for the quiet route, of exactly that size."""
    frame = json.dumps({"action": "quiet", "padding": ""})
    return json.dumps({"action": "quiet", "padding": "x" * (size_bytes - len(frame))})


def in_frames(text: str, size_bytes: int) -> list[str]:
    return [text[start : start + size_bytes] for start in range(0, len(text), size_bytes)]


async def closed(client: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed):
        async with asyncio.timeout(PATIENCE_S):
            await client.recv()
    return client.close_code


async def test_sizes_at_the_limit_pass(served: Served) -> None:
    async with await served.connect() as client:
        await client.send(message(32 * KB))
        await client.send(in_frames(message(128 * KB), 32 * KB))
        assert (await ask(client, {"action": "echo"}))["requestContext"]["routeKey"] == "echo"


@pytest.mark.parametrize(
    "sent",
    [message(32 * KB + 1), in_frames(message(128 * KB + 1), 32 * KB), in_frames(message(129 * KB), 8 * KB)],
    ids=["frame", "message by a byte", "message in small frames"],
)
async def test_too_much_closes_1009(served: Served, sent: str | list[str]) -> None:
    async with await served.connect() as bystander, await served.connect() as client:
        with contextlib.suppress(ConnectionClosed):
            await client.send(sent)
        assert await closed(client) == 1009
        assert await ask(bystander, {"action": "echo"})


async def test_binary_closes_1003(served: Served) -> None:
    async with await served.connect() as client:
        await client.send(b"\xff\xd8")
        assert await closed(client) == 1003


async def test_ten_silent_minutes_close_1001(served: Served) -> None:
    async with await served.connect() as client:
        await ask(client, {"action": "echo"})
        await served.clock.advance(10 * MINUTE_S)
        assert await closed(client) == 1001
        assert client.close_reason == "Going away"


async def test_a_message_keeps_a_connection_for_ten_minutes_more(served: Served) -> None:
    async with await served.connect() as client:
        for _ in range(3):
            await served.clock.advance(9 * MINUTE_S)
            await ask(client, {"action": "echo"})
        await served.clock.advance(10 * MINUTE_S)
        assert await closed(client) == 1001


async def test_two_hours_close_1001_however_busy(served: Served) -> None:
    async with await served.connect() as client:
        for _ in range(13):
            await served.clock.advance(9 * MINUTE_S)
            await ask(client, {"action": "echo"})
        await served.clock.advance(3 * MINUTE_S)
        assert await closed(client) == 1001


async def test_pings_are_answered(served: Served) -> None:
    async with await served.connect() as client:
        async with asyncio.timeout(PATIENCE_S):
            await (await client.ping())
