"""Direction of the head: an average face, turned and moved until it covers the landmarks, seen in perspective.

The mesh's depth is a guess. From nose to ears it is a good one and says how far a head nods; between the left and
the right half it stays behind (a head turned by 36° has the depth of one turned by 28°), while the positions in the
picture tell the turn well. So the fit takes positions as they are, and of the depth only what both halves share.

The camera is taken to point at the face: angles refer to the line of sight. Who looks into the camera has yaw and
pitch 0 wherever in the picture they sit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
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
"""Steps of the fit; further ones move no angle by a tenth of a degree."""

_CENTRED_CM: Final = POINTS_CM - WEIGHTS @ POINTS_CM
_POLAR_STEPS: Final = 7
"""Each squares the error; seven are enough for stretches as different as 1 and 50."""
_FLAT: Final = 1e-4
"""Determinant over the cubed norm below which a matrix is next to a plane or mirrored."""

_WEIGHTS_THRICE: Final = np.tile(WEIGHTS, 3)
_SPREAD_CM2: Final = float(WEIGHTS @ (_CENTRED_CM**2).sum(axis=1))
_NEAREST_CM: Final = 15.0


def _shared(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    """What both halves of the face share of a depth, (…, n): each point's mean with its mirror image."""
    return np.asarray((depth + depth[..., MIRRORED]) / 2)


_CENTRED_AND_SHARED_CM: Final = np.hstack((_CENTRED_CM.T, _DEPTH_TRUST * _shared(_CENTRED_CM.T)))


def head_poses(points_px: NDArray[np.float64], sides_px: Sequence[float]) -> list[HeadPose]:
    """Yaw, pitch and roll of faces; of several hardly slower than of one.

    Args:
        points_px: landmarks (n, 478, 3) in pixels: x right, y down, z away from the camera, all at the same scale.
        sides_px: shorter sides of their pictures.
    """
    if not len(points_px):
        return []
    seen_px = points_px[:, LANDMARKS] * (1.0, -1.0, -1.0)  # y up, z toward the camera, as the average face
    seen_px -= (WEIGHTS @ seen_px)[:, None]
    return [_angles(rotation) for rotation in _rotations(seen_px, _FOCAL_LENGTHS * np.asarray(sides_px, np.float64))]


