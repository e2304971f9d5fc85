"""The candidate page in a real Chromium, with a stand-in for the SDK that tells what a test wants."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest_asyncio
from playwright.async_api import Browser, Page, Route

from proctor_audit.services.pages import page as served
from tests.e2e.browser.screenshots import WIDE

SITE = "http://localhost:9"
"""Nobody listens there: Playwright answers. It is local, so that the browser gives the camera."""
INVITATION: dict[str, Any] = {
    "url": "ws://localhost:9/live",
    "token": "a-token",
    "next_seq": 0,
    "exam": "Algebra I",
    "candidate": "Sam Lee",
    "contact": "exams@example.org",
    "keep_days": 30,
}
EXAM, OTHER = "https://exam.example", "https://other.example"
"""Sites whose exams the page may frame here."""
_EXAM_PAGE = Path(__file__).with_name("framed_exam.html").read_text("utf-8")
_STAND_IN = Path(__file__).with_name("stand_in.js").read_text("utf-8")


def address(**more: Any) -> str:
    """Of the page, for an invitation that differs in this."""
    text = json.dumps({**INVITATION, **more}).encode()
    return f"{SITE}/exam#{base64.urlsafe_b64encode(text).decode().rstrip('=')}"


class Candidate:
    """Somebody in front of the candidate page."""

    def __init__(self, page: Page) -> None:
        self.page = page

    async def open(self, **more: Any) -> None:
        await self.page.goto(address(**more))

    async def press(self, name: str) -> None:
        await self.page.get_by_role("button", name=name).click()

    async def tell(self, what: str, told: Any) -> None:
        """Have the SDK tell something."""
        await self.page.wait_for_function("() => window.tell !== undefined")
        await self.page.evaluate("([what, told]) => window.tell[what](told)", [what, told])

    async def seen(self, faces: int = 1, guidance: str | None = None, times: int = 2) -> None:
        """Have the server see so many faces."""
        for _ in range(times):
            status = "uncertain" if guidance else "clear"
            await self.tell("verdict", {"status": status, "guidance": guidance, "metrics": {"faces": faces}})

    async def check(self, **more: Any) -> None:
        await self.open(**more)
        await self.press("I agree")
        await self.page.get_by_text("there and back").wait_for()

    async def preview(self, **more: Any) -> None:
        await self.check(**more)
        await self.seen()
        await self.press("Continue")

    async def exam(self, **more: Any) -> None:
        await self.preview(calibration=False, **more)
        await self.seen()
        await self.press("Begin")


def _breaks_the_policy(text: str) -> bool:
    # That an exam may not be framed is a state of the page.
    return "Content Security Policy" in text and "frame-src" not in text


async def _answer(route: Route) -> None:
    path = urlsplit(route.request.url).path
    if path == "/live":
        await route.fulfill(status=403)
        return
    answer = served(path, "$default", (EXAM, OTHER))
    body = _STAND_IN if path == "/sdk/proctor-audit.js" else answer["body"]
    await route.fulfill(status=answer["statusCode"], headers=answer["headers"], body=body)


@pytest_asyncio.fixture(loop_scope="session")
async def page(chromium: Browser) -> AsyncIterator[Page]:
    context = await chromium.new_context(
        viewport={"width": WIDE[0], "height": WIDE[1]},
        reduced_motion="reduce",
        permissions=["camera", "local-network-access"],
    )
    context.set_default_timeout(10_000)
    opened = await context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("dialog", lambda dialog: troubles.append(f"a dialog: {dialog.message}"))
    opened.on("console", lambda said: troubles.append(said.text) if _breaks_the_policy(said.text) else None)
    await context.route(f"{SITE}/**", _answer)
    for site in (EXAM, OTHER):
        await context.route(f"{site}/**", lambda route: route.fulfill(body=_EXAM_PAGE, content_type="text/html"))
    yield opened
    await context.close()
    assert not troubles


@pytest_asyncio.fixture(loop_scope="session")
async def candidate(page: Page) -> Candidate:
    return Candidate(page)
