"""What can go wrong has a sentence on the page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from tests.e2e.browser.exam.conftest import SITE, Candidate

pytestmark = pytest.mark.asyncio(loop_scope="session")

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "W" * 10_000,
    "\u202eאלגברה \u2067مرحبا",
    "🙂" * 500,
)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("NotFoundError", "No camera was found."),
        ("NotAllowedError", "may not use the camera"),
        ("NotReadableError", "Another program is using the camera."),
    ],
)
async def test_no_camera_and_try_again(candidate: Candidate, name: str, said: str) -> None:
    page = candidate.page
    await candidate.open()
    await page.evaluate(
        """(name) => {
            const media = navigator.mediaDevices;
            const given = media.getUserMedia.bind(media);
            media.getUserMedia = () => {
                media.getUserMedia = given;
                return Promise.reject(new DOMException("", name));
            };
        }""",
        name,
    )
    await candidate.press("I agree")
    await expect(page.locator(".fix .detail")).to_contain_text(said)
    await candidate.press("Try again")
    await page.get_by_text("there and back").wait_for()
    await candidate.seen()
    await expect(page.get_by_role("button", name="Continue")).to_be_enabled()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("token_refused", "its access is not valid any more"),
        ("session_over", "The time of this exam is over"),
        ("session_superseded", "opened in another window"),
    ],
)
async def test_an_exam_that_cannot_go_on(candidate: Candidate, code: str, said: str) -> None:
    await candidate.exam(return_url="https://school.example/")
    await candidate.tell("error", code)
    await expect(candidate.page.get_by_role("heading", name="This exam cannot go on here")).to_be_visible()
    await expect(candidate.page.locator("#step")).to_contain_text(said)
    await expect(candidate.page.get_by_role("link")).to_be_visible()
    assert await candidate.page.evaluate("() => document.querySelector('video').srcObject") is None


async def test_a_server_that_is_away(candidate: Candidate) -> None:
    page = candidate.page
    await page.context.route(f"{SITE}/live", lambda route: route.abort())
    await candidate.open()
    await candidate.press("I agree")
    await expect(page.locator(".fix .detail")).to_contain_text("does not answer at the moment")
    # It comes back by itself.
    await candidate.seen()
    await expect(page.get_by_role("button", name="Continue")).to_be_enabled()


@pytest.mark.parametrize("fragment", ["", "#", "#%%%", "#bm9uc2Vuc2U", "#W10", "#bnVsbA", "#e30", "#/////w"])
async def test_a_damaged_link(candidate: Candidate, fragment: str) -> None:
    await candidate.page.goto(f"{SITE}/exam{fragment}")
    await expect(candidate.page.get_by_role("heading", name="This link is not complete")).to_be_visible()


@pytest.mark.parametrize("more", [{"token": ""}, {"token": 5}, {"url": "https://x.example"}, {"url": None}])
async def test_an_invitation_without_what_it_needs(candidate: Candidate, more: dict[str, Any]) -> None:
    await candidate.open(**more)
    await expect(candidate.page.get_by_role("heading", name="This link is not complete")).to_be_visible()


@pytest.mark.parametrize("name", HOSTILE, ids=["markup", "long", "right to left", "astral"])
async def test_hostile_names(candidate: Candidate, name: str) -> None:
    await candidate.page.set_viewport_size({"width": 360, "height": 740})
    await candidate.open(exam=name, candidate=name, contact=name)
    shown = await candidate.page.locator("#exam-name").text_content()
    assert shown is not None
    assert shown.rstrip("…") == name[:200]
    assert await candidate.page.evaluate("() => document.documentElement.scrollWidth") <= 360
    assert await candidate.page.locator("header script, header img, dd img").count() == 0


@pytest.mark.parametrize("url", ["javascript:alert(1)", "http://elsewhere.example/", "data:text/html,x", "//", 5])
async def test_a_return_address_that_leads_astray(candidate: Candidate, url: Any) -> None:
    await candidate.open(return_url=url)
    await candidate.press("I do not agree")
    await expect(candidate.page.get_by_role("heading", name="You did not agree")).to_be_visible()


@pytest.mark.parametrize("lang", ["xx", "../sdk/texts", 7])
async def test_a_language_that_is_not_there(candidate: Candidate, lang: Any) -> None:
    await candidate.open(lang=lang)
    await expect(candidate.page.get_by_role("heading", name="Before you begin")).to_be_visible()


async def test_another_language(candidate: Candidate) -> None:
    german = 'import { TEXTS as T } from "./texts.en.js";'
    german += 'export const TEXTS = {...T, consent: {...T.consent, heading: "Bevor es losgeht"}};'
    await candidate.page.context.route(
        f"{SITE}/exam/texts.de.js", lambda route: route.fulfill(content_type="text/javascript", body=german)
    )
    await candidate.open(lang="de")
    await expect(candidate.page.get_by_role("heading", name="Bevor es losgeht")).to_be_visible()
    assert await candidate.page.evaluate("() => document.documentElement.lang") == "de"
