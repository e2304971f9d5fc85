"""Numbers of MediaPipe's face mesh points, left and right as the viewer sees an upright face.

The map of all 478: https://github.com/google-ai-edge/mediapipe, mediapipe/modules/face_geometry/data,
canonical_face_model_uv_visualization.png.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class EyePoints:
    """Points of one eye.

    Attributes:
        corners: left and right corner.
        lids: pairs of an upper and a lower point facing each other.
        iris: centre and four points of its rim.
    """

    corners: tuple[int, int]
    lids: tuple[tuple[int, int], tuple[int, int]]
    iris: tuple[int, ...]


LEFT_EYE: Final = EyePoints((33, 133), ((160, 144), (158, 153)), (468, 469, 470, 471, 472))
RIGHT_EYE: Final = EyePoints((362, 263), ((385, 380), (387, 373)), (473, 474, 475, 476, 477))

INNER_LIPS: Final = (13, 14)
"""Middle of the upper and of the lower lip."""
MOUTH_CORNERS: Final = (78, 308)

MIRRORED: Final = (
    *((33, 263), (133, 362), (70, 300), (105, 334), (107, 336)),  # eyes, brows
    *((127, 356), (234, 454), (93, 323), (58, 288), (172, 397)),  # outline beside the ears down to the jaw
    *((54, 284), (21, 251), (103, 332), (67, 297), (109, 338)),  # forehead
    *((129, 358), (98, 327), (48, 278), (64, 294)),  # nose
    *((116, 345), (123, 352), (50, 280), (61, 291)),  # cheeks, corners of the mouth
)
"""Points of the left half of a face with their mirror images in the right half."""

BROW: Final = (8, 9, 168)
"""On the midline between the brows and at the root of the nose."""
UPPER_LIP: Final = (2, 164)
"""On the midline under the nose; like the brow, it stays when the mouth opens."""
