"""WebKitGTK's small browser, by WebDriver (W3C), on a screen of its own: Safari's engine, as near as Linux has it."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.e2e.browser.tabs import KeyboardTab
from tests.e2e.product.sockets import eventually

_DRIVER = shutil.which("WebKitWebDriver")
_SCREEN = shutil.which("Xvfb")
_BROWSER = next(Path("/usr/lib").glob("*/webkit2gtk-4*/MiniBrowser"), None)
WEBKIT = bool(_DRIVER and _SCREEN and _BROWSER)
"""Whether all of it is here."""

_PATIENCE_S = 60
_RUN = "const done = arguments[0]; (async () => ({call}))().then((value) => done(JSON.stringify(value ?? null)));"


class WebkitTab(KeyboardTab):
    """The one window of a session."""

    def __init__(self, address: str) -> None:
        self._address = address

    async def open(self, address: str) -> None:
        await self.ask("POST", "/url", {"url": address})

    async def run(self, function: str, *arguments: Any) -> Any:
        script = _RUN.replace("{call}", f"await ({function})(...{json.dumps(arguments)})")
        return json.loads(await self.ask("POST", "/execute/async", {"script": script, "args": []}))

    async def act(self, actions: list[dict[str, Any]]) -> None:
        await self.ask("POST", "/actions", {"actions": actions})

    async def shot(self) -> bytes:
        return base64.b64decode(await self.ask("GET", "/screenshot"))

    async def to_front(self) -> None:
        """There is no other one."""

    async def close(self) -> None:
        await self.ask("DELETE", "")

    async def ask(self, method: str, path: str, parameters: Any = None) -> Any:
        return await asyncio.to_thread(_asked, f"{self._address}{path}", method, parameters)


@asynccontextmanager
async def webkit() -> AsyncIterator[WebkitTab]:
    """A window, for as long as it is needed."""
    assert _DRIVER is not None
    assert _SCREEN is not None
    number, written = os.pipe()
    screen = await asyncio.create_subprocess_exec(
        _SCREEN, "-displayfd", str(written), "-screen", "0", "1280x900x24", "-nolisten", "tcp",
        pass_fds=(written,), stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    os.close(written)
    port = _free_port()
    try:
        with os.fdopen(number) as told:
            display = await asyncio.wait_for(asyncio.to_thread(told.readline), _PATIENCE_S)
        driver = await asyncio.create_subprocess_exec(
            _DRIVER, f"--port={port}", env={**os.environ, "DISPLAY": f":{display.strip()}"},
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        try:
            tab = await _session(f"http://127.0.0.1:{port}/session")
            yield tab
            await tab.close()
        finally:
            driver.terminate()
            await driver.wait()
    finally:
        screen.terminate()
        await screen.wait()


async def _session(address: str) -> WebkitTab:
    options = {"webkitgtk:browserOptions": {"binary": str(_BROWSER), "args": ["--automation"]}}

    async def made() -> Any:
        try:
            return await asyncio.to_thread(_asked, address, "POST", {"capabilities": {"alwaysMatch": options}})
        except urllib.error.URLError:
            return None  # the driver is starting

    session = await eventually(made, bool, _PATIENCE_S)
    return WebkitTab(f"{address}/{session['sessionId']}")


def _asked(address: str, method: str, parameters: Any) -> Any:
    body = None if parameters is None else json.dumps(parameters).encode()
    request = urllib.request.Request(address, body, {"content-type": "application/json"}, method=method)
    with urllib.request.urlopen(request, timeout=_PATIENCE_S) as answer:
        return json.load(answer)["value"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
