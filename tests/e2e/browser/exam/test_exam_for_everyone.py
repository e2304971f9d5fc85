"""Every state of the page, wide and narrow, light and dark, by axe-core."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from proctor_audit.judgement import quality
from tests.e2e.browser.exam.conftest import NARROW, WIDE, Candidate
from tests.e2e.browser.review.axe import axe_source, findings

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def _consent(candidate: Candidate) -> None:
    await candidate.open()


async def _declined(candidate: Candidate) -> None:
    await candidate.open()
    await candidate.press("I do not agree")


async def _check_dark(candidate: Candidate) -> None:
    await candidate.check()
    await candidate.seen(guidance=quality.TOO_DARK.guidance)


async def _check_good(candidate: Candidate) -> None:
    await candidate.check()
    await candidate.seen()


async def _preview_nobody(candidate: Candidate) -> None:
    await candidate.preview()
    await candidate.seen(0)


async def _preview_good(candidate: Candidate) -> None:
    await candidate.preview()
    await candidate.seen()


async def _calibration(candidate: Candidate) -> None:
    await _preview_good(candidate)
    await candidate.press("Begin")


async def _following(candidate: Candidate) -> None:
    await _calibration(candidate)
    await candidate.press("Start")


async def _exam(candidate: Candidate) -> None:
    await candidate.exam()
    await candidate.tell("state", "monitoring")
    await candidate.page.get_by_text("Monitored").wait_for()


async def _exam_dark(candidate: Candidate) -> None:
    await _exam(candidate)
    await candidate.tell("guidance", quality.TOO_DARK.guidance)
    await candidate.page.get_by_text("Please adjust your light").wait_for()


async def _finishing(candidate: Candidate) -> None:
    await _exam(candidate)
    await candidate.press("Finish")


async def _done(candidate: Candidate) -> None:
    await candidate.exam(return_url="https://school.example/")
    await candidate.press("Finish")
    await candidate.press("Yes")


async def _over(candidate: Candidate) -> None:
    await candidate.check(return_url="https://school.example/")
    await candidate.tell("error", "session_superseded")


async def _damaged(candidate: Candidate) -> None:
    await candidate.open(token="")


STATES: dict[str, Callable[[Candidate], Awaitable[None]]] = {
    "consent": _consent,
    "declined": _declined,
    "check-dark": _check_dark,
    "check-good": _check_good,
    "preview-nobody": _preview_nobody,
    "preview-good": _preview_good,
    "calibration": _calibration,
    "following": _following,
    "exam": _exam,
    "exam-dark": _exam_dark,
    "finishing": _finishing,
    "done": _done,
    "over": _over,
    "damaged": _damaged,
}


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    return axe_source(tmp_path_factory.mktemp("axe"))


@pytest.mark.parametrize("state", STATES)
async def test_nothing_keeps_anybody_from_using_it(candidate: Candidate, axe: str, state: str, tmp_path: Path) -> None:
    page = candidate.page
    await STATES[state](candidate)
    for width, height in (WIDE, NARROW):
        await page.set_viewport_size({"width": width, "height": height})
        assert await page.evaluate("() => document.documentElement.scrollWidth") <= width
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await page.screenshot(path=tmp_path / f"{state}-{width}-{scheme}.png")
            assert await findings(page, axe) == []
