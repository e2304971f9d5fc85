"""The pages and the SDK in Firefox: an exam from consent to thanks, another tab in between, and its review."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from proctor_audit_local.sample_exam import SampleExam, encode
from tests.e2e.browser.conftest import CALM
from tests.e2e.browser.exam.live import exam_address
from tests.e2e.browser.firefox_tabs import FIREFOX, FirefoxTabs, firefox_tabs
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [
    pytest.mark.stack,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.skipif(FIREFOX is None, reason="needs Firefox"),
]

LOOKS = Path(__file__).parents[3] / "build" / "screenshots" / "firefox"
HIDDEN_S = 4.0


@pytest.fixture(scope="module")
def calm() -> list[bytes]:
    """Three seconds of somebody who sits there and works."""
    return [encode(picture) for _, picture in SampleExam((), 3.0, liveliness=1.0).frames(10)]


@pytest_asyncio.fixture(loop_scope="session")
async def firefox(calm: list[bytes]) -> AsyncIterator[FirefoxTabs]:
    async with firefox_tabs() as tabs:
        await tabs.film(calm)
        yield tabs


async def test_an_exam_and_its_review(firefox: FirefoxTabs, tenant: Tenant) -> None:
    access = await tenant.access("Sam in Firefox", policy=CALM)
    tab = await firefox.open(exam_address(tenant, access))
    await tab.press("I agree, continue")
    await tab.press("Continue")
    await tab.says("That is good.")
    await tab.keep_shot(LOOKS / "preview.png")
    await tab.press("Begin the exam")
    await tab.press("Skip this")
    await tab.says("Monitored")
    elsewhere = await firefox.open("about:blank")
    await asyncio.sleep(HIDDEN_S)
    await elsewhere.close()
    await tab.to_front()
    await eventually(
        lambda: tenant.report(access.session_id), lambda it: it["incidents"] and it["quality"]["frames"] > 20, 60
    )
    await tab.press("Finish the exam")
    await tab.press("Yes, I have finished")
    await tab.says("Thank you")

    report = await tenant.report(access.session_id)
    assert [incident["kind"] for incident in report["incidents"]] == ["tab_hidden"]
    assert HIDDEN_S - 0.5 <= report["incidents"][0]["duration_s"] <= HIDDEN_S + 3
    assert report["quality"]["uncertain_frames"] == 0
    assert report["gaps"] == []

    review = await firefox.open(f"{tenant.stack.http_url}/review")
    await review.says("API key")
    await review.keys(*tenant.api_key, "Enter")
    await review.says("Sam in Firefox")
    await review.keys("/", *"firefox", "Enter")
    await review.says("1 session")
    await review.keys("Enter")
    await review.says("Exam's tab hidden")
    await review.keys("j", "d")
    await review.says("All 1 reviewed")
    await review.keep_shot(LOOKS / "review.png")
    assert (await tenant.report(access.session_id))["score"]["value"] == 0
