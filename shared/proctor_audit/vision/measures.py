"""What the landmarks of one face say: eyes, irises, gaze, mouth, head."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox, MainFace, Point
from proctor_audit.vision.eye_light import eye_light
from proctor_audit.vision.head_pose import head_pose
from proctor_audit.vision.landmark_points import (
    FACE_SIDES,
    INNER_LIP_LINE,
    INNER_LIPS,
    LEFT_EYE,
    MOUTH_CORNERS,
    RIGHT_EYE,
    EyePoints,
)
from proctor_audit.vision.picture_quality import overexposed

_MESH_POINTS: Final = 468
"""The irises' points follow them."""


def pixels(landmarks: NDArray[np.float32], width_px: int, height_px: int) -> NDArray[np.float64]:
    """Landmarks (n, 3) in pixels. Ratios and angles mean nothing in normalised units unless the image is square.

    The mesh gives z at the scale of x.
    """
    return landmarks.astype(np.float64) * (width_px, height_px, width_px)


def measure_face(landmarks: NDArray[np.float32], box: FaceBox, presence: float, luma: NDArray[np.uint8]) -> MainFace:
    """The reading of one face.

    Args:
        landmarks: (478, 3), normalised to the image.
        box: where the face was detected.
        presence: the landmark model's confidence, 0..1.
        luma: the image, (h, w).
    """
    height_px, width_px = luma.shape
    points_px = pixels(landmarks, width_px, height_px)
    left, right = iris_shift(points_px, LEFT_EYE), iris_shift(points_px, RIGHT_EYE)
    shift = ((left[0] + right[0]) / 2, (left[1] + right[1]) / 2)
    x, y = landmarks[:, :2].mean(axis=0).tolist()
    light = eye_light(luma, points_px)
    return MainFace(
        box=box,
        presence=presence,
        centre=(x, y),
        left_eye_aspect_ratio=eye_aspect_ratio(points_px, LEFT_EYE),
        right_eye_aspect_ratio=eye_aspect_ratio(points_px, RIGHT_EYE),
        left_iris=_iris(landmarks, LEFT_EYE),
        right_iris=_iris(landmarks, RIGHT_EYE),
        iris_shift=shift,
        head_pose=head_pose(points_px, min(width_px, height_px)),
        mouth_open=mouth_open(points_px),
        mouth_area=mouth_area(points_px),
        width=float(np.linalg.norm(points_px[FACE_SIDES[1]] - points_px[FACE_SIDES[0]])) / width_px,
        cut_off=cut_off(landmarks),
        glare=light.glare,
        eye_contrast=light.contrast,
        overexposed=overexposed(_part(luma, box)),
    )


def eye_aspect_ratio(points_px: NDArray[np.float64], eye: EyePoints) -> float:
    """Mean distance of the lids over the distance of the corners; about 0.3 open, below 0.18 closed.

    Soukupová and Čech, Real-Time Eye Blink Detection using Facial Landmarks, 2016, equation 1.
    """
    (upper_a, lower_a), (upper_b, lower_b) = eye.lids
    lids_px = _distance_px(points_px, upper_a, lower_a) + _distance_px(points_px, upper_b, lower_b)
    return lids_px / max(2.0 * _distance_px(points_px, *eye.corners), 1e-6)


def iris_shift(points_px: NDArray[np.float64], eye: EyePoints) -> Point:
    """Offset of the iris from the middle between the corners, in eye widths, along and across the eye.

    x > 0 toward the image's right, y > 0 downward; a tilted head changes neither.
    """
    left, right = points_px[eye.corners[0], :2], points_px[eye.corners[1], :2]
    offset_x, offset_y = (points_px[list(eye.iris), :2].mean(axis=0) - (left + right) / 2).tolist()
    along_x, along_y = (right - left).tolist()
    square = max(along_x**2 + along_y**2, 1e-12)
    return (
        (offset_x * along_x + offset_y * along_y) / square,
        (offset_y * along_x - offset_x * along_y) / square,
    )


def mouth_open(points_px: NDArray[np.float64]) -> float:
    """Gap between the inner lips over the distance of the inner corners of the mouth."""
    return _distance_px(points_px, *INNER_LIPS) / max(_distance_px(points_px, *MOUTH_CORNERS), 1e-6)


def mouth_area(points_px: NDArray[np.float64]) -> float:
    """Area between the inner lips over the square of the distance of the outer eye corners (shoelace formula)."""
    x, y = points_px[list(INNER_LIP_LINE), :2].T
    area_px2 = abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2
    return area_px2 / max(_distance_px(points_px, LEFT_EYE.corners[0], RIGHT_EYE.corners[1]) ** 2, 1e-6)


def cut_off(landmarks: NDArray[np.float32]) -> float:
    """Share of the mesh that lies beyond the picture's edge."""
    x, y = landmarks[:_MESH_POINTS, 0], landmarks[:_MESH_POINTS, 1]
    return float(((x < 0) | (x > 1) | (y < 0) | (y > 1)).mean())


def _part(luma: NDArray[np.uint8], box: FaceBox) -> NDArray[np.uint8]:
    height, width = luma.shape
    top, left = int(box.y * height), int(box.x * width)
    return luma[top : top + max(round(box.height * height), 1), left : left + max(round(box.width * width), 1)]


def _distance_px(points_px: NDArray[np.float64], a: int, b: int) -> float:
    return float(np.hypot(points_px[a, 0] - points_px[b, 0], points_px[a, 1] - points_px[b, 1]))


def _iris(landmarks: NDArray[np.float32], eye: EyePoints) -> Point:
    x, y = landmarks[list(eye.iris), :2].mean(axis=0).tolist()
    return (x, y)
