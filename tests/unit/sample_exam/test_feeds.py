"""Feeds that are not live: one picture, the same seconds, a photograph held up."""

from __future__ import annotations

import itertools

import cv2
import numpy as np
import pytest

from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import Event, SampleExam, Stage
from proctor_audit_local.sample_exam.event_kinds import RAMP_S
from proctor_audit_local.sample_exam.pixels import Picture

BOOKCASE = np.s_[30:120, 240:320]


def change_of_the_wall(a: Picture, b: Picture) -> float:
    """The largest change of the bookcase, of luma 0..255, without the sensor's noise and the change of exposure."""
    first, second = (cv2.GaussianBlur(picture[BOOKCASE].astype(np.float32), (0, 0), 3) for picture in (a, b))
    return float(np.abs(first - second * first.mean() / second.mean()).max())


def difference(a: Picture, b: Picture) -> float:
    return float(np.abs(a.astype(int) - b).mean())


@pytest.mark.parametrize("fps", [1, 2, 5, 10, 30])
@pytest.mark.parametrize("liveliness", [0.0, 1.0])
def test_a_loop_plays_the_same_seconds_again(stage: Stage, fps: int, liveliness: float) -> None:
    exam = SampleExam((Event("loop", 6.0, 18.0, level=4.0),), 20.0, stage=stage, liveliness=liveliness)
    for number in range(0, 4 * fps, max(fps // 3, 1)):
        t_s = number / fps
        recorded, first, second = (exam.render(start_s + t_s) for start_s in (2.0, 6.0, 10.0))
        assert np.array_equal(first, second), t_s
        assert np.array_equal(recorded, first), t_s
        assert not np.array_equal(first, exam.render(6.0 + t_s + 1 / fps))
    live = exam.render(18.1)
    assert not np.array_equal(live, exam.render(18.1 - 4.0))


def test_a_loop_of_uneven_length_comes_round_too(stage: Stage) -> None:
    exam = SampleExam((Event("loop", 3.0, 18.0, level=3.7),), 20.0, stage=stage)
    assert np.array_equal(exam.render(4.3), exam.render(4.3 + 2 * 3.7))


def test_a_loop_shows_what_happened_in_those_seconds(stage: Stage) -> None:
    gone = Event("face_absent", 3.0, 4.0)
    exam = SampleExam((gone, Event("loop", 6.0, 18.0, level=4.0)), 20.0, stage=stage)
    assert exam.scene(7.5) == exam.scene(3.5) == exam.scene(11.5)


@pytest.mark.parametrize("kind", ["static_feed", "loop"])
def test_a_recompressed_feed_repeats_no_pixels_exactly(stage: Stage, kind: str) -> None:
    exact, recompressed = (
        SampleExam((Event(kind, 4.0, 16.0, recompressed=again),), 20.0, stage=stage)  # type: ignore[arg-type]
        for again in (False, True)
    )
    for t_s in (5.0, 8.0, 11.5):
        errors = recompressed.render(t_s).astype(int) - exact.render(t_s)
        assert 0.03 < np.mean(errors != 0) < 0.2
        assert np.abs(errors).max() <= 2
        assert abs(errors.mean()) < 0.01
    pictures = [recompressed.render(5.0 + number / 10) for number in range(10)]
    assert all(not np.array_equal(a, b) for a, b in itertools.combinations(pictures, 2))


def test_a_frozen_picture_shows_nothing_that_happens_later(stage: Stage) -> None:
    later = Event("face_absent", 12.0, 14.0), Event("dark", 15.0, 16.0)
    exam = SampleExam((Event("static_feed", 5.0, 18.0), *later), 20.0, stage=stage)
    assert all(np.array_equal(exam.render(5.0), exam.render(t_s)) for t_s in (8.0, 13.0, 15.5))


@pytest.mark.parametrize("liveliness", [0.0, 1.0])
def test_a_photograph_is_without_life_and_moves_as_one(stage: Stage, engine: FaceEngine, liveliness: float) -> None:
    exam = SampleExam((Event("photograph", 4.0, 24.0),), 26.0, stage=stage, liveliness=liveliness)
    shown = [exam.scene(float(t_s)).print for t_s in np.arange(4.0, 24.0, 0.1)]
    assert len({held.scene for held in shown if held is not None}) == 1
    blinks = [blink for blink in exam.blinks if blink.start_s > 4.0 and blink.end_s < 24.0]
    assert len(blinks) >= 4
    shut_s = [start_s + (end_s - start_s) / 3 for start_s, end_s in blinks]
    faces = [engine.observe(exam.render(t_s)).observation.face for t_s in shut_s]
    openings = [face.eye_aspect_ratio for face in faces if face is not None]
    assert len(openings) == len(blinks)
    assert min(openings) > 0.28
    assert np.ptp(openings) < 0.06
    # Nothing but the whole moves: the wall behind the candidate does, too.
    assert change_of_the_wall(exam.render(5.0), exam.render(5.7)) > 3


@pytest.mark.parametrize("liveliness", [0.0, 1.0])
def test_behind_a_live_candidate_the_wall_is_still(stage: Stage, liveliness: float) -> None:
    exam = SampleExam((), 20.0, stage=stage, liveliness=liveliness)
    assert all(change_of_the_wall(exam.render(5.0), exam.render(t_s)) < 1.5 for t_s in (5.7, 9.3, 14.9))


def test_nobody_blinks_on_a_photograph(stage: Stage, engine: FaceEngine) -> None:
    start_s, end_s = next(blink for blink in SampleExam((), 26.0, stage=stage).blinks if blink.start_s > 4.0)
    shut_s = start_s + (end_s - start_s) / 3
    held_up_s = shut_s + RAMP_S["photograph"]
    exam = SampleExam((Event("photograph", held_up_s, 24.0),), 26.0, stage=stage)
    openings = []
    for t_s in (shut_s, held_up_s + 1):
        face = engine.observe(exam.render(t_s)).observation.face
        assert face is not None
        openings.append(face.eye_aspect_ratio)
    assert openings[0] < 0.15
    assert openings[1] > 0.28


def test_a_photograph_on_a_stand_does_not_move_but_the_sensor_still_sees_it(stage: Stage) -> None:
    exam = SampleExam((Event("photograph", 4.0, 24.0, level=0.0),), 26.0, stage=stage)
    first, second = exam.render(6.0), exam.render(15.3)
    assert not np.array_equal(first, second)
    assert difference(first, second) < 2.5
