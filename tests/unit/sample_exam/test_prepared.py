"""What ``prepare.py`` measured still belongs to the photograph and to the code that measures."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.vision import FaceEngine
from proctor_audit_local.sample_exam.outline import outline_of
from proctor_audit_local.sample_exam.portrait import OUTLINE, PHOTOGRAPH, RELIEF
from proctor_audit_local.sample_exam.prepare import COLLAR_PX
from proctor_audit_local.sample_exam.relief import relief_of


def photograph() -> NDArray[np.uint8]:
    return np.asarray(cv2.imread(str(PHOTOGRAPH)), np.uint8)


def test_the_photograph_is_the_one_that_was_promised() -> None:
    assert photograph().shape == (512, 512, 3)
    assert PHOTOGRAPH.stat().st_size <= 150_000


def test_the_outline_is_that_of_the_person() -> None:
    stored = cv2.imread(str(OUTLINE), cv2.IMREAD_GRAYSCALE)
    assert np.mean(np.abs(outline_of(photograph()).astype(int) - stored) > 64) < 0.01


def test_the_relief_follows_from_the_landmarks_and_the_outline() -> None:
    outline = np.asarray(cv2.imread(str(OUTLINE), cv2.IMREAD_GRAYSCALE), np.uint8)
    with np.load(RELIEF) as stored:
        relief = relief_of(stored["landmarks_px"], outline, COLLAR_PX)
        measured = np.stack([relief.right_of_axis, relief.below_axis, relief.before_axis])
        assert [relief.left_px, relief.top_px] == stored["corner_px"].tolist()
        assert np.abs(measured - stored["relief"]).max() < 0.5


def test_the_landmarks_are_those_of_the_face(engine: FaceEngine) -> None:
    landmarks = engine.observe(np.ascontiguousarray(photograph()[:, :, ::-1])).landmarks
    assert landmarks is not None
    with np.load(RELIEF) as stored:
        distance_px = np.linalg.norm(landmarks[:, :2] * 512 - stored["landmarks_px"][:, :2], axis=1)
    assert np.median(distance_px) < 3


def test_the_relief_is_that_of_a_head() -> None:
    with np.load(RELIEF) as stored:
        face_width_px = float(np.ptp(stored["landmarks_px"][:, 0]))
        relief = stored["relief"].astype(np.float32)
    before_axis = relief[2]
    assert 0.5 * face_width_px < before_axis.max() < face_width_px
    assert before_axis.min() > -0.1 * face_width_px
    assert np.abs(relief).max() < face_width_px
    # No spikes and no seams: they would tear the picture of a turned head.
    assert max(np.abs(np.diff(relief, axis=axis)).max() for axis in (1, 2)) < 0.15 * face_width_px
