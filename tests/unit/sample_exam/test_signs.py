"""Every kind of event shows its sign in what a real engine measures: all the time it lasts, and at no other time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import pytest

from proctor_audit.observation import MainFace, Observation, Point
from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam import Event, EventKind, SampleExam, Stage
from proctor_audit_local.sample_exam.event_kinds import RAMP_S
from proctor_audit_local.sample_exam.pixels import Picture

START_S, END_S, AFTER_S = 3.0, 6.0, 3.0
EVERY_S = 0.43
"""Between two looks: in step with no movement."""


class Seen(NamedTuple):
    """One picture and what the engine made of it."""

    picture: Picture
    observation: Observation

    @property
    def face(self) -> MainFace:
        assert self.observation.face is not None
        return self.observation.face

    def faces(self) -> int:
        return len(self.observation.faces)

    def luma_at_the_eyes(self) -> float:
        return float(np.mean([self._luma_at(iris) for iris in (self.face.left_iris, self.face.right_iris)]))

    def _luma_at(self, point: Point) -> float:
        x, y = round(point[0] * self.observation.width_px), round(point[1] * self.observation.height_px)
        return float(self.picture[y - 2 : y + 3, x - 3 : x + 4].mean())


SIGNS: Final[dict[EventKind, Callable[[Seen], bool]]] = {
    "face_absent": lambda seen: seen.faces() == 0,
    "multiple_faces": lambda seen: seen.faces() == 2,
    "poster": lambda seen: seen.faces() == 2,
    "phone_face": lambda seen: seen.faces() == 2,
    "eyes_closed": lambda seen: seen.face.eye_aspect_ratio < 0.12,
    "looking_away": lambda seen: seen.face.head_pose.yaw_deg > 30,
    "looking_down": lambda seen: seen.face.head_pose.pitch_deg < -18,
    "gaze_aside": lambda seen: seen.face.iris_shift[0] > 0.1,
    "gaze_down": lambda seen: seen.face.iris_shift[1] > -0.015 and 0.2 < seen.face.eye_aspect_ratio < 0.29,
    "yawn": lambda seen: seen.face.mouth_open > 0.45,
    "mask": lambda seen: seen.face.mouth_open < 0.08,
    "hand_over_mouth": lambda seen: seen.face.mouth_open < 0.08,
    "sunglasses": lambda seen: seen.luma_at_the_eyes() < 45,
    "glare": lambda seen: seen.luma_at_the_eyes() > 245,
    "glasses": lambda seen: 70 < seen.luma_at_the_eyes() < 180 and seen.face.eye_aspect_ratio > 0.25,
    "dark": lambda seen: seen.observation.brightness < 0.06,
    "overexposed": lambda seen: seen.observation.brightness > 0.8,
    "covered": lambda seen: seen.faces() == 0 and seen.observation.contrast < 0.015,
    "blurred": lambda seen: seen.observation.sharpness < 0.2,
    "cut_off": lambda seen: seen.face.centre[1] > 0.93,
}


def looks(exam: SampleExam, start_s: float, end_s: float, engine: FaceEngine) -> list[Seen]:
    times = [float(t_s) for t_s in np.arange(start_s, end_s, EVERY_S)]
    open_eyed = [t_s for t_s in times if not any(start_s <= t_s <= end_s for start_s, end_s in exam.blinks)]
    pictures = [exam.render(t_s) for t_s in open_eyed]
    return [Seen(picture, engine.observe(picture).observation) for picture in pictures]


@pytest.mark.parametrize("kind", sorted(SIGNS))
def test_the_sign_is_there_as_long_as_the_event(stage: Stage, engine: FaceEngine, kind: EventKind) -> None:
    exam = SampleExam((Event(kind, START_S, END_S),), END_S + AFTER_S, stage=stage)
    during = looks(exam, START_S, END_S, engine)
    assert len(during) >= 5
    assert all(SIGNS[kind](seen) for seen in during)
    before = looks(exam, 0.0, START_S - RAMP_S[kind] - 0.01, engine)
    after = looks(exam, END_S + RAMP_S[kind] + 0.01, END_S + AFTER_S, engine)
    for seen in (*before, *after):
        assert seen.faces() == 1
        # Clear glasses hide nothing: without them the eyes are the same.
        assert kind == "glasses" or not SIGNS[kind](seen)


def test_a_change_of_seat_lasts(stage: Stage, engine: FaceEngine) -> None:
    exam = SampleExam((Event("seat_change", 3.0, 5.0),), 20.0, stage=stage)
    before, after = looks(exam, 0.0, 3.0, engine), looks(exam, 5.0, 20.0, engine)[::5]
    assert all(seen.face.centre[0] == pytest.approx(0.46, abs=0.02) for seen in before)
    assert all(seen.face.centre[0] == pytest.approx(0.62, abs=0.02) for seen in after)
    widths = [np.mean([seen.observation.faces[0].width for seen in seens]) for seens in (before, after)]
    assert widths[1] / widths[0] == pytest.approx(0.8, abs=0.06)


def test_a_change_of_light_lasts_and_hides_nobody(stage: Stage, engine: FaceEngine) -> None:
    exam = SampleExam((Event("light_change", 3.0, 3.2),), 20.0, stage=stage)
    before, after = looks(exam, 0.0, 3.0, engine), looks(exam, 3.3, 20.0, engine)[::5]
    levels = [np.mean([seen.observation.brightness for seen in seens]) for seens in (before, after)]
    assert levels[1] / levels[0] == pytest.approx(0.55, abs=0.05)
    reds, blues = (np.mean([seen.picture[:, :, channel] for seen in after]) for channel in (0, 2))
    assert reds > 1.15 * blues
    assert all(seen.faces() == 1 and seen.face.eye_aspect_ratio > 0.28 for seen in after)


@pytest.mark.parametrize("level", [0.03, 0.1, 0.4])
def test_a_covered_lens_shows_an_even_field_of_its_level(stage: Stage, engine: FaceEngine, level: float) -> None:
    exam = SampleExam((Event("covered", 1.0, 3.0, level=level),), 4.0, stage=stage)
    for seen in looks(exam, 1.0, 3.0, engine):
        assert seen.faces() == 0
        assert seen.observation.brightness == pytest.approx(level, abs=0.03)
        assert seen.observation.contrast < 0.03
        reddish = seen.picture[:, :, 0].mean() > 2 * seen.picture[:, :, 2].mean()
        assert reddish == (level > 0.25)
