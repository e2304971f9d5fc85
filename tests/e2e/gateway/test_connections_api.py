"""Functions reach a client, by boto3."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from websockets.exceptions import ConnectionClosed

from tests.e2e.gateway.conftest import REGION, Served, ask, receive

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi import ApiGatewayManagementApiClient

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture
def management(served: Served) -> Iterator[ApiGatewayManagementApiClient]:
    assert served.connections is not None
    client = boto3.client(
        "apigatewaymanagementapi",
        endpoint_url=served.connections.url,
        region_name=REGION,
        aws_access_key_id="a",
        aws_secret_access_key="b",
        config=Config(retries={"total_max_attempts": 1}),
    )
    yield client
    client.close()


async def connection_id_of(client: Any) -> str:
    return str((await ask(client, {"action": "echo"}))["requestContext"]["connectionId"])


async def test_post_reaches_the_client(served: Served, management: ApiGatewayManagementApiClient) -> None:
    async with await served.connect() as client:
        connection_id = await connection_id_of(client)
        text = "hällo" + "x" * 120_000
        await asyncio.to_thread(management.post_to_connection, ConnectionId=connection_id, Data=text.encode())
        assert await receive(client) == text


async def test_over_128_kb_is_413(served: Served, management: ApiGatewayManagementApiClient) -> None:
    async with await served.connect() as client:
        connection_id = await connection_id_of(client)
        with pytest.raises(management.exceptions.PayloadTooLargeException):
            await asyncio.to_thread(
                management.post_to_connection, ConnectionId=connection_id, Data=b"x" * (128 * 1024 + 1)
            )


async def test_get_tells_of_the_connection(served: Served, management: ApiGatewayManagementApiClient) -> None:
    async with await served.connect(user_agent_header="me/1") as client:
        connection_id = await connection_id_of(client)
        told = await asyncio.to_thread(management.get_connection, ConnectionId=connection_id)
    assert isinstance(told["ConnectedAt"], datetime)
    assert told["ConnectedAt"] <= told["LastActiveAt"]
    assert told["Identity"] == {"SourceIp": "127.0.0.1", "UserAgent": "me/1"}


async def test_delete_closes_it(served: Served, management: ApiGatewayManagementApiClient) -> None:
    async with await served.connect() as client:
        connection_id = await connection_id_of(client)
        await asyncio.to_thread(management.delete_connection, ConnectionId=connection_id)
        with pytest.raises(ConnectionClosed):
            await receive(client)
        assert client.close_code == 1000
        await served.wait_for_record("disconnect", connection_id)
        with pytest.raises(management.exceptions.GoneException):
            await asyncio.to_thread(management.delete_connection, ConnectionId=connection_id)


async def test_gone_is_410(served: Served, management: ApiGatewayManagementApiClient) -> None:
    client = await served.connect()
    connection_id = await connection_id_of(client)
    await client.close()
    await served.wait_for_record("disconnect", connection_id)
    calls: list[Callable[[], object]] = [
        lambda: management.post_to_connection(ConnectionId=connection_id, Data=b"x"),
        lambda: management.get_connection(ConnectionId=connection_id),
        lambda: management.delete_connection(ConnectionId=connection_id),
    ]
    for call in calls:
        with pytest.raises(ClientError) as gone:
            await asyncio.to_thread(call)
        assert gone.value.response["ResponseMetadata"]["HTTPStatusCode"] == 410
        assert gone.value.response["Error"]["Code"] == "GoneException"


async def test_unsigned_call_is_403(served: Served) -> None:
    assert served.connections is not None
    url = f"{served.connections.url}/@connections/abc"
    async with aiohttp.ClientSession() as session, session.post(url, data="x") as response:
        assert response.status == 403
