"""Everything of a stack that is served: the WebSocket API, its @connections endpoint, the HTTP API, Invoke."""

from __future__ import annotations

from proctor_audit_local.clock import Clock
from proctor_audit_local.connections_api import ConnectionsApi
from proctor_audit_local.declarations import Declarations
from proctor_audit_local.http_events import HttpEvents
from proctor_audit_local.http_gateway import HttpGateway
from proctor_audit_local.invocation import Invoke
from proctor_audit_local.invoke_api import InvokeApi
from proctor_audit_local.listeners import Listeners
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.websocket_events import WebSocketEvents
from proctor_audit_local.websocket_gateway import WebSocketGateway


class Gateways:
    """Serves what a template declares of them; what it does not declare is not there.

    Args:
        declared: the template's declarations.
        invoke: calls a function.
        listeners: the sockets to serve on.
        surroundings: account and region, for events.
        clock: for every limit in time.
    """

    def __init__(
        self,
        declared: Declarations,
        invoke: Invoke,
        *,
        listeners: Listeners,
        surroundings: Surroundings,
        clock: Clock,
    ) -> None:
        self.websocket: WebSocketGateway | None = None
        self.connections: ConnectionsApi | None = None
        self.http: HttpGateway | None = None
        self.invoke = InvokeApi(invoke, listener=listeners.invoke)
        if (api := declared.websocket_api) is not None:
            events = WebSocketEvents(api.api_id, api.stage, surroundings.region, surroundings.account_id)
            self.websocket = WebSocketGateway(api, invoke, listener=listeners.websocket, events=events, clock=clock)
            self.connections = ConnectionsApi(self.websocket, stage=api.stage, listener=listeners.connections)
        if (http_api := declared.http_api) is not None:
            http_events = HttpEvents(http_api.api_id, surroundings.account_id)
            self.http = HttpGateway(http_api, invoke, listener=listeners.http, events=http_events, clock=clock)

    async def start(self) -> None:
        """Begin to serve."""
        for gateway in (self.invoke, self.connections, self.websocket, self.http):
            if gateway is not None:
                await gateway.start()

    async def close(self) -> None:
        """Close all connections, let $disconnect run, and stop serving."""
        for gateway in (self.http, self.websocket, self.connections, self.invoke):
            if gateway is not None:
                await gateway.close()
