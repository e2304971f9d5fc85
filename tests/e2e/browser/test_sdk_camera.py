"""The camera is missing, refused, busy, unplugged, muted, switched, or a program."""

from __future__ import annotations

import pytest
from playwright.async_api import Playwright

from tests.e2e.browser.candidate import Candidate
from tests.e2e.browser.conftest import launched
from tests.e2e.browser.proxy import Network
from tests.e2e.product.conftest import Tenant
from tests.e2e.product.sockets import eventually

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]

REJECTS = """(name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("NotFoundError", "camera_missing"),
        ("OverconstrainedError", "camera_missing"),
        ("NotAllowedError", "camera_refused"),
        ("NotReadableError", "camera_busy"),
        ("AbortError", "camera_busy"),
    ],
)
async def test_no_camera(candidate: Candidate, name: str, code: str) -> None:
    await candidate.page.evaluate(REJECTS, name)
    error = await candidate.start()
    assert error["code"] == code
    assert error["message"].endswith(".")
    assert not (await candidate.told())["errors"], "what start rejects with is told once"
    assert candidate.sockets == 0


async def test_a_browser_without_cameras(candidate: Candidate) -> None:
    await candidate.page.evaluate("() => Object.defineProperty(navigator, 'mediaDevices', { value: undefined })")
    assert (await candidate.start())["code"] == "unsupported_browser"


async def test_a_real_refusal(playwright: Playwright, tenant: Tenant, network: Network) -> None:
    # Nobody is there to answer Chromium's question, and headless it is answered with no.
    browser = await launched(playwright, "--deny-permission-prompts")
    try:
        one = Candidate(await browser.new_page(), tenant, network)
        await one.open()
        assert (await one.start())["code"] == "camera_refused"
    finally:
        await browser.close()


async def test_a_camera_that_is_unplugged_and_plugged_in_again(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.page.evaluate(
        """() => {
            const media = navigator.mediaDevices;
            window.given = media.getUserMedia.bind(media);
            media.getUserMedia = () => Promise.reject(new DOMException("", "NotFoundError"));
            const [track] = proctor.stream.getTracks();
            track.stop();
            track.dispatchEvent(new Event("ended"));
        }"""
    )
    assert (await candidate.error())["code"] == "camera_lost"
    assert (await candidate.told())["states"][-1] == "monitoring", "the connection is still there"
    await candidate.page.wait_for_timeout(3000)
    seen = len((await candidate.told())["verdicts"])
    await candidate.page.evaluate("() => { navigator.mediaDevices.getUserMedia = given; }")
    await candidate.judged(seen + 8)
    begun, *_, ended = candidate.events("camera_changed")
    assert begun["detail"] == ended["detail"] == "ended"
    assert ended["duration_ms"] >= 3000
    assert len((await candidate.told())["errors"]) == 1


async def test_what_else_happens_to_a_camera(candidate: Candidate) -> None:
    await candidate.page.evaluate(
        """() => {
            const given = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, "label").get;
            window.label = null;
            Object.defineProperty(MediaStreamTrack.prototype, "label", { get() { return label ?? given.call(this); } });
        }"""
    )
    await candidate.start()
    await candidate.judged(4)
    assert candidate.events("camera_changed") == []
    await candidate.page.evaluate("() => proctor.stream.getTracks()[0].dispatchEvent(new Event('mute'))")
    await eventually(lambda: candidate.happened("camera_changed"), lambda events: len(events) == 1)
    await candidate.page.evaluate("() => proctor.stream.getTracks()[0].dispatchEvent(new Event('unmute'))")
    await eventually(lambda: candidate.happened("camera_changed"), lambda events: len(events) == 2)
    await candidate.page.evaluate(
        """async () => {
            window.label = "OBS Virtual Camera";
            const { getSettings } = MediaStreamTrack.prototype;
            MediaStreamTrack.prototype.getSettings = function () {
                return { ...getSettings.call(this), deviceId: "other" };
            };
            document.querySelector("video").srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
            await document.querySelector("video").play();
        }"""
    )
    await eventually(lambda: candidate.happened("camera_changed"), lambda events: len(events) == 4)
    details = [event["detail"] for event in candidate.events("camera_changed")]
    assert details == ["muted", "muted", "switched", "virtual"]
