"""From a message to its reply."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path

import pytest

from tests.e2e.gateway.conftest import Served, ask, receive

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_message_event(served: Served) -> None:
    body = '{"action": "echo", "text": "grün"}'
    async with await served.connect() as client:
        first, second = await ask(client, body), await ask(client, body)
    assert first["body"] == body
    assert first["isBase64Encoded"] is False
    assert set(first) == {"requestContext", "body", "isBase64Encoded"}
    context = first["requestContext"]
    assert (context["routeKey"], context["eventType"]) == ("echo", "MESSAGE")
    assert context["authorizer"]["session_id"] == "s-1"
    assert context["connectionId"] == second["requestContext"]["connectionId"]
    for name in ("messageId", "requestId", "extendedRequestId"):
        assert context[name] != second["requestContext"][name]


@pytest.mark.parametrize(
    ("message", "route"),
    [
        ('{"action": "echo"}', "echo"),
        ('{"action": "unknown"}', "$default"),
        ('{"action": "$connect"}', "$default"),
        ('{"action": null}', "$default"),
        ('{"action": ["echo"]}', "$default"),
        ("{}", "$default"),
        ("[]", "$default"),
        ("not JSON", "$default"),
        ("", "$default"),
        ("[" * 30_000, "$default"),
    ],
)
async def test_route_is_selected_from_the_body(served: Served, message: str, route: str) -> None:
    async with await served.connect() as client:
        reply = await ask(client, message)
    assert reply["requestContext"]["routeKey"] == route
    assert reply["body"] == message


@pytest.mark.parametrize("route", ["quiet", "halfquiet"])
async def test_without_a_route_response_nothing_is_sent(served: Served, route: str) -> None:
    async with await served.connect() as client:
        await client.send(json.dumps({"action": route}))
        # One process answers both in turn: the second reply would be the first's, were there one.
        assert (await ask(client, {"action": "echo"}))["requestContext"]["routeKey"] == "echo"


@pytest.mark.parametrize("how", ["raise", "exit", "text", "object body", "huge body"])
async def test_faults_get_the_gateways_error_and_hurt_nobody(served: Served, how: str) -> None:
    async with await served.connect() as bystander, await served.connect() as client:
        reply = await ask(client, {"action": "fault", "how": how})
        assert reply["message"] == "Internal server error"
        assert set(reply) == {"message", "connectionId", "requestId"}
        connection_id = (await ask(client, {"action": "echo"}))["requestContext"]["connectionId"]
        assert reply["connectionId"] == connection_id
        assert (await ask(bystander, {"action": "echo"}))["requestContext"]["connectionId"] != connection_id


async def test_answer_without_body_sends_nothing(served: Served) -> None:
    async with await served.connect() as client:
        await client.send(json.dumps({"action": "fault", "how": "no body"}))
        await client.send(json.dumps({"action": "fault", "how": "pid"}))
        assert int(await receive(client)) in served.functions.pids("Fault")


async def test_crashed_worker_is_replaced(served: Served) -> None:
    async with await served.connect() as client:
        before = await ask(client, {"action": "fault", "how": "pid"})
        await ask(client, {"action": "fault", "how": "exit"})
        assert await ask(client, {"action": "fault", "how": "pid"}) != before


async def test_function_timeout_ends_the_worker_and_is_an_error(served: Served) -> None:
    async with await served.connect() as client:
        pid = await ask(client, {"action": "fault", "how": "pid"})
        await client.send(json.dumps({"action": "fault", "how": "hang"}))
        while os.getpgid(pid) and "S" not in _state(pid):
            await asyncio.sleep(0.01)
        await _settled(served)
        await served.clock.advance(5.1)
        assert json.loads(await receive(client))["message"] == "Internal server error"
        assert await ask(client, {"action": "fault", "how": "pid"}) != pid


async def test_integration_timeout_is_an_error_but_the_function_goes_on(served: Served, tmp_path: Path) -> None:
    async with await served.connect() as client:
        message = {"action": "slow", "until": str(tmp_path / "done"), "name": "late"}
        await client.send(json.dumps(message))
        await _settled(served)
        await served.clock.advance(2.1)
        assert json.loads(await receive(client))["message"] == "Internal server error"
        (tmp_path / "done").touch()
        assert (await ask(client, {"action": "echo"}))["requestContext"]["routeKey"] == "echo"


async def test_messages_of_one_connection_run_side_by_side(served: Served, tmp_path: Path) -> None:
    async with await served.connect() as client:
        for name in ("first", "second"):
            message = {"action": "slow", "until": str(tmp_path / name), "name": name}
            await client.send(json.dumps(message))
        (tmp_path / "second").touch()
        assert await receive(client) == "second"
        (tmp_path / "first").touch()
        assert await receive(client) == "first"


async def _settled(served: Served) -> None:
    """Wait until what was sent before has reached its function: replies of another route overtake nothing."""
    async with await served.connect() as other:
        await ask(other, {"action": "echo"})


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
