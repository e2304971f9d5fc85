"""The exam itself, in a frame below the bar."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import expect

from proctor_audit.judgement import quality
from tests.e2e.browser.exam.conftest import EXAM, OTHER, SITE, Candidate

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_exam_is_there_when_it_opens_and_not_before(candidate: Candidate) -> None:
    page = candidate.page
    await candidate.preview(calibration=False, exam_url=f"{EXAM}/three", exam="Algebra I")
    await candidate.seen()
    assert await page.locator("iframe").count() == 0
    await candidate.press("Begin")
    frame = page.frame_locator("iframe[title='Algebra I']")
    await frame.get_by_label("Your answer").fill("2a + 2b = 2(a + b)")
    await expect(page.get_by_role("heading", name="Algebra I")).to_be_visible()
    await expect(page.get_by_role("status", name="Monitoring")).to_be_visible()
    assert await page.locator("iframe").get_attribute("allow") is None
    sandbox = str(await page.locator("iframe").get_attribute("sandbox")).split()
    assert {"allow-scripts", "allow-same-origin", "allow-forms", "allow-popups"} <= set(sandbox)
    assert not [word for word in sandbox if "top-navigation" in word]
    # It fills what the bar leaves.
    box = await page.locator("iframe").bounding_box()
    size = page.viewport_size
    assert box is not None
    assert size is not None
    assert (box["x"], box["width"], box["y"] + box["height"]) == (0, size["width"], size["height"])
    assert box["y"] <= 60
    await candidate.press("Finish the exam")
    await candidate.press("Not yet")
    await expect(frame.get_by_label("Your answer")).to_have_value("2a + 2b = 2(a + b)")
    await candidate.press("Finish the exam")
    await candidate.press("Yes, I have finished")
    await expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert await page.locator("iframe").count() == 0


async def test_the_exam_can_say_that_it_is_finished(candidate: Candidate) -> None:
    await candidate.exam(exam_url=f"{EXAM}/three", return_url="https://school.example/")
    await candidate.page.frame_locator("iframe").get_by_role("button", name="Hand in").click()
    await expect(candidate.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert await candidate.page.evaluate("() => window.sdk.stopped")


@pytest.mark.parametrize("saying", ["odd", "within", "another site", "the page itself"])
async def test_nobody_else_can_say_it(candidate: Candidate, saying: str) -> None:
    page = candidate.page
    await page.add_init_script("window.heard = 0; addEventListener('message', () => (window.heard += 1))")
    await candidate.exam(exam_url=f"{EXAM}/three#{saying if saying == 'odd' else ''}")
    frame = page.frames[-1]
    if saying == "within":
        await frame.evaluate(
            "(src) => document.body.append(Object.assign(document.createElement('iframe'), {src}))",
            f"{EXAM}/part#within",
        )
    elif saying == "another site":
        await frame.evaluate("(address) => location.assign(address)", f"{OTHER}/three")
    elif saying == "the page itself":
        await page.evaluate("() => postMessage({type: 'proctor-audit:finished'}, '*')")
    await page.wait_for_function("() => window.heard > 0")
    await expect(page.get_by_role("button", name="Finish the exam")).to_be_visible()
    assert not await page.evaluate("() => window.sdk.stopped")


@pytest.mark.parametrize(
    "url",
    [
        "http://exam.example/",
        f"{SITE}/docs",
        "docs",
        "javascript:alert(1)",
        "data:text/html,x",
        "blob:https://exam.example/0b6e",
        "//exam.example",
        "https://",
        5,
        ["https://exam.example"],
    ],
)
async def test_an_exam_address_that_is_none(candidate: Candidate, url: Any) -> None:
    await candidate.exam(exam_url=url)
    await expect(candidate.page.get_by_role("heading", name="Your exam is open")).to_be_visible()
    assert await candidate.page.locator("iframe").count() == 0


async def test_an_exam_leads_the_page_nowhere(candidate: Candidate) -> None:
    page = candidate.page
    await candidate.exam(exam_url=f"{EXAM}/three")
    await page.frame_locator("iframe").get_by_role("button", name="Hand in").wait_for()
    refused = await page.frames[-1].evaluate(
        """() => {
            try {
                top.location = "https://other.example/";
                return null;
            } catch ({ name }) {
                return name;
            }
        }"""
    )
    assert refused == "SecurityError"
    assert page.url.startswith(SITE)


async def test_a_short_interruption_gets_a_sign_and_a_long_one_a_sentence(candidate: Candidate) -> None:
    page = candidate.page
    await candidate.exam(exam_url=f"{EXAM}/three")
    note, sign = page.locator(".note"), page.get_by_role("status", name="Monitoring")
    await candidate.tell("state", "monitoring")
    await candidate.tell("state", "reconnecting")
    await expect(sign).to_have_text("Reconnecting…")
    await expect(note).to_be_hidden()
    await candidate.tell("error", "server_away")
    await expect(note).to_contain_text("does not answer")
    await candidate.tell("state", "monitoring")
    await expect(note).to_be_hidden()
    # What one frame says moves the exam nowhere.
    await candidate.page.evaluate("(text) => { tell.guidance(text); tell.guidance(null); }", quality.TOO_DARK.guidance)
    await page.wait_for_timeout(1_500)
    await expect(note).to_be_empty()
    await candidate.tell("guidance", quality.TOO_DARK.guidance)
    await expect(note).to_contain_text("too dark")


async def test_an_exam_of_a_site_that_may_not_be_framed(candidate: Candidate) -> None:
    await candidate.exam(exam_url="https://elsewhere.example/")
    await expect(candidate.page.locator(".note")).to_contain_text("may not be shown here")
    await expect(candidate.page.locator("iframe")).to_be_hidden()
    await expect(candidate.page.get_by_role("button", name="Finish the exam")).to_be_visible()


async def test_the_stack_s_word_on_calibration_and_keeping(candidate: Candidate) -> None:
    told: list[tuple[dict[str, Any], dict[str, Any]]] = []
    for more, expected in (
        ({"policy": None}, {"keepDays": 30, "calibration": True}),
        ({"policy": {}}, {"keepDays": 30, "calibration": True}),
        ({"policy": {"keep_days": 90, "calibration": True}}, {"keepDays": 90, "calibration": True}),
        ({"policy": {"keep_days": None, "calibration": False}}, {"keepDays": None, "calibration": False}),
        ({"policy": {"calibration": True}, "calibration": False}, {"keepDays": 30, "calibration": False}),
        ({"policy": {"calibration": False}, "calibration": True}, {"keepDays": 30, "calibration": False}),
        ({"policy": {"keep_days": "x"}}, {"keepDays": None, "calibration": True}),
    ):
        await candidate.page.goto("about:blank")
        await candidate.open(**more)
        found = await candidate.page.evaluate(
            """async () => {
                const { invitationFrom } = await import("/exam/invitation.js");
                const { keepDays, calibration } = invitationFrom(location.hash, location.href);
                return { keepDays, calibration };
            }"""
        )
        told.append((found, expected))
    assert [found for found, _ in told] == [expected for _, expected in told]
