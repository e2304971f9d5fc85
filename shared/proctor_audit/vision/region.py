"""The region around a face that the landmark model looks at."""

from __future__ import annotations

import math
from typing import Final

from proctor_audit.observation import FaceBox, Point
from proctor_audit.values import dataclass

_MARGIN: Final = 1.5
"""Side of the region over the longer side of the face: what the mesh was trained with (face_landmark_front_cpu)."""


@dataclass(frozen=True, slots=True)
class Region:
    """A square of pixels, turned with the face; centre and sides normalised to the image."""

    x_centre: float
    y_centre: float
    width: float
    height: float
    rotation_rad: float


def face_region(box: FaceBox, left_eye: Point, right_eye: Point, width_px: int, height_px: int) -> Region:
    """The region for a detected face.

    Args:
        box: the detection.
        left_eye: of the eyes, the one that lies on the image's left when the head is upright.
        right_eye: the other one.
        width_px: width of the image.
        height_px: height of the image.
    """
    side_px = _MARGIN * max(box.width * width_px, box.height * height_px)
    rotation = math.atan2((right_eye[1] - left_eye[1]) * height_px, (right_eye[0] - left_eye[0]) * width_px)
    x, y = box.centre
    return Region(x, y, side_px / width_px, side_px / height_px, rotation)
