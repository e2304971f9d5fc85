"""Who gets a socket, and what the functions are told about it."""

from __future__ import annotations

import re
from typing import Any

import aiohttp
import pytest
from websockets.exceptions import InvalidStatus

from tests.e2e.gateway.conftest import REGION, Served, ask

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_missing_token_is_refused_without_asking_any_function(served: Served) -> None:
    served.take_records("authorize")
    status, body = await served.refusal(token="")
    assert (status, body["message"]) == (401, "Unauthorized")
    assert {"connectionId", "requestId"} <= set(body)
    assert served.take_records("authorize") == []


@pytest.mark.parametrize(
    ("token", "status"),
    [
        ("deny", 403),
        ("elsewhere", 403),
        ("unauthorized", 401),
        ("crash", 500),
        ("heavy", 500),
        ("nested", 500),
        ("nonsense", 500),
    ],
)
async def test_authorizer_decides(served: Served, token: str, status: int) -> None:
    served.take_records("connect")
    assert (await served.refusal(token))[0] == status
    assert served.take_records("connect") == []


async def test_policy_may_have_wildcards(served: Served) -> None:
    async with await served.connect("wide") as client:
        assert (await ask(client, {"action": "echo"}))["requestContext"]["authorizer"]["principalId"] == "candidate"


@pytest.mark.parametrize(
    ("asked", "status"), [("401", 401), ("409", 409), ("503", 503), ("crash", 500), ("nonsense", 500)]
)
async def test_connect_function_may_refuse(served: Served, asked: str, status: int) -> None:
    refused, body = await served.refusal(query={"connect": asked})
    assert refused == status
    # $disconnect runs in one process: if it were told of the refused one, it would have noted it before the next.
    async with await served.connect() as client:
        connection_id = (await ask(client, {"action": "echo"}))["requestContext"]["connectionId"]
    with pytest.raises(TimeoutError):
        await served.wait_for_record("disconnect", body["connectionId"], or_after=connection_id)


async def test_url_over_4096_characters_is_refused(served: Served) -> None:
    assert (await served.refusal("x" * 4096))[0] == 414
    with pytest.raises(InvalidStatus) as refused:
        await served.connect("x" * 9000)
    assert refused.value.response.status_code == 414
    async with await served.connect("x" * 4000):
        pass


async def test_other_path_is_forbidden(served: Served) -> None:
    assert served.websocket is not None
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await session.ws_connect(served.websocket.url.replace("/v1", "/v2?token=good"))
        assert refused.value.status == 403


async def test_plain_http_is_told_to_upgrade(served: Served) -> None:
    assert served.websocket is not None
    url = served.websocket.url.replace("ws://", "http://") + "?token=good"
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        assert response.status == 426


async def test_authorizer_event(served: Served) -> None:
    served.take_records("authorize")
    async with await served.connect(query={"a": "b c"}, additional_headers={"X-Twice": "1"}, user_agent_header="me/1"):
        pass
    (event,) = served.take_records("authorize")
    context = event.pop("requestContext")
    assert re.fullmatch(rf"arn:aws:execute-api:{REGION}:\d{{12}}:[0-9a-z]{{10}}/v1/\$connect", event["methodArn"])
    assert event["type"] == "REQUEST"
    assert event["queryStringParameters"] == {"token": "good", "a": "b c"}
    assert event["multiValueQueryStringParameters"] == {"token": ["good"], "a": ["b c"]}
    assert event["stageVariables"] == {}
    assert event["headers"]["X-Twice"] == "1"
    assert event["multiValueHeaders"]["X-Twice"] == ["1"]
    assert event["headers"]["X-Forwarded-For"] == "127.0.0.1"
    assert context["apiId"] == event["methodArn"].split(":")[5].split("/")[0]
    _check_context(context, "$connect", "CONNECT")
    assert "authorizer" not in context
    assert context["identity"] == {"sourceIp": "127.0.0.1", "userAgent": "me/1"}


async def test_connect_event(served: Served) -> None:
    served.take_records("connect")
    async with await served.connect() as client:
        message = await ask(client, {"action": "echo"})
    (event,) = served.take_records("connect")
    assert event["isBase64Encoded"] is False
    assert event["queryStringParameters"] == {"token": "good"}
    assert event["headers"]["Upgrade"].lower() == "websocket"
    context = event["requestContext"]
    _check_context(context, "$connect", "CONNECT")
    authorizer = context["authorizer"]
    assert isinstance(authorizer.pop("integrationLatency"), int)
    assert authorizer == {"session_id": "s-1", "number": "7", "flag": "true", "principalId": "candidate"}
    assert context["connectionId"] == message["requestContext"]["connectionId"]
    assert context["connectedAt"] == message["requestContext"]["connectedAt"]


async def test_template_addresses_lead_here(served: Served) -> None:
    served.take_records("connect")
    async with await served.connect():
        pass
    environment = served.take_records("connect")[0]["environment"]
    assert served.websocket is not None
    assert served.connections is not None
    assert served.http is not None
    assert environment["WEBSOCKET_URL"] == served.websocket.url
    assert environment["AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI"] == served.connections.url
    assert environment["HTTP_URL"] == served.http.url


async def test_subprotocol_is_the_connect_functions_choice(served: Served) -> None:
    async with await served.connect(subprotocols=["offered", "chosen"]) as client:
        assert client.subprotocol == "chosen"


def _check_context(context: dict[str, Any], route_key: str, event_type: str) -> None:
    assert context["routeKey"] == route_key
    assert context["eventType"] == event_type
    assert context["messageDirection"] == "IN"
    assert context["stage"] == "v1"
    assert context["requestId"] == context["extendedRequestId"]
    assert re.fullmatch(r"[\w-]{15}=", context["connectionId"])
    assert re.fullmatch(r"\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d \+0000", context["requestTime"])
    assert isinstance(context["requestTimeEpoch"], int)
    assert isinstance(context["connectedAt"], int)
    assert context["domainName"].startswith("127.0.0.1:")
    assert re.fullmatch(r"[0-9a-z]{10}", context["apiId"])
