"""Who gets a socket: limits of the handshake, the authorizer, then $connect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proctor_audit_local.authorizer import BROKEN, UNAUTHORIZED, Decision, decide
from proctor_audit_local.clock import Clock
from proctor_audit_local.connection import Connection
from proctor_audit_local.declarations import Authorizer, WebSocketApi
from proctor_audit_local.integration import called_within
from proctor_audit_local.invocation import Invoke
from proctor_audit_local.websocket_events import Handshake, WebSocketEvents

URL_LIMIT_CHARACTERS = 4096
# API Gateway's own limit for an authorizer.
AUTHORIZER_TIMEOUT_S = 29.0

MESSAGES = {401: "Unauthorized", 403: "User is not authorized to access this resource", 500: "Internal server error"}


@dataclass(frozen=True)
class Admission:
    """Asks the functions of a WebSocket API whether a client may connect."""

    api: WebSocketApi
    events: WebSocketEvents
    invoke: Invoke
    clock: Clock

    async def status(self, connection: Connection, handshake: Handshake) -> int:
        """Decide on a connection, and note on it what the authorizer says.

        Returns:
            200, or the HTTP status to refuse the handshake with.
        """
        if self.api.authorizer is not None:
            decision = await self._authorize(self.api.authorizer, connection, handshake)
            if decision.status != 200:
                return decision.status
            connection.authorizer = decision.context
        return await self._connect(connection, handshake)

    async def _authorize(self, authorizer: Authorizer, connection: Connection, handshake: Handshake) -> Decision:
        if any(handshake.value_of(source) is None for source in authorizer.identity_sources):
            return UNAUTHORIZED
        begun_at_s = self.clock.time_s()
        event = self.events.authorize(connection, handshake, at_s=begun_at_s)
        outcome = await called_within(AUTHORIZER_TIMEOUT_S, self.clock, self.invoke(authorizer.function, event))
        if outcome is None:
            return BROKEN
        latency_ms = int((self.clock.time_s() - begun_at_s) * 1000)
        return decide(outcome, self.events.connect_arn, latency_ms=latency_ms)

    async def _connect(self, connection: Connection, handshake: Handshake) -> int:
        route = self.api.routes.get("$connect")
        if route is None:
            return 200
        event = self.events.connect(connection, handshake, at_s=self.clock.time_s())
        outcome = await called_within(route.timeout_s, self.clock, self.invoke(route.function, event))
        answer: Any = None if outcome is None or outcome.failed else outcome.answer()
        status = answer.get("statusCode") if isinstance(answer, dict) else None
        if not isinstance(status, int) or not 100 <= status <= 599:
            return 500
        connection.subprotocol = _subprotocol(answer)
        return 200 if 200 <= status < 300 else status


def _subprotocol(answer: dict[str, Any]) -> str | None:
    """The subprotocol that $connect chose: without one, API Gateway names none."""
    headers = answer.get("headers") or {}
    chosen = {str(name).lower(): str(value) for name, value in headers.items()} if isinstance(headers, dict) else {}
    return chosen.get("sec-websocket-protocol")
