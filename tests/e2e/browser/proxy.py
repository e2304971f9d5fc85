"""The network between a browser and the stack: it can be cut, restored, and made slow."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self

_PIECE_BYTES = 1400


class Network:
    """A TCP proxy on loopback.

    Args:
        port: of the server behind it.

    Attributes:
        port: where clients connect to.
        delay_s: how much later each piece arrives.
        bytes_per_s: how fast each direction is; None: as fast as it can.
        passing: cleared, nothing gets through and nobody is told, as with a cable that was pulled; set again, what was
            held back arrives, as TCP sends again what was lost.
    """

    def __init__(self, port: int) -> None:
        self.port = 0
        self.delay_s = 0.0
        self.bytes_per_s: float | None = None
        self.passing = asyncio.Event()
        self.passing.set()
        self._server_port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def __aenter__(self) -> Self:
        await self.restore()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.passing.set()
        await self.cut()

    async def cut(self) -> None:
        """Nothing listens any more, and what was connected is reset."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._writers):
            writer.transport.abort()

    async def restore(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            writer.transport.abort()
            return
        ways = [asyncio.ensure_future(self._pass_on(reader, back)), asyncio.ensure_future(self._pass_on(there, writer))]
        try:
            await asyncio.gather(*ways)
        finally:
            for way in ways:
                way.cancel()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            with suppress(ConnectionError):
                await self._pieces(reader, writer)
        finally:
            self._writers.discard(writer)
            writer.close()

    async def _pieces(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while piece := await reader.read(_PIECE_BYTES):
            await self.passing.wait()
            if self.bytes_per_s is not None:
                await asyncio.sleep(len(piece) / self.bytes_per_s)
            if self.delay_s:
                loop.call_later(self.delay_s, writer.write, piece)
            else:
                writer.write(piece)
                await writer.drain()
