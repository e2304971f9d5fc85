"""An empty study, out of focus: what the camera sees when nobody is there."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from proctor_audit_local.sample_exam.pixels import Picture

_WALL_TOP: Final = np.array([198, 193, 186], np.float32)
_WALL_BOTTOM: Final = np.array([150, 143, 136], np.float32)
# Rectangles as shares of the picture: left, top, right, bottom, colour.
_FURNITURE: Final = (
    (0.00, 0.00, 0.17, 0.62, (232, 236, 240)),  # window
    (0.075, 0.00, 0.09, 0.62, (186, 186, 188)),  # its bar
    (0.00, 0.62, 0.19, 0.66, (210, 206, 200)),  # sill
    (0.80, 0.16, 1.00, 1.00, (112, 84, 62)),  # bookcase
    (0.82, 0.20, 1.00, 0.40, (66, 54, 46)),  # its shelves
    (0.82, 0.45, 1.00, 0.68, (60, 50, 44)),
    (0.83, 0.23, 0.865, 0.40, (122, 52, 46)),  # books
    (0.87, 0.25, 0.90, 0.40, (52, 82, 104)),
    (0.905, 0.22, 0.95, 0.40, (164, 148, 110)),
    (0.84, 0.49, 0.89, 0.68, (74, 98, 74)),
    (0.90, 0.51, 0.93, 0.68, (140, 124, 112)),
    (0.00, 0.88, 0.80, 1.00, (124, 116, 108)),  # skirting
)


def room(width: int, height: int) -> Picture:
    """Draw the room.

    Args:
        width: of the picture, in pixels.
        height: of the picture, in pixels.
    """
    down = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    wall = np.broadcast_to(_WALL_TOP + (_WALL_BOTTOM - _WALL_TOP) * down, (height, width, 3))
    picture = np.ascontiguousarray(wall)
    for left, top, right, bottom, colour in _FURNITURE:
        corner = (round(left * width), round(top * height))
        opposite = (round(right * width) - 1, round(bottom * height) - 1)
        cv2.rectangle(picture, corner, opposite, colour, cv2.FILLED)
    falloff = np.linspace(1.06, 0.86, width, dtype=np.float32)[None, :, None]
    lit = cv2.GaussianBlur(picture * falloff, (0, 0), width * 0.014)
    return np.clip(lit, 0, 255).astype(np.uint8)
