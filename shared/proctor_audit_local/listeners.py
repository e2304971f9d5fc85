"""The ports that the gateways are served on, taken before anything is started."""

from __future__ import annotations

import socket
from dataclasses import dataclass

from proctor_audit_local.declarations import Declarations
from proctor_audit_local.ports import LOOPBACK, listen_on_loopback, port_of


@dataclass(frozen=True)
class Listeners:
    """Sockets for the WebSocket API, the HTTP API, the @connections endpoint and Lambda's Invoke."""

    websocket: socket.socket
    http: socket.socket
    connections: socket.socket
    invoke: socket.socket

    @classmethod
    def take(cls, *, websocket_port: int, http_port: int) -> Listeners:
        """Take the ports, 0 for free ones.

        Raises:
            LocalStackError: one is taken.
        """
        taken: list[socket.socket] = []
        try:
            taken.append(listen_on_loopback(websocket_port, "the WebSocket API"))
            taken.append(listen_on_loopback(http_port, "the HTTP API"))
            taken.append(listen_on_loopback(0, "the @connections endpoint"))
            taken.append(listen_on_loopback(0, "Lambda's Invoke"))
        except BaseException:
            for listener in taken:
                listener.close()
            raise
        return cls(*taken)

    def close(self) -> None:
        """Give the ports back."""
        for listener in (self.websocket, self.http, self.connections, self.invoke):
            listener.close()

    def addresses(self, declared: Declarations, region: str) -> dict[str, str]:
        """Public addresses as a template builds them, and what they are here."""
        addresses = {}
        if declared.websocket_api is not None:
            host = f"{declared.websocket_api.api_id}.execute-api.{region}.amazonaws.com"
            addresses[f"wss://{host}"] = f"ws://{LOOPBACK}:{port_of(self.websocket)}"
            addresses[f"https://{host}"] = f"http://{LOOPBACK}:{port_of(self.connections)}"
        if declared.http_api is not None:
            host = f"{declared.http_api.api_id}.execute-api.{region}.amazonaws.com"
            addresses[f"https://{host}"] = f"http://{LOOPBACK}:{port_of(self.http)}"
        return addresses
