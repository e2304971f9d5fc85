"""What cannot be seen accuses nobody: it is told as the picture's fault; a camera that shows nothing is blocked."""

from __future__ import annotations

from typing import Final

import pytest

from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.expected import Expected, check_told
from tests.unit.scenes.theatre import Play, Theatre

_POOR: Final = {
    "too_dark": Event("dark", 5.0, 12.0),
    "too_bright": Event("overexposed", 5.0, 12.0, level=4.0),
    "blurred": Event("blurred", 5.0, 12.0),
    "glare": Event("glare", 5.0, 12.0),
    "cut_off": Event("cut_off", 5.0, 12.0),
}


@pytest.mark.parametrize(("detail", "fps"), [*((detail, fps) for detail in _POOR for fps in (1, 2)), ("blurred", 5)])
def test_a_poor_picture_is_told_and_weighs_nothing(theatre: Theatre, detail: str, fps: int) -> None:
    event = _POOR[detail]
    outcome = theatre.played(Play((event,), 15.0), fps)
    check_told(outcome.told, (Expected("poor_picture", event, detail),), 1 / fps)
    assert outcome.score == 0
    assert outcome.uncertain_frames >= 7 * fps


@pytest.mark.parametrize("detail", _POOR)
def test_the_candidate_is_told_what_to_do_and_nothing_is_held_against_them(theatre: Theatre, detail: str) -> None:
    during = [s for n, s in enumerate(theatre.played(Play((_POOR[detail],), 15.0), 2).seen) if 5.0 <= n / 2 <= 12.0]
    assert {seen.verdict.status for seen in during} == {"uncertain"}
    assert len({seen.verdict.guidance for seen in during} - {None}) == 1
    assert not any(seen.verdict.anomalies for seen in during)


@pytest.mark.parametrize("fps", [1, 2])
@pytest.mark.parametrize(("level", "detail"), [(0.1, "dark"), (0.4, "covered")])
def test_a_covered_lens_is_a_blocked_camera(theatre: Theatre, level: float, detail: str, fps: int) -> None:
    event = Event("covered", 5.0, 12.0, level=level)
    outcome = theatre.played(Play((event,), 15.0), fps)
    check_told(outcome.told, (Expected("camera_blocked", event, detail),), 1 / fps)
    assert outcome.score > 0


@pytest.mark.parametrize("kind", ["dark", "blurred", "covered"])
def test_what_passes_soon_is_not_told_at_all(theatre: Theatre, kind: str) -> None:
    brief = Event(kind, 5.0, 8.0)  # type: ignore[arg-type]
    outcome = theatre.played(Play((brief,), 12.0), 2)
    assert outcome.told == ()
    assert outcome.uncertain_frames >= 6
