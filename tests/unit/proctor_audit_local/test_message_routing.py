from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from proctor_audit_local.clock import SystemClock
from proctor_audit_local.declarations import WebSocketApi, WebSocketRoute
from proctor_audit_local.invocation import Outcome
from proctor_audit_local.message_routing import MessageRouting
from proctor_audit_local.websocket_events import WebSocketEvents
from tests.unit.proctor_audit_local.connections import connection

EVENTS = WebSocketEvents("abcdefghij", "v1", "us-east-1", "000000000000")
FRAME = WebSocketRoute("frame", "Frame", answers=True, timeout_s=29)


async def greet(function: str, event: Mapping[str, Any]) -> Outcome:
    return Outcome(json.dumps({"statusCode": 200, "body": f"{function} got {event['body']}"}).encode())


async def hang(function: str, event: Mapping[str, Any]) -> Outcome:
    await asyncio.sleep(600)
    raise AssertionError(function, event)


async def test_message_that_no_route_takes_is_forbidden() -> None:
    api = WebSocketApi("Gateway", "abcdefghij", "v1", "$request.body.action", {"frame": FRAME})
    routing = MessageRouting(api, EVENTS, greet, SystemClock())
    client = connection()
    assert await routing.reply(client, '{"action":"frame"}') == 'Frame got {"action":"frame"}'
    for message in ('{"action":"other"}', "no JSON", '{"action":"$default"}'):
        reply = json.loads(await routing.reply(client, message) or "")
        assert reply.pop("requestId")
        assert reply == {"message": "Forbidden", "connectionId": client.connection_id}


async def test_integration_timeout_is_the_routes() -> None:
    route = WebSocketRoute("frame", "Frame", answers=False, timeout_s=0.01)
    api = WebSocketApi("Gateway", "abcdefghij", "v1", "$request.body.action", {"frame": route})
    reply = await MessageRouting(api, EVENTS, hang, SystemClock()).reply(connection(), '{"action":"frame"}')
    assert json.loads(reply or "")["message"] == "Internal server error"
