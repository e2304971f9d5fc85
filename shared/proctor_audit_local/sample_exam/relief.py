"""How far each point of the photographed head lies from the axes it turns about.

Inside the face the distances come from the landmarks. From the face's rim they run smoothly (as a membrane,
Laplace's equation) to zero a little outside the head and at the collar, so that hair, ears and neck follow the
face without a seam and the shoulders stay where they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

STEP_PX: Final = 2
"""Pixels of the photograph per sample of a relief."""

_FACE_RIM: Final = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
_EARS: Final = (127, 356)
_SURROUNDINGS_PX: Final = 70
_HALO_PX: Final = 24
"""The outline moves with what is next to it: the membrane ends this far outside of it."""
_MEMBRANE_SWEEPS: Final = 4000
_SMOOTHING_PX: Final = 1.0


@dataclass(frozen=True)
class Relief:
    """Distances from the axes of the head, in pixels of the photograph, every ``STEP_PX`` pixels.

    Attributes:
        left_px: left edge of the covered part of the photograph.
        top_px: its upper edge.
        right_of_axis: float32 (h, w), toward the image's right of the vertical axis.
        below_axis: float32 (h, w), below the horizontal axis.
        before_axis: float32 (h, w), toward the camera from both axes.
    """

    left_px: int
    top_px: int
    right_of_axis: NDArray[np.float32]
    below_axis: NDArray[np.float32]
    before_axis: NDArray[np.float32]


def relief_of(landmarks_px: NDArray[np.float32], outline: NDArray[np.uint8], collar_px: int) -> Relief:
    """Measure the relief of a head that faces the camera.

    Args:
        landmarks_px: (478, 3) landmarks in pixels of the photograph; z in the same unit, negative toward the camera.
        outline: (h, w) 255 on the person, 0 elsewhere.
        collar_px: row of the photograph from which on nothing turns with the head.
    """
    left, right = int(landmarks_px[:, 0].min()) - _SURROUNDINGS_PX, int(landmarks_px[:, 0].max()) + _SURROUNDINGS_PX
    area = np.s_[0 : collar_px + STEP_PX : STEP_PX, left : right + STEP_PX : STEP_PX]
    reach = np.ones((2 * _HALO_PX + 1, 2 * _HALO_PX + 1), np.uint8)
    person = cv2.dilate(outline, reach)[area] > 127
    points = landmarks_px - np.array([left, 0, 0], np.float32)
    points[:, :2] /= STEP_PX
    rim = np.rint(points[list(_FACE_RIM), :2]).astype(np.int32)
    face = cv2.fillPoly(np.zeros(person.shape, np.uint8), [rim], (1,)) > 0
    depth = _triangulated(points, face)
    rows, columns = np.mgrid[0 : person.shape[0], 0 : person.shape[1]].astype(np.float32) * STEP_PX
    ears = landmarks_px[list(_EARS)].mean(axis=0)
    edge = np.zeros(person.shape, bool)
    edge[0], edge[-1], edge[:, 0], edge[:, -1] = True, True, True, True
    still = ~person | edge
    right_of, below, before = (
        _membrane(np.where(face, values, 0).astype(np.float32), face, still)
        for values in (columns + left - ears[0], rows - ears[1], ears[2] - depth)
    )
    return Relief(left, 0, right_of, below, before)


def _triangulated(points: NDArray[np.float32], face: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Depth of each sample of the face, linear within the triangles between landmarks."""
    height, width = face.shape
    subdivision = cv2.Subdiv2D((-1, -1, width + 2, height + 2))
    depth_at: dict[tuple[int, int], float] = {}
    for x, y, z in points:
        subdivision.insert((float(x), float(y)))
        depth_at[_key(x, y)] = float(z)
    depth = np.zeros(face.shape, np.float32)
    for corners in np.asarray(subdivision.getTriangleList(), np.float32).reshape(-1, 3, 2):
        keys = [_key(x, y) for x, y in corners]
        if not all(key in depth_at for key in keys):
            continue  # a triangle with a corner of the surrounding frame
        depths = np.array([depth_at[key] for key in keys])
        plane, _, rank, _ = np.linalg.lstsq(np.column_stack([corners, np.ones(3)]), depths, rcond=None)
        if rank < 3:
            continue
        inside = cv2.fillConvexPoly(np.zeros(face.shape, np.uint8), np.rint(corners).astype(np.int32), (1,)) > 0
        ys, xs = np.nonzero(inside)
        # Samples are centred up to half a step outside of a triangle; a sliver's plane is steep there.
        depth[ys, xs] = np.clip(plane[0] * xs + plane[1] * ys + plane[2], depths.min(), depths.max())
    return depth


def _key(x: float, y: float) -> tuple[int, int]:
    return round(float(x) * 1000), round(float(y) * 1000)


def _membrane(values: NDArray[np.float32], face: NDArray[np.bool_], still: NDArray[np.bool_]) -> NDArray[np.float32]:
    """``values`` on the face, 0 where ``still``, stretched like a membrane in between; then smoothed a little."""
    neighbours = np.array([[0, 1, 0], [1, 0, 1], [0, 1, 0]], np.float32) / 4
    surface = values.copy()
    for _ in range(_MEMBRANE_SWEEPS):
        surface = np.asarray(cv2.filter2D(surface, cv2.CV_32F, neighbours), np.float32)
        surface[face] = values[face]
        surface[still & ~face] = 0
    smooth = cv2.GaussianBlur(surface, (0, 0), _SMOOTHING_PX)
    return np.where(still & ~face, 0, smooth).astype(np.float32)
