"""Events and answers of an HTTP API, payload format 2.0.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

import base64
import binascii
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web
from multidict import CIMultiDict

from proctor_audit_local.http_routes import Match
from proctor_audit_local.websocket_events import request_time

_TEXT_TYPES = ("text/", "application/json", "application/javascript", "application/xml")


# Cookies have a place of their own; the others speak of the connection to the gateway.
_NOT_PASSED_ON = frozenset({"cookie", "connection", "keep-alive", "transfer-encoding", "upgrade"})


@dataclass(frozen=True)
class HttpEvents:
    """Builds the events of one HTTP API."""

    api_id: str
    account_id: str

    def request(self, request: web.Request, body: bytes, match: Match, *, at_s: float) -> dict[str, Any]:
        """What the route's function is told."""
        raw_path, _, raw_query = request.raw_path.partition("?")
        names = {name.lower() for name in request.headers}
        host = request.headers.get("Host", "")
        event: dict[str, Any] = {
            "version": "2.0",
            "routeKey": match.key,
            "rawPath": raw_path,
            "rawQueryString": raw_query,
            "headers": {
                **{name: ",".join(request.headers.getall(name)) for name in sorted(names - _NOT_PASSED_ON)},
                "x-forwarded-for": request.remote or "",
                "x-forwarded-port": host.rpartition(":")[2],
                "x-forwarded-proto": request.scheme,
            },
            "requestContext": {
                "accountId": self.account_id,
                "apiId": self.api_id,
                "domainName": host,
                "domainPrefix": self.api_id,
                "http": {
                    "method": request.method,
                    "path": raw_path,
                    "protocol": "HTTP/1.1",
                    "sourceIp": request.remote or "",
                    "userAgent": request.headers.get("User-Agent", ""),
                },
                "requestId": uuid.uuid4().hex[:16],
                "routeKey": match.key,
                "stage": "$default",
                "time": request_time(at_s),
                "timeEpoch": int(at_s * 1000),
            },
            "isBase64Encoded": False,
        }
        if request.query:
            event["queryStringParameters"] = {name: ",".join(request.query.getall(name)) for name in request.query}
        if match.parameters:
            event["pathParameters"] = dict(match.parameters)
        if "cookie" in names:
            event["cookies"] = [cookie.strip() for cookie in request.headers["Cookie"].split(";")]
        return event | _encoded(body, request.content_type)


def _encoded(body: bytes, content_type: str) -> dict[str, Any]:
    if not body:
        return {}
    if content_type.startswith(_TEXT_TYPES) or content_type.endswith(("+json", "+xml")):
        try:
            return {"body": body.decode()}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def response(answer: Any) -> web.Response | None:
    """A function's answer as an HTTP response; None when it is malformed.

    An answer without ``statusCode`` is the body of a 200.
    """
    if not isinstance(answer, Mapping) or "statusCode" not in answer:
        text = answer if isinstance(answer, str) else json.dumps(answer)
        return web.Response(text=text, content_type="application/json")
    try:
        status = int(answer["statusCode"])
        body = _decoded(answer)
        headers = CIMultiDict((str(name), _header(value)) for name, value in (answer.get("headers") or {}).items())
        for cookie in answer.get("cookies") or ():
            headers.add("Set-Cookie", str(cookie))
    except (TypeError, ValueError, AttributeError, binascii.Error):
        return None
    headers.setdefault("Content-Type", "text/plain; charset=utf-8")
    # The server works these out from what it sends.
    for name in ("Content-Length", "Transfer-Encoding", "Connection"):
        headers.popall(name, None)
    return web.Response(status=status, body=body, headers=headers) if 100 <= status <= 599 else None


def _decoded(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body")
    if body is None:
        return b""
    text = body if isinstance(body, str) else json.dumps(body)
    return base64.b64decode(text, validate=True) if answer.get("isBase64Encoded") else text.encode()


def _header(value: Any) -> str:
    return json.dumps(value) if isinstance(value, bool) else str(value)
