"""No process outlives the stack, however it ends."""

from __future__ import annotations

import asyncio
import signal
import sys
from pathlib import Path

import pytest
from websockets.asyncio.client import connect

from tests.e2e.gateway_stack.conftest import PATIENCE_S, until
from tests.e2e.gateway_stack.processes import alive, descendants

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.stack]

SERVE = Path(__file__).with_name("serve_stack.py")


async def start(folder: Path) -> tuple[asyncio.subprocess.Process, set[int]]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, SERVE, folder, stdout=asyncio.subprocess.PIPE, start_new_session=True
    )
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        url = (await process.stdout.readline()).decode().strip()
    async with connect(url) as client:
        await client.send("{}")
        await client.recv()
    children = descendants(process.pid) - {process.pid}
    assert len(children) > 3
    return process, children


async def test_ctrl_c_then_kill(tmp_path: Path) -> None:
    process, children = await start(tmp_path)
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE_S):
        assert await process.wait() == 130
    assert alive(children) == set()

    process, children = await start(tmp_path)
    process.kill()
    await process.wait()
    # At once: the new stack waits for what the killed one left behind.
    process, _ = await start(tmp_path)
    assert alive(children) == set()
    process.send_signal(signal.SIGINT)
    async with asyncio.timeout(PATIENCE_S):
        await process.wait()


async def gone(pids: set[int]) -> bool:
    return not alive(pids)


async def test_nothing_outlives_a_killed_stack(tmp_path: Path) -> None:
    process, children = await start(tmp_path)
    process.kill()
    await process.wait()
    assert await until(lambda: gone(children), bool)
