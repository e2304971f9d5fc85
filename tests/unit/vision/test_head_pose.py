from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.observation import HeadPose
from proctor_audit.vision import FaceEngine
from proctor_audit.vision.canonical_face import LANDMARKS, MIRRORED, POINTS_CM
from proctor_audit.vision.head_pose import head_poses
from tests.unit.vision.photographs import astronaut, mirrored, rotated


def angles(pose: HeadPose) -> tuple[float, float, float]:
    return (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)


SIDE_PX = 480.0
DISTANCE_CM = 55.0
FACES = {
    "average": POINTS_CM,
    "long": POINTS_CM * (0.95, 1.08, 1.0),
    "flat": POINTS_CM * (1.0, 1.0, 0.9),
}


def turned(yaw_deg: float, pitch_deg: float, roll_deg: float) -> NDArray[np.float64]:
    """First clockwise, then up, then to the image's right; x right, y up, z toward the camera."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    clockwise = np.array([[np.cos(roll), np.sin(roll), 0], [-np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    up = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    to_the_right = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    return np.asarray(to_the_right @ up @ clockwise, np.float64)


def photographed(face_cm: NDArray[np.float64], rotation: NDArray[np.float64]) -> NDArray[np.float64]:
    """Landmarks in pixels of a face seen in perspective by a webcam; depth at the scale of the face's middle."""
    placed = (face_cm - face_cm.mean(axis=0)) @ rotation.T
    focal_px = 1.5 * SIDE_PX
    seen = placed[:, :2] * (focal_px / (DISTANCE_CM - placed[:, 2]))[:, None]
    points = np.zeros((478, 3))
    points[LANDMARKS] = np.column_stack([seen, placed[:, 2] * focal_px / DISTANCE_CM]) * (1, -1, -1) + (300, 200, 0)
    return points


@pytest.mark.parametrize(
    ("yaw_deg", "pitch_deg", "roll_deg"),
    [
        *((0, 0, 0), (30, 0, 0), (-30, 0, 0), (0, 25, 0), (0, -25, 0), (0, 0, 20), (0, 0, -20)),
        *((40, -15, 10), (-60, 10, -5), (20, 20, 85), (5, 0, -90)),
    ],
)
@pytest.mark.parametrize(("face", "within_deg"), [("average", 1), ("long", 4.5), ("flat", 5)])
def test_a_head_turned_by_known_angles_has_these_angles(
    face: str, within_deg: float, yaw_deg: float, pitch_deg: float, roll_deg: float
) -> None:
    points = photographed(FACES[face], turned(yaw_deg, pitch_deg, roll_deg))

    assert angles(head_poses(points[None], [SIDE_PX])[0]) == pytest.approx(
        (yaw_deg, pitch_deg, roll_deg), abs=within_deg
    )


@pytest.mark.parametrize("yaw_deg", [-50, -30, 30, 50])
def test_depth_that_stays_behind_between_the_halves_does_not_lessen_the_yaw(yaw_deg: float) -> None:
    """As the mesh gives it: the near and the far cheek at nearly the same depth."""
    points = photographed(POINTS_CM, turned(yaw_deg, 0, 0))
    depth = points[LANDMARKS, 2]
    shared = (depth + depth[MIRRORED]) / 2
    points[LANDMARKS, 2] = shared + 0.5 * (depth - shared)

    assert head_poses(points[None], [SIDE_PX])[0].yaw_deg == pytest.approx(yaw_deg, abs=1.5)


def test_a_nose_toward_the_right_edge_is_yaw_above_zero() -> None:
    nose, left_cheek, right_cheek = 4, 127, 356
    points = photographed(POINTS_CM, turned(25, 0, 0))

    assert points[nose, 0] - points[left_cheek, 0] > points[right_cheek, 0] - points[nose, 0]
    assert head_poses(points[None], [SIDE_PX])[0].yaw_deg > 0


def test_a_mirrored_picture_turns_yaw_and_roll_around(engine: FaceEngine) -> None:
    poses = []
    for picture in (astronaut(), mirrored(astronaut())):
        face = engine.observe(picture).observation.face
        assert face is not None
        poses.append(face.head_pose)
    seen, in_the_mirror = poses

    assert in_the_mirror.yaw_deg == pytest.approx(-seen.yaw_deg, abs=4)
    assert in_the_mirror.pitch_deg == pytest.approx(seen.pitch_deg, abs=4)
    assert in_the_mirror.roll_deg == pytest.approx(-seen.roll_deg, abs=2)


@pytest.mark.parametrize("clockwise_deg", [-20, 20])
def test_a_picture_turned_clockwise_adds_to_the_roll(engine: FaceEngine, clockwise_deg: float) -> None:
    upright = engine.observe(astronaut()).observation.face
    tilted = engine.observe(rotated(astronaut(), clockwise_deg)).observation.face
    assert upright is not None
    assert tilted is not None

    assert tilted.head_pose.roll_deg - upright.head_pose.roll_deg == pytest.approx(clockwise_deg, abs=3)
