"""What light does to the eyes: reflections on glasses hide them, dark lenses do, too."""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.values import dataclass
from proctor_audit.vision.landmark_points import LEFT_EYE, RIGHT_EYE, EyePoints, Points
from proctor_audit.vision.picture_quality import overexposed

_HALF_HEIGHT: Final = 0.25
"""Of the area looked at, over the distance of the corners: from lid to lid of an open eye."""


@dataclass(frozen=True, slots=True)
class EyeLight:
    """Share of both eyes that is burnt out, and standard deviation of their luma; both 0..1."""

    glare: float
    contrast: float


def eye_light(luma: NDArray[np.uint8], points_px: Points) -> EyeLight:
    """Light on the eyes; the eye that can be seen better counts.

    Args:
        luma: the image, (h, w).
        points_px: the 478 landmarks in pixels.
    """
    areas = [area for eye in (LEFT_EYE, RIGHT_EYE) if (area := _area(luma, points_px, eye)).size]
    if not areas:
        return EyeLight(0.0, 0.0)
    return EyeLight(
        glare=min(overexposed(area) for area in areas),
        contrast=max(float(cv2.meanStdDev(area)[1][0, 0]) for area in areas) / 255,
    )


def _area(luma: NDArray[np.uint8], points_px: Points, eye: EyePoints) -> NDArray[np.uint8]:
    (a_x, a_y, _), (b_x, b_y, _) = (points_px[corner] for corner in eye.corners)
    x, y, width = (a_x + b_x) / 2, (a_y + b_y) / 2, math.hypot(b_x - a_x, b_y - a_y)
    left, right = max(round(x - width / 2), 0), max(round(x + width / 2), 0)
    top, bottom = max(round(y - _HALF_HEIGHT * width), 0), max(round(y + _HALF_HEIGHT * width), 0)
    return luma[top : bottom + 1, left : right + 1]
