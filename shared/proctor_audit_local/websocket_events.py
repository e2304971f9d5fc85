"""The events that API Gateway hands to the functions of a WebSocket API.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-mapping-template-reference.html
and, for the authorizer,
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-lambda-auth.html
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

from websockets.datastructures import Headers

from proctor_audit_local.connection import Connection, new_id

Event = dict[str, Any]


def request_time(at_s: float) -> str:
    """Epoch seconds in the form of access logs: ``09/Feb/2024:18:11:43 +0000``."""
    return datetime.fromtimestamp(at_s, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000")


@dataclass(frozen=True)
class Handshake:
    """What a client says when it connects.

    Attributes:
        headers: as it sent them, plus those that API Gateway adds.
        query: query string parameters, decoded, in order.
    """

    headers: Mapping[str, list[str]]
    query: Mapping[str, list[str]]

    @classmethod
    def read(cls, headers: Headers, query_string: str, source_ip: str) -> Handshake:
        """Take it from a request."""
        names = {name.lower(): name for name, _ in headers.raw_items()}
        named = {name: headers.get_all(name) for name in names.values()}
        added = {
            "X-Amzn-Trace-Id": [f"Root=1-{uuid.uuid4().hex[:8]}-{uuid.uuid4().hex[:24]}"],
            "X-Forwarded-For": [source_ip],
            "X-Forwarded-Port": ["443"],
            "X-Forwarded-Proto": ["https"],
        }
        return cls({**named, **added}, parse_qs(query_string, keep_blank_values=True))

    def value_of(self, identity_source: str) -> str | None:
        """What the request has for an identity source such as ``route.request.querystring.token``; None for nothing."""
        _, _, kind, name = identity_source.split(".", 3)
        if kind == "querystring":
            return (self.query.get(name) or [""])[-1] or None
        values = [values for header, values in self.headers.items() if header.lower() == name.lower()]
        return values[0][-1] if values else None

    def event(self) -> Event:
        """Its part of an event. Parameters are left out when there are none."""
        event: Event = {"headers": _last(self.headers), "multiValueHeaders": dict(self.headers)}
        if self.query:
            event |= {"queryStringParameters": _last(self.query), "multiValueQueryStringParameters": dict(self.query)}
        return event


@dataclass(frozen=True)
class WebSocketEvents:
    """Builds the events of one stage of one WebSocket API."""

    api_id: str
    stage: str
    region: str
    account_id: str

    def authorize(self, connection: Connection, handshake: Handshake, *, at_s: float) -> Event:
        """What the authorizer is asked."""
        return {
            "type": "REQUEST",
            "methodArn": self.connect_arn,
            **handshake.event(),
            "stageVariables": {},
            "requestContext": self._context(connection, "$connect", "CONNECT", at_s),
        }

    def connect(self, connection: Connection, handshake: Handshake, *, at_s: float) -> Event:
        """What $connect is told."""
        context = self._context(connection, "$connect", "CONNECT", at_s)
        return {**handshake.event(), "requestContext": context, "isBase64Encoded": False}

    def message(self, connection: Connection, route_key: str, body: str, *, at_s: float) -> Event:
        """What the route of a message is told."""
        context = self._context(connection, route_key, "MESSAGE", at_s) | {"messageId": new_id()}
        return {"requestContext": context, "body": body, "isBase64Encoded": False}

    def disconnect(self, connection: Connection, code: int, reason: str, *, at_s: float) -> Event:
        """What $disconnect is told."""
        headers = {"Host": connection.domain_name, "x-api-key": "", "X-Forwarded-For": "", "x-restapi": ""}
        context = self._context(connection, "$disconnect", "DISCONNECT", at_s)
        return {
            "headers": headers,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "requestContext": context | {"disconnectStatusCode": code, "disconnectReason": reason},
            "isBase64Encoded": False,
        }

    @property
    def connect_arn(self) -> str:
        """The ARN that an authorizer's policy has to allow."""
        return f"arn:aws:execute-api:{self.region}:{self.account_id}:{self.api_id}/{self.stage}/$connect"

    def _context(self, connection: Connection, route_key: str, event_type: str, at_s: float) -> dict[str, Any]:
        request_id = new_id()
        authorizer = {} if connection.authorizer is None else {"authorizer": dict(connection.authorizer)}
        return {
            "routeKey": route_key,
            **authorizer,
            "eventType": event_type,
            "extendedRequestId": request_id,
            "requestTime": request_time(at_s),
            "messageDirection": "IN",
            "stage": self.stage,
            "connectedAt": int(connection.connected_at_s * 1000),
            "requestTimeEpoch": int(at_s * 1000),
            "identity": connection.identity(),
            "requestId": request_id,
            "domainName": connection.domain_name,
            "connectionId": connection.connection_id,
            "apiId": self.api_id,
        }


def _last(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: several[-1] for name, several in values.items()}
