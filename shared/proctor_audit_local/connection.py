"""An open WebSocket as API Gateway knows it, and all of them."""

from __future__ import annotations

import base64
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from websockets.asyncio.server import ServerConnection


def new_id() -> str:
    """An id in the form of API Gateway's connection, request and message ids: ``e5QO7fEWoAMCKxQ=``."""
    return base64.urlsafe_b64encode(secrets.token_bytes(11)).decode()


@dataclass(eq=False)
class Connection:
    """A client's connection.

    Attributes:
        socket: where its messages come and go.
        connected_at_s: epoch seconds.
        authorizer: what the authorizer said of it, as later events carry it.
        active_at_s: epoch seconds of the last message in or out.
    """

    socket: ServerConnection
    domain_name: str
    source_ip: str
    user_agent: str | None
    connected_at_s: float
    connection_id: str = field(default_factory=new_id)
    authorizer: Mapping[str, str | int] | None = None
    subprotocol: str | None = None
    active_at_s: float = 0.0

    def identity(self) -> dict[str, str]:
        """Who it is, as events and the @connections endpoint tell it."""
        agent = {"userAgent": self.user_agent} if self.user_agent else {}
        return {"sourceIp": self.source_ip, **agent}


class Connections:
    """The connections that are open, by id. One that is still connecting, or gone, is not among them."""

    def __init__(self) -> None:
        self._open: dict[str, Connection] = {}

    def __iter__(self) -> Iterator[Connection]:
        return iter(list(self._open.values()))

    def add(self, connection: Connection) -> None:
        """From now on it can be sent to."""
        self._open[connection.connection_id] = connection

    def remove(self, connection: Connection) -> bool:
        """From now on it is gone.

        Returns:
            Whether it was open.
        """
        return self._open.pop(connection.connection_id, None) is not None

    def find(self, connection_id: str) -> Connection | None:
        """The open connection with that id."""
        return self._open.get(connection_id)
