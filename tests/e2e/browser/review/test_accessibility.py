"""Every state of the page, wide and narrow, light and dark, by axe-core; each is left as a picture to look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.browser.review.axe import axe_source, findings
from tests.e2e.browser.review.conftest import NARROW, WIDE, Reviewer
from tests.e2e.browser.review.states import STATES

pytestmark = pytest.mark.asyncio(loop_scope="session")

PICTURES = Path(__file__).parents[4] / "build" / "screenshots" / "review"


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("state", STATES)
async def test_nothing_keeps_anybody_from_using_it(reviewer: Reviewer, axe: str, state: str) -> None:
    page = reviewer.page
    await STATES[state](reviewer)
    for name, (width, height) in (("wide", WIDE), ("narrow", NARROW)):
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate("() => document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=PICTURES / f"{state}-{name}-{scheme}.png", full_page=True)
            assert await findings(page, axe) == []
