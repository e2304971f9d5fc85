"""Whoever takes the exam as people do is accused of nothing, whatever they look like and wear."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pytest

from proctor_audit_local.sample_exam import SEAT, Event, Worn
from tests.unit.scenes.theatre import Play, Theatre

_EYES_ASIDE: Final = tuple(Event("gaze_aside", 4 + 5 * n, 4.6 + 5 * n, level=0.15 * (-1) ** n) for n in range(4))
_HEAD_ASIDE: Final = tuple(Event("looking_away", 4 + 5 * n, 4.2 + 5 * n, level=38.0 * (-1) ** n) for n in range(4))
"""Glances of about one second, to both sides in turn, every five seconds."""

HONEST: Final = {
    **{f"calm {seed}": Play((), 25.0, seed=seed) for seed in range(4)},
    **{f"complexion {depth}": Play((), 15.0, seat=replace(SEAT, complexion=depth)) for depth in (0.3, 0.6, 1.0)},
    "spectacles": Play((), 15.0, seat=replace(SEAT, wears=(Worn("spectacles"),))),
    "sunglasses": Play((Event("sunglasses", 4.0, 16.0),), 20.0),
    "mask": Play((Event("mask", 4.0, 16.0),), 20.0),
    "hand over the mouth": Play((Event("hand_over_mouth", 4.0, 12.0),), 16.0),
    "poster": Play((Event("poster", 0.0, 15.0),), 15.0),
    "another seat": Play((Event("seat_change", 8.0, 10.0),), 25.0),
    "another light": Play((Event("light_change", 8.0, 8.2),), 25.0),
    "yawn": Play((Event("yawn", 5.0, 7.0),), 12.0),
    "glances of the eyes": Play(_EYES_ASIDE, 24.0),
    "glances with the head": Play(_HEAD_ASIDE, 24.0),
    "eyes lowered": Play((Event("gaze_down", 4.0, 14.0),), 18.0),
    "a look at the keyboard": Play((Event("looking_down", 4.0, 8.0),), 12.0),
    "far from the camera": Play((), 15.0, seat=replace(SEAT, face_width=0.14)),
}


@pytest.mark.parametrize("name", HONEST)
def test_they_are_accused_of_nothing(theatre: Theatre, name: str) -> None:
    outcome = theatre.played(HONEST[name], 2)
    assert outcome.told == ()
    assert outcome.score == 0
    assert outcome.uncertain_frames == 0


@pytest.mark.parametrize(
    ("name", "fps"),
    [
        ("calm 0", 1),
        ("calm 0", 5),
        ("poster", 1),
        ("poster", 5),
        ("hand over the mouth", 5),
        ("glances of the eyes", 5),
        ("glances with the head", 1),
        ("yawn", 5),
        ("another seat", 1),
        ("another light", 1),
    ],
)
def test_nor_at_another_frame_rate(theatre: Theatre, name: str, fps: int) -> None:
    assert theatre.played(HONEST[name], fps).told == ()


@pytest.mark.parametrize("name", ["calm 0", "complexion 1.0", "spectacles"])
def test_their_frames_are_clear(theatre: Theatre, name: str) -> None:
    seen = theatre.played(HONEST[name], 2).seen
    assert all(len(one.observation.faces) == 1 for one in seen)
    beyond_blinks = [set(one.verdict.anomalies) - {"eyes_closed"} for one in seen if not one.verdict.eyes_closed]
    assert sum(map(bool, beyond_blinks)) <= 0.05 * len(seen)


def test_after_another_seat_and_light_the_same_is_told_as_before(theatre: Theatre) -> None:
    moved, lamp = Event("seat_change", 5.0, 6.5), Event("light_change", 5.0, 5.2)
    away = Event("gaze_aside", 14.0, 18.0, level=-0.15)
    (told,) = theatre.played(Play((moved, lamp, away), 20.0), 2).told
    assert (told.kind, told.detail) == ("looking_away", "left")
    assert told.start_s == pytest.approx(14.0, abs=0.6)
