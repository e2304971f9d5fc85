"""What goes wrong during an exam, with the real SDK, camera and stack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, expect

from proctor_audit_local.sample_exam import Event, SampleExam
from tests.e2e.browser.conftest import ALLOWED, launched
from tests.e2e.browser.exam.live import LiveCandidate
from tests.e2e.browser.film import write_film
from tests.e2e.product.conftest import Tenant

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

UNPLUGGED = """() => {
    const media = navigator.mediaDevices;
    window.given = media.getUserMedia.bind(media);
    media.getUserMedia = () => Promise.reject(new DOMException("", "NotFoundError"));
    document.querySelector("video").srcObject.getTracks()[0].stop();
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def live(chromium: Browser, tenant: Tenant) -> AsyncIterator[LiveCandidate]:
    context = await chromium.new_context()
    yield LiveCandidate(await context.new_page(), tenant)
    await context.close()


async def test_it_gets_dark_and_light_again(playwright: Playwright, tenant: Tenant, tmp_path: Path) -> None:
    film = write_film(SampleExam((Event("dark", 8.0, 13.0),), 14.0, liveliness=1.0), tmp_path / "film.mjpeg")
    browser = await launched(playwright, ALLOWED, f"--use-file-for-fake-video-capture={film}")
    try:
        live = LiveCandidate(await browser.new_page(), tenant)
        await live.exam(await live.access())
        await live.says("Please adjust your light", within_s=40)
        await expect(live.page.locator(".note")).to_contain_text("turn on a light")
        await live.says("Monitored", within_s=40)
        await expect(live.page.locator(".note")).to_be_hidden()
    finally:
        await browser.close()


async def test_the_camera_is_unplugged_and_plugged_in_again(live: LiveCandidate) -> None:
    await live.exam(await live.access())
    await live.page.evaluate(UNPLUGGED)
    await live.says("Please check your camera")
    # What was on its way then is judged by now.
    await live.page.wait_for_timeout(2_000)
    await live.says("Please check your camera")
    await expect(live.page.locator(".note")).to_contain_text("The camera stopped")
    await live.page.evaluate("() => { navigator.mediaDevices.getUserMedia = given; }")
    await live.says("Monitored")
    await expect(live.page.locator(".note")).to_be_hidden()


async def test_the_session_is_revoked(live: LiveCandidate) -> None:
    await live.exam(await live.access(), return_url="https://school.example/")
    prefix = live.tenant.api_key.split("_")[1]
    await live.tenant.stack.invoke("Keys", {"operation": "revoke", "prefix": prefix})
    await expect(live.page.get_by_role("heading", name="This exam cannot go on here")).to_be_visible(timeout=20_000)
    await expect(live.page.locator("#step")).to_contain_text("The time of this exam is over, or it was closed.")
    await expect(live.page.get_by_role("link", name="Back to your exam page")).to_be_visible()
    assert await live.page.evaluate("() => document.querySelector('video').srcObject") is None


async def test_a_token_that_was_replaced_before_it_was_used(live: LiveCandidate) -> None:
    old = await live.tenant.access("two-tokens")
    await live.tenant.access("two-tokens")
    await live.check(old)
    await expect(live.page.locator("#step")).to_contain_text("its access is not valid any more", timeout=40_000)


async def test_two_tabs_with_one_session(live: LiveCandidate) -> None:
    access = await live.access()
    await live.exam(access)
    second = LiveCandidate(await live.page.context.new_page(), live.tenant)
    await second.exam(access)
    await expect(live.page.locator("#step")).to_contain_text("opened in another window")
    sockets, sent = live.sockets, len(second.sent)
    # Longer than it takes to come back from an interruption.
    await second.page.wait_for_timeout(4_000)
    await second.says("Monitored")
    assert len(second.sent) > sent
    assert (live.sockets, second.sockets) == (sockets, 1)
