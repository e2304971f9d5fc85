"""An exam goes on: pictures, pace, activity, breaks."""

from __future__ import annotations

import base64

import cv2
import numpy as np
import pytest

from tests.e2e.browser.candidate import Candidate
from tests.e2e.product.sockets import eventually

pytestmark = [pytest.mark.stack, pytest.mark.asyncio(loop_scope="session")]


async def test_a_calm_candidate_is_judged_as_the_server_asks(candidate: Candidate) -> None:
    assert await candidate.start() is None
    verdicts = await candidate.judged(8)
    # A blink, or the film's beginning anew, may show in a frame or two. Nobody is told of an incident for it.
    statuses = [verdict["status"] for verdict in verdicts[-4:]]
    assert "clear" in statuses
    assert set(statuses) <= {"clear", "anomaly"}
    assert not (await candidate.told())["incidents"]
    assert all(verdict["metrics"]["faces"] == 1 for verdict in verdicts)
    assert (await candidate.told())["states"] == ["connecting", "monitoring"]
    assert not (await candidate.told())["errors"]
    first, *_ = (message for message in candidate.sent if message["action"] == "frame")
    assert len(first["frames"]) == 4
    assert max(candidate.lengths) <= 32 * 1024
    seqs = [frame["seq"] for frame in candidate.frames()]
    assert seqs[0] == candidate.access.next_seq
    # On a busy machine some may have given way.
    assert seqs == sorted(set(seqs))
    picture = base64.b64decode(candidate.frames()[0]["image"])
    assert picture[8:12] == b"WEBP"
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_COLOR)
    assert decoded is not None
    assert decoded.shape == (240, 320, 3)


async def test_without_a_worker_the_page_encodes(candidate: Candidate) -> None:
    await candidate.page.evaluate("() => { delete window.Worker; }")
    assert await candidate.start() is None
    verdicts = await candidate.judged(4)
    assert all(verdict["metrics"]["faces"] == 1 for verdict in verdicts)


async def test_frames_of_calibration_say_where_to_look(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.page.evaluate("() => proctor.lookAt('left')")
    await candidate.judged(12)
    await candidate.page.evaluate("() => proctor.lookAt(null)")
    await candidate.judged(20)
    targets = [frame.get("target") for frame in candidate.frames()]
    assert targets[0] is None
    assert "left" in targets
    assert targets[-1] is None


async def test_in_the_check_nothing_counts_until_the_exam_begins(candidate: Candidate) -> None:
    paste = "() => document.dispatchEvent(new ClipboardEvent('paste'))"
    await candidate.start(check=True)
    await candidate.page.evaluate(paste)
    assert all(verdict["check"] for verdict in await candidate.judged(4))
    assert (await candidate.told())["states"] == ["connecting", "checking"]
    # A break in the check does not end it.
    await candidate.page.evaluate("() => { proctor.pause(); proctor.resume(); }")
    await candidate.page.evaluate(paste)
    await candidate.judged(8)
    assert candidate.events("clipboard") == []
    assert all(frame["check"] for frame in candidate.frames())

    await candidate.page.evaluate("() => proctor.begin()")
    await candidate.page.evaluate(paste)
    told = await eventually(candidate.told, lambda seen: not seen["verdicts"][-1]["check"])
    assert told["states"] == ["connecting", "checking", "paused", "checking", "monitoring"]
    await eventually(lambda: candidate.happened("clipboard"), lambda events: len(events) == 1)
    assert "check" not in candidate.frames()[-1]


async def test_a_page_loaded_again_during_the_exam_is_in_no_check(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.stop()
    await candidate.open()
    await candidate.start(candidate.access, check=True)
    told = await eventually(candidate.told, lambda seen: seen["verdicts"])
    assert not told["verdicts"][0]["check"]
    assert told["states"] == ["connecting", "checking", "monitoring"]


async def test_a_break_sends_nothing(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.page.evaluate("() => proctor.pause()")
    await candidate.state("paused")
    await candidate.page.wait_for_timeout(1000)
    sent = len(candidate.sent)
    await candidate.page.evaluate("() => document.dispatchEvent(new ClipboardEvent('copy'))")
    await candidate.page.wait_for_timeout(3000)
    assert len(candidate.sent) == sent
    seen = len((await candidate.told())["verdicts"])
    await candidate.page.evaluate("() => proctor.resume()")
    await candidate.judged(seen + 4)
    assert (await candidate.told())["states"] == ["connecting", "monitoring", "paused", "monitoring"]


async def test_stopping_frees_the_camera(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    tracks = "() => document.querySelector('video').srcObject.getTracks()"
    await candidate.page.evaluate(f"() => {{ window.track = ({tracks})()[0]; proctor.stop(); proctor.stop(); }}")
    assert await candidate.page.evaluate("() => track.readyState") == "ended"
    assert (await candidate.told())["states"][-1] == "stopped"
    sent = len(candidate.sent)
    await candidate.page.wait_for_timeout(2500)
    assert len(candidate.sent) == sent


async def test_a_page_that_shows_the_camera_keeps_it(candidate: Candidate) -> None:
    await candidate.page.evaluate(
        "async () => { const video = document.querySelector('video');"
        " video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true }); await video.play(); }"
    )
    await candidate.start()
    await candidate.judged(4)
    await candidate.page.evaluate("() => proctor.stop()")
    live = "() => document.querySelector('video').srcObject.getTracks()[0].readyState"
    assert await candidate.page.evaluate(live) == "live"


async def test_what_happens_in_the_browser_is_told(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.page.evaluate(
        """() => {
            document.dispatchEvent(new ClipboardEvent("paste"));
            Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await candidate.page.wait_for_timeout(3000)
    await candidate.page.evaluate(
        """() => {
            delete document.visibilityState;
            document.dispatchEvent(new Event("visibilitychange"));
        }"""
    )
    await eventually(lambda: candidate.happened("tab_hidden"), lambda events: len(events) == 2)
    begun, ended = candidate.events("tab_hidden")
    assert "duration_ms" not in begun
    assert ended["at"] == begun["at"]
    assert ended["duration_ms"] > 2000
    told = await eventually(candidate.told, lambda seen: len(seen["incidents"]) >= 2)
    assert {incident["kind"] for incident in told["incidents"]} >= {"clipboard", "tab_hidden"}
    (pasted,) = candidate.events("clipboard")
    assert pasted["detail"] == "paste"
    # It does not disturb the frames.
    seen = len((await candidate.told())["verdicts"])
    await candidate.judged(seen + 4)


async def test_what_the_policy_switches_off_is_not_told(candidate: Candidate) -> None:
    await candidate.start(policy={"incidents": {"clipboard": {"enabled": False}}})
    await candidate.page.evaluate("() => document.dispatchEvent(new ClipboardEvent('cut'))")
    await candidate.judged(4)
    assert candidate.events("clipboard") == []


async def test_numbers_used_before_are_left_behind(candidate: Candidate) -> None:
    await candidate.start()
    await candidate.judged(4)
    await candidate.stop()
    # The page is loaded again with what it was opened with.
    first = len(candidate.sent)
    await candidate.open()
    await candidate.start(candidate.access)
    verdicts = await candidate.judged(4)
    assert not any(verdict["late"] for verdict in verdicts)
    again = [message for message in candidate.sent[first:] if message["action"] == "frame"]
    assert again[0]["frames"][0]["seq"] == candidate.access.next_seq
    assert again[1]["frames"][0]["image"] == again[0]["frames"][0]["image"]
