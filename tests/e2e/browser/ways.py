"""The ways that candidates and reviewers go, in a tab of any browser."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

from tests.e2e.browser.screenshots import SCREENSHOTS
from tests.e2e.browser.tabs import KeyboardTab, Tab


class Tabs(Protocol):
    """The tabs of a window."""

    async def open(self, address: str) -> Tab: ...


async def hidden(tabs: Tabs, tab: Tab, for_s: float) -> float:
    """Go to another tab, and come back after that time; gives how long it was at the most, in seconds."""
    began_s = time.monotonic()
    elsewhere = await tabs.open("about:blank")
    await asyncio.sleep(for_s)
    await elsewhere.close()
    await tab.to_front()
    return time.monotonic() - began_s


async def into_the_exam(tab: Tab, pictures: str) -> None:
    """From consent until the exam is open and monitored; pictures of the way are left in a folder."""
    await tab.says("Before you begin")
    await tab.keep_shot(SCREENSHOTS / pictures / "consent.png")
    await tab.press("I agree, continue")
    await tab.press("Continue")
    await tab.says("That is good.")
    await tab.keep_shot(SCREENSHOTS / pictures / "preview.png")
    await tab.press("Begin the exam")
    await tab.press("Skip this")
    await tab.says("Monitored")
    await tab.keep_shot(SCREENSHOTS / pictures / "exam.png")


async def out_of_the_exam(tab: Tab, pictures: str) -> None:
    """Until the candidate is thanked."""
    await tab.press("Finish the exam")
    await tab.press("Yes, I have finished")
    await tab.says("Thank you")
    await tab.keep_shot(SCREENSHOTS / pictures / "thanks.png")


async def dismiss_the_only_incident(tab: KeyboardTab, api_key: str, candidate: str, title: str, pictures: str) -> None:
    """Sign in, find a candidate and judge, by keyboard."""
    await tab.says("API key")
    await tab.keys(*api_key, "Enter")
    await tab.says(candidate)
    await tab.keys("/", *candidate, "Enter")
    await tab.says("1 session")
    await tab.keys("Enter")
    await tab.says(title)
    await tab.keys("j", "d")
    await tab.says("All 1 reviewed")
    await tab.keep_shot(SCREENSHOTS / pictures / "review.png")
