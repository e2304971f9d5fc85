"""Streams frames over the WebSocket: one message in flight, reconnecting, resuming where it stopped."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidStatus

from proctor_audit.client.api import SessionAccess
from proctor_audit.client.camera import Camera
from proctor_audit.client.frame import Frame, message_text
from proctor_audit.client.pacer import Pacer
from proctor_audit.errors import AccessDenied, InvalidMessage, SessionUnavailable
from proctor_audit.protocol.browser_events import BrowserEvent
from proctor_audit.protocol.limits import MAX_MESSAGE_BYTES, MAX_WEBSOCKET_FRAME_BYTES

_REPLY_TIMEOUT_S = 35.0
_ATTEMPTS = 8
_LONGEST_WAIT_S = 15.0
_TRANSIENT = ("session_busy", "too_fast")
_MAX_REPLY_BYTES = 1024 * 1024


class ExamStream:
    """A candidate's stream of frames.

    Use it as an asynchronous context manager. ``follow`` sends what a camera gives as the server asks for it; ``send``
    sends what it is given. Both number the frames.

    Args:
        access: what ``get_auth`` gave.
    """

    def __init__(self, access: SessionAccess) -> None:
        self._access = access
        self._seq = access.next_seq
        self._socket: ClientConnection | None = None
        self._asking = asyncio.Lock()
        self.pace: dict[str, int] = {"interval_ms": 500, "frames_per_message": 4}
        """How the last reply asked to go on."""

    async def __aenter__(self) -> Self:
        self._socket = await self._connected()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the socket; the session can be resumed until it is over."""
        if self._socket is not None:
            await self._socket.close()
            self._socket = None

    async def send(self, frames: Sequence[Frame]) -> list[dict[str, Any]]:
        """Send frames in one message and return their replies in order.

        A message whose reply never came is sent again after reconnecting: what was judged already changes nothing.

        Raises:
            InvalidMessage: ``message_too_large``.
            AccessDenied: the token was refused.
            SessionUnavailable: the session is over, revoked, or another connection has taken over.
            ConnectionError: the server could not be reached, however often it was tried.
        """
        first, self._seq = self._seq, self._seq + len(frames)
        text = message_text(frames, first)
        if len(text) > MAX_MESSAGE_BYTES:
            raise InvalidMessage(
                "message_too_large",
                f"The message has {len(text)} bytes and may have {MAX_MESSAGE_BYTES}; send smaller or fewer pictures.",
            )
        reply = await self._ask(text)
        results: list[dict[str, Any]] = reply["results"] if reply.get("type") == "frames" else [reply]
        for result in results:
            self.pace = result.get("pace", self.pace)
            _raise_if_over(result)
        return results

    async def tell(self, events: Sequence[BrowserEvent]) -> dict[str, Any]:
        """Tell what happened in the candidate's browser, in one message, and return the reply.

        It may be called while ``follow`` runs: messages go one after the other. Telling an event again changes nothing.

        Raises:
            SessionUnavailable: the session is over, revoked, or another connection has taken over.
            Besides, what ``send`` raises.
        """
        wire = [event.wire() for event in events]
        reply = await self._ask(json.dumps({"action": "browser", "events": wire}, separators=(",", ":")))
        _raise_if_over(reply)
        return reply

    async def follow(
        self,
        frames: AsyncIterable[Frame] | Iterable[Frame],
        *,
        max_message_bytes: int = MAX_WEBSOCKET_FRAME_BYTES,
    ) -> AsyncIterator[list[dict[str, Any]]]:
        """Send of a camera's frames what the server asks for, and give the replies of each message.

        Frames that come sooner than asked are left out. One message is in flight at a time; what comes meanwhile goes
        into the next, and when it is too much, the newest. It ends when the frames do.

        Args:
            frames: as the camera gives them. An ordinary iterable is read in a thread: it may block.
            max_message_bytes: a message has fewer frames when more would not fit; by default what is billed once.

        Raises:
            What ``send`` raises, and what the camera does.
        """
        pacer = Pacer(self.pace, max_message_bytes=max_message_bytes)
        async with Camera(frames, pacer) as camera:
            while message := await camera.message():
                replies = await self.send(message)
                pacer.ask(self.pace)
                yield replies

    async def _ask(self, text: str) -> dict[str, Any]:
        # Replies do not say what they answer, so one message is in flight at a time.
        async with self._asking:
            return await self._answer_to(text)

    async def _answer_to(self, text: str) -> dict[str, Any]:
        for attempt in range(_ATTEMPTS):
            try:
                if self._socket is None:
                    self._socket = await self._connected()
                await self._socket.send(_pieces(text))
                reply: dict[str, Any] = json.loads(await asyncio.wait_for(self._socket.recv(), _REPLY_TIMEOUT_S))
            except (ConnectionClosed, TimeoutError):
                await self.close()
                await asyncio.sleep(_backoff_s(attempt))
                continue
            if "type" in reply and reply.get("error", {}).get("code") not in _TRANSIENT:
                return reply
            # Too much at once, or API Gateway's own words for a function that failed or was throttled.
            await asyncio.sleep(_backoff_s(attempt))
        raise ConnectionError(f"no reply after {_ATTEMPTS} attempts; is the server running and reachable?")

    async def _connected(self) -> ClientConnection:
        url = f"{self._access.websocket_url}?token={quote(self._access.token)}"
        for attempt in range(_ATTEMPTS):
            try:
                return await connect(url, max_size=_MAX_REPLY_BYTES, compression=None, ping_interval=None)
            except InvalidStatus as refusal:
                if refusal.response.status_code in (401, 403):
                    raise AccessDenied(
                        "token_refused", "The token was refused; get a new one with POST /auth."
                    ) from None
            except (OSError, TimeoutError, InvalidHandshake):
                pass
            await asyncio.sleep(_backoff_s(attempt))
        raise ConnectionError(f"{self._access.websocket_url} cannot be reached after {_ATTEMPTS} attempts")


def _raise_if_over(reply: dict[str, Any]) -> None:
    code = reply.get("error", {}).get("code", "")
    if code.startswith("session_"):
        raise SessionUnavailable(code, reply["error"]["message"])


def _pieces(text: str) -> str | Iterator[str]:
    """API Gateway takes at most 32 KB a WebSocket frame; a longer message, all ASCII, is sent in several."""
    if len(text) <= MAX_WEBSOCKET_FRAME_BYTES:
        return text
    return (text[i : i + MAX_WEBSOCKET_FRAME_BYTES] for i in range(0, len(text), MAX_WEBSOCKET_FRAME_BYTES))


def _backoff_s(attempt: int) -> float:
    """Exponential with full jitter, so that a thousand candidates do not come back at the same moment."""
    return random.uniform(0, min(_LONGEST_WAIT_S, 0.25 * 2**attempt))  # noqa: S311 – no secret
