"""From a client's message to the reply that goes back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from proctor_audit_local.clock import Clock
from proctor_audit_local.connection import Connection
from proctor_audit_local.declarations import WebSocketApi, WebSocketRoute
from proctor_audit_local.integration import called_within
from proctor_audit_local.invocation import Invoke, Outcome
from proctor_audit_local.route_selection import DEFAULT_ROUTE, RouteSelection
from proctor_audit_local.websocket_events import Event, WebSocketEvents

REPLY_LIMIT_BYTES = 128 * 1024
_LIFECYCLE_ROUTES = ("$connect", "$disconnect")


@dataclass(frozen=True)
class MessageRouting:
    """Finds the route of a message, calls its function and turns the answer into a reply."""

    api: WebSocketApi
    events: WebSocketEvents
    invoke: Invoke
    clock: Clock
    selection: RouteSelection = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "selection", RouteSelection(self.api.selection_expression))

    async def reply(self, connection: Connection, message: str) -> str | None:
        """Handle a message.

        Returns:
            The text to send back; None when nothing goes back.
        """
        route = self._route(message)
        key = route.key if route is not None else DEFAULT_ROUTE
        event = self.events.message(connection, key, message, at_s=self.clock.time_s())
        if route is None:
            return _error("Forbidden", event)
        outcome = await called_within(route.timeout_s, self.clock, self.invoke(route.function, event))
        if outcome is None or outcome.failed:
            return _error("Internal server error", event)
        return _body(outcome, route, event)

    def _route(self, message: str) -> WebSocketRoute | None:
        key = self.selection.key(message)
        if key is not None and key in self.api.routes and key not in _LIFECYCLE_ROUTES:
            return self.api.routes[key]
        return self.api.routes.get(DEFAULT_ROUTE)


def _body(outcome: Outcome, route: WebSocketRoute, event: Event) -> str | None:
    """The body of a proxy answer. Without a route response nobody sees it, however it looks."""
    if not route.answers:
        return None
    answer: Any = outcome.answer()
    body = answer.get("body") if isinstance(answer, dict) else answer
    if body is None and isinstance(answer, dict):
        return None
    if not isinstance(body, str) or not isinstance(answer, dict) or len(body.encode()) > REPLY_LIMIT_BYTES:
        return _error("Internal server error", event)
    return body


def _error(message: str, event: Event) -> str:
    """The gateway's own error reply."""
    context = event["requestContext"]
    return json.dumps(
        {"message": message, "connectionId": context["connectionId"], "requestId": context["requestId"]},
        separators=(",", ":"),
    )
