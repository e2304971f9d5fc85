"""Browser events over the same socket as frames: one message in flight at a time, whoever sends it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from proctor_audit.client import BrowserEvent, ExamStream, Frame, SessionAccess
from proctor_audit.errors import SessionUnavailable

T0 = 1_763_881_200_000
HIDDEN = BrowserEvent("tab_hidden", T0, 5_200)


class Server:
    """Answers each message after a while, and counts how many wait for their answer."""

    def __init__(self, error: str | None = None) -> None:
        self.messages: list[dict[str, Any]] = []
        self.most_at_once = 0
        self._waiting = 0
        self._error = error

    async def __call__(self, socket: ServerConnection) -> None:
        async for text in socket:
            message = json.loads(text)
            self.messages.append(message)
            self._waiting += 1
            self.most_at_once = max(self.most_at_once, self._waiting)
            await asyncio.sleep(0.01)
            self._waiting -= 1
            await socket.send(json.dumps(self._reply(message)))

    def _reply(self, message: dict[str, Any]) -> dict[str, Any]:
        if self._error:
            return {"type": "error", "error": {"code": self._error, "message": "No."}}
        if message["action"] == "browser":
            return {"type": "browser", "events": len(message["events"]), "incidents": [], "score": 0, "errors": []}
        return {"type": "frames", "results": [{"type": "frame", "seq": frame["seq"]} for frame in message["frames"]]}


async def test_frames_and_events_each_get_their_own_reply() -> None:
    server = Server()
    async with serve(server, "127.0.0.1", 0) as running, ExamStream(access(running)) as stream:
        frames = [stream.send([Frame(b"picture", T0 + n)]) for n in range(4)]
        told = [stream.tell([HIDDEN] * (n + 1)) for n in range(4)]
        verdicts, replies = await asyncio.gather(asyncio.gather(*frames), asyncio.gather(*told))
    assert [result["seq"] for (result,) in verdicts] == [0, 1, 2, 3]
    assert [reply["events"] for reply in replies] == [1, 2, 3, 4]
    assert server.most_at_once == 1
    sent = next(message for message in server.messages if message["action"] == "browser")
    assert sent == {"action": "browser", "events": [{"kind": "tab_hidden", "at": T0, "duration_ms": 5200}]}


async def test_a_session_that_is_over_is_told() -> None:
    async with serve(Server("session_expired"), "127.0.0.1", 0) as running, ExamStream(access(running)) as stream:
        with pytest.raises(SessionUnavailable, match="session_expired"):
            await stream.tell([HIDDEN])


def access(running: Any) -> SessionAccess:
    port = running.sockets[0].getsockname()[1]
    return SessionAccess("s-1", "token", "2026-11-25T12:00:00Z", f"ws://127.0.0.1:{port}", 0, resumed=False)
