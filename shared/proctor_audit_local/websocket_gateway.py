"""API Gateway's WebSocket API, on loopback, with its limits.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-execution-service-websocket-limits-table.html
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import json
import socket
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from proctor_audit_local.admission import MESSAGES, URL_LIMIT_CHARACTERS, Admission
from proctor_audit_local.clock import Clock
from proctor_audit_local.connection import Connection, Connections, new_id
from proctor_audit_local.declarations import WebSocketApi
from proctor_audit_local.integration import called_within
from proctor_audit_local.invocation import Invoke
from proctor_audit_local.message_routing import MessageRouting
from proctor_audit_local.ports import LOOPBACK, port_of
from proctor_audit_local.websocket_events import Handshake, WebSocketEvents

MESSAGE_LIMIT_BYTES = 128 * 1024
FRAME_LIMIT_BYTES = 32 * 1024
IDLE_LIMIT_S = 10 * 60.0
LIFETIME_LIMIT_S = 2 * 60 * 60.0
# The gateway makes no promise; this keeps one client from taking all memory.
MESSAGES_AT_ONCE = 32
# Longer than the authorizer and $connect may take together.
HANDSHAKE_WITHIN_S = 70.0
CLOSES_WITHIN_S = 2.0
# What $disconnect and answers under way get when the stack stops.
FINISHES_WITHIN_S = 10.0

GOING_AWAY = "Going away"
CLOSE_REASONS = {
    1001: GOING_AWAY,
    1005: "Client-side close frame status not set",
    1006: "Connection closed abnormally",
}


class WebSocketGateway:
    """Serves a template's WebSocket API.

    Args:
        api: what the template declares.
        invoke: calls a function.
        listener: the socket to serve on.
        events: builds what functions are told.
        clock: for every limit in time.
    """

    def __init__(
        self, api: WebSocketApi, invoke: Invoke, *, listener: socket.socket, events: WebSocketEvents, clock: Clock
    ) -> None:
        self.connections = Connections()
        self._api = api
        self._invoke = invoke
        self._listener = listener
        self._events = events
        self._clock = clock
        self._admission = Admission(api, events, invoke, clock)
        self._routing = MessageRouting(api, events, invoke, clock)
        self._server: Server | None = None
        self._connecting: dict[ServerConnection, Connection] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where clients connect to."""
        return f"ws://{LOOPBACK}:{port_of(self._listener)}/{self._api.stage}"

    async def start(self) -> None:
        """Begin to serve."""
        self._server = await serve(
            self._serve,
            sock=self._listener,
            process_request=self._admit,
            select_subprotocol=lambda websocket, _: self._subprotocol(websocket),
            # A tuple limits messages and frames; either way the close code is 1009.
            max_size=(MESSAGE_LIMIT_BYTES, FRAME_LIMIT_BYTES),
            compression=None,
            ping_interval=None,
            open_timeout=HANDSHAKE_WITHIN_S,
            close_timeout=CLOSES_WITHIN_S,
            server_header=None,
        )

    async def close(self) -> None:
        """Close every connection, let $disconnect run, and stop serving."""
        if self._server is not None:
            self._server.close(code=CloseCode.GOING_AWAY, reason=GOING_AWAY)
            closed = asyncio.ensure_future(self._server.wait_closed())
            await asyncio.wait({closed}, timeout=CLOSES_WITHIN_S)
            for connection in list(self.connections):
                # Who does not read does not read the close either.
                connection.socket.transport.abort()
            await closed
        if self._tasks:
            _, unfinished = await asyncio.wait(self._tasks, timeout=FINISHES_WITHIN_S)
            for task in unfinished:
                task.cancel()

    async def _admit(self, websocket: ServerConnection, request: Request) -> Response | None:
        """Answer a handshake: None lets it through."""
        if len(request.path) > URL_LIMIT_CHARACTERS:
            return _refusal(414, {"message": "URI Too Long"})
        if request.headers.get("Upgrade", "").lower() != "websocket":
            return None  # the library knows what to answer to what is no handshake
        url = urlsplit(request.path)
        if url.path.rstrip("/") != f"/{self._api.stage}":
            return _refusal(403, {"message": "Forbidden"})
        now_s = self._clock.time_s()
        connection = Connection(
            socket=websocket,
            domain_name=request.headers.get("Host", ""),
            source_ip=str(websocket.remote_address[0]),
            user_agent=request.headers.get("User-Agent"),
            connected_at_s=now_s,
            active_at_s=now_s,
        )
        status = await self._admission.status(
            connection, Handshake.read(request.headers, url.query, connection.source_ip)
        )
        if status != 200:
            ids = {"connectionId": connection.connection_id, "requestId": new_id()}
            return _refusal(status, {"message": MESSAGES.get(status, "Forbidden"), **ids})
        self._connecting[websocket] = connection
        self._spawn(self._see_off(connection))
        return None

    def _subprotocol(self, websocket: ServerConnection) -> Subprotocol | None:
        connection = self._connecting.get(websocket)
        chosen = connection.subprotocol if connection is not None else None
        return Subprotocol(chosen) if chosen is not None else None

    async def _serve(self, websocket: ServerConnection) -> None:
        """Read a connection's messages until it closes. Each is answered on its own: order is not promised."""
        connection = self._connecting[websocket]
        self.connections.add(connection)
        expiry = asyncio.create_task(self._expire(connection))
        room = asyncio.Semaphore(MESSAGES_AT_ONCE)
        try:
            async for message in websocket:
                if isinstance(message, bytes):
                    await websocket.close(CloseCode.UNSUPPORTED_DATA, "Binary is not supported")
                    return
                connection.active_at_s = self._clock.time_s()
                await room.acquire()
                self._spawn(self._answer(connection, message)).add_done_callback(lambda _: room.release())
        except ConnectionClosed:
            pass
        finally:
            expiry.cancel()

    async def _answer(self, connection: Connection, message: str) -> None:
        reply = await self._routing.reply(connection, message)
        if reply is not None:
            await self.send(connection, reply)

    async def send(self, connection: Connection, text: str) -> bool:
        """Send a message to a client.

        Returns:
            False when it is gone.
        """
        try:
            await connection.socket.send(text)
        except ConnectionClosed:
            return False
        connection.active_at_s = self._clock.time_s()
        return True

    async def _expire(self, connection: Connection) -> None:
        """Close a connection that is silent for too long, or too old."""
        ends_at_s = connection.connected_at_s + LIFETIME_LIMIT_S
        while True:
            left_s = min(ends_at_s, connection.active_at_s + IDLE_LIMIT_S) - self._clock.time_s()
            if left_s <= 0:
                # Not from here: closing ends the reading task, which cancels this one.
                self._spawn(connection.socket.close(CloseCode.GOING_AWAY, GOING_AWAY))
                return
            await self._clock.sleep_s(left_s)

    async def _see_off(self, connection: Connection) -> None:
        """Whatever way a connection ends, even before it was quite open, tell $disconnect."""
        await connection.socket.wait_closed()
        self._connecting.pop(connection.socket, None)
        self.connections.remove(connection)
        route = self._api.routes.get("$disconnect")
        if route is None:
            return
        code, reason = _ending(connection.socket)
        event = self._events.disconnect(connection, code, reason, at_s=self._clock.time_s())
        await called_within(route.timeout_s, self._clock, self._invoke(route.function, event))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _ending(websocket: ServerConnection) -> tuple[int, str]:
    """How a connection ended: as the client said, else as we said, else abnormally."""
    said = websocket.protocol.close_rcvd or websocket.protocol.close_sent
    code = said.code if said is not None else int(CloseCode.ABNORMAL_CLOSURE)
    return code, (said.reason if said is not None else "") or CLOSE_REASONS.get(code, "")


def _refusal(status: int, body: dict[str, str]) -> Response:
    content = json.dumps(body).encode()
    headers = Headers({"Content-Type": "application/json", "Content-Length": str(len(content)), "Connection": "close"})
    phrase = ""
    with contextlib.suppress(ValueError):
        phrase = http.HTTPStatus(status).phrase
    return Response(status, phrase, headers, content)
