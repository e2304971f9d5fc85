"""Lambda's Invoke API, on loopback: what an operator does with `aws lambda invoke` works here too."""

from __future__ import annotations

import json
import socket

from aiohttp import web

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.http_server import HttpServer
from proctor_audit_local.invocation import PAYLOAD_LIMIT_BYTES, Invoke
from proctor_audit_local.signed import aws_error, only_signed


class InvokeApi(HttpServer):
    """Calls functions by their logical ids, for clients such as boto3's ``lambda``.

    Args:
        invoke: calls a function.
        listener: the socket to serve on.
    """

    def __init__(self, invoke: Invoke, *, listener: socket.socket) -> None:
        self._invoke = invoke
        application = web.Application(client_max_size=PAYLOAD_LIMIT_BYTES, middlewares=[only_signed])
        application.router.add_post("/2015-03-31/functions/{name}/invocations", self._handle)
        super().__init__(application, listener)

    async def _handle(self, request: web.Request) -> web.Response:
        try:
            event = json.loads(await request.text() or "{}")
            outcome = await self._invoke(request.match_info["name"], event)
        except ValueError:
            return aws_error(400, "InvalidRequestContentException", "The payload is not valid JSON.")
        except LocalStackError as error:
            return aws_error(404, "ResourceNotFoundException", error.message)
        headers = {"X-Amz-Function-Error": "Unhandled"} if outcome.failed else {}
        return web.Response(body=outcome.payload, content_type="application/json", headers=headers)
