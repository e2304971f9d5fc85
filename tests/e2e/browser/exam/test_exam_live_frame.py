"""An exam of another site in the candidate page's frame, with the real SDK and stack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.e2e.browser.exam.live import LiveCandidate
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

_PAGE = Path(__file__).with_name("framed_exam.html").read_bytes()


@pytest_asyncio.fixture(loop_scope="session")
async def exam_url() -> AsyncIterator[str]:
    """An exam on a site of its own on this machine."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = (
            f"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {len(_PAGE)}\r\nconnection: close\r\n\r\n"
        )
        writer.write(head.encode() + _PAGE)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    # By another name than the stack's page: another site, and so another process, to Chromium.
    yield f"http://localhost:{server.sockets[0].getsockname()[1]}/"
    server.close()
    await server.wait_closed()


@pytest_asyncio.fixture(loop_scope="session")
async def live(chromium: Browser, tenant: Tenant) -> AsyncIterator[LiveCandidate]:
    context = await chromium.new_context()
    yield LiveCandidate(await context.new_page(), tenant)
    await context.close()


async def test_who_writes_in_the_exam_has_not_left_it(live: LiveCandidate, exam_url: str) -> None:
    page = live.page
    access = await live.access()
    await live.exam(access, exam_url=exam_url)
    # Playwright makes every page believe that it has the focus.
    await (await page.context.new_cdp_session(page)).send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    await page.bring_to_front()
    answer = page.frame_locator("iframe").get_by_label("Your answer")
    await answer.click()
    assert await page.evaluate("() => document.activeElement.localName") == "iframe"
    await page.keyboard.type("2a + 2b = 2(a + b)", delay=250)
    await expect(answer).to_have_value("2a + 2b = 2(a + b)")
    assert live.events("window_blurred") == []
    # Another window in front is told.
    other = await page.context.new_page()
    await other.bring_to_front()
    await eventually(lambda: live.told("window_blurred"), bool)
    await other.close()
    await page.bring_to_front()
    await page.frame_locator("iframe").get_by_role("button", name="Hand in").click()
    await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()


async def test_it_has_no_way_to_the_camera(live: LiveCandidate, exam_url: str) -> None:
    await live.exam(await live.access(), exam_url=exam_url)
    frame = live.page.frames[-1]
    refused = await frame.evaluate(
        "() => navigator.mediaDevices.getUserMedia({video: true}).then(() => null, ({name}) => name)"
    )
    assert refused == "NotAllowedError"
    assert not await frame.evaluate("() => document.fullscreenEnabled")


async def test_only_this_machine_s_exams_are_framed_here(live: LiveCandidate) -> None:
    await live.exam(await live.access(), exam_url="https://exam.example/")
    await expect(live.page.locator(".note")).to_contain_text("may not be shown here")
