"""Direction of the head: an average face, turned and moved until it covers the landmarks, seen in perspective.

The mesh's depth is a guess. From nose to ears it is a good one and says how far a head nods; between the left and
the right half it stays behind (a head turned by 36° has the depth of one turned by 28°), while the positions in the
picture tell the turn well. So the fit takes positions as they are, and of the depth only what both halves share.

The camera is taken to point at the face: angles refer to the line of sight. Who looks into the camera has yaw and
pitch 0 wherever in the picture they sit.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import HeadPose
from proctor_audit.vision.canonical_face import LANDMARKS, MIRRORED, POINTS_CM, WEIGHTS

_FOCAL_LENGTHS: Final = 1.5
"""Focal length over the picture's shorter side; webcams have 0.9 to 1.6, photographs cropped to a face more."""
_DEPTH_TRUST: Final = 2.0
"""Weight of the shared depth beside the positions."""
_STEPS: Final = 2
"""Gauss–Newton steps; further ones move no angle by a tenth of a degree."""

_ROOTS: Final = np.sqrt(WEIGHTS)
_CENTRED_CM: Final = POINTS_CM - WEIGHTS @ POINTS_CM
_SPREAD_CM2: Final = float(WEIGHTS @ (_CENTRED_CM**2).sum(axis=1))
_NEAREST_CM: Final = 15.0


def head_pose(points_px: NDArray[np.float64], side_px: float) -> HeadPose:
    """Yaw, pitch and roll of a face.

    Args:
        points_px: landmarks (478, 3) in pixels: x right, y down, z away from the camera, all at the same scale.
        side_px: shorter side of the picture.
    """
    seen_px = points_px[LANDMARKS] * (1.0, -1.0, -1.0)  # y up, z toward the camera, as the average face
    seen_px -= WEIGHTS @ seen_px
    return _angles(_rotation(seen_px, _FOCAL_LENGTHS * side_px))


def _rotation(seen_px: NDArray[np.float64], focal_px: float) -> NDArray[np.float64]:
    """Rotation (3, 3) of the average face: Gauss–Newton over turn, shift and distance, from a fit without perspective.

    A point ``y`` of the turned face, shifted by ``t`` and seen from the distance ``d``, appears at
    ``focal * (y + t) / (d - y_z)``.
    """
    rotation, px_per_cm = _aligned(seen_px)
    seen = seen_px / px_per_cm
    focal = distance = focal_px / px_per_cm
    shift: NDArray[np.float64] = np.zeros(2)
    slopes = np.zeros((3, len(seen), 6))  # of x, y and shared depth of each point, by turn (3), shift (2), distance
    errors = np.empty((3, len(seen)))
    for _ in range(_STEPS):
        x, y, z = turned = rotation @ _CENTRED_CM.T
        depth = distance - z
        magnification = focal / depth
        placed = magnification * (turned[:2] + shift[:, None])
        nearing = placed / depth
        errors[:2] = placed - seen[:, :2].T
        errors[2] = _DEPTH_TRUST * _shared(z - seen[:, 2] * (distance / focal))
        slopes[0, :, 0], slopes[0, :, 1], slopes[0, :, 2] = (
            nearing[0] * y,
            magnification * z - nearing[0] * x,
            -magnification * y,
        )
        slopes[1, :, 0], slopes[1, :, 1], slopes[1, :, 2] = (
            nearing[1] * y - magnification * z,
            -nearing[1] * x,
            magnification * x,
        )
        slopes[2, :, 0], slopes[2, :, 1] = _DEPTH_TRUST * _shared(y), -_DEPTH_TRUST * _shared(x)
        slopes[0, :, 3] = slopes[1, :, 4] = magnification
        slopes[:2, :, 5] = -nearing
        slopes[2, :, 5] = -_DEPTH_TRUST * _shared(seen[:, 2]) / focal
        weighted = (slopes * _ROOTS[:, None]).reshape(-1, 6)
        change = np.linalg.solve(weighted.T @ weighted, -weighted.T @ (errors * _ROOTS).ravel())
        rotation = _turn(change[:3]) @ rotation
        shift = shift + change[3:5]
        distance = max(distance + float(change[5]), _NEAREST_CM)
    return rotation


def _aligned(seen_px: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Rotation and scale (pixels per centimetre) that align the average face, without perspective.

    Kabsch, A solution for the best rotation to relate two sets of vectors, 1976; scale after Umeyama, 1991.
    """
    left, stretch, right = np.linalg.svd((seen_px * WEIGHTS[:, None]).T @ _CENTRED_CM)
    proper = np.array([1.0, 1.0, np.sign(np.linalg.det(left @ right))])
    return (left * proper) @ right, max(float(stretch @ proper) / _SPREAD_CM2, 1e-6)


def _shared(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    """What both halves of the face share of a depth: each point's mean with its mirror image."""
    return np.asarray((depth + depth[MIRRORED]) / 2)


def _turn(by_rad: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotation about an axis by its length (Rodrigues)."""
    angle = max(math.sqrt(by_rad @ by_rad), 1e-12)
    x, y, z = by_rad / angle
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + math.sin(angle) * cross + (1 - math.cos(angle)) * cross @ cross)


def _angles(rotation: NDArray[np.float64]) -> HeadPose:
    """Yaw and pitch of the direction the face points to, and roll about that direction."""
    right, up, ahead = rotation.T
    yaw = math.atan2(ahead[0], ahead[2])
    pitch = math.asin(min(max(ahead[1], -1.0), 1.0))
    # Roll is measured from the right that a level head would have.
    level_right = np.array([math.cos(yaw), 0.0, -math.sin(yaw)])
    roll = math.atan2(up @ level_right, right @ level_right)
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))