def _rotations(seen_px: NDArray[np.float64], focal_px: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rotations (n, 3, 3) of the average face: Gauss–Newton over turn, shift and distance.

    It starts from a fit without perspective.

    A point ``y`` of the turned face, shifted by ``t`` and seen from the distance ``d``, appears at
    ``focal * (y + t) / (d - y_z)``.
    """
    faces, points = seen_px.shape[:2]
    rotations, px_per_cm = _aligned(seen_px)
    seen = seen_px.transpose(0, 2, 1) / px_per_cm[:, None, None]
    focal = (focal_px / px_per_cm)[:, None]
    distance = focal
    shared_seen = _DEPTH_TRUST * _shared(seen[:, 2])
    shift = np.zeros((faces, 2, 1))
    errors = np.empty((faces, 3, points))
    # By turn (3), shift (2) and distance: of x, y and shared depth of each point.
    slopes = np.zeros((faces, 6, 3, points))
    slopes[:, 5, 2] = shared_seen / -focal
    flat_slopes, flat_errors = slopes.reshape(faces, 6, -1), errors.reshape(faces, -1, 1)
    for _ in range(_STEPS):
        both = rotations @ _CENTRED_AND_SHARED_CM
        turned, shared = both[..., :points], both[..., points:]
        magnification = focal / (distance - turned[:, 2])
        seen_from_here = magnification[:, None] * (turned[:, :2] + shift)
        errors[:, :2] = seen_from_here - seen[:, :2]
        errors[:, 2] = shared[:, 2] - (distance / focal) * shared_seen
        nearer = magnification[:, None] * turned
        nearing = seen_from_here * (magnification / focal)[:, None]
        by_x, by_y = nearing * turned[:, None, 0], nearing * turned[:, None, 1]
        by_y[:, 1] -= nearer[:, 2]
        by_x[:, 0] -= nearer[:, 2]
        slopes[:, 0, :2], slopes[:, 1, :2] = by_y, -by_x
        slopes[:, 2, 0], slopes[:, 2, 1] = -nearer[:, 1], nearer[:, 0]
        slopes[:, 0, 2], slopes[:, 1, 2] = shared[:, 1], -shared[:, 0]
        slopes[:, 3, 0] = slopes[:, 4, 1] = magnification
        slopes[:, 5, :2] = -nearing
        weighted = flat_slopes * _WEIGHTS_THRICE
        change = np.linalg.solve(weighted @ flat_slopes.transpose(0, 2, 1), weighted @ flat_errors)
        rotations = np.array([_turn(-x, -y, -z) for x, y, z in change[:, :3, 0].tolist()]) @ rotations
        shift = shift - change[:, 3:5]
        distance = np.maximum(distance - change[:, 5], _NEAREST_CM)
    return rotations


def _aligned(seen_px: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Rotations (n, 3, 3) and scales (n,), pixels per centimetre, that align the average face, without perspective.

    Kabsch, A solution for the best rotation to relate two sets of vectors, 1976; scale after Umeyama, 1991.
    """
    covariances = (seen_px * WEIGHTS[:, None]).transpose(0, 2, 1) @ _CENTRED_CM
    rotations = np.array([_nearest_rotation(covariance) for covariance in covariances])
    return rotations, np.maximum((rotations * covariances).sum(axis=(1, 2)) / _SPREAD_CM2, 1e-6)


def _nearest_rotation(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation nearest to a matrix (3, 3).

    Newton's iteration for the polar decomposition (Higham, Computing the Polar Decomposition, 1986), which takes a
    fifth of the time of a singular value decomposition; that is left for matrices that are nearly mirror images.
    """
    (a, b, c), (d, e, f), (g, h, i) = matrix.tolist()
    for _ in range(_POLAR_STEPS):
        # Cofactors: over the determinant they are the transposed inverse.
        p, q, r = e * i - f * h, f * g - d * i, d * h - e * g
        s, t, u = c * h - b * i, a * i - c * g, b * g - a * h
        v, w, x = b * f - c * e, c * d - a * f, a * e - b * d
        determinant = a * p + b * q + c * r
        size = (a * a + b * b + c * c + d * d + e * e + f * f + g * g + h * h + i * i) ** 1.5
        if determinant <= _FLAT * size:
            left, _, right = np.linalg.svd(matrix)
            return np.asarray((left * (1.0, 1.0, np.sign(np.linalg.det(left @ right)))) @ right)
        scale = determinant ** (-1 / 3)
        keep, turn = scale / 2, 1 / (2 * scale * determinant)
        a, b, c = keep * a + turn * p, keep * b + turn * q, keep * c + turn * r
        d, e, f = keep * d + turn * s, keep * e + turn * t, keep * f + turn * u
        g, h, i = keep * g + turn * v, keep * h + turn * w, keep * i + turn * x
    return np.array(((a, b, c), (d, e, f), (g, h, i)))


def _turn(about_x: float, about_y: float, about_z: float) -> tuple[tuple[float, float, float], ...]:
    """Rotation about an axis by its length, in radians (Rodrigues)."""
    angle = max(math.sqrt(about_x**2 + about_y**2 + about_z**2), 1e-12)
    x, y, z = about_x / angle, about_y / angle, about_z / angle
    sine, cosine = math.sin(angle), math.cos(angle)
    rest = 1 - cosine
    return (
        (cosine + x * x * rest, x * y * rest - z * sine, x * z * rest + y * sine),
        (y * x * rest + z * sine, cosine + y * y * rest, y * z * rest - x * sine),
        (z * x * rest - y * sine, z * y * rest + x * sine, cosine + z * z * rest),
    )


def _angles(rotation: NDArray[np.float64]) -> HeadPose:
    """Yaw and pitch of the direction the face points to, and roll about that direction."""
    (right_x, up_x, ahead_x), (_, _, ahead_y), (right_z, up_z, ahead_z) = rotation.tolist()
    yaw = math.atan2(ahead_x, ahead_z)
    pitch = math.asin(min(max(ahead_y, -1.0), 1.0))
    # Roll is measured from the right that a level head would have: (cos yaw, 0, -sin yaw).
    roll = math.atan2(up_x * math.cos(yaw) - up_z * math.sin(yaw), right_x * math.cos(yaw) - right_z * math.sin(yaw))
    return HeadPose(math.degrees(yaw), math.degrees(pitch), math.degrees(roll))
