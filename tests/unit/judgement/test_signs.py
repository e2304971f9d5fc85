"""Each sign from both sides of its threshold, and when it cannot be told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from proctor_audit.judgement import quality
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.memory import Memory, Reading, perceive
from proctor_audit.judgement.movement import Movement
from proctor_audit.judgement.person import Person, Reach
from proctor_audit.judgement.quality import Problem
from proctor_audit.judgement.signs import ABSENT, UNKNOWN, Sign, scaled, signs
from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.observation import Observation
from tests.unit.judgement.observations import CALM, CLOSED, NOBODY, TWO, main_face, observation

T0 = 1_763_881_200_000
PICTURE = (1, 2, 3, 4, 5, 6, 7, 8)
WITH_PICTURE = replace(CALM, fingerprint=PICTURE)
QUIET = Reading(
    opened=1.0,
    eyes_closed=False,
    iris_offset=(0.0, 0.0),
    turned_deg=0.0,
    nodded_deg=0.0,
    talking_score=0.0,
    somebody=False,
    movement=Movement(0.0, 0.0, 0.0, 500),
)


def sign(kind: str, what: Observation | None = None, memory: Memory | None = None, **shown: Any) -> Sign:
    what = what or observation(main_face(yaw_deg=shown.get("turned_deg") or 0.0))
    return signs(what, replace(QUIET, **shown), memory or Memory(), Thresholds())[IncidentKind(kind)]


def told(kind: str, what: Observation | None = None, **shown: Any) -> bool | None:
    return sign(kind, what, **shown).shows


def test_a_calm_candidate_shows_nothing() -> None:
    shown = signs(WITH_PICTURE, QUIET, Memory(), Thresholds())
    assert set(shown) == set(DETECTED_KINDS)
    assert {kind for kind, each in shown.items() if each.shows is not False} == set()


@pytest.mark.parametrize(
    ("kind", "shown", "answer"),
    [
        ("multiple_faces", {"somebody": True}, True),
        ("multiple_faces", {"somebody": False}, False),
        ("multiple_faces", {"somebody": None}, None),
        ("eyes_closed", {"opened": 0.55}, False),
        ("eyes_closed", {"opened": 0.549}, True),
        ("eyes_closed", {"opened": None}, None),
        ("eyes_closed", {"opened": 0.3, "turned_deg": 30.0}, True),
        ("eyes_closed", {"opened": 0.3, "turned_deg": -30.1}, None),
        # Lids that are lowered in a lowered head are no closed eyes.
        ("eyes_closed", {"opened": 0.3, "nodded_deg": -10.0}, True),
        ("eyes_closed", {"opened": 0.3, "nodded_deg": -10.1}, None),
        ("eyes_closed", {"opened": 0.9, "nodded_deg": -10.1}, False),
        ("looking_away", {"turned_deg": 30.0}, False),
        ("looking_away", {"turned_deg": 30.1}, True),
        ("looking_away", {"turned_deg": -30.1}, True),
        ("looking_away", {"nodded_deg": 35.0}, False),
        ("looking_away", {"nodded_deg": 35.1}, True),
        ("looking_away", {"iris_offset": (0.075, 0.0)}, False),
        ("looking_away", {"iris_offset": (0.076, 0.0)}, True),
        ("looking_away", {"iris_offset": (-0.076, 0.0)}, True),
        ("looking_away", {"iris_offset": None, "eyes_closed": True}, None),
        ("looking_away", {"iris_offset": None, "eyes_closed": None}, False),
        ("looking_away", {"turned_deg": None}, None),
        ("looking_down", {"nodded_deg": -18.0}, False),
        ("looking_down", {"nodded_deg": -18.1}, True),
        # Lowered lids over a level head look down; closed ones do not tell, unless the head is lowered as well.
        ("looking_down", {"opened": 0.75}, False),
        ("looking_down", {"opened": 0.74}, True),
        ("looking_down", {"opened": 0.55}, True),
        ("looking_down", {"opened": 0.54, "nodded_deg": -10.0}, None),
        ("looking_down", {"opened": 0.54, "nodded_deg": -10.1}, True),
        ("looking_down", {"opened": None}, False),
        ("looking_down", {"nodded_deg": None}, None),
        ("excessive_movement", {"movement": Movement(0.0, 0.089, 0.0, 500)}, False),
        ("excessive_movement", {"movement": Movement(0.0, 0.091, 0.0, 500)}, True),
        ("excessive_movement", {"movement": Movement(0.0, 0.091, 0.0, 1_000)}, False),
        ("excessive_movement", {"movement": Movement()}, None),
        ("unusual_pupil_movement", {"movement": Movement(0.0, 0.0, 0.10, 500)}, False),
        ("unusual_pupil_movement", {"movement": Movement(0.0, 0.0, 0.11, 500)}, True),
        ("unusual_pupil_movement", {"movement": Movement(face=0.0, over_ms=500)}, None),
        ("talking", {"talking_score": 0.49}, False),
        ("talking", {"talking_score": 0.5}, True),
        ("talking", {"talking_score": None}, None),
    ],
)
def test_from_both_sides_of_the_threshold(kind: str, shown: dict[str, Any], answer: bool | None) -> None:
    assert told(kind, **shown) is answer


@pytest.mark.parametrize(
    ("kind", "shown", "expected"),
    [
        ("eyes_closed", {"opened": 0.3}, Sign(True, 0.3)),
        ("looking_away", {"turned_deg": -41.0}, Sign(True, 41.0, "left")),
        ("looking_away", {"turned_deg": 41.0}, Sign(True, 41.0, "right")),
        ("looking_away", {"nodded_deg": 40.0}, Sign(True, 40.0, "up")),
        ("looking_away", {"iris_offset": (-0.2, 0.0)}, Sign(True, 30.0, "left")),
        ("looking_away", {"iris_offset": (0.9, 0.0)}, Sign(True, 90.0, "right")),
        ("looking_down", {"nodded_deg": -33.0}, Sign(True, 33.0)),
        ("excessive_movement", {"movement": Movement(0.0, 0.15, 0.0, 500)}, Sign(True, 0.5)),
        ("talking", {"talking_score": 0.8}, Sign(True, 0.8)),
        ("multiple_faces", {"somebody": True, "somebody_since_ms": T0}, Sign(True, 1, since_ms=T0)),
    ],
)
def test_how_extreme_it_is_and_what_of_its_kind(kind: str, shown: dict[str, Any], expected: Sign) -> None:
    shows = sign(kind, **shown)
    assert replace(shows, extent=round(shows.extent, 9)) == expected


@pytest.mark.parametrize(
    ("reach", "x", "shows"),
    [
        # Eyes that have shown how far the screen goes look away beyond it only.
        (Reach(right=0.12), 0.149, False),
        (Reach(right=0.12), 0.151, True),
        (Reach(right=0.12), -0.076, True),
        (Reach(left=0.12), -0.149, False),
        (Reach(left=0.12), 0.076, True),
        # A narrow screen makes it no stricter.
        (Reach(0.01, 0.01), 0.074, False),
    ],
)
def test_the_reach_of_the_eyes_widens_what_counts_as_the_screen(reach: Reach, x: float, shows: bool) -> None:
    memory = Memory(person=Person(T0, reach=reach))
    assert sign("looking_away", memory=memory, iris_offset=(x, 0.0)).shows is shows


@pytest.mark.parametrize(
    ("problem", "blocked", "poor"),
    [
        (quality.COVERED, Sign(True, 0.0, "covered"), ABSENT),
        (quality.DARK, Sign(True, 0.0, "dark"), ABSENT),
        (quality.TOO_DARK, ABSENT, Sign(True, 0.0, "too_dark")),
        (quality.BLURRED, ABSENT, Sign(True, 0.0, "blurred")),
        (quality.GLARE, ABSENT, Sign(True, 0.0, "glare")),
    ],
)
def test_a_poor_picture_tells_of_itself_only(problem: Problem, blocked: Sign, poor: Sign) -> None:
    shown = dict(signs(NOBODY, Reading(problem=problem), Memory(), Thresholds()))
    assert (shown.pop(IncidentKind.CAMERA_BLOCKED), shown.pop(IncidentKind.POOR_PICTURE)) == (blocked, poor)
    assert set(shown.values()) == {UNKNOWN}


def test_nobody_is_absent_and_shows_nothing_else() -> None:
    shown = signs(
        replace(NOBODY, fingerprint=PICTURE),
        Reading(feed="frozen", somebody=False, nobody=True),
        Memory(),
        Thresholds(),
    )
    assert shown[IncidentKind.FACE_ABSENT].shows is True
    assert [kind for kind, each in shown.items() if each.shows] == [IncidentKind.FACE_ABSENT]
    # An empty room may well stay the same.
    assert shown[IncidentKind.STATIC_FEED] == UNKNOWN


@pytest.mark.parametrize("feed", ["frozen", "loop", "photograph"])
def test_a_feed_that_is_not_live(feed: str) -> None:
    assert sign("static_feed", WITH_PICTURE, feed=feed, feed_since_ms=T0, feed_for_ms=4_500) == Sign(
        True, 4.5, feed, T0
    )
    assert told("static_feed", WITH_PICTURE) is False
    assert told("static_feed", CALM, feed=feed) is None


@pytest.mark.parametrize(
    ("yaw_deg", "turned_deg", "shows"),
    [(24.1, 34.0, True), (24.0, 34.0, False), (-24.1, -34.0, True), (5.0, -34.0, False)],
)
def test_a_head_must_be_turned_in_itself_too(yaw_deg: float, turned_deg: float, shows: bool) -> None:
    """And not only against where it usually is."""
    assert sign("looking_away", observation(main_face(yaw_deg=yaw_deg)), turned_deg=turned_deg).shows is shows


@pytest.mark.parametrize(("interval_ms", "times"), [(0, 1.0), (600, 1.0), (2_400, 2.0)])
def test_who_sways_gets_further_in_a_longer_time(interval_ms: int, times: float) -> None:
    assert scaled(0.3, interval_ms) == pytest.approx(0.3 * times)


def read(what: Observation, before: Observation = CALM) -> tuple[Memory, Reading]:
    """The reading of a frame after four seconds of another."""
    memory = Memory()
    for n in range(9):
        memory, _ = perceive(memory, before, T0 + 500 * n, Thresholds())
    return perceive(memory, what, T0 + 4_500, Thresholds())


def test_dark_lenses_hide_the_eyes_and_nothing_else() -> None:
    shades = observation(main_face(eye_aspect_ratio=0.05, iris_shift=(0.3, 0.0), eye_contrast=0.029))
    memory, reading = read(shades)
    assert (reading.opened, reading.eyes_closed, reading.iris_offset, reading.gaze) == (None, None, None, None)
    shown = signs(shades, reading, memory, Thresholds())
    assert [kind for kind, each in shown.items() if each.shows] == []
    assert read(replace(shades, face=main_face(eye_aspect_ratio=0.05, eye_contrast=0.03)))[1].eyes_closed is True


@pytest.mark.parametrize(
    ("what", "gaze"),
    [
        (CALM, "centre"),
        (observation(main_face(iris_shift=(0.07, -0.075))), "right"),
        (observation(main_face(iris_shift=(-0.07, 0.1))), "left"),
        (observation(main_face(iris_shift=(0.05, 0.03))), "down"),
        (observation(main_face(iris_shift=(0.0, -0.2))), "up"),
        (CLOSED, None),
    ],
)
def test_where_the_eyes_look(what: Observation, gaze: str | None) -> None:
    assert read(what)[1].gaze == gaze


def test_a_second_face_that_was_not_looked_for_cannot_be_told() -> None:
    assert read(replace(CALM, searched=False))[1].somebody is None
    assert read(CALM)[1].somebody is False
    assert perceive(Memory(), TWO, T0, Thresholds())[1].somebody is None
    assert read(TWO)[1].somebody is True, "it was not there before"
    assert read(TWO, TWO)[1].somebody is False
    assert read(observation(main_face(), others=1, other_at=0.78), TWO)[1].somebody is True


@pytest.mark.parametrize(("yaw_deg", "read_from"), [(29.0, True), (31.0, False)])
def test_a_mouth_seen_from_the_side_is_not_read(yaw_deg: float, read_from: bool) -> None:
    memory, _ = read(observation(main_face(yaw_deg=yaw_deg)))
    _, reading = perceive(memory, observation(main_face(yaw_deg=yaw_deg, mouth_area=0.06)), T0 + 4_600, Thresholds())
    assert (reading.talking_score is not None) is read_from
