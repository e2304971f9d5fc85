"""Ordinary lives that must not be accused, and evasions that must not work: made-up readings over time."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.judge import Sight, end_of_connection, judge
from proctor_audit.judgement.live_score import score
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState, decode, encode
from proctor_audit.observation import Focus, Gaze, Observation
from tests.unit.judgement.observations import CALM, face_box, main_face, observation

SESSION = "5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11"
T0 = 1_763_881_200_000
RATES = (1, 2, 5, 10)

Scene = Callable[[float], Observation]
Asked = Callable[[float], Gaze | None]


def told(scene: Scene, duration_s: float, fps: float, asked: Asked = lambda _t: None) -> list[Incident]:
    """The incidents of a session, each as it was told last; the state is packed between frames."""
    state = SessionState()
    newest: dict[str, Incident] = {}
    for seq in range(round(duration_s * fps)):
        t = seq / fps
        at_ms = T0 + round(t * 1000)
        sight = Sight(seq, at_ms, scene(t), asked(t))
        state = judge(SESSION, decode(encode(state)), [sight], Policy(), at_ms).state
        newest.update({incident.id: incident for incident in state.outbox})
        state = state.delivered()
    newest.update({incident.id: incident for incident in end_of_connection(SESSION, state).outbox})
    return list(newest.values())


def kinds(incidents: list[Incident]) -> set[str]:
    return {str(incident.kind) for incident in incidents}


def looking(x: float) -> Observation:
    return observation(main_face(iris_shift=(x, -0.075)))


def with_poster(dx: float = 0.0, *, candidate: bool = True) -> Observation:
    """A face on the wall beside the candidate, seen by a camera that has been moved by ``dx``."""
    poster = face_box(0.8 + dx, 0.1, 0.1)
    face = main_face(at=(0.45 + dx, 0.4))
    if not candidate:
        alone = main_face(at=(poster.centre[0], poster.centre[1]), width=0.1)
        return Observation(320, 240, (alone.box,), alone, 0.5, 0.2, 0.5)
    return Observation(320, 240, (face.box, poster), face, 0.5, 0.2, 0.5)


@pytest.mark.parametrize("fps", RATES)
def test_who_reads_on_a_wide_screen_looks_to_both_sides(fps: float) -> None:
    """Lines of three seconds: a second at each edge, eleven degrees from its middle and more."""

    def reading(t: float) -> Observation:
        return looking(-0.11 + 0.22 * (t % 3.1) / 3.1)

    assert told(reading, 90, fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_a_look_aside_at_the_start_does_not_make_the_middle_an_accusation(fps: float) -> None:
    found = told(lambda t: looking(-0.12 if t < 4 else 0.0), 40, fps)
    assert {incident.detail for incident in found} <= {"left"}


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("eye_aspect_ratio", [0.13, 0.16, 0.2])
def test_narrow_eyes_are_neither_closed_nor_lowered(eye_aspect_ratio: float, fps: float) -> None:
    narrow = observation(main_face(eye_aspect_ratio=eye_aspect_ratio))
    assert told(lambda _t: narrow, 40, fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_a_first_frame_of_wide_eyes_does_not_make_the_others_lowered(fps: float) -> None:
    wide, usual = (observation(main_face(eye_aspect_ratio=ear)) for ear in (0.42, 0.25))
    assert told(lambda t: wide if t == 0 else usual, 40, fps) == []


@pytest.mark.parametrize("fps", RATES)
@pytest.mark.parametrize("shake", [0.0, 0.02])
def test_a_poster_and_a_laptop_on_a_lap(shake: float, fps: float) -> None:
    rng = random.Random(3)
    assert told(lambda _t: with_poster(rng.uniform(-shake, shake)), 60, fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_a_camera_that_is_bumped_does_not_wake_the_poster(fps: float) -> None:
    assert told(lambda t: with_poster(0.03 if t > 20 else 0.0), 60, fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_who_comes_and_sits_still_is_somebody(fps: float) -> None:
    found = told(lambda t: with_poster() if 20 <= t < 32 else observation(main_face(at=(0.45, 0.4))), 50, fps)
    assert kinds(found) == {"multiple_faces"}


@pytest.mark.parametrize("fps", RATES)
def test_a_poster_that_the_candidate_uncovers_is_nobody(fps: float) -> None:
    """They lean aside by half a face, and what hung behind their head can be seen."""
    leaning = observation(main_face(at=(0.65, 0.4)))
    assert told(lambda t: with_poster() if 20 <= t < 40 else leaning, 60, fps) == []


@pytest.mark.parametrize("fps", RATES)
def test_a_poster_is_no_candidate(fps: float) -> None:
    found = told(lambda t: with_poster(candidate=not 20 <= t < 40), 60, fps)
    assert kinds(found) == {"face_absent"}


@pytest.mark.parametrize("fps", [1, 2])
def test_asleep_for_minutes_is_asleep_all_the_time(fps: float) -> None:
    shut = observation(main_face(eye_aspect_ratio=0.08))
    (incident,) = told(lambda t: shut if 20 <= t < 320 else CALM, 340, fps)
    assert (incident.kind, round(incident.duration_s, -1)) == ("eyes_closed", 300)


def test_drinking_is_no_look_away() -> None:
    up = observation(main_face(pitch_deg=32.0))
    assert told(lambda t: up if t % 20 > 17 else CALM, 60, 5) == []


@pytest.mark.parametrize("fps", RATES)
def test_a_light_that_flickers_hides_nothing(fps: float) -> None:
    def flickering(t: float) -> Observation:
        away = 20 <= t < 50
        light = 0.5 if int(t) % 2 else 0.3
        return observation(main_face(yaw_deg=42.0 if away else 0.0), brightness=light)

    assert kinds(told(flickering, 60, fps)) == {"looking_away"}


def test_calibration_keeps_what_is_going_on_and_tells_its_end() -> None:
    def asked(t: float) -> Gaze | None:
        return "centre" if 12 <= t < 14 else None

    away = observation(main_face(yaw_deg=45.0))
    (incident,) = told(lambda t: away if 6 <= t < 20 else CALM, 30, 5, asked)
    assert (incident.kind, incident.ended_at_ms) == ("looking_away", T0 + 19_800)


@pytest.mark.parametrize("target", ["centre", "left"])
def test_who_is_asked_to_look_somewhere_all_the_time_is_judged_all_the_same(target: Gaze) -> None:
    away = observation(main_face(yaw_deg=-45.0))
    assert kinds(told(lambda t: away if t >= 5 else CALM, 80, 2, lambda _t: target)) == {"looking_away"}


def test_an_uncertain_picture_that_stays_the_same_is_no_frozen_feed() -> None:
    far = observation(main_face(width=0.05), fingerprint=(7,) * 8)
    assert kinds(told(lambda _t: far, 40, 2)) == {"poor_picture"}


def test_the_score_of_an_honest_hour_is_nothing() -> None:
    rng = random.Random(5)
    state = SessionState()
    for seq in range(3_600):
        blinking = rng.random() < 0.06
        shift = (rng.gauss(0, 0.02), -0.075 + rng.gauss(0, 0.01))
        face = main_face(
            eye_aspect_ratio=0.1 if blinking else rng.gauss(0.28, 0.012),
            yaw_deg=rng.gauss(0, 5),
            pitch_deg=rng.gauss(0, 4),
            at=(0.5 + rng.gauss(0, 0.01), 0.4 + rng.gauss(0, 0.01)),
            iris_shift=shift,
            mouth_area=abs(rng.gauss(0, 0.002)),
        )
        prints = tuple(rng.randrange(64) for _ in range(8))
        at_ms = T0 + seq * 1_000
        sight = Sight(seq, at_ms, observation(face, fingerprint=prints))
        state = judge(SESSION, state, [sight], Policy(), at_ms).state.delivered()
    assert (score(state, Policy()), state.loads) == (0, {})


def test_vision_is_told_where_the_candidate_is() -> None:
    state = judge(SESSION, SessionState(), [Sight(0, T0, CALM)], Policy(), T0).state
    focus = state.memory.attention.focus(T0 + 500)
    assert focus == Focus(search=False, candidate=focus.candidate, other=None, sides=focus.sides)
    assert focus.candidate == pytest.approx(CALM.faces[0].centre, abs=0.001)
