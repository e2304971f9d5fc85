"""API Gateway's HTTP API, on loopback, with its limits."""

from __future__ import annotations

import socket

from aiohttp import web

from proctor_audit_local.clock import Clock
from proctor_audit_local.declarations import HttpApi
from proctor_audit_local.http_events import HttpEvents, response
from proctor_audit_local.http_routes import match
from proctor_audit_local.http_server import HttpServer
from proctor_audit_local.integration import called_within
from proctor_audit_local.invocation import Invoke

BODY_LIMIT_BYTES = 10 * 1024 * 1024
INTEGRATION_TIMEOUT_S = 30.0


class HttpGateway(HttpServer):
    """Serves a template's HTTP API.

    Args:
        api: what the template declares.
        invoke: calls a function.
        listener: the socket to serve on.
        events: builds what functions are told.
        clock: for the time that functions may take.
    """

    def __init__(
        self, api: HttpApi, invoke: Invoke, *, listener: socket.socket, events: HttpEvents, clock: Clock
    ) -> None:
        self._api = api
        self._invoke = invoke
        self._events = events
        self._clock = clock
        application = web.Application(client_max_size=BODY_LIMIT_BYTES)
        application.router.add_route("*", "/{path:.*}", self._handle)
        super().__init__(application, listener)

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        found = match(self._api.routes, request.method, request.raw_path.partition("?")[0])
        if found is None:
            return _message(404, "Not Found")
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return _message(413, "Request Entity Too Large")
        event = self._events.request(request, body, found, at_s=self._clock.time_s())
        call = self._invoke(found.route.function, event)
        outcome = await called_within(INTEGRATION_TIMEOUT_S, self._clock, call)
        if outcome is None:
            return _message(503, "Service Unavailable")
        answer = None if outcome.failed else response(outcome.answer())
        return answer if answer is not None else _message(500, "Internal Server Error")


def _message(status: int, text: str) -> web.Response:
    return web.json_response({"message": text}, status=status)
