"""Numbers of MediaPipe's face mesh points, left and right as the viewer sees an upright face.

The map of all 478: https://github.com/google-ai-edge/mediapipe, mediapipe/modules/face_geometry/data,
canonical_face_model_uv_visualization.png.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.values import dataclass


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


Points = Mapping[int, Sequence[float]] | NDArray[np.float64]
"""Landmarks by their number: x and y and z each, in pixels."""

LEFT_EYE: Final = EyePoints((33, 133), ((160, 144), (158, 153)), (468, 469, 470, 471, 472))
RIGHT_EYE: Final = EyePoints((362, 263), ((385, 380), (387, 373)), (473, 474, 475, 476, 477))

INNER_LIPS: Final = (13, 14)
"""Middle of the upper and of the lower lip."""
MOUTH_CORNERS: Final = (78, 308)

INNER_LIP_LINE: Final = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
"""Around the opening of the mouth, in order."""

FACE_SIDES: Final = (234, 454)
"""Beside the ears, left and right."""

ALL: Final = tuple(
    sorted(
        {*INNER_LIPS, *MOUTH_CORNERS, *INNER_LIP_LINE, *FACE_SIDES}.union(
            *((*eye.corners, *eye.lids[0], *eye.lids[1], *eye.iris) for eye in (LEFT_EYE, RIGHT_EYE))
        )
    )
)
"""Every point named here."""
