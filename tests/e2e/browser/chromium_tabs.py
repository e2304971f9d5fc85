"""Chromium's tabs, by the Chrome DevTools Protocol (domains Target, Page and Runtime)."""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.browser.tabs import MAX_ANSWER_BYTES, Remote, Tab
from tests.e2e.product.sockets import eventually


class ChromiumTab(Tab):
    def __init__(self, remote: Remote, target: str, session: str) -> None:
        self._remote = remote
        self._target = {"targetId": target}
        self._session = session

    async def to_front(self) -> None:
        await self._remote.ask("Target.activateTarget", self._target)

    async def close(self) -> None:
        await self._remote.ask("Target.closeTarget", self._target)

    async def run(self, function: str, *arguments: Any) -> Any:
        call = f"({function})(...{json.dumps(arguments)})"
        parameters = {"expression": call, "awaitPromise": True, "returnByValue": True, "userGesture": True}
        answer = await self._remote.ask("Runtime.evaluate", parameters, sessionId=self._session)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def shot(self) -> bytes:
        answer = await self._remote.ask("Page.captureScreenshot", {}, sessionId=self._session)
        return base64.b64decode(answer["data"])


class ChromiumTabs:
    """The tabs of a running Chromium."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    async def open(self, address: str) -> ChromiumTab:
        """Open a tab in front of the others."""
        target = (await self._remote.ask("Target.createTarget", {"url": address}))["targetId"]
        attached = await self._remote.ask("Target.attachToTarget", {"targetId": target, "flatten": True})
        return ChromiumTab(self._remote, target, attached["sessionId"])


@asynccontextmanager
async def chromium_tabs(*flags: str) -> AsyncIterator[ChromiumTabs]:
    """A Chromium with these flags, for as long as it is needed."""
    assert CHROMIUM is not None
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        process = await asyncio.create_subprocess_exec(
            CHROMIUM,
            "--headless",
            f"--user-data-dir={profile}",
            "--remote-debugging-port=0",
            "--window-size=1280,900",
            *FLAGS,
            *flags,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with connect(await _address(Path(profile)), max_size=MAX_ANSWER_BYTES, compression=None) as socket:
                yield ChromiumTabs(Remote(socket))
        finally:
            process.terminate()
            await process.wait()


async def _address(profile: Path) -> str:
    """Where it listens, which it writes down."""
    noted = profile / "DevToolsActivePort"

    async def lines() -> list[str]:
        return noted.read_text().splitlines() if noted.exists() else []

    port, path = await eventually(lines, lambda found: len(found) == 2, 30)
    return f"ws://127.0.0.1:{port}{path}"
