"""However a connection ends, $disconnect is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection

from tests.e2e.gateway.conftest import Served, ask, serving

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def leave(client: ClientConnection) -> None:
    await client.close(1000, "exam over")


async def leave_without_status(client: ClientConnection) -> None:
    client.protocol.send_close()
    client.transport.write(b"".join(client.protocol.data_to_send()))


async def vanish(client: ClientConnection) -> None:
    client.transport.abort()


async def send_binary(client: ClientConnection) -> None:
    await client.send(b"\x00")


async def send_much(client: ClientConnection) -> None:
    await client.send("x" * (33 * 1024))


@pytest.mark.parametrize(
    ("end", "code", "reason"),
    [
        (leave, 1000, "exam over"),
        (leave_without_status, 1005, "Client-side close frame status not set"),
        (vanish, 1006, "Connection closed abnormally"),
        (send_binary, 1003, None),
        (send_much, 1009, None),
    ],
)
async def test_disconnect_event(
    served: Served, end: Callable[[ClientConnection], Awaitable[None]], code: int, reason: str | None
) -> None:
    client = await served.connect()
    connection_id = (await ask(client, {"action": "echo"}))["requestContext"]["connectionId"]
    await end(client)
    event = await served.wait_for_record("disconnect", connection_id)
    context = event["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("$disconnect", "DISCONNECT")
    assert context["disconnectStatusCode"] == code
    assert reason is None or context["disconnectReason"] == reason
    assert context["authorizer"]["session_id"] == "s-1"
    assert event["isBase64Encoded"] is False
    assert "body" not in event
    await client.wait_closed()


async def test_idle_connection_is_seen_off(served: Served) -> None:
    async with await served.connect() as client:
        connection_id = (await ask(client, {"action": "echo"}))["requestContext"]["connectionId"]
        await served.clock.advance(600)
        context = (await served.wait_for_record("disconnect", connection_id))["requestContext"]
    assert (context["disconnectStatusCode"], context["disconnectReason"]) == (1001, "Going away")


async def test_client_that_vanishes_while_connecting_is_seen_off(served: Served) -> None:
    served.take_records("connect")
    connecting = asyncio.create_task(served.connect())
    while not (told := served.take_records("connect")):
        await asyncio.sleep(0)
    connecting.cancel()
    await asyncio.gather(connecting, return_exceptions=True)
    if not connecting.cancelled():
        await (await connecting).close()
    await served.wait_for_record("disconnect", told[0]["requestContext"]["connectionId"])


async def test_a_client_that_does_not_read_cannot_keep_the_gateway_from_stopping(tmp_path: Path) -> None:
    message = json.dumps({"action": "echo", "text": "x" * 30_000})
    async with asyncio.timeout(90):
        async with serving(tmp_path) as own:
            client = await own.connect()
            client.transport.pause_reading()
            for _ in range(300):
                await client.send(message)
            assert own.websocket is not None
            await asyncio.sleep(1)
            assert len(list(own.websocket.connections)) == 1
        client.transport.abort()
