"""Reflections burn eyes out, dark lenses leave no contrast; the eye that is seen better counts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.vision.eye_light import eye_light
from proctor_audit.vision.landmark_points import LEFT_EYE, RIGHT_EYE


def landmarks_px() -> NDArray[np.float64]:
    points = np.zeros((478, 3))
    points[list(LEFT_EYE.corners), :2] = [(100, 100), (140, 100)]
    points[list(RIGHT_EYE.corners), :2] = [(200, 100), (240, 100)]
    return points


def picture(left: int | None, right: int | None) -> NDArray[np.uint8]:
    """A face with an iris in each eye, or with one value all over an eye."""
    luma = np.full((240, 320), 150, np.uint8)
    for x, value in ((100, left), (200, right)):
        luma[90:111, x : x + 41] = 220 if value is None else value
        if value is None:
            luma[92:109, x + 12 : x + 29] = 40
    return luma


@pytest.mark.parametrize(
    ("left", "right", "glare", "contrast"),
    [
        (None, None, 0.0, 0.3),
        (255, 255, 1.0, 0.0),
        (255, None, 0.0, 0.3),
        (None, 255, 0.0, 0.3),
        (30, 30, 0.0, 0.0),
    ],
)
def test_light_on_the_eyes(left: int | None, right: int | None, glare: float, contrast: float) -> None:
    light = eye_light(picture(left, right), landmarks_px())
    assert light.glare == pytest.approx(glare, abs=0.05)
    assert light.contrast == pytest.approx(contrast, abs=0.05)


def test_eyes_outside_the_picture_cannot_be_read() -> None:
    assert eye_light(picture(None, None)[:, :90], landmarks_px()).contrast == 0.0
