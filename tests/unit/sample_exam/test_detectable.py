"""A real engine sees each event at its times, and nothing where nothing happens."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from proctor_audit.observation import MainFace, Observation
from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import Event, SampleExam, Scene, Stage
from proctor_audit_local.sample_exam.staging import SEAT

EYES_CLOSED_BELOW = 0.18
REFERENCE_S = 0.5


def face_of(observation: Observation) -> MainFace:
    assert observation.face is not None
    return observation.face


def blinking(exam: SampleExam, t_s: float) -> bool:
    return any(blink.start_s <= t_s <= blink.end_s for blink in exam.blinks)


def seen_during(exam: SampleExam, engine: FaceEngine, kind: str, fps: float = 2) -> list[tuple[float, Observation]]:
    event = next(event for event in exam.events if event.kind == kind)
    times = event.start_s + np.arange(0, event.end_s - event.start_s, 1 / fps)
    return [(float(t_s), engine.observe(exam.render(float(t_s))).observation) for t_s in times]


def test_absence_shows_no_face(exam: SampleExam, engine: FaceEngine) -> None:
    assert {len(seen.faces) for _, seen in seen_during(exam, engine, "face_absent")} == {0}


def test_the_second_person_is_a_second_smaller_face(exam: SampleExam, engine: FaceEngine) -> None:
    for _, seen in seen_during(exam, engine, "multiple_faces"):
        candidate, guest = seen.faces
        assert candidate.centre[0] < 0.6 < guest.centre[0]
        assert guest.width < 0.8 * candidate.width


def test_closed_eyes_are_closed(exam: SampleExam, engine: FaceEngine) -> None:
    for _, seen in seen_during(exam, engine, "eyes_closed"):
        assert len(seen.faces) == 1
        assert face_of(seen).eye_aspect_ratio <= 0.12


def test_looking_away_turns_the_head_with_open_eyes(exam: SampleExam, engine: FaceEngine) -> None:
    for t_s, seen in seen_during(exam, engine, "looking_away"):
        face = face_of(seen)
        assert face.head_pose.yaw_deg > 33
        assert blinking(exam, t_s) or face.eye_aspect_ratio > EYES_CLOSED_BELOW


def test_restless_movement_never_rests(exam: SampleExam, engine: FaceEngine) -> None:
    for t_s, seen in seen_during(exam, engine, "excessive_movement", fps=2):
        later = engine.observe(exam.render(t_s + REFERENCE_S)).observation
        assert math.dist(face_of(seen).centre, face_of(later).centre) > 0.05, t_s


def test_the_dark_room_is_dark(exam: SampleExam, engine: FaceEngine) -> None:
    assert all(seen.brightness < 0.06 for _, seen in seen_during(exam, engine, "dark"))


@pytest.mark.parametrize("fps", [1, 2, 5, 10])
def test_calm_shows_one_face_with_open_eyes(exam: SampleExam, engine: FaceEngine, fps: int) -> None:
    frames = np.arange(0, exam.duration_s, 1 / fps)
    calm = [float(t_s) for t_s in frames if any(span.start_s <= t_s <= span.end_s for span in exam.calm)]
    for t_s in calm[:: 2 * fps - 1]:
        observation = engine.observe(exam.render(t_s)).observation
        assert len(observation.faces) == 1, t_s
        face = face_of(observation)
        assert blinking(exam, t_s) or face.eye_aspect_ratio > 0.25, t_s
        assert abs(face.head_pose.yaw_deg) < 6, t_s
        assert observation.brightness > 0.4, t_s


def test_calm_keeps_below_the_movement_thresholds(exam: SampleExam, engine: FaceEngine) -> None:
    for span in exam.calm[:2]:
        for t_s in np.arange(span.start_s, span.end_s - REFERENCE_S, 1.0):
            if blinking(exam, float(t_s)) or blinking(exam, float(t_s) + REFERENCE_S):
                continue
            earlier, later = (
                face_of(engine.observe(exam.render(float(moment_s))).observation)
                for moment_s in (t_s, t_s + REFERENCE_S)
            )
            assert 0 < math.dist(earlier.left_iris, later.left_iris) < 0.008
            assert math.dist(earlier.centre, later.centre) < 0.01


def test_blinks_close_the_eyes_and_open_them_again(exam: SampleExam, engine: FaceEngine) -> None:
    calm_blinks = [
        blink for blink in exam.blinks if any(a <= blink.start_s - 0.1 and blink.end_s <= b for a, b in exam.calm)
    ]
    assert len(calm_blinks) >= 5
    for start_s, end_s in calm_blinks[:5]:
        before, shut, after = (
            face_of(engine.observe(exam.render(t_s)).observation).eye_aspect_ratio
            for t_s in (start_s - 0.05, start_s + (end_s - start_s) / 3, end_s + 0.01)
        )
        assert shut < 0.12 < EYES_CLOSED_BELOW < min(before, after)


@pytest.mark.parametrize("yaw_deg", [-30, -20, -10, 0, 10, 20, 30])
def test_the_yaw_measured_is_the_yaw_asked_for(stage: Stage, engine: FaceEngine, yaw_deg: float) -> None:
    seen = engine.observe(stage.draw(Scene((replace(SEAT, yaw_deg=yaw_deg),)))).observation
    assert face_of(seen).head_pose.yaw_deg == pytest.approx(yaw_deg, abs=8)


def test_pitch_and_roll_go_the_way_they_are_asked_to(stage: Stage, engine: FaceEngine) -> None:
    def pose(pitch_deg: float = 0.0, roll_deg: float = 0.0) -> tuple[float, float, float]:
        person = replace(SEAT, pitch_deg=pitch_deg, roll_deg=roll_deg)
        measured = face_of(engine.observe(stage.draw(Scene((person,)))).observation).head_pose
        return measured.yaw_deg, measured.pitch_deg, measured.roll_deg

    straight = pose()
    assert pose(pitch_deg=-20.0)[1] - straight[1] == pytest.approx(-20, abs=8)
    assert pose(pitch_deg=20.0)[1] - straight[1] == pytest.approx(20, abs=8)
    assert pose(roll_deg=15.0)[2] - straight[2] == pytest.approx(15, abs=4)
    assert pose(roll_deg=-15.0)[2] - straight[2] == pytest.approx(-15, abs=4)


def test_looking_down_is_an_event_too(stage: Stage, engine: FaceEngine) -> None:
    exam = SampleExam((Event("looking_down", 2.0, 4.0),), duration_s=5.0, stage=stage)
    pitch_deg = [face_of(engine.observe(exam.render(t_s)).observation).head_pose.pitch_deg for t_s in (0.5, 3.0)]
    assert pitch_deg[1] < pitch_deg[0] - 15
