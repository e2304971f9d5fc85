"""The local stack as a whole."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import aiohttp
import boto3
import pytest
from websockets.asyncio.client import connect

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.ports import listen_on_loopback, port_of
from proctor_audit_local.stack import REGION, LocalStack
from tests.e2e.gateway_stack.conftest import TEMPLATE, aws, rows, until
from tests.e2e.gateway_stack.processes import alive, descendants, listening_addresses

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.stack]


async def store(stack: LocalStack, name: str) -> None:
    async with connect(stack.websocket_url) as client:
        await client.send(json.dumps({"action": "store", "name": name}))
        assert json.loads(await client.recv()) == {"stored": name}


async def stored(stack: LocalStack, name: str) -> bool:
    item = await asyncio.to_thread(
        aws(stack, "dynamodb").get_item, TableName=stack.outputs["ItemsTable"], Key={"id": {"S": name}}
    )
    picture = await asyncio.to_thread(aws(stack, "s3").get_object, Bucket=stack.outputs["FilesBucket"], Key=name)
    return "Item" in item and picture["Body"].read() == name.encode()


async def test_everything_listens_on_loopback_only(stack: LocalStack) -> None:
    await stack.warm_up()
    processes = descendants(os.getpid())
    assert len(processes) > 5
    assert listening_addresses(processes) == {"127.0.0.1"}


async def test_functions_reach_every_store(stack: LocalStack) -> None:
    await store(stack, "reach")
    assert await stored(stack, "reach")
    await until(lambda: rows(stack), lambda found: ("reach", 1) in found)


async def test_http_api_answers(stack: LocalStack) -> None:
    async with aiohttp.ClientSession() as session, session.get(stack.http_url) as response:
        assert json.loads(await response.text())["routeKey"] == "GET /"


async def test_outputs_are_local(stack: LocalStack) -> None:
    assert stack.outputs["WebSocketUrl"] == stack.websocket_url
    assert stack.outputs["JobsUrl"].startswith(stack.endpoint_url)


async def test_invoke(stack: LocalStack) -> None:
    assert json.loads((await stack.invoke("Echo", {"a": 1}))["body"]) == {"a": 1}
    with pytest.raises(LocalStackError, match=r"function Store failed.*body"):
        await stack.invoke("Store", {})
    with pytest.raises(LocalStackError, match="no function Nobody"):
        await stack.invoke("Nobody", {})


async def test_invoke_by_an_aws_client(stack: LocalStack) -> None:
    client = boto3.client(
        "lambda", endpoint_url=stack.lambda_url, region_name=REGION, aws_access_key_id="a", aws_secret_access_key="b"
    )
    told = await asyncio.to_thread(client.invoke, FunctionName="Echo", Payload=b'{"a": 1}')
    assert json.loads(json.load(told["Payload"])["body"]) == {"a": 1}
    failed = await asyncio.to_thread(client.invoke, FunctionName="Store", Payload=b"{}")
    assert failed["FunctionError"] == "Unhandled"
    assert json.load(failed["Payload"])["errorType"] == "KeyError"
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        await asyncio.to_thread(client.invoke, FunctionName="Nobody")


async def test_second_stack_on_the_same_data_is_refused(stack: LocalStack) -> None:
    folder = Path(stack.data_dir)
    with pytest.raises(LocalStackError, match="Another local stack"):
        await LocalStack(TEMPLATE, folder).start()
    await store(stack, "unharmed")


async def test_data_survive_a_restart(tmp_path: Path) -> None:
    async with LocalStack(TEMPLATE, tmp_path) as first:
        await store(first, "kept")
        await until(lambda: rows(first), lambda found: ("kept", 1) in found)
        await first.postgres.kill()
        await store(first, "queued")
        names = first.outputs["ItemsTable"], first.outputs["FilesBucket"]
    async with LocalStack(TEMPLATE, tmp_path) as second:
        assert (second.outputs["ItemsTable"], second.outputs["FilesBucket"]) == names
        assert await stored(second, "kept")
        assert await stored(second, "queued")
        found = await until(lambda: rows(second), lambda found: len(found) >= 2)
        assert [job for job, _ in found] == ["kept", "queued"]


async def test_taken_port_stops_what_was_started(tmp_path: Path) -> None:
    before = descendants(os.getpid())
    with listen_on_loopback(0, "somebody else") as listener:
        port = port_of(listener)
        for what, stack in (
            ("the WebSocket API", LocalStack(TEMPLATE, tmp_path, websocket_port=port)),
            ("the HTTP API", LocalStack(TEMPLATE, tmp_path, http_port=port)),
            ("PostgreSQL", LocalStack(TEMPLATE, tmp_path, postgres_port=port)),
            ("the AWS stand-in", LocalStack(TEMPLATE, tmp_path, aws_port=port)),
        ):
            with pytest.raises(LocalStackError, match=f"Port {port} for {what} is taken"):
                await stack.start()
    assert alive(descendants(os.getpid()) - before) == set()
