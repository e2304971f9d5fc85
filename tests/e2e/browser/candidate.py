"""A candidate: a bare page with the SDK, what it told, and what went over the wire."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Page, WebSocket

from proctor_audit.client import SessionAccess
from proctor_audit.services.pages import content_security_policy
from tests.e2e.browser.proxy import Network
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

START = """async ({path, options}) => {
    const { ProctorAudit } = await import(path);
    const told = (window.told = { states: [], errors: [], verdicts: [], incidents: [], guidance: [] });
    try {
        window.proctor = await ProctorAudit.start({
            ...options,
            video: document.querySelector("video") ?? undefined,
            onState: (state) => told.states.push(state),
            onError: ({ code, message }) => told.errors.push({ code, message }),
            onVerdict: (verdict) => told.verdicts.push(verdict),
            onIncident: (incident) => told.incidents.push(incident),
            onGuidance: (guidance) => told.guidance.push(guidance),
        });
        return null;
    } catch ({ code, message }) {
        return { code, message };
    }
}"""


class Candidate:
    """A candidate in front of a browser.

    Attributes:
        sent: messages that went to the server, of all sockets.
        sockets: that were opened.
        access: to the session, once it was started.
    """

    def __init__(self, page: Page, tenant: Tenant, network: Network) -> None:
        self.page = page
        self.tenant = tenant
        self.network = network
        self.sent: list[dict[str, Any]] = []
        self.lengths: list[int] = []
        self.sockets = 0
        self.access: SessionAccess
        page.on("websocket", self._opened)

    async def open(self, body: str = "<video></video>") -> None:
        """Open a bare page, as strict as the candidate page is, on the stack's own site."""
        address = f"{self.tenant.stack.http_url}/bare"
        headers = {"content-security-policy": content_security_policy("/exam"), "content-type": "text/html"}
        markup = f"<!doctype html><title>Exam</title>{body}"
        await self.page.route(address, lambda route: route.fulfill(headers=headers, body=markup))
        await self.page.goto(address)

    async def start(self, access: SessionAccess | None = None, policy: Any = None, **more: Any) -> Any:
        """Start the SDK; gives the error that it rejects with."""
        calm = {"incidents": {"static_feed": {"enabled": False}}}
        self.access = access or await self.tenant.access(policy=calm)
        url = urlsplit(self.access.websocket_url)._replace(netloc=f"127.0.0.1:{self.network.port}").geturl()
        options = {"url": url, "token": self.access.token, "nextSeq": self.access.next_seq, "policy": policy, **more}
        options = {name: value for name, value in options.items() if value is not None}
        path = f"{self.tenant.stack.http_url}/sdk/proctor-audit.js"
        return await self.page.evaluate(START, {"path": path, "options": options})

    async def stop(self) -> None:
        if not self.page.is_closed():
            await self.page.evaluate("() => window.proctor?.stop()")

    async def told(self) -> dict[str, Any]:
        """What the SDK told so far."""
        told: dict[str, Any] = await self.page.evaluate("() => window.told")
        return told

    async def judged(self, count: int, within_s: float = 30) -> list[dict[str, Any]]:
        """The verdicts, once there are that many."""
        told = await eventually(self.told, lambda seen: len(seen["verdicts"]) >= count, within_s)
        return list(told["verdicts"])

    async def error(self, within_s: float = 30) -> dict[str, str]:
        """The one error that was told, once there is one."""
        told = await eventually(self.told, lambda seen: seen["errors"], within_s)
        (error,) = told["errors"]
        assert error["message"].endswith(".")
        return dict(error)

    async def state(self, wanted: str, within_s: float = 30) -> None:
        """Wait until a state is the last that was told."""
        await eventually(self.told, lambda seen: seen["states"][-1:] == [wanted], within_s)

    def frames(self) -> list[dict[str, Any]]:
        """All frames that were sent, in the order in which they were."""
        return [frame for message in self.sent for frame in message.get("frames", ())]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What was sent of a kind of activity."""
        return [event for message in self.sent for event in message.get("events", ()) if event["kind"] == kind]

    async def happened(self, kind: str) -> list[dict[str, Any]]:
        """The same, to wait for."""
        return self.events(kind)

    def _opened(self, socket: WebSocket) -> None:
        self.sockets += 1
        socket.on("framesent", self._heard)

    def _heard(self, payload: str | bytes) -> None:
        self.lengths.append(len(payload))
        self.sent.append(json.loads(payload))
