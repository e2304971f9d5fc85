"""A tab of a real browser, by the browser's own protocol.

Playwright keeps every page visible and focused, so that with it nobody can go to another tab; and it drives no Firefox
but its own.
"""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection

from tests.e2e.product.sockets import eventually

MAX_ANSWER_BYTES = 64 * 1024 * 1024

_PRESS = """(name) => {
    const shown = [...document.querySelectorAll("button")].find(
        (one) => one.textContent === name && one.checkVisibility() && !one.disabled,
    );
    shown?.click();
    return Boolean(shown);
}"""
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c"}
_TEXT = "() => document.body?.innerText ?? ''"


class Remote:
    """Asks a browser over a WebSocket; what it tells besides answers is of no interest."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self._asking = asyncio.Lock()

    async def ask(self, method: str, parameters: dict[str, Any], **more: Any) -> Any:
        """What a method gives."""
        async with self._asking:
            self._number += 1
            await self._socket.send(json.dumps({"id": self._number, "method": method, "params": parameters, **more}))
            while True:
                answer = json.loads(await self._socket.recv())
                if answer.get("id") == self._number:
                    break
        assert "error" not in answer, (method, answer["error"], answer.get("message"))
        return answer["result"]


class Tab(ABC):
    """One tab."""

    @abstractmethod
    async def run(self, function: str, *arguments: Any) -> Any:
        """What a JavaScript function gives."""

    @abstractmethod
    async def to_front(self) -> None:
        """Show it instead of another one."""

    @abstractmethod
    async def close(self) -> None:
        """Close it."""

    @abstractmethod
    async def shot(self) -> bytes:
        """What it looks like, a PNG picture."""

    async def press(self, name: str, within_s: float = 40) -> None:
        """Press a button, once it is there and may be pressed."""
        await eventually(lambda: self.run(_PRESS, name), bool, within_s)

    async def says(self, text: str, within_s: float = 40) -> None:
        """Wait until the page shows a text."""
        await eventually(lambda: self.run(_TEXT), lambda shown: text in shown, within_s)

    async def keep_shot(self, path: Path) -> None:
        """Keep what it looks like."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(await self.shot())


class KeyboardTab(Tab):
    """One that takes keys as WebDriver's actions."""

    @abstractmethod
    async def act(self, actions: list[dict[str, Any]]) -> None:
        """Perform actions of input devices."""

    async def keys(self, *keys: str) -> None:
        """Press keys, one after the other."""
        pressed = [{"type": action, "value": _KEYS.get(key, key)} for key in keys for action in ("keyDown", "keyUp")]
        await self.act([{"type": "key", "id": "keyboard", "actions": pressed}])
