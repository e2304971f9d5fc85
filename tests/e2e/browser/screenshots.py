"""Pictures of the pages, left for whoever wants to look at them."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Page

from tests.e2e.browser.axe import findings

SCREENSHOTS = Path(__file__).parents[3] / "build" / "screenshots"
WIDE, NARROW = (1280, 900), (360, 740)


async def looked_at(page: Page, name: str, axe: str) -> list[str]:
    """Leave pictures of a state, wide and narrow, light and dark, and say what keeps anybody from using it.

    Args:
        page: in the state.
        name: of the pictures, folders included.
        axe: the script of axe-core.
    """
    found = []
    for size, (width, height) in (("wide", WIDE), ("narrow", NARROW)):
        await page.set_viewport_size({"width": width, "height": height})
        if await page.evaluate("() => document.documentElement.scrollWidth") > width:
            found.append(f"{size}: wider than the window")
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=SCREENSHOTS / f"{name}-{size}-{scheme}.png", full_page=True)
            found += [f"{size}, {scheme}: {finding}" for finding in await findings(page, axe)]
    return found
