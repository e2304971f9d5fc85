from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.observation import HeadPose
from proctor_audit.vision import FaceEngine, Sighting
from proctor_audit.vision.head_pose import head_pose
from proctor_audit.vision.measures import pixels
from tests.unit.vision.photographs import astronaut, mirrored, rotated


def angles(pose: HeadPose) -> tuple[float, float, float]:
    return (pose.yaw_deg, pose.pitch_deg, pose.roll_deg)


def turned(yaw_deg: float = 0, pitch_deg: float = 0, roll_deg: float = 0) -> NDArray[np.float64]:
    """Turns a level, frontal face: first clockwise, then up, then to the image's right (x right, y down, z away)."""
    yaw, pitch, roll = np.radians([yaw_deg, pitch_deg, roll_deg])
    clockwise = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    up = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    to_the_right = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    return np.asarray(to_the_right @ up @ clockwise, np.float64)


@pytest.fixture(scope="module")
def level_face(sighting: Sighting) -> NDArray[np.float64]:
    """The landmarks of the photograph, turned so that the head is level and looks straight ahead."""
    assert sighting.landmarks is not None
    points = pixels(sighting.landmarks, 512, 512)
    return np.asarray((points - points.mean(axis=0)) @ turned(*angles(head_pose(points))), np.float64)


@pytest.mark.parametrize(
    ("yaw_deg", "pitch_deg", "roll_deg"),
    [
        (0, 0, 0),
        (30, 0, 0),
        (-30, 0, 0),
        (0, 25, 0),
        (0, -25, 0),
        (0, 0, 20),
        (0, 0, -20),
        (40, -15, 10),
        (-60, 10, -5),
    ],
)
def test_a_head_turned_by_known_angles_has_these_angles(
    level_face: NDArray[np.float64], yaw_deg: float, pitch_deg: float, roll_deg: float
) -> None:
    points = level_face @ turned(yaw_deg, pitch_deg, roll_deg).T

    assert angles(head_pose(points)) == pytest.approx((yaw_deg, pitch_deg, roll_deg), abs=0.01)


def test_a_nose_toward_the_right_edge_is_yaw_above_zero(level_face: NDArray[np.float64]) -> None:
    nose, left_cheek, right_cheek = 1, 234, 454
    points = level_face @ turned(yaw_deg=25).T

    assert points[nose, 0] - points[left_cheek, 0] > points[right_cheek, 0] - points[nose, 0]
    assert head_pose(points).yaw_deg > 0


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
