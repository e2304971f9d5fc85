"""What a candidate does is told: what it was, from when and until when, at any frame rate, and nothing else."""

from __future__ import annotations

from typing import Final

import pytest

from proctor_audit_local.sample_exam import Event
from tests.unit.scenes.expected import Expected, check_told
from tests.unit.scenes.theatre import Play, Theatre

SCENES: Final = {
    "head right": Expected("looking_away", Event("looking_away", 4.0, 8.0), "right"),
    "head left": Expected("looking_away", Event("looking_away", 4.0, 8.0, level=-40.0), "left"),
    "eyes right": Expected("looking_away", Event("gaze_aside", 4.0, 8.0, level=0.15), "right"),
    "eyes left": Expected("looking_away", Event("gaze_aside", 4.0, 8.0, level=-0.15), "left"),
    "head down": Expected("looking_down", Event("looking_down", 4.0, 14.0)),
    # A blink soon after the eyes have opened still belongs to it.
    "eyes closed": Expected("eyes_closed", Event("eyes_closed", 4.0, 10.0), later_s=1.2),
    # A first word may be forgotten before a second one comes, and the last one fades over the next look.
    "talking": Expected("talking", Event("talking", 4.0, 9.0), begins_s=1.2, later_s=1.0),
    # Seen while they come: a face that never moves is a picture on the wall.
    "guest": Expected("multiple_faces", Event("multiple_faces", 4.2, 9.0)),
    "face on a phone": Expected("multiple_faces", Event("phone_face", 4.2, 9.0)),
    "gone": Expected("face_absent", Event("face_absent", 4.0, 8.0)),
    "restless": Expected("excessive_movement", Event("excessive_movement", 4.0, 10.0), later_s=0.5),
}

_CASES: Final = [
    *((name, fps) for name in ("head left", "eyes closed", "talking", "guest") for fps in (1, 2, 5, 10)),
    *((name, fps) for name in ("eyes right", "restless") for fps in (1, 2, 5)),
    *((name, fps) for name in ("head right", "eyes left", "face on a phone", "head down") for fps in (1, 2)),
    # Half of the pictures of the empty room are too plain to be sure that they are in focus: one a second is too few.
    *(("gone", fps) for fps in (2, 5)),
]


def _play(expected: Expected) -> Play:
    return Play((expected.event,), expected.event.end_s + 3.0)


@pytest.mark.parametrize(("name", "fps"), _CASES)
def test_it_is_told_as_what_it_was_and_when(theatre: Theatre, name: str, fps: int) -> None:
    expected = SCENES[name]
    outcome = theatre.played(_play(expected), fps)
    check_told(outcome.told, (expected,), 1 / fps)
    assert outcome.score > 0
    # Two looks a second miss half of the syllables.
    assert outcome.incidents[0].confidence >= (0.4 if name == "talking" else 0.75)


@pytest.mark.parametrize(
    ("name", "lowest", "highest"),
    [
        ("head right", 33.0, 48.0),
        ("head left", 33.0, 48.0),
        ("eyes right", 15.0, 35.0),
        ("eyes left", 15.0, 35.0),
        ("head down", 20.0, 32.0),
        ("eyes closed", 0.0, 0.3),
        ("talking", 0.6, 1.0),
        ("guest", 2, 2),
        ("restless", 0.5, 1.5),
    ],
)
def test_it_is_told_how_strong_it_was(theatre: Theatre, name: str, lowest: float, highest: float) -> None:
    (incident,) = theatre.played(_play(SCENES[name]), 2).incidents
    assert lowest <= incident.peak <= highest


def test_looking_down_weighs_least_of_all(theatre: Theatre) -> None:
    scores = {name: theatre.played(_play(expected), 2).score for name, expected in SCENES.items()}
    down = scores.pop("head down")
    assert 0 < down <= 3
    assert down < min(scores.values())


def test_a_second_person_weighs_most_of_all(theatre: Theatre) -> None:
    scores = {name: theatre.played(_play(expected), 2).score for name, expected in SCENES.items()}
    assert min(scores.pop("guest"), scores.pop("face on a phone")) > max(scores.values())


def test_one_thing_after_the_other_is_told_in_turn(theatre: Theatre) -> None:
    away = Event("looking_away", 4.0, 8.0)
    gone = Event("face_absent", 14.0, 18.0)
    closed = Event("eyes_closed", 24.0, 28.0)
    outcome = theatre.played(Play((away, gone, closed), 31.0), 2)
    in_turn = (
        Expected("looking_away", away, "right"),
        Expected("face_absent", gone),
        Expected("eyes_closed", closed, later_s=1.2),
    )
    check_told(outcome.told, in_turn, 1 / 2)
