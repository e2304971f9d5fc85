"""An aiohttp application on a port that was taken beforehand."""

from __future__ import annotations

import socket

from aiohttp import web

from proctor_audit_local.ports import LOOPBACK, port_of

_SHUTDOWN_S = 2.0


class HttpServer:
    """Serves an application on loopback.

    Args:
        application: what to serve.
        listener: the socket to serve on.
    """

    def __init__(self, application: web.Application, listener: socket.socket) -> None:
        self._listener = listener
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=_SHUTDOWN_S)

    @property
    def url(self) -> str:
        """Where it is, without a slash at the end."""
        return f"http://{LOOPBACK}:{port_of(self._listener)}"

    async def start(self) -> None:
        """Begin to serve."""
        await self._runner.setup()
        await web.SockSite(self._runner, self._listener).start()

    async def close(self) -> None:
        """Finish what is under way and stop serving."""
        await self._runner.cleanup()
