"""API Gateway's @connections endpoint, by which functions reach a client.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime

from aiohttp import web
from websockets.frames import CloseCode

from proctor_audit_local.connection import Connection
from proctor_audit_local.http_server import HttpServer
from proctor_audit_local.signed import aws_error, only_signed
from proctor_audit_local.websocket_gateway import MESSAGE_LIMIT_BYTES, WebSocketGateway


class ConnectionsApi(HttpServer):
    """Serves ``/<stage>/@connections/<id>`` as boto3's apigatewaymanagementapi client calls it.

    Args:
        gateway: whose connections.
        stage: first part of the path.
        listener: the socket to serve on.
    """

    def __init__(self, gateway: WebSocketGateway, *, stage: str, listener: socket.socket) -> None:
        self._gateway = gateway
        self._stage = stage
        self._closing: set[asyncio.Task[None]] = set()
        application = web.Application(client_max_size=MESSAGE_LIMIT_BYTES, middlewares=[only_signed])
        path = f"/{stage}/@connections/{{connection_id}}"
        application.add_routes([web.post(path, self._send), web.get(path, self._show), web.delete(path, self._close)])
        super().__init__(application, listener)

    @property
    def url(self) -> str:
        """What AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI has to be."""
        return f"{super().url}/{self._stage}"

    async def _send(self, request: web.Request) -> web.Response:
        connection = self._find(request)
        if connection is None:
            return _gone()
        try:
            text = (await request.read()).decode()
        except web.HTTPRequestEntityTooLarge:
            return aws_error(413, "PayloadTooLargeException", "Message is larger than 128 KB")
        except UnicodeDecodeError:
            return aws_error(400, "BadRequestException", "Message is not UTF-8 text")
        return web.Response() if await self._gateway.send(connection, text) else _gone()

    async def _show(self, request: web.Request) -> web.Response:
        connection = self._find(request)
        if connection is None:
            return _gone()
        return web.json_response(
            {
                "connectedAt": _iso(connection.connected_at_s),
                "identity": connection.identity(),
                "lastActiveAt": _iso(connection.active_at_s),
            }
        )

    async def _close(self, request: web.Request) -> web.Response:
        connection = self._find(request)
        if connection is None:
            return _gone()
        # The caller does not wait for the client's half of the closing handshake.
        self._gateway.connections.remove(connection)
        closing = asyncio.create_task(connection.socket.close(CloseCode.NORMAL_CLOSURE, "Connection deleted"))
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        return web.Response(status=204)

    def _find(self, request: web.Request) -> Connection | None:
        return self._gateway.connections.find(request.match_info["connection_id"])


def _gone() -> web.Response:
    return aws_error(410, "GoneException", "The connection is gone")


def _iso(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
