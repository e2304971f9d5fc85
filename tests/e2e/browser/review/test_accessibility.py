"""No state of the page keeps anybody out: wide and narrow, light and dark."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.async_api import Page, expect

from proctor_audit.judgement.kinds import IncidentKind
from tests.e2e.browser.review.axe import axe_source, findings
from tests.e2e.browser.review.conftest import NARROW, WIDE, Reviewer
from tests.e2e.browser.review.exams import exam, many, ordinary

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.getbasetemp())


async def _fits(page: Page) -> bool:
    """Nothing is cut off at the side."""
    return bool(await page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_state_has_serious_findings(
    reviewer: Reviewer, axe: str, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page, one = reviewer.page, ordinary()
    reviewer.api.exams = [
        one,
        exam("grace", kinds=[IncidentKind.LOOKING_AWAY], live=True),
        exam("x" * 10_000),
        *many(5),
    ]
    await page.emulate_media(color_scheme=scheme)
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    found: dict[str, list[str]] = {}

    async def look(state: str) -> None:
        found[state] = await findings(page, axe)
        if not await _fits(page):
            found[state].append("wider than the window")

    await reviewer.open()
    await look("sign-in")
    await reviewer.sign_in("wrong")
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await look("wrong key")
    await reviewer.sign_in()
    await expect(page.locator(".row")).to_have_count(8)
    await page.get_by_text("Filters", exact=True).click()
    await look("list")
    await page.get_by_role("searchbox", name="Candidate").fill("nobody")
    await expect(page.get_by_text("No session fits")).to_be_visible()
    await look("nothing found")
    await reviewer.open(f"#/sessions/{one.facts.session_id}")
    await expect(page.locator("article")).to_have_count(7)
    await look("session")
    await reviewer.press("j", "c", "j", "d")
    await expect(page.get_by_text("Dismissed by")).to_be_visible()
    await reviewer.press("n")
    await look("judging")
    await reviewer.press("Escape", "?")
    await look("help")
    await reviewer.press("Escape")
    await page.get_by_role("button", name="Enlarge").first.click()
    await look("picture")
    await reviewer.press("Escape")
    await page.get_by_text("Download").click()
    await look("downloads")
    reviewer.api.away = True
    await page.evaluate("dispatchEvent(new Event('online'))")
    await expect(page.get_by_text("may be out of date")).to_be_visible()
    await look("server away")
    assert {state: told for state, told in found.items() if told} == {}
