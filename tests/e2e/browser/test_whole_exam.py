"""An exam as a candidate sits it, and its review: from consent to the verdicts in the database."""

from __future__ import annotations

import asyncio
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.async_api import Browser, Page, Playwright, expect

from proctor_audit.client import SessionAccess
from proctor_audit_local.sample_exam import Event, SampleExam
from tests.e2e.browser.axe import findings
from tests.e2e.browser.chromium_tabs import chromium_tabs
from tests.e2e.browser.conftest import ALLOWED, CALM, launched
from tests.e2e.browser.exam.live import exam_address
from tests.e2e.browser.film import write_film
from tests.e2e.browser.proxy import Network
from tests.e2e.browser.screenshots import SCREENSHOTS
from tests.e2e.browser.ways import hidden, into_the_exam, out_of_the_exam
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

FILM = SampleExam((Event("face_absent", 16.0, 22.0), Event("multiple_faces", 28.0, 34.0)), 40.0, liveliness=1.0)
"""Somebody who leaves and comes back, and is visited; over and over."""
HIDDEN_S = 4.0
CUT_S = 12.0
LOOKS = SCREENSHOTS / "whole-exam"


async def test_an_exam_and_its_review(
    playwright: Playwright, tenant: Tenant, network: Network, tmp_path: Path, axe: str
) -> None:
    film = await asyncio.to_thread(write_film, FILM, tmp_path / "film.mjpeg")
    access = await tenant.access("Sam Lee", policy=CALM)
    async with chromium_tabs(ALLOWED, f"--use-file-for-fake-video-capture={film}") as tabs:
        through = urlsplit(access.websocket_url)._replace(netloc=f"127.0.0.1:{network.port}").geturl()
        tab = await tabs.open(exam_address(tenant, access, url=through))
        await into_the_exam(tab, "whole-exam")
        hidden_s = await hidden(tabs, tab, HIDDEN_S)
        await _over(tenant, access, "face_absent")
        await network.cut()
        await tab.says("Reconnecting")
        await tab.keep_shot(LOOKS / "exam-reconnecting.png")
        await asyncio.sleep(CUT_S)
        await network.restore()
        await tab.says("Monitored")
        await _over(tenant, access, "multiple_faces")
        await out_of_the_exam(tab, "whole-exam")

    report = await tenant.report(access.session_id)
    kinds = [incident["kind"] for incident in report["incidents"]]
    # Nothing else was to be seen, and of the time without a network nothing is missing.
    assert set(kinds) == {"face_absent", "multiple_faces", "tab_hidden"}
    assert report["gaps"] == []
    assert HIDDEN_S - 0.5 <= _seconds(report, "tab_hidden") <= hidden_s + 1
    for kind in ("face_absent", "multiple_faces"):
        assert 4.5 <= _seconds(report, kind) <= 7.5, kind
        await _shows_what_was_before(next(one for one in report["incidents"] if one["kind"] == kind))

    reviewing = await launched(playwright)
    try:
        page = await _review(reviewing, tenant, len(kinds))
        assert await findings(page, axe) == []
    finally:
        await reviewing.close()
    reviewed = await tenant.report(access.session_id)
    assert reviewed["session"]["reviewed"]
    verdicts = [incident["review"]["verdict"] for incident in reviewed["incidents"]]
    assert sorted(verdicts) == ["confirmed"] * (len(kinds) - 1) + ["dismissed"]
    assert 0 < reviewed["score"]["value"] < report["score"]["value"]
    assert await _audited(tenant, access) == {
        ("", "confirmed"): len(kinds) - 1,
        ("", "dismissed"): 1,
        ("dismissed",) * 2: 1,
    }


async def _over(tenant: Tenant, access: SessionAccess, kind: str) -> None:
    """Wait until an incident of the kind is over."""

    def there(report: Mapping[str, Any]) -> bool:
        return any(one["kind"] == kind and one["ended_at"] for one in report["incidents"])

    await eventually(lambda: tenant.report(access.session_id), there, 90)


def _seconds(report: Mapping[str, Any], kind: str) -> float:
    """How long the first incident of a kind lasted."""
    return next(float(one["duration_s"]) for one in report["incidents"] if one["kind"] == kind)


async def _shows_what_was_before(incident: Mapping[str, Any]) -> None:
    """The browser was asked for pictures from before, and they differ from those of the incident, which are alike."""
    evidence = dict(incident["evidence"])
    *earlier, first, confirmed, last = evidence
    assert (first, confirmed, last) == ("first", "confirmed", "last")
    assert len(earlier) == 3
    assert all(role.startswith("earlier-") for role in earlier)
    shown = {role: await asyncio.to_thread(_fetched, link) for role, link in evidence.items()}

    def difference(one: str, other: str) -> float:
        return float(np.abs(shown[one].astype(float) - shown[other]).mean())

    assert difference("first", "confirmed") < 10
    assert min(difference(role, "confirmed") for role in earlier) > 15


def _fetched(link: str) -> NDArray[np.uint8]:
    with urllib.request.urlopen(link) as answer:
        picture = cv2.imdecode(np.frombuffer(answer.read(), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, np.uint8)


async def _review(browser: Browser, tenant: Tenant, incidents: int) -> Page:
    """Sign in and judge everything, without a mouse."""
    page = await browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    await page.goto(f"{tenant.stack.http_url}/review")
    await expect(page.get_by_label("API key")).to_be_focused()
    await page.keyboard.type(tenant.api_key)
    await page.keyboard.press("Enter")
    await expect(page.locator(".row")).not_to_have_count(0)
    await page.keyboard.press("/")
    await page.keyboard.type("sam l")
    await expect(page.locator(".row")).to_have_count(1)
    await page.screenshot(path=LOOKS / "review-list.png", full_page=True)
    await page.keyboard.press("Enter")
    await expect(page.locator(".row a")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("article")).to_have_count(incidents)
    await page.keyboard.press("j")
    loaded = "() => [...document.images].filter((one) => one.complete && one.naturalWidth > 0).length"
    await eventually(lambda: page.evaluate(loaded), lambda count: count >= 3)
    await page.screenshot(path=LOOKS / "review-session.png", full_page=True)
    await page.keyboard.press("d")
    await page.keyboard.press("n")
    await page.keyboard.type("Their brother came in.")
    await page.keyboard.press("Control+Enter")
    for _ in range(incidents - 1):
        await page.keyboard.press("j")
        await page.keyboard.press("c")
    await expect(page.get_by_text(f"All {incidents} reviewed")).to_be_visible()
    await page.screenshot(path=LOOKS / "review-done.png", full_page=True)
    return page


async def _audited(tenant: Tenant, access: SessionAccess) -> dict[tuple[str, ...], int]:
    """How often each change of a verdict was written down, and that a note was."""
    connection = await asyncpg.connect(tenant.stack.dsn)
    try:
        rows = await connection.fetch("SELECT * FROM reviews WHERE session_id = $1", access.session_id)
    finally:
        await connection.close()
    assert [row["note"] for row in rows if row["note"]] == ["Their brother came in."]
    changes = [(row["from_verdict"] or "", row["to_verdict"] or "") for row in rows]
    return {change: changes.count(change) for change in changes}
