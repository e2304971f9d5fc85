"""Direction of the head from the landmarks: the mirror plane of the face, and its profile.

A face is its own mirror image, whoever's it is: the lines between mirrored points all point along the head's own
right, and what is left to know, how far it nods, shows in the midline from the brow to the upper lip. No model of
an average face is fitted, and nothing about the lens is assumed: the landmark model sees the face in a cut-out of
its own, so its depth, and these angles, refer to the line of sight. A face that looks into the camera has yaw
and pitch 0 wherever it is in the picture.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import HeadPose
from proctor_audit.vision.landmark_points import BROW, MIRRORED, UPPER_LIP

_LEFT: Final = np.array([left for left, _ in MIRRORED])
_RIGHT: Final = np.array([right for _, right in MIRRORED])

_PROFILE_SLOPE_DEG: Final = 5.5
"""How far the upper lip stands before the brow in a head held level; mean of labelled photographs."""


def head_pose(points_px: NDArray[np.float64]) -> HeadPose:
    """Yaw, pitch and roll of a face.

    Args:
        points_px: landmarks (478, 3) in pixels: x right, y down, z away from the camera, all at the same scale.
    """
    right = _unit((points_px[_RIGHT] - points_px[_LEFT]).sum(axis=0))
    profile = points_px[list(UPPER_LIP)].mean(axis=0) - points_px[list(BROW)].mean(axis=0)
    down = _unit(profile - right * (profile @ right))
    ahead = _cross(down, right)  # out of the face: toward the camera when it looks at us
    slope = math.radians(_PROFILE_SLOPE_DEG)
    ahead = ahead * math.cos(slope) + down * math.sin(slope)
    yaw = math.atan2(ahead[0], -ahead[2])
    pitch = math.asin(min(max(-ahead[1], -1.0), 1.0))
    # Roll turns the face about its own direction: measured from the right that a level head would have.
    level_right = np.array([math.cos(yaw), 0.0, math.sin(yaw)])
    level_down = _cross(level_right, ahead)
    roll = math.atan2(right @ level_down, right @ level_right)
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))


def _unit(vector: NDArray[np.float64]) -> NDArray[np.float64]:
    return vector / max(math.sqrt(vector @ vector), 1e-9)


def _cross(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    # numpy's own takes 30 µs for three numbers
    return np.array([a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]])
