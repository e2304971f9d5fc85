"""A client of our own, with nothing between it and the wire."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from websockets.asyncio.client import ClientConnection, connect

from proctor_audit.client import SessionAccess

_Result = TypeVar("_Result")


@asynccontextmanager
async def socket_of(access: SessionAccess) -> AsyncIterator[ClientConnection]:
    async with connect(f"{access.websocket_url}?token={access.token}", max_size=2**20, compression=None) as socket:
        yield socket


def frame(seq: int, image: bytes, at_ms: int | None = None, **fields: Any) -> dict[str, Any]:
    encoded = base64.b64encode(image).decode()
    return {"seq": seq, "captured_at": at_ms or round(time.time() * 1000), "image": encoded, **fields}


async def ask(socket: ClientConnection, message: Any) -> dict[str, Any]:
    """Send a message, JSON or text as it is, and wait for the answer."""
    await socket.send(message if isinstance(message, str) else json.dumps({"action": "frame", **message}))
    answer: dict[str, Any] = json.loads(await asyncio.wait_for(socket.recv(), 20))
    return answer


async def eventually(
    look: Callable[[], Awaitable[_Result]], until: Callable[[_Result], bool], within_s: float = 20
) -> _Result:
    """Look again and again until what is seen is what is waited for."""
    deadline = time.monotonic() + within_s
    while True:
        seen = await look()
        if until(seen):
            return seen
        assert time.monotonic() < deadline, f"waited {within_s} s in vain; last seen: {seen}"
        await asyncio.sleep(0.1)
