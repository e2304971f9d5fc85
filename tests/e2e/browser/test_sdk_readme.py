"""The READMEs' lines for a browser, as they stand there: with the SDK on another site's page, and without it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page

from proctor_audit_local.stack import LocalStack
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

ROOT = Path(__file__).parents[3]
SITE = "http://localhost:9"
"""Never reached: all that is asked of it is answered by the test."""


async def test_the_ten_lines_work_on_another_site(page: Page, stack: LocalStack, tenant: Tenant) -> None:
    readme = (ROOT / "shared" / "web" / "sdk" / "README.md").read_text("utf-8")
    (lines,) = re.findall(r"```html\n(.*?)```", readme, re.DOTALL)
    access = await tenant.access(policy={"incidents": {"static_feed": {"enabled": False}}})
    session = {"websocket_url": access.websocket_url, "token": access.token, "next_seq": access.next_seq}
    (policy,) = re.findall(r"`(script-src https://API;[^`]*)`", readme)
    socket = urlsplit(access.websocket_url).netloc
    policy = policy.replace("https://API", stack.http_url)
    policy = policy.replace("https://SOCKET", f"http://{socket}").replace("wss://SOCKET", f"ws://{socket}")
    # Besides what the README asks for, what the page itself does: its own script, and its own server.
    policy = policy.replace("script-src", "script-src 'unsafe-inline'").replace("connect-src", "connect-src 'self'")
    headers = {"content-type": "text/html", "content-security-policy": f"default-src 'none'; {policy}"}
    troubles: list[str] = []
    page.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    markup = "<!doctype html><title>Exam</title>" + lines.replace("https://API", stack.http_url)
    await page.route(f"{SITE}/exam", lambda route: route.fulfill(headers=headers, body=markup))
    await page.route(f"{SITE}/my-exam/session", lambda route: route.fulfill(body=json.dumps(session)))
    workers: list[str] = []
    page.on("worker", lambda worker: workers.append(worker.url))
    await page.goto(f"{SITE}/exam")
    status = page.locator("#status")
    await eventually(status.text_content, lambda text: text == "monitoring")
    report = await eventually(lambda: tenant.report(access.session_id), lambda seen: seen["quality"]["frames"] >= 4)
    assert report["incidents"] == []
    assert not troubles
    assert workers, "a worker of the page's own origin loads the SDK's from another"
    assert await page.locator("video").evaluate("(video) => video.videoWidth") > 0
    await page.goto("about:blank")


async def test_the_lines_without_the_sdk_work(page: Page, stack: LocalStack, tenant: Tenant) -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    (lines,) = re.findall(r"```js\n(const socket = .*?)```", readme, re.DOTALL)
    access = await tenant.access(policy={"incidents": {"static_feed": {"enabled": False}}})
    session = {"websocket_url": access.websocket_url, "token": access.token, "next_seq": access.next_seq}
    script = f"""
        const session = {json.dumps(session)};
        const video = document.querySelector("video");
        const canvas = document.createElement("canvas");
        Object.assign(canvas, {{ width: 320, height: 240 }});
        const context = canvas.getContext("2d");
        video.srcObject = await navigator.mediaDevices.getUserMedia({{ video: true }});
        await video.play();
        {lines}"""
    address = f"{stack.http_url}/by-hand"
    markup = f"<!doctype html><title>Exam</title><video muted></video><script type=module>{script}</script>"
    await page.route(address, lambda route: route.fulfill(headers={"content-type": "text/html"}, body=markup))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    await page.goto(address)

    async def heard() -> list[str]:
        return said

    await eventually(heard, lambda lines: len(lines) >= 4)
    # Whoever blinks is an anomaly in that frame alone.
    words = {f"{anomaly} {pupils}" for anomaly in ("false", "true") for pupils in ("straight", "normal", "unknown")}
    assert set(said) <= words | {"true unusual"}
    assert any(line.startswith("false") for line in said)
