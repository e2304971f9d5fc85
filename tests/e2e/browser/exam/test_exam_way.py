"""The way from consent to thanks."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from proctor_audit.judgement import quality
from tests.e2e.browser.exam.conftest import SITE, Candidate

pytestmark = pytest.mark.asyncio(loop_scope="session")

PROBLEMS = [made for made in vars(quality).values() if isinstance(made, quality.Problem)]


async def test_from_consent_to_thanks(candidate: Candidate) -> None:
    page = candidate.page
    await candidate.open(return_url="https://school.example/back")
    await expect(page.get_by_text("The pictures are deleted after 30 days.")).to_be_visible()
    await expect(page.get_by_text("exams@example.org")).to_be_visible()
    assert await page.evaluate("() => document.querySelector('video').srcObject") is None
    await candidate.press("I agree")
    await page.get_by_text("there and back").wait_for()
    await expect(page.get_by_role("button", name="Continue")).to_be_disabled()
    await candidate.seen()
    await candidate.press("Continue")
    await expect(page.get_by_role("button", name="Begin")).to_be_disabled()
    await candidate.seen()
    await candidate.press("Begin")
    await candidate.press("Start")
    assert await page.evaluate("() => window.sdk.options.check && !window.sdk.begun"), "nothing counts so far"
    await page.get_by_role("heading", name="Your exam is open").wait_for(timeout=20_000)
    assert await page.evaluate("() => window.sdk.begun")
    targets = [target for target in await page.evaluate("() => window.sdk.targets") if target]
    # As the picture shows it, which is no mirror: who looks at the screen's left looks to the picture's right.
    assert targets == ["centre", "right", "left", "up", "down"]
    await candidate.press("Finish")
    await candidate.press("Yes, I have finished")
    await expect(page.get_by_role("heading", name="Thank you")).to_be_focused()
    assert (
        await page.get_by_role("link", name="Back to your exam page").get_attribute("href")
        == "https://school.example/back"
    )
    assert await page.evaluate("() => window.sdk.stopped && document.querySelector('video').srcObject === null")


async def test_picture_and_button_fit_on_a_laptop(candidate: Candidate) -> None:
    await candidate.page.set_viewport_size({"width": 1366, "height": 640})
    await candidate.preview()
    await candidate.seen()
    await expect(candidate.page.locator("video")).to_be_in_viewport(ratio=0.95)
    await expect(candidate.page.get_by_role("button", name="Begin")).to_be_in_viewport(ratio=1)


async def test_declining_goes_back_without_a_camera(candidate: Candidate) -> None:
    await candidate.open(return_url=f"{SITE}/docs")
    await candidate.press("I do not agree")
    await candidate.page.wait_for_url(f"{SITE}/docs")


async def test_declining_without_an_address(candidate: Candidate) -> None:
    await candidate.open()
    await candidate.press("I do not agree")
    await expect(candidate.page.get_by_role("heading", name="You did not agree")).to_be_visible()
    await candidate.press("Read it again")
    await expect(candidate.page.get_by_role("heading", name="Before you begin")).to_be_visible()


@pytest.mark.parametrize(
    ("faces", "guidance", "said"),
    [
        (0, None, "cannot see your face"),
        (2, None, "more than one face"),
        *[(1, problem.guidance, problem.guidance) for problem in PROBLEMS],
    ],
)
async def test_only_one_usable_face_opens_the_exam(
    candidate: Candidate, faces: int, guidance: str | None, said: str
) -> None:
    await candidate.preview()
    await candidate.seen()
    begin = candidate.page.get_by_role("button", name="Begin")
    await expect(begin).to_be_enabled()
    await candidate.seen(faces, guidance)
    await expect(begin).to_be_disabled()
    await expect(candidate.page.locator("#hint")).to_contain_text(said)


async def test_the_server_s_sentences_can_be_translated(candidate: Candidate) -> None:
    await candidate.open()
    known = await candidate.page.evaluate(
        """async (all) => {
            const { reasonOf } = await import("/exam/guidance.js");
            return all.map(reasonOf);
        }""",
        [problem.guidance for problem in PROBLEMS],
    )
    assert known == [problem.reason for problem in PROBLEMS]


async def test_the_sign_in_the_corner(candidate: Candidate) -> None:
    await candidate.exam(indicator="bottom-left")
    sign = candidate.page.get_by_role("status", name="Monitoring")
    await expect(sign).to_have_class("indicator bottom-left")
    for what, told, says in (
        ("state", "monitoring", "Monitored"),
        ("guidance", quality.TOO_DARK.guidance, "Please adjust your light"),
        ("guidance", None, "Monitored"),
        ("state", "reconnecting", "Reconnecting…"),
        ("state", "monitoring", "Monitored"),
        ("error", "camera_lost", "Please check your camera"),
    ):
        await candidate.tell(what, told)
        await expect(sign).to_have_text(says)
    await expect(candidate.page.get_by_text("The camera stopped")).to_be_visible()
    await candidate.seen()
    await expect(sign).to_have_text("Monitored")


async def test_full_screen_when_asked_for(candidate: Candidate) -> None:
    await candidate.exam(fullscreen=True)
    await candidate.page.wait_for_function("() => document.fullscreenElement !== null")
    await candidate.page.evaluate("() => document.exitFullscreen()")
    await candidate.press("Back to full screen")
    await candidate.page.wait_for_function("() => document.fullscreenElement !== null")


async def test_by_keyboard_alone(candidate: Candidate) -> None:
    await candidate.open()
    await candidate.page.keyboard.press("Tab")
    await expect(candidate.page.get_by_role("button", name="I agree")).to_be_focused()
    await candidate.page.keyboard.press("Enter")
    await expect(candidate.page.get_by_role("heading", name="A quick check")).to_be_focused()
