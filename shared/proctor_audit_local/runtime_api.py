"""Lambda's Runtime API on loopback: how a process asks for work and answers.

https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

from aiohttp import web

from proctor_audit_local.invocation import PAYLOAD_LIMIT_BYTES, Outcome
from proctor_audit_local.ports import LOOPBACK, listen_on_loopback, port_of
from proctor_audit_local.worker import Worker

_Handler = Callable[[Worker, web.Request], Awaitable[web.Response]]


class RuntimeApi:
    """Serves each worker on a port of its own, by which it knows who asks: the protocol has no other sign of it."""

    def __init__(self) -> None:
        self._by_port: dict[int, Worker] = {}
        self._sites: dict[Worker, tuple[int, web.SockSite]] = {}
        application = web.Application(client_max_size=PAYLOAD_LIMIT_BYTES)
        base = "/2018-06-01/runtime"
        application.add_routes(
            [
                web.get(f"{base}/invocation/next", self._for_worker(_next)),
                web.post(f"{base}/invocation/{{request_id}}/response", self._for_worker(_response)),
                web.post(f"{base}/invocation/{{request_id}}/error", self._for_worker(_error)),
                web.post(f"{base}/init/error", self._for_worker(_init_error)),
            ]
        )
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.5)

    async def start(self) -> None:
        """Get ready to serve workers."""
        await self._runner.setup()

    async def close(self) -> None:
        """Stop serving."""
        await self._runner.cleanup()

    async def register(self, worker: Worker) -> str:
        """Serve a worker.

        Returns:
            The address that its process has to be given, ``host:port``.
        """
        listener = listen_on_loopback(0, "a function")
        port = port_of(listener)
        site = web.SockSite(self._runner, listener)
        self._by_port[port] = worker
        self._sites[worker] = port, site
        await site.start()
        return f"{LOOPBACK}:{port}"

    async def unregister(self, worker: Worker) -> None:
        """Stop serving a worker."""
        port, site = self._sites.pop(worker)
        del self._by_port[port]
        await site.stop()

    def _for_worker(self, handler: _Handler) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def handle(request: web.Request) -> web.Response:
            assert request.transport is not None
            worker = self._by_port.get(request.transport.get_extra_info("sockname")[1])
            if worker is None:
                return web.json_response({"errorType": "Gone", "errorMessage": "No such environment"}, status=410)
            return await handler(worker, request)

        return handle


async def _next(worker: Worker, _: web.Request) -> web.Response:
    try:
        invocation = await worker.next()
    except asyncio.CancelledError:
        if worker.ended:
            return web.Response(status=410)
        raise
    return web.Response(
        body=invocation.payload,
        content_type="application/json",
        headers={
            "Lambda-Runtime-Aws-Request-Id": invocation.request_id,
            "Lambda-Runtime-Deadline-Ms": str(invocation.deadline_ms),
            "Lambda-Runtime-Invoked-Function-Arn": worker.function.arn,
            "Lambda-Runtime-Trace-Id": invocation.trace_id,
        },
    )


async def _response(worker: Worker, request: web.Request) -> web.Response:
    try:
        outcome = Outcome(await request.read())
    except web.HTTPRequestEntityTooLarge:
        outcome = Outcome.error(
            "Function.ResponseSizeTooLarge",
            f"Response payload size exceeded maximum allowed payload size ({PAYLOAD_LIMIT_BYTES} bytes).",
        )
    return _accepted(worker.finish(request.match_info["request_id"], outcome))


async def _error(worker: Worker, request: web.Request) -> web.Response:
    outcome = Outcome(await request.read(), failed=True)
    return _accepted(worker.finish(request.match_info["request_id"], outcome))


async def _init_error(worker: Worker, request: web.Request) -> web.Response:
    worker.fail_init(await request.read())
    return _accepted(True)


def _accepted(known: bool) -> web.Response:
    if known:
        return web.json_response({"status": "OK"}, status=202)
    body = json.dumps({"errorType": "InvalidRequestID", "errorMessage": "Invalid request ID"})
    return web.Response(text=body, content_type="application/json", status=400)
