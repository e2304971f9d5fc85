"""The candidate page with the real SDK and camera, against the product on its own stack."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.async_api import Playwright, expect

from proctor_audit_local.sample_exam import Event, SampleExam
from proctor_audit_local.sample_exam.event_kinds import EventKind
from tests.e2e.browser.conftest import ALLOWED, CALM, launched
from tests.e2e.browser.exam.live import exam_address
from tests.e2e.browser.film import write_film
from tests.e2e.product.conftest import Tenant

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


@pytest.mark.parametrize(
    ("kind", "said"),
    [(None, None), ("face_absent", "cannot see your face"), ("multiple_faces", "more than one face")],
)
async def test_the_check_and_the_exam(
    playwright: Playwright, tenant: Tenant, tmp_path: Path, kind: EventKind | None, said: str | None
) -> None:
    events = (Event(kind, 0.0, 8.0),) if kind else ()
    film = write_film(SampleExam(events, 10.0, liveliness=1.0), tmp_path / "film.mjpeg")
    access = await tenant.access(policy=CALM)
    # No bucket of a stack on one machine deletes anything.
    assert access.client == {"incidents": {}, "calibration": True, "keep_days": None}
    browser = await launched(playwright, ALLOWED, f"--use-file-for-fake-video-capture={film}")
    try:
        page = await browser.new_page()
        await page.goto(exam_address(tenant, access, keep_days=30))
        await expect(page.get_by_text("As long as the rules of your exam say.")).to_be_visible()
        await page.get_by_role("button", name="I agree").click()
        if said:
            await expect(page.locator(".fix .detail")).to_contain_text(said, timeout=30_000)
            return
        await expect(page.get_by_role("button", name="Continue")).to_be_enabled(timeout=30_000)
        await page.get_by_role("button", name="Continue").click()
        await expect(page.get_by_role("button", name="Begin")).to_be_enabled(timeout=30_000)
        await page.get_by_role("button", name="Begin").click()
        await page.get_by_role("button", name="Start", exact=True).click()
        await page.get_by_role("heading", name="Your exam is open").wait_for(timeout=30_000)
        await expect(page.get_by_role("status", name="Monitoring")).to_have_text("Monitored", timeout=15_000)
        await page.get_by_role("button", name="Finish").click()
        await page.get_by_role("button", name="Yes").click()
        await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
    finally:
        await browser.close()
