"""The reviewer page in a real Chromium, against an API that answers from memory."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Playwright, expect

from proctor_audit_local.sample_exam import Event, SampleExam, encode
from tests.e2e.browser.conftest import launched
from tests.e2e.browser.review.exams import Exam
from tests.e2e.browser.review.fake_api import KEY, FakeApi
from tests.e2e.browser.screenshots import WIDE


@pytest.fixture(scope="session")
def picture() -> bytes:
    return encode(SampleExam((Event("multiple_faces", 0.5, 3.0),), 4.0).render(2.0))


@pytest_asyncio.fixture(loop_scope="session")
async def api(picture: bytes) -> AsyncIterator[FakeApi]:
    async with FakeApi(picture) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    running = await launched(playwright)
    yield running
    await running.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    context = await browser.new_context(viewport={"width": WIDE[0], "height": WIDE[1]}, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    opened = await context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    # A page that breaks its own content security policy says so here.
    opened.on("console", lambda said: troubles.append(said.text) if "Content Security Policy" in said.text else None)
    yield opened
    await context.close()
    assert not troubles


@dataclass(frozen=True)
class Reviewer:
    """Somebody in front of the reviewer page."""

    page: Page
    api: FakeApi

    async def open(self, address: str = "") -> None:
        await self.page.goto(f"{self.api.url}/review{address}")

    async def sign_in(self, key: str = KEY) -> None:
        await self.page.get_by_label("API key").fill(key)
        await self.page.get_by_role("button", name="Sign in").click()

    async def see_list(self) -> None:
        """The list of sessions, signed in."""
        await self.open()
        await self.sign_in()
        await expect(self.page.get_by_role("heading", name="Sessions")).to_be_visible()

    async def session(self, exam: Exam) -> None:
        """A session that has been loaded, signed in."""
        await self.open(f"#/sessions/{exam.facts.session_id}")
        await self.sign_in()
        await expect(self.page.get_by_role("heading", name="Incidents")).to_be_visible()

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def candidates(self) -> list[str]:
        return await self.page.locator(".row h2").all_text_contents()


@pytest.fixture
def reviewer(page: Page, api: FakeApi) -> Reviewer:
    return Reviewer(page, api)
