"""The reference page: drawn whole, for everyone to use, without a complaint of the browser's."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from proctor_audit_local.stack import LocalStack
from tests.e2e.browser.screenshots import looked_at

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


async def test_the_reference(page: Page, stack: LocalStack, axe: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    await page.goto(f"{stack.http_url}/docs")
    for part in ("openSession", "policy", "error-too_fast"):
        assert await page.wait_for_selector(f"[id='{part}']") is not None
    copier = page.get_by_role("button", name="Copy: Python backend")
    await copier.click()
    await expect(copier).to_have_text(re.compile("Copied|Selected"))
    assert not complaints
    assert await looked_at(page, "docs/reference", axe) == []
