"""Firefox's tabs, by WebDriver BiDi (W3C)."""

from __future__ import annotations

import asyncio
import base64
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from tests.e2e.browser.canvas_camera import camera_script
from tests.e2e.browser.tabs import MAX_ANSWER_BYTES, KeyboardTab, Remote

FIREFOX = shutil.which("firefox") or shutil.which("firefox-esr")
_PREFERENCES = {
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
}
_START_S = 60


class FirefoxTab(KeyboardTab):
    def __init__(self, remote: Remote, context: str) -> None:
        self._remote = remote
        self._context = {"context": context}

    async def to_front(self) -> None:
        await self._remote.ask("browsingContext.activate", self._context)

    async def close(self) -> None:
        await self._remote.ask("browsingContext.close", self._context)

    async def run(self, function: str, *arguments: Any) -> Any:
        call = f"(async () => JSON.stringify((await ({function})(...{json.dumps(arguments)})) ?? null))()"
        parameters = {"expression": call, "target": self._context, "awaitPromise": True}
        answer = await self._remote.ask("script.evaluate", parameters)
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    async def shot(self) -> bytes:
        answer = await self._remote.ask("browsingContext.captureScreenshot", self._context)
        return base64.b64decode(answer["data"])

    async def act(self, actions: list[dict[str, Any]]) -> None:
        await self._remote.ask("input.performActions", {**self._context, "actions": actions})


class FirefoxTabs:
    """The tabs of a running Firefox."""

    def __init__(self, remote: Remote) -> None:
        self._remote = remote

    async def film(self, jpegs: Sequence[bytes]) -> None:
        """Have the camera of all pages play these pictures, ten a second."""
        await self._remote.ask("script.addPreloadScript", {"functionDeclaration": camera_script(jpegs)})

    async def open(self, address: str) -> FirefoxTab:
        """Open a tab in front of the others."""
        context = (await self._remote.ask("browsingContext.create", {"type": "tab"}))["context"]
        tab = FirefoxTab(self._remote, context)
        await self._remote.ask("browsingContext.navigate", {"context": context, "url": address, "wait": "complete"})
        return tab


@asynccontextmanager
async def firefox_tabs() -> AsyncIterator[FirefoxTabs]:
    """A Firefox, for as long as it is needed."""
    assert FIREFOX is not None
    with tempfile.TemporaryDirectory(prefix="firefox-", ignore_cleanup_errors=True) as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
        Path(profile, "user.js").write_text("\n".join(lines))
        process = await asyncio.create_subprocess_exec(
            FIREFOX,
            "--headless",
            "--no-remote",
            "--profile",
            profile,
            "--remote-debugging-port",
            "0",
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr is not None
        try:
            address = await asyncio.wait_for(_address(process.stderr), _START_S)
            reading = asyncio.create_task(process.stderr.read())  # or the pipe would be full some day
            async with connect(f"{address}/session", max_size=MAX_ANSWER_BYTES, compression=None) as socket:
                remote = Remote(socket)
                await remote.ask("session.new", {"capabilities": {}})
                yield FirefoxTabs(remote)
        finally:
            process.terminate()
            await process.wait()
        await reading


async def _address(said: asyncio.StreamReader) -> str:
    """Where it listens, which it says."""
    while line := await said.readline():
        if found := re.search(rb"BiDi listening on (ws://\S+)", line):
            return found[1].decode()
    raise AssertionError("Firefox ended before it listened")
