"""Eyes and mouth of the photographed face move as far as they are asked to, by the measure of a real engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from proctor_audit.observation import MainFace
from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import SEAT, Event, Person, SampleExam, Scene, Stage, Worn

GUEST = Person(x=0.5, y=0.42, face_width=0.25)


def read(stage: Stage, engine: FaceEngine, person: Person, *, guest: bool = False) -> MainFace:
    face = engine.observe(stage.draw(Scene((person,), guest=0 if guest else None))).observation.face
    assert face is not None
    return face


@pytest.mark.parametrize("level", [-0.20, -0.15, -0.10, -0.05, 0.05, 0.10, 0.15, 0.20])
def test_the_irises_move_as_far_as_asked_in_a_straight_head(stage: Stage, engine: FaceEngine, level: float) -> None:
    straight, aside = (read(stage, engine, replace(SEAT, gaze_aside=gaze)) for gaze in (0.0, level))
    assert aside.iris_shift[0] - straight.iris_shift[0] == pytest.approx(level, abs=0.025)
    assert abs(aside.head_pose.yaw_deg - straight.head_pose.yaw_deg) < 2
    assert aside.eye_aspect_ratio > 0.28


@pytest.mark.parametrize("guest", [None, 0], ids=["the candidate", "somebody else"])
def test_eyes_that_begin_to_move_keep_their_colour(stage: Stage, guest: int | None) -> None:
    eyes = np.s_[78:88, 133:188]
    resting, moving = (stage.draw(Scene((replace(GUEST, gaze_aside=gaze),), guest=guest)) for gaze in (0.0, 0.004))
    assert not np.array_equal(resting, moving)
    assert moving[eyes].mean() == pytest.approx(resting[eyes].mean(), rel=0.02)


def test_lowered_eyes_take_their_lids_along(stage: Stage, engine: FaceEngine) -> None:
    faces = [read(stage, engine, replace(SEAT, gaze_down=down)) for down in (0.0, 0.08, 0.16, 0.24)]
    shifts = [face.iris_shift[1] for face in faces]
    openings = [face.eye_aspect_ratio for face in faces]
    assert shifts == sorted(shifts)
    assert shifts[-1] - shifts[0] > 0.04
    assert openings == sorted(openings, reverse=True)
    assert openings[-1] > 0.2
    assert abs(faces[-1].head_pose.pitch_deg - faces[0].head_pose.pitch_deg) < 4


def test_the_mouth_opens_and_closes_as_far_as_asked(stage: Stage, engine: FaceEngine) -> None:
    gaps = [-0.13, -0.06, 0.0, 0.1, 0.2, 0.3, 0.4]
    opened = [read(stage, engine, replace(SEAT, mouth_gap=gap)).mouth_open for gap in gaps]
    assert opened == sorted(opened)
    assert opened[0] < 0.1
    assert all(seen - opened[2] == pytest.approx(gap, abs=0.06) for seen, gap in zip(opened, gaps, strict=True))


def test_somebody_else_looks_and_speaks_the_same_way(stage: Stage, engine: FaceEngine) -> None:
    at_rest = read(stage, engine, GUEST, guest=True)
    looking = read(stage, engine, replace(GUEST, gaze_aside=0.15), guest=True)
    speaking = read(stage, engine, replace(GUEST, mouth_gap=0.3), guest=True)
    assert looking.iris_shift[0] - at_rest.iris_shift[0] == pytest.approx(0.15, abs=0.04)
    assert speaking.mouth_open - at_rest.mouth_open == pytest.approx(0.3, abs=0.08)


@pytest.mark.parametrize("wearing", ["spectacles", "sunglasses", "mask", "hand"])
def test_what_is_worn_turns_with_the_head_and_hides_only_its_part(stage: Stage, wearing: str) -> None:
    worn = (Worn(wearing),)  # type: ignore[arg-type]
    for yaw_deg in (0.0, 25.0):
        bare = stage.draw(Scene((replace(SEAT, yaw_deg=yaw_deg),)))
        dressed = stage.draw(Scene((replace(SEAT, yaw_deg=yaw_deg, wears=worn),)))
        rows, columns = np.nonzero(np.abs(bare.astype(int) - dressed).max(axis=2) > 25)
        assert rows.size > 150
        face_x, eyes_y, mouth_y = SEAT.x * 320, SEAT.y * 240 - 20, SEAT.y * 240 + 20
        assert columns.min() > face_x - 60
        assert columns.max() < face_x + 60
        if wearing in ("spectacles", "sunglasses"):
            assert abs(np.median(rows) - eyes_y) < 10
            assert np.ptp(rows) < 40
        else:
            assert rows.min() > eyes_y
            assert rows.min() < mouth_y < rows.max()
    if wearing != "hand":  # whose forearm stays below
        assert np.median(columns) > SEAT.x * 320 + 2


@pytest.mark.parametrize("complexion", [0.5, 1.0])
def test_a_darker_complexion_is_darker_and_reads_the_same(stage: Stage, engine: FaceEngine, complexion: float) -> None:
    light, dark = (stage.draw(Scene((replace(SEAT, complexion=depth),))) for depth in (0.0, complexion))
    cheek, suit, wall = np.s_[108:116, 122:132], np.s_[200:230, 20:50], np.s_[10:40, 222:240]
    assert dark[cheek].mean() < (1 - 0.5 * complexion) * light[cheek].mean()
    assert np.array_equal(dark[suit], light[suit])
    assert np.array_equal(dark[wall], light[wall])
    as_light, as_dark = (read(stage, engine, replace(SEAT, complexion=depth)) for depth in (0.0, complexion))
    assert as_dark.eye_aspect_ratio == pytest.approx(as_light.eye_aspect_ratio, abs=0.04)
    assert as_dark.iris_shift == pytest.approx(as_light.iris_shift, abs=0.03)
    assert as_dark.head_pose.yaw_deg == pytest.approx(as_light.head_pose.yaw_deg, abs=3)
    away = read(stage, engine, replace(SEAT, complexion=complexion, gaze_aside=0.15))
    assert away.iris_shift[0] - as_dark.iris_shift[0] == pytest.approx(0.15, abs=0.05)
    shut = read(stage, engine, replace(SEAT, complexion=complexion, eye_closure=1.0))
    assert shut.eye_aspect_ratio < 0.12


@pytest.mark.parametrize("fps", [5, 10, 30])
def test_a_talking_mouth_moves_as_what_is_said(stage: Stage, engine: FaceEngine, fps: int) -> None:
    exam = SampleExam((Event("talking", 2.0, 10.0),), 12.0, stage=stage)

    def mouth(start_s: float) -> tuple[list[float], list[float]]:
        times = start_s + np.arange(0, 40) / fps
        faces = [engine.observe(exam.render(float(t_s))).observation.face for t_s in times]
        seen = [face.mouth_open for face in faces if face is not None]
        assert len(seen) == len(times)
        return seen, [exam.scene(float(t_s)).people[-1].mouth_gap for t_s in times]

    seen, asked = mouth(2.2)
    assert np.corrcoef(seen, asked)[0, 1] > 0.95
    assert np.ptp(seen) > 0.2


def test_a_silent_mouth_is_still(stage: Stage, engine: FaceEngine) -> None:
    exam = SampleExam((Event("talking", 4.0, 8.0),), 12.0, stage=stage)
    for start_s in (0.0, 8.4):
        faces = [engine.observe(exam.render(start_s + number / 5)).observation.face for number in range(17)]
        assert np.ptp([face.mouth_open for face in faces if face is not None]) < 0.05


def test_a_lively_face_stirs_but_does_nothing(stage: Stage, engine: FaceEngine) -> None:
    still, lively = (SampleExam((), 12.0, stage=stage, liveliness=liveliness) for liveliness in (0.0, 1.0))
    times = [t_s for t_s in np.arange(0.1, 12.0, 0.5) if not any(a <= t_s <= b for a, b in still.blinks)]

    def faces(exam: SampleExam) -> list[MainFace]:
        seen = [engine.observe(exam.render(float(t_s))).observation.face for t_s in times]
        return [face for face in seen if face is not None]

    at_rest, stirring = faces(still), faces(lively)
    assert len(at_rest) == len(stirring) == len(times)
    irises = [face.iris_shift[0] for face in stirring]
    assert np.ptp(irises) > 2 * np.ptp([face.iris_shift[0] for face in at_rest])
    assert max(abs(shift - np.median(irises)) for shift in irises) < 0.07
    assert all(abs(face.head_pose.yaw_deg) < 6 and face.eye_aspect_ratio > 0.28 for face in stirring)
