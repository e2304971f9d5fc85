"""A candidate on the real page, with the real SDK, on the product's own stack."""

from __future__ import annotations

import json
from typing import Any

from playwright.async_api import Page, WebSocket, expect

from proctor_audit.client import SessionAccess, candidate_page
from tests.e2e.browser.conftest import CALM
from tests.e2e.product.conftest import Tenant


def exam_address(tenant: Tenant, access: SessionAccess, **more: Any) -> str:
    """Of the candidate page, with an invitation."""
    return candidate_page(tenant.stack.http_url, access, **{"exam": "Algebra I", **more})


class LiveCandidate:
    """Somebody in front of the candidate page.

    Attributes:
        sent: messages that went to the server.
        sockets: that were opened.
    """

    def __init__(self, page: Page, tenant: Tenant) -> None:
        self.page = page
        self.tenant = tenant
        self.sent: list[dict[str, Any]] = []
        self.sockets = 0
        page.on("websocket", self._opened)

    async def access(self) -> SessionAccess:
        return await self.tenant.access(policy={**CALM, "calibration": False})

    async def check(self, access: SessionAccess, **more: Any) -> None:
        """Open the page and agree."""
        await self.page.goto(exam_address(self.tenant, access, **more))
        await self.press("I agree")

    async def exam(self, access: SessionAccess, **more: Any) -> None:
        """Go all the way until the exam is open and monitored."""
        await self.check(access, **more)
        for name in ("Continue", "Begin"):
            await expect(self.page.get_by_role("button", name=name)).to_be_enabled(timeout=30_000)
            await self.press(name)
        await self.says("Monitored")

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def says(self, text: str, within_s: float = 20) -> None:
        """Wait until the sign says so."""
        sign = self.page.get_by_role("status", name="Monitoring")
        await expect(sign).to_have_text(text, timeout=within_s * 1_000)

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What was told of a kind of activity."""
        return [event for message in self.sent for event in message.get("events", ()) if event["kind"] == kind]

    async def told(self, kind: str) -> list[dict[str, Any]]:
        """The same, to wait for."""
        return self.events(kind)

    def _opened(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framesent", lambda payload: self.sent.append(json.loads(payload)))
