"""Every state of the candidate page, and how to get there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from proctor_audit.judgement import quality
from tests.e2e.browser.exam.conftest import EXAM, SITE, Candidate

SCHOOL = "https://school.example/"
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>"
LONG = "W" * 10_000
RIGHT_TO_LEFT = "\u202eאלגברה \u2067مرحبا"
WITHOUT_CAMERA = """(name) => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", name));
}"""


async def _consent(candidate: Candidate, /, **more: Any) -> None:
    await candidate.open(**more)


async def _declined(candidate: Candidate) -> None:
    await candidate.open()
    await candidate.press("I do not agree")


async def _camera(candidate: Candidate, name: str) -> None:
    await candidate.open()
    await candidate.page.evaluate(WITHOUT_CAMERA, name)
    await candidate.press("I agree")
    await candidate.page.locator(".fix").wait_for()


async def _unsupported(candidate: Candidate) -> None:
    await candidate.open()
    await candidate.page.evaluate("() => Object.defineProperty(navigator, 'mediaDevices', {value: undefined})")
    await candidate.press("I agree")
    await candidate.page.locator(".fix").wait_for()


async def _server_away(candidate: Candidate) -> None:
    await candidate.page.context.route(f"{SITE}/live", lambda route: route.abort())
    await candidate.open()
    await candidate.press("I agree")
    await candidate.page.locator(".fix").wait_for()


async def _check(candidate: Candidate, faces: int = 1, guidance: str | None = None) -> None:
    await candidate.check()
    await candidate.seen(faces, guidance)


async def _refused(candidate: Candidate) -> None:
    await candidate.check(return_url=SCHOOL)
    await candidate.tell("error", "token_refused")


async def _preview(candidate: Candidate, faces: int = 1, guidance: str | None = None, **more: Any) -> None:
    await candidate.preview(**more)
    await candidate.seen(faces, guidance)


async def _calibration(candidate: Candidate) -> None:
    await _preview(candidate)
    await candidate.press("Begin")


async def _following(candidate: Candidate, place: str) -> None:
    await _calibration(candidate)
    await candidate.page.clock.install()
    await candidate.press("Start")
    while await candidate.page.locator(f".at-{place}").count() == 0:
        await candidate.page.clock.run_for(100)


async def _exam(candidate: Candidate, /, **more: Any) -> None:
    await candidate.exam(**more)
    await candidate.tell("state", "monitoring")
    await candidate.page.get_by_text("Monitored").wait_for()


async def _trouble(candidate: Candidate, sign: str, **told: Any) -> None:
    framed = told.pop("framed", {})
    await _exam(candidate, **framed)
    for what, value in told.items():
        await candidate.tell(what, value)
    await candidate.page.get_by_text(sign).wait_for()
    if "state" not in told or "error" in told:
        await candidate.page.locator(".note:not(:empty)").wait_for()


async def _full_screen_ended(candidate: Candidate, /, **more: Any) -> None:
    await _exam(candidate, fullscreen=True, **more)
    await candidate.page.wait_for_function("() => document.fullscreenElement !== null")
    await candidate.page.evaluate("() => document.exitFullscreen()")
    await candidate.page.get_by_text("Full screen has ended").wait_for()


async def _finishing(candidate: Candidate, /, **more: Any) -> None:
    await _exam(candidate, **more)
    await candidate.press("Finish")


async def _done(candidate: Candidate) -> None:
    await candidate.exam(return_url=SCHOOL)
    await candidate.press("Finish")
    await candidate.press("Yes")


async def _over(candidate: Candidate, code: str) -> None:
    await candidate.exam(return_url=SCHOOL)
    await candidate.tell("error", code)


async def _frame_refused(candidate: Candidate) -> None:
    await _exam(candidate, exam_url="https://elsewhere.example/")
    await candidate.page.get_by_text("may not be shown here").wait_for()


async def _damaged(candidate: Candidate) -> None:
    await candidate.open(token="")


_FRAMED: dict[str, Any] = {"exam_url": f"{EXAM}/three", "exam": "Algebra I: numbers, proofs and functions"}
_DARK = quality.TOO_DARK.guidance

STATES: dict[str, Callable[[Candidate], Awaitable[None]]] = {
    "consent": _consent,
    "consent-everything": partial(
        _consent,
        organisation="School of Mathematics",
        contact="exams@example.org, +49 30 1234567, room 4.12 on weekdays from 9 to 5",
        return_url=SCHOOL,
        policy={"keep_days": 90},
    ),
    "consent-markup": partial(_consent, exam=MARKUP, candidate=MARKUP, contact=MARKUP),
    "consent-long": partial(_consent, exam=LONG, candidate=LONG, contact=LONG),
    "consent-right-to-left": partial(_consent, exam=RIGHT_TO_LEFT, candidate=RIGHT_TO_LEFT, contact=RIGHT_TO_LEFT),
    "declined": _declined,
    "check-camera-missing": partial(_camera, name="NotFoundError"),
    "check-camera-refused": partial(_camera, name="NotAllowedError"),
    "check-camera-busy": partial(_camera, name="NotReadableError"),
    "check-unsupported": _unsupported,
    "check-server-away": _server_away,
    "check-token-refused": _refused,
    "check-dark": partial(_check, guidance=_DARK),
    "check-two-faces": partial(_check, faces=2),
    "check-good": _check,
    "preview-nobody": partial(_preview, faces=0),
    "preview-two-faces": partial(_preview, faces=2),
    "preview-dark": partial(_preview, guidance=_DARK),
    "preview-good": partial(_preview, fullscreen=True),
    "calibration": _calibration,
    "following-centre": partial(_following, place="centre"),
    "following-left": partial(_following, place="left"),
    "following-down": partial(_following, place="down"),
    "exam": _exam,
    "exam-dark": partial(_trouble, sign="Please adjust your light", guidance=_DARK),
    "exam-camera-lost": partial(_trouble, sign="Please check your camera", error="camera_lost"),
    "exam-reconnecting": partial(_trouble, sign="Reconnecting", state="reconnecting"),
    "exam-server-away": partial(_trouble, sign="Reconnecting", state="reconnecting", error="server_away"),
    "exam-full-screen-ended": _full_screen_ended,
    "exam-finishing": _finishing,
    "framed": partial(_exam, **_FRAMED),
    "framed-dark": partial(_trouble, sign="Please adjust your light", guidance=_DARK, framed=_FRAMED),
    "framed-server-away": partial(
        _trouble, sign="Reconnecting", state="reconnecting", error="server_away", framed=_FRAMED
    ),
    "framed-full-screen-ended": partial(_full_screen_ended, **_FRAMED),
    "framed-finishing": partial(_finishing, **_FRAMED),
    "framed-long": partial(_exam, exam_url=f"{EXAM}/three", exam=LONG),
    "framed-right-to-left": partial(_exam, exam_url=f"{EXAM}/three", exam=RIGHT_TO_LEFT),
    "framed-refused": _frame_refused,
    "done": _done,
    "over-superseded": partial(_over, code="session_superseded"),
    "over-session": partial(_over, code="session_over"),
    "over-token": partial(_over, code="token_refused"),
    "damaged": _damaged,
}
"""By the name of its pictures below ``build/screenshots/exam``."""
