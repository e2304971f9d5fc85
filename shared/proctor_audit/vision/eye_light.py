"""What light does to the eyes: reflections on glasses hide them, dark lenses do, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.vision.landmark_points import LEFT_EYE, RIGHT_EYE, EyePoints
from proctor_audit.vision.picture_quality import BURNT_OUT

_HALF_HEIGHT: Final = 0.25
"""Of the area looked at, over the distance of the corners: from lid to lid of an open eye."""


@dataclass(frozen=True, slots=True)
class EyeLight:
    """Share of both eyes that is burnt out, and standard deviation of their luma; both 0..1."""

    glare: float
    contrast: float


def eye_light(luma: NDArray[np.uint8], points_px: NDArray[np.float64]) -> EyeLight:
    """Light on the eyes; the eye that can be seen better counts.

    Args:
        luma: the image, (h, w).
        points_px: landmarks (478, 3) in pixels.
    """
    areas = [area for eye in (LEFT_EYE, RIGHT_EYE) if (area := _area(luma, points_px, eye)).size]
    if not areas:
        return EyeLight(0.0, 0.0)
    return EyeLight(
        glare=min(float((area >= BURNT_OUT).mean()) for area in areas),
        contrast=max(float(area.std()) for area in areas) / 255,
    )


def _area(luma: NDArray[np.uint8], points_px: NDArray[np.float64], eye: EyePoints) -> NDArray[np.uint8]:
    corners = points_px[list(eye.corners), :2]
    (x, y), width = corners.mean(axis=0), float(np.hypot(*(corners[1] - corners[0])))
    left, right = max(round(float(x) - width / 2), 0), max(round(float(x) + width / 2), 0)
    top, bottom = max(round(float(y) - _HALF_HEIGHT * width), 0), max(round(float(y) + _HALF_HEIGHT * width), 0)
    return luma[top : bottom + 1, left : right + 1]
