"""The HTTP API, payload format 2.0."""

from __future__ import annotations

import base64
import io
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from tests.e2e.gateway.conftest import Served

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def api(served: Served) -> AsyncIterator[aiohttp.ClientSession]:
    assert served.http is not None
    async with aiohttp.ClientSession(served.http.url) as session:
        yield session


async def test_event(api: aiohttp.ClientSession) -> None:
    headers = [("X-Twice", "1"), ("X-Twice", "2"), ("Cookie", "a=1; b=2"), ("User-Agent", "me/1")]
    async with api.get("/things/a%20b?x=1&x=2&y=%C3%BC", headers=headers, skip_auto_headers=["Accept"]) as response:
        event = await response.json()
    assert event["version"] == "2.0"
    assert event["routeKey"] == event["requestContext"]["routeKey"] == "GET /things/{thing}"
    assert event["rawPath"] == "/things/a%20b"
    assert event["queryStringParameters"] == {"x": "1,2", "y": "ü"}
    assert event["pathParameters"] == {"thing": "a b"}
    assert event["headers"]["x-twice"] == "1,2"
    assert "cookie" not in event["headers"]
    assert event["cookies"] == ["a=1", "b=2"]
    assert event["isBase64Encoded"] is False
    assert "body" not in event
    http = event["requestContext"]["http"]
    assert (http["method"], http["sourceIp"], http["userAgent"]) == ("GET", "127.0.0.1", "me/1")
    assert event["requestContext"]["stage"] == "$default"


@pytest.mark.parametrize(
    ("content_type", "sent", "body", "encoded"),
    [
        ("application/json", b'{"a":1}', '{"a":1}', False),
        ("text/plain; charset=utf-8", "ü".encode(), "ü", False),
        ("image/png", b"\x89PNG", base64.b64encode(b"\x89PNG").decode(), True),
    ],
)
async def test_body(api: aiohttp.ClientSession, content_type: str, sent: bytes, body: str, encoded: bool) -> None:
    async with api.put("/files/a/b", data=sent, headers={"Content-Type": content_type}) as response:
        event = await response.json()
    assert (event["body"], event["isBase64Encoded"]) == (body, encoded)
    assert event["pathParameters"] == {"path": "a/b"}
    assert event["routeKey"] == "ANY /files/{path+}"


@pytest.mark.parametrize(
    ("answer", "status", "content_type", "text"),
    [
        ({"a": 1}, 200, "application/json", '{"a": 1}'),
        ("plain", 200, "application/json", "plain"),
        ([1, 2], 200, "application/json", "[1, 2]"),
        ({"statusCode": 201, "body": "made"}, 201, "text/plain", "made"),
        ({"statusCode": 404, "headers": {"Content-Type": "text/html"}, "body": "no"}, 404, "text/html", "no"),
        ({"statusCode": 200, "body": "aGk=", "isBase64Encoded": True}, 200, "text/plain", "hi"),
        ({"statusCode": "x"}, 500, "application/json", '{"message": "Internal Server Error"}'),
        ({"statusCode": 200, "body": "%%", "isBase64Encoded": True}, 500, "application/json", None),
        ("raise", 500, "application/json", '{"message": "Internal Server Error"}'),
    ],
)
async def test_answer(
    api: aiohttp.ClientSession, answer: Any, status: int, content_type: str, text: str | None
) -> None:
    async with api.post("/answer", json=answer) as response:
        assert response.status == status
        assert response.content_type == content_type
        assert text is None or await response.text() == text


async def test_cookies_are_set(api: aiohttp.ClientSession) -> None:
    async with api.post("/answer", json={"statusCode": 204, "cookies": ["a=1", "b=2; HttpOnly"]}) as response:
        assert response.headers.getall("Set-Cookie") == ["a=1", "b=2; HttpOnly"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/nothing"), ("POST", "/"), ("GET", "/things/a/b"), ("GET", "/files")]
)
async def test_unknown_route_is_404(api: aiohttp.ClientSession, method: str, path: str) -> None:
    async with api.request(method, path) as response:
        assert response.status == 404
        assert await response.json() == {"message": "Not Found"}


async def test_over_10_mb_is_413(api: aiohttp.ClientSession) -> None:
    async with api.post("/answer", data=io.BytesIO(b"x" * (10 * 1024 * 1024 + 1))) as response:
        assert response.status == 413
