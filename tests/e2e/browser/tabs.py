"""Chromium by its own protocol, tab by tab.

Playwright keeps every page visible and focused, so that with it nobody can go to another tab.
See the Chrome DevTools Protocol, domains Target, Page and Runtime.
"""

from __future__ import annotations

import asyncio
import base64
import json
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from tests.e2e.browser.conftest import CHROMIUM, FLAGS
from tests.e2e.product.sockets import eventually

_MAX_ANSWER_BYTES = 64 * 1024 * 1024

_PRESS = """(name) => {
    const shown = [...document.querySelectorAll("button")].find(
        (one) => one.textContent === name && one.checkVisibility() && !one.disabled,
    );
    shown?.click();
    return Boolean(shown);
}"""
_TEXT = "() => document.body?.innerText ?? ''"


class Tabs:
    """The tabs of a running Chromium."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self._asking = asyncio.Lock()

    async def open(self, address: str) -> Tab:
        """Open a tab in front of the others."""
        target = (await self.ask("Target.createTarget", url=address))["targetId"]
        session = (await self.ask("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        return Tab(self, target, session)

    async def ask(self, method: str, session: str | None = None, **parameters: Any) -> Any:
        """What a method gives; events that come meanwhile are of no interest."""
        async with self._asking:
            self._number += 1
            message = {"id": self._number, "method": method, "params": parameters}
            await self._socket.send(json.dumps({**message, **({"sessionId": session} if session else {})}))
            while True:
                answer = json.loads(await self._socket.recv())
                if answer.get("id") == self._number:
                    break
        assert "error" not in answer, (method, answer["error"])
        return answer["result"]


class Tab:
    """One tab."""

    def __init__(self, tabs: Tabs, target: str, session: str) -> None:
        self._tabs = tabs
        self._target = target
        self._session = session

    async def to_front(self) -> None:
        await self._tabs.ask("Target.activateTarget", targetId=self._target)

    async def close(self) -> None:
        await self._tabs.ask("Target.closeTarget", targetId=self._target)

    async def run(self, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives."""
        call = f"({function})(...{json.dumps(arguments)})"
        answer = await self._tabs.ask(
            "Runtime.evaluate",
            self._session,
            expression=call,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def press(self, name: str, within_s: float = 40) -> None:
        """Press a button, once it is there and may be pressed."""
        await eventually(lambda: self.run(_PRESS, name), bool, within_s)

    async def says(self, text: str, within_s: float = 40) -> None:
        """Wait until the page shows a text."""
        await eventually(lambda: self.run(_TEXT), lambda shown: text in shown, within_s)

    async def picture(self, path: Path) -> None:
        """Keep what it looks like."""
        shot = await self._tabs.ask("Page.captureScreenshot", self._session)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(base64.b64decode(shot["data"]))


@asynccontextmanager
async def chromium_tabs(*flags: str) -> AsyncIterator[Tabs]:
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
            async with connect(await _address(Path(profile)), max_size=_MAX_ANSWER_BYTES, compression=None) as socket:
                yield Tabs(socket)
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
