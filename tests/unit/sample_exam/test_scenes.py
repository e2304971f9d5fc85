from __future__ import annotations

import itertools
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from proctor_audit_local.sample_exam import SEAT, Event, EventKind, SampleExam, Scene, Stage, Worn
from proctor_audit_local.sample_exam.event_kinds import LASTING, RAMP_S


def test_the_same_exam_always_gives_the_same_pictures(exam: SampleExam) -> None:
    again = SampleExam(stage=Stage())
    for t_s in (0.0, 7.0, 22.5, 34.0, 45.0, 57.3, 68.0):
        assert np.array_equal(exam.render(t_s), again.render(t_s)), t_s


def test_another_seed_gives_other_pictures(exam: SampleExam, stage: Stage) -> None:
    other = SampleExam(seed=1, stage=stage)
    assert not np.array_equal(exam.render(2.0), other.render(2.0))
    assert exam.blinks != other.blinks


@pytest.mark.parametrize("fps", [1, 10, 30])
def test_no_two_frames_of_a_camera_are_alike(exam: SampleExam, fps: int) -> None:
    frames = [exam.render(number / fps) for number in range(20)]
    for earlier, later in itertools.pairwise(frames):
        assert np.mean(earlier != later) > 0.3


def test_frames_come_at_the_rate_asked_for(stage: Stage) -> None:
    short = SampleExam((), duration_s=3.0, stage=stage)
    times = [t_s for t_s, rgb in short.frames(fps=4) if rgb.shape == (240, 320, 3) and rgb.dtype == np.uint8]
    assert times == [number / 4 for number in range(12)]


def test_a_moment_looks_the_same_at_every_frame_rate(stage: Stage) -> None:
    short = SampleExam((Event("looking_away", 1.0, 2.0),), duration_s=2.0, stage=stage)
    slow, fast = (dict(short.frames(fps)) for fps in (2, 10))
    assert all(np.array_equal(slow[t_s], fast[t_s]) for t_s in slow)


@pytest.mark.parametrize("kind", sorted(RAMP_S))
def test_every_kind_is_to_be_seen_and_always_looks_the_same(stage: Stage, kind: EventKind) -> None:
    staged = SampleExam((Event(kind, 2.0, 4.0),), duration_s=9.0, stage=stage)
    calm = SampleExam((), duration_s=9.0, stage=stage)
    again = SampleExam((Event(kind, 2.0, 4.0),), duration_s=9.0, stage=Stage())
    moments = (0.5, 2.9, 3.3, 8.0)
    pictures = [staged.render(t_s) for t_s in moments]
    assert all(np.array_equal(picture, again.render(t_s)) for t_s, picture in zip(moments, pictures, strict=True))
    assert np.array_equal(pictures[0], calm.render(0.5))
    assert not np.array_equal(pictures[1], calm.render(2.9))
    assert np.array_equal(pictures[3], calm.render(8.0)) == (kind not in LASTING)


def test_a_seat_is_where_the_candidate_sits_throughout(stage: Stage) -> None:
    seat = replace(SEAT, x=0.6, face_width=0.2, complexion=0.7, wears=(Worn("spectacles"),))
    seated = SampleExam((Event("face_absent", 3.0, 4.0),), duration_s=8.0, seat=seat, stage=stage)
    for t_s in (0.5, 7.5):
        (person,) = seated.scene(t_s).people
        assert (person.x, person.y) == pytest.approx((seat.x, seat.y), abs=0.01)
        assert (person.complexion, person.wears) == (seat.complexion, seat.wears)
    assert seated.scene(3.5).people[0].x < -0.2


@pytest.mark.parametrize("seed", [0, 1])
def test_a_lively_exam_is_seen_by_a_camera_whose_exposure_wanders(stage: Stage, seed: int) -> None:
    exam = SampleExam((Event("face_absent", 2.0, 30.0),), duration_s=32.0, seed=seed, liveliness=1.0, stage=stage)
    empty = [exam.render(float(t_s)).mean() for t_s in np.arange(2.0, 30.0, 0.5)]
    assert 0.5 < np.median([np.ptp(empty[first : first + 6]) for first in range(len(empty) - 6)]) < 3


def test_a_frozen_feed_repeats_one_picture(stage: Stage) -> None:
    frozen = SampleExam((Event("static_feed", 1.0, 3.0),), duration_s=4.0, stage=stage)
    pictures = dict(frozen.frames(fps=5))
    assert all(np.array_equal(pictures[1.0], rgb) for t_s, rgb in pictures.items() if 1.0 <= t_s <= 3.0)
    assert not np.array_equal(pictures[1.0], pictures[0.8])
    assert not np.array_equal(pictures[1.0], pictures[3.2])


def test_nobody_is_left_in_the_picture_of_an_absence(exam: SampleExam, stage: Stage) -> None:
    for t_s in (7.5, 10.0, 12.5):
        scene = exam.scene(t_s)
        assert np.array_equal(stage.draw(scene), stage.draw(replace(scene, people=())))


def test_a_scene_leaves_no_trace_in_the_next(stage: Stage) -> None:
    before = stage.draw(Scene((SEAT,)))
    stage.draw(Scene((replace(SEAT, yaw_deg=-35.0, pitch_deg=10.0, eye_closure=1.0),), light=0.1))
    assert np.array_equal(stage.draw(Scene((SEAT,))), before)


def test_closing_the_eyes_changes_the_eyes_only(stage: Stage) -> None:
    opened, closed = (stage.draw(Scene((replace(SEAT, eye_closure=closure),))) for closure in (0.0, 1.0))
    rows, columns = np.nonzero(np.abs(opened.astype(int) - closed).max(axis=2) > 20)
    assert rows.size > 100
    assert np.ptp(rows) < 20
    assert np.ptp(columns) < 60


def test_the_guest_stands_behind_the_candidate(stage: Stage) -> None:
    alone = stage.draw(Scene((SEAT,)))
    both = stage.draw(Scene((replace(SEAT, x=0.82, y=0.33, face_width=0.165), SEAT), guest=0))
    changed = np.abs(alone.astype(int) - both).max(axis=2) > 20
    face = np.s_[70:130, 120:170]
    assert not changed[face].any()
    assert changed[:, 230:].mean() > 0.3


def test_playing_the_exam_needs_no_face_detector() -> None:
    program = "import sys, proctor_audit_local.sample_exam as s; s.SampleExam().render(1.0); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout.split()
    assert "cv2" in loaded
    assert not {"mediapipe", "proctor_audit.vision"} & set(loaded)
