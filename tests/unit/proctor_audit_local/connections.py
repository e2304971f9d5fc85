"""Connections without a client behind them."""

from __future__ import annotations

from websockets.asyncio.server import ServerConnection
from websockets.server import ServerProtocol

from proctor_audit_local.connection import Connection


def connection() -> Connection:
    """A connection that nothing is sent to; it needs a running event loop."""
    socket = ServerConnection(ServerProtocol(), None)  # type: ignore[arg-type]
    return Connection(socket, "127.0.0.1:1", "127.0.0.1", None, connected_at_s=1_700_000_000.0)
