from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import pytest_asyncio
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from proctor_audit_local.functions import Functions
from proctor_audit_local.gateways import Gateways
from proctor_audit_local.lambda_environment import lambda_environment
from proctor_audit_local.listeners import Listeners
from proctor_audit_local.physical import Surroundings
from proctor_audit_local.template import Template
from tests.e2e.gateway.fake_clock import FakeClock

REGION = "eu-central-1"
PATIENCE_S = 20.0


class Served:
    """The template of this folder, served by the real gateways and functions, on a clock of our own."""

    def __init__(self, functions: Functions, gateways: Gateways, clock: FakeClock, records: Path) -> None:
        self.functions = functions
        self.clock = clock
        self.websocket = gateways.websocket
        self.connections = gateways.connections
        self.http = gateways.http
        self.invoke = gateways.invoke
        self._records = records

    async def connect(self, token: str = "good", **more: Any) -> ClientConnection:
        """Connect as a client does; ``query`` adds to the query string, the rest is the library's."""
        assert self.websocket is not None
        query = urlencode({"token": token, **more.pop("query", {})})
        return await connect(f"{self.websocket.url}?{query}", compression=None, **more)

    async def refusal(self, token: str = "good", **more: Any) -> tuple[int, dict[str, Any]]:
        """Status and body of a handshake that is refused."""
        with pytest.raises(InvalidStatus) as refused:
            await self.connect(token, **more)
        response = refused.value.response
        return response.status_code, json.loads(response.body or b"{}")

    def take_records(self, name: str) -> list[dict[str, Any]]:
        """The events that a function has noted since the last look."""
        taken = []
        for path in sorted(self._records.glob(f"{name}-*.json"), key=lambda path: path.stat().st_mtime_ns):
            taken.append(json.loads(path.read_text()))
            path.unlink()
        return taken

    async def wait_for_record(self, name: str, connection_id: str, *, or_after: str = "") -> dict[str, Any]:
        """The event of one connection that a function notes; TimeoutError when another one's comes first."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                for event in self.take_records(name):
                    told_of = event["requestContext"]["connectionId"]
                    if told_of == connection_id:
                        return event
                    if told_of == or_after:
                        raise TimeoutError
                await asyncio.sleep(0.01)


async def ask(client: ClientConnection, message: object) -> Any:
    """Send a message and read the JSON of the reply."""
    await client.send(message if isinstance(message, str) else json.dumps(message))
    return json.loads(await receive(client))


async def receive(client: ClientConnection) -> str:
    """The next text message."""
    async with asyncio.timeout(PATIENCE_S):
        text = await client.recv()
    assert isinstance(text, str)
    return text


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def served(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with serving(tmp_path_factory.mktemp("gateway")) as running:
        yield running


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[Served]:
    """Gateways and functions of their own."""
    records = folder / "records"
    records.mkdir()
    surroundings = Surroundings("test", REGION, "http://127.0.0.1:9")
    declared = Template(Path(__file__).with_name("template.yaml")).declarations(surroundings, {"Records": str(records)})
    clock = FakeClock()
    async with AsyncExitStack() as running:
        listeners = Listeners.take(websocket_port=0, http_port=0)
        running.callback(listeners.close)
        addresses = listeners.addresses(declared, REGION)
        functions = Functions(
            declared.functions,
            environment=lambda function: lambda_environment(
                function, region=REGION, endpoint_urls={}, addresses=addresses
            ),
            sizes={"Slow": 2},
            log_path=lambda name: folder / f"{name}.log",
            clock=clock,
        )
        running.push_async_callback(functions.close)
        await functions.start()
        gateways = Gateways(declared, functions.invoke, listeners=listeners, surroundings=surroundings, clock=clock)
        running.push_async_callback(gateways.close)
        await gateways.start()
        yield Served(functions, gateways, clock, records)
