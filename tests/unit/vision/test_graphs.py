from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.vision.graphs import landmark_array
from proctor_audit.vision.mediapipe_bindings import landmark_pb2

COORDINATES = np.random.default_rng(3).normal(0.5, 0.3, (478, 3)).astype(np.float32)


def landmark_list(
    coordinates: NDArray[np.float32],
) -> landmark_pb2.NormalizedLandmarkList:
    points = [landmark_pb2.NormalizedLandmark(x=x, y=y, z=z) for x, y, z in coordinates.tolist()]
    return landmark_pb2.NormalizedLandmarkList(landmark=points)


def test_landmarks_come_out_as_they_went_in() -> None:
    assert np.array_equal(landmark_array(landmark_list(COORDINATES).SerializeToString()), COORDINATES)


@pytest.mark.parametrize("also", [{"visibility": 0.5}, {"presence": 0.5}])
def test_landmarks_of_another_length_on_the_wire_are_read_point_by_point(also: dict[str, float]) -> None:
    landmarks = landmark_list(COORDINATES)
    for name, value in also.items():
        setattr(landmarks.landmark[7], name, value)

    assert np.array_equal(landmark_array(landmarks.SerializeToString()), COORDINATES)


def test_a_coordinate_left_out_on_the_wire_is_zero() -> None:
    landmarks = landmark_list(COORDINATES)
    landmarks.landmark[3].ClearField("y")
    expected = COORDINATES.copy()
    expected[3, 1] = 0.0

    assert np.array_equal(landmark_array(landmarks.SerializeToString()), expected)


def test_a_point_of_the_usual_length_with_other_fields_is_read_by_its_fields() -> None:
    landmarks = landmark_list(COORDINATES)
    landmarks.landmark[3].ClearField("y")
    landmarks.landmark[3].visibility = 0.5
    expected = COORDINATES.copy()
    expected[3, 1] = 0.0

    assert np.array_equal(landmark_array(landmarks.SerializeToString()), expected)
