from __future__ import annotations

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.observation import Point
from proctor_audit.vision.landmark_points import (
    INNER_LIP_LINE,
    INNER_LIPS,
    LEFT_EYE,
    MOUTH_CORNERS,
    RIGHT_EYE,
    EyePoints,
)
from proctor_audit.vision.measures import cut_off, eye_aspect_ratio, iris_shift, mouth_area, mouth_open, pixels

EYES = pytest.mark.parametrize("eye", [LEFT_EYE, RIGHT_EYE], ids=["left", "right"])


def eye_at(
    eye: EyePoints, *, width_px: float, opening_px: float, iris: Point = (0, 0), tilt_deg: float = 0
) -> NDArray[np.float64]:
    """Landmarks of which only one eye is known; ``iris`` is its offset from the eye's middle, in pixels."""
    points = np.full((478, 3), np.nan)
    half, lid = width_px / 2, opening_px / 2
    points[list(eye.corners)] = [(-half, 0, 0), (half, 0, 0)]
    points[list(eye.lids[0])] = [(-half / 3, -lid, 0), (-half / 3, lid, 0)]
    points[list(eye.lids[1])] = [(half / 3, -lid, 0), (half / 3, lid, 0)]
    points[list(eye.iris)] = [(iris[0] + x, iris[1] + y, 0) for x, y in ((0, 0), (2, 0), (0, -2), (-2, 0), (0, 2))]
    turn = math.radians(tilt_deg)
    clockwise = np.array([[math.cos(turn), math.sin(turn), 0], [-math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
    return np.asarray(points @ clockwise + (200, 100, 0), np.float64)


@EYES
@pytest.mark.parametrize("tilt_deg", [0, 30, -75])
@pytest.mark.parametrize(("opening_px", "expected"), [(0, 0.0), (6, 0.15), (12, 0.3), (20, 0.5)])
def test_eye_aspect_ratio_is_lids_over_corners(
    eye: EyePoints, tilt_deg: float, opening_px: float, expected: float
) -> None:
    points = eye_at(eye, width_px=40, opening_px=opening_px, tilt_deg=tilt_deg)

    assert eye_aspect_ratio(points, eye) == pytest.approx(expected)


def test_eye_aspect_ratio_does_not_depend_on_the_shape_of_the_image() -> None:
    in_pixels = eye_at(LEFT_EYE, width_px=40, opening_px=12, tilt_deg=40)
    for width_px, height_px in ((640, 480), (480, 640)):
        normalised = (in_pixels / (width_px, height_px, width_px)).astype(np.float32)
        assert eye_aspect_ratio(pixels(normalised, width_px, height_px), LEFT_EYE) == pytest.approx(0.3, abs=1e-4)


@EYES
@pytest.mark.parametrize("tilt_deg", [0, 25])
@pytest.mark.parametrize("iris", [(0.0, 0.0), (6.0, 0.0), (-4.0, 0.0), (0.0, 3.0), (2.0, -5.0)])
def test_iris_shift_is_counted_in_eye_widths_along_the_eye(eye: EyePoints, tilt_deg: float, iris: Point) -> None:
    points = eye_at(eye, width_px=40, opening_px=12, iris=iris, tilt_deg=tilt_deg)

    assert iris_shift(points, eye) == pytest.approx((iris[0] / 40, iris[1] / 40))


@pytest.mark.parametrize(("gap_px", "expected"), [(0, 0.0), (10, 0.2), (25, 0.5)])
def test_mouth_open_is_the_gap_over_the_width(gap_px: float, expected: float) -> None:
    points = np.full((478, 3), np.nan)
    points[list(INNER_LIPS)] = [(100, 100, 0), (100, 100 + gap_px, 0)]
    points[list(MOUTH_CORNERS)] = [(75, 105, 0), (125, 105, 0)]

    assert mouth_open(points) == pytest.approx(expected)


@pytest.mark.parametrize("tilt_deg", [0, 40])
@pytest.mark.parametrize("size", [1.0, 3.0])
def test_mouth_area_is_counted_in_squares_of_the_distance_of_the_eyes(tilt_deg: float, size: float) -> None:
    """A mouth open to an ellipse of 20 by 10 pixels below eyes that are 80 apart, near and far, upright or not."""
    points = np.zeros((478, 3))
    angle = np.linspace(math.pi, 3 * math.pi, len(INNER_LIP_LINE), endpoint=False)
    points[list(INNER_LIP_LINE), 0], points[list(INNER_LIP_LINE), 1] = 10 * np.cos(angle), 5 * np.sin(angle)
    points[LEFT_EYE.corners[0]], points[RIGHT_EYE.corners[1]] = (-40, -50, 0), (40, -50, 0)
    turn = math.radians(tilt_deg)
    clockwise = np.array([[math.cos(turn), math.sin(turn), 0], [-math.sin(turn), math.cos(turn), 0], [0, 0, 1]])

    assert mouth_area(np.asarray(size * points @ clockwise, np.float64)) == pytest.approx(
        math.pi * 10 * 5 / 80**2, rel=0.02
    )


@pytest.mark.parametrize(("moved", "expected"), [((0, 0), 0.0), ((-0.5, 0), 0.5), ((0, 0.9), 0.9), ((0.5, 0.5), 0.75)])
def test_cut_off_is_the_share_beyond_the_edge(moved: Point, expected: float) -> None:
    """A face as large as the picture, moved out of it."""
    places = np.random.default_rng(1).random((478, 3)).astype(np.float32) + np.array([*moved, 0], np.float32)

    assert cut_off(places) == pytest.approx(expected, abs=0.05)
