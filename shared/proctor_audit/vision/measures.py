"""What the landmarks of one face say: eyes, irises, gaze, mouth, head."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox, HeadPose, MainFace, Point
from proctor_audit.values import dataclass
from proctor_audit.vision.eye_light import eye_light
from proctor_audit.vision.head_pose import head_poses
from proctor_audit.vision.landmark_points import (
    ALL,
    FACE_SIDES,
    INNER_LIP_LINE,
    INNER_LIPS,
    LEFT_EYE,
    MOUTH_CORNERS,
    RIGHT_EYE,
    EyePoints,
    Points,
)
from proctor_audit.vision.picture_quality import overexposed

_MESH_POINTS: Final = 468
"""The irises' points follow them."""


def pixels(landmarks: NDArray[np.float32], width_px: int, height_px: int) -> NDArray[np.float64]:
    """Landmarks (n, 3) in pixels. Ratios and angles mean nothing in normalised units unless the image is square.

    The mesh gives z at the scale of x.
    """
    return landmarks.astype(np.float64) * (width_px, height_px, width_px)


@dataclass(frozen=True, slots=True, eq=False)
class MeshedFace:
    """A face with its landmarks.

    Attributes:
        landmarks: (478, 3), normalised to the image.
        box: where the face was detected.
        presence: the landmark model's confidence, 0..1.
        luma: the image, (h, w).
    """

    landmarks: NDArray[np.float32]
    box: FaceBox
    presence: float
    luma: NDArray[np.uint8]


def measure_faces(faces: Sequence[MeshedFace]) -> list[MainFace]:
    """The readings of faces, each in a picture of its own."""
    points_px = [pixels(face.landmarks, face.luma.shape[1], face.luma.shape[0]) for face in faces]
    poses = head_poses(np.array(points_px), [min(face.luma.shape) for face in faces])
    return [_measured(*one) for one in zip(faces, points_px, poses, strict=True)]


def _measured(face: MeshedFace, in_pixels: NDArray[np.float64], pose: HeadPose) -> MainFace:
    landmarks, luma = face.landmarks, face.luma
    height_px, width_px = luma.shape
    # Numbers of Python: NumPy takes longer to reach a number than to add two.
    points_px = dict(zip(ALL, in_pixels.take(ALL, axis=0).tolist(), strict=True))
    left, right = iris_shift(points_px, LEFT_EYE), iris_shift(points_px, RIGHT_EYE)
    x, y = landmarks[:, :2].mean(axis=0).tolist()
    light = eye_light(luma, points_px)
    return MainFace(
        box=face.box,
        presence=face.presence,
        centre=(x, y),
        left_eye_aspect_ratio=eye_aspect_ratio(points_px, LEFT_EYE),
        right_eye_aspect_ratio=eye_aspect_ratio(points_px, RIGHT_EYE),
        left_iris=_normalised(iris_centre(points_px, LEFT_EYE), width_px, height_px),
        right_iris=_normalised(iris_centre(points_px, RIGHT_EYE), width_px, height_px),
        iris_shift=((left[0] + right[0]) / 2, (left[1] + right[1]) / 2),
        head_pose=pose,
        mouth_open=mouth_open(points_px),
        mouth_area=mouth_area(points_px),
        width=math.dist(points_px[FACE_SIDES[1]], points_px[FACE_SIDES[0]]) / width_px,
        cut_off=cut_off(landmarks),
        glare=light.glare,
        eye_contrast=light.contrast,
        overexposed=overexposed(_part(luma, face.box)),
    )


def eye_aspect_ratio(points_px: Points, eye: EyePoints) -> float:
    """Mean distance of the lids over the distance of the corners; about 0.3 open, below 0.18 closed.

    Soukupová and Čech, Real-Time Eye Blink Detection using Facial Landmarks, 2016, equation 1.
    """
    (upper_a, lower_a), (upper_b, lower_b) = eye.lids
    lids_px = _distance_px(points_px, upper_a, lower_a) + _distance_px(points_px, upper_b, lower_b)
    return lids_px / max(2.0 * _distance_px(points_px, *eye.corners), 1e-6)


def iris_centre(points_px: Points, eye: EyePoints) -> Point:
    """Mean of the iris' points."""
    points = [points_px[point] for point in eye.iris]
    return sum(point[0] for point in points) / len(points), sum(point[1] for point in points) / len(points)


def iris_shift(points_px: Points, eye: EyePoints) -> Point:
    """Offset of the iris from the middle between the corners, in eye widths, along and across the eye.

    x > 0 toward the image's right, y > 0 downward; a tilted head changes neither.
    """
    (left_x, left_y, _), (right_x, right_y, _) = points_px[eye.corners[0]], points_px[eye.corners[1]]
    iris_x, iris_y = iris_centre(points_px, eye)
    offset_x, offset_y = iris_x - (left_x + right_x) / 2, iris_y - (left_y + right_y) / 2
    along_x, along_y = right_x - left_x, right_y - left_y
    square = max(along_x**2 + along_y**2, 1e-12)
    return (
        (offset_x * along_x + offset_y * along_y) / square,
        (offset_y * along_x - offset_x * along_y) / square,
    )


def mouth_open(points_px: Points) -> float:
    """Gap between the inner lips over the distance of the inner corners of the mouth."""
    return _distance_px(points_px, *INNER_LIPS) / max(_distance_px(points_px, *MOUTH_CORNERS), 1e-6)


def mouth_area(points_px: Points) -> float:
    """Area between the inner lips over the square of the distance of the outer eye corners (shoelace formula)."""
    twice_px2 = 0.0
    before_x, before_y, _ = points_px[INNER_LIP_LINE[-1]]
    for point in INNER_LIP_LINE:
        x, y, _ = points_px[point]
        twice_px2 += before_x * y - x * before_y
        before_x, before_y = x, y
    return abs(twice_px2) / 2 / max(_distance_px(points_px, LEFT_EYE.corners[0], RIGHT_EYE.corners[1]) ** 2, 1e-6)


def cut_off(landmarks: NDArray[np.float32]) -> float:
    """Share of the mesh that lies beyond the picture's edge."""
    places = landmarks[:_MESH_POINTS, :2]
    if places.min() >= 0.0 and places.max() <= 1.0:
        return 0.0
    return float(((places < 0) | (places > 1)).any(axis=1).mean())


def _part(luma: NDArray[np.uint8], box: FaceBox) -> NDArray[np.uint8]:
    height, width = luma.shape
    top, left = int(box.y * height), int(box.x * width)
    return luma[top : top + max(round(box.height * height), 1), left : left + max(round(box.width * width), 1)]


def _distance_px(points_px: Points, a: int, b: int) -> float:
    (a_x, a_y, _), (b_x, b_y, _) = points_px[a], points_px[b]
    return math.hypot(a_x - b_x, a_y - b_y)


def _normalised(point_px: Point, width_px: int, height_px: int) -> Point:
    return point_px[0] / width_px, point_px[1] / height_px
