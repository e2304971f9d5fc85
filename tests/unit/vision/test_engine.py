from __future__ import annotations

import numpy as np
import pytest

from proctor_audit.observation import Focus, Observation
from proctor_audit.vision import FaceEngine, Sighting
from tests.unit.vision.photographs import Picture, astronaut, blurred, head, mirrored, resized, scene

NOISE = np.random.default_rng(1).integers(0, 256, (240, 320, 3), dtype=np.uint8)


@pytest.mark.parametrize(
    ("picture", "faces"),
    [
        pytest.param(np.zeros((240, 320, 3), np.uint8), 0, id="black"),
        pytest.param(scene(), 0, id="a plain wall"),
        pytest.param(NOISE, 0, id="noise"),
        pytest.param(astronaut()[260:], 0, id="a body without a head"),
        pytest.param(astronaut(), 1, id="the photograph"),
        pytest.param(resized(astronaut(), 320, 240), 1, id="the photograph, small and squeezed"),
        pytest.param(head(300), 1, id="a face that fills the picture"),
        pytest.param(astronaut()[40:190, 150:295], 1, id="a face cut by the edges"),
        pytest.param(scene((500, 40, 120)), 1, id="one far away"),
        pytest.param(scene((20, 100, 280), (340, 100, 280)), 2, id="two side by side"),
        pytest.param(scene((20, 60, 400), (500, 30, 110)), 2, id="one behind, a tenth of the width"),
        pytest.param(scene((20, 60, 400), (500, 30, 100)), 2, id="one behind that takes a closer look"),
        pytest.param(scene((0, 0, 480), (500, 30, 120)), 2, id="one behind a very close one"),
        pytest.param(scene((230, 100, 200), (20, 60, 120), (480, 60, 120)), 3, id="two behind"),
    ],
)
def test_every_face_is_counted_once(engine: FaceEngine, picture: Picture, faces: int) -> None:
    observation = engine.observe(picture).observation

    assert len(observation.faces) == faces
    assert (observation.face is None) == (faces == 0)


def test_the_main_face_is_the_largest_and_the_boxes_lie_on_the_heads(engine: FaceEngine) -> None:
    observation = engine.observe(scene((500, 30, 110), (20, 60, 400))).observation

    near, far = observation.faces
    assert near.centre == pytest.approx((220 / 640, 260 / 480), abs=0.06)
    assert far.centre == pytest.approx((555 / 640, 85 / 480), abs=0.04)
    assert near.width > 2 * far.width
    assert observation.face is not None
    assert observation.face.box == near


def test_a_box_ends_at_the_edge_of_the_picture(engine: FaceEngine) -> None:
    (box,) = engine.observe(astronaut()[:, 195:]).observation.faces

    assert box.x == 0.0
    assert box.x + box.width < 0.5


def test_the_reading_of_a_face_that_looks_into_the_camera(sighting: Sighting) -> None:
    face = sighting.observation.face
    assert face is not None

    assert face.presence > 0.9
    assert 0.25 < face.left_eye_aspect_ratio < 0.4
    assert 0.25 < face.right_eye_aspect_ratio < 0.4
    assert face.left_iris == pytest.approx((203 / 512, 101 / 512), abs=0.01)
    assert face.right_iris == pytest.approx((246 / 512, 103 / 512), abs=0.01)
    assert max(abs(x) for x in face.iris_shift) < 0.1
    assert 0.15 < face.width < 0.22
    assert 0.02 < face.mouth_area < 0.12
    assert (face.cut_off, face.glare) == (0.0, 0.0)
    assert face.eye_contrast > 0.1
    assert abs(face.head_pose.yaw_deg) < 10
    assert abs(face.head_pose.pitch_deg) < 15
    assert 0.05 < face.mouth_open < 0.4


def test_landmarks_are_those_of_the_main_face(sighting: Sighting) -> None:
    assert sighting.landmarks is not None
    assert sighting.landmarks.shape == (478, 3)
    assert sighting.landmarks.dtype == np.float32
    face = sighting.observation.face
    assert face is not None
    assert tuple(sighting.landmarks[:, :2].mean(axis=0)) == pytest.approx(face.centre)
    assert sighting.landmarks[468, :2] == pytest.approx(face.left_iris, abs=0.005)


def test_a_smaller_picture_gives_the_same_reading(engine: FaceEngine, sighting: Sighting) -> None:
    small = engine.observe(resized(astronaut(), 320, 320)).observation.face
    large = sighting.observation.face
    assert small is not None
    assert large is not None

    assert small.centre == pytest.approx(large.centre, abs=0.005)
    assert small.eye_aspect_ratio == pytest.approx(large.eye_aspect_ratio, abs=0.05)
    assert small.iris_shift == pytest.approx(large.iris_shift, abs=0.04)


def test_people_who_take_turns_are_seen_as_if_alone(engine: FaceEngine) -> None:
    here, there = scene((40, 60, 300)), scene((330, 140, 300))
    nobody, both = scene(), scene((20, 60, 400), (500, 30, 110))
    frames = [here, there, nobody, mirrored(here), both, blurred(there, 2)]

    def seen(one_engine: FaceEngine, order: list[int]) -> dict[int, Observation]:
        return {i: one_engine.observe(frames[i]).observation for i in order}

    alone = {i: FaceEngine().observe(frame).observation for i, frame in enumerate(frames)}
    assert seen(engine, [0, 1, 2, 3, 4, 5]) == alone
    assert seen(engine, [5, 0, 4, 1, 3, 2]) == alone


@pytest.mark.parametrize(
    "picture",
    [np.zeros((240, 320), np.uint8), np.zeros((240, 320, 4), np.uint8), np.zeros((240, 320, 3), np.float32)],
    ids=["grey", "alpha", "floats"],
)
def test_what_is_not_rgb_of_eight_bits_is_refused(engine: FaceEngine, picture: Picture) -> None:
    with pytest.raises(ValueError, match="expected an RGB picture"):
        engine.observe(picture)


def test_a_picture_that_is_not_contiguous_is_taken(engine: FaceEngine) -> None:
    view = astronaut()[::2, ::2]

    assert engine.observe(view).observation == engine.observe(view.copy()).observation


FAR = scene((20, 60, 400), (500, 30, 110))


def test_far_faces_are_looked_for_when_they_are_asked_for(engine: FaceEngine) -> None:
    quick = engine.observe(FAR, Focus(search=False)).observation
    thorough = engine.observe(FAR, Focus(search=True)).observation

    assert (len(quick.faces), quick.searched) == (1, False)
    assert (len(thorough.faces), thorough.searched) == (2, True)


@pytest.mark.parametrize("picture", [scene(), scene((500, 40, 120)), scene((20, 100, 280), (340, 100, 280))])
def test_without_one_certain_face_far_ones_are_looked_for_anyway(engine: FaceEngine, picture: Picture) -> None:
    assert engine.observe(picture, Focus(search=False)).observation == engine.observe(picture).observation


def test_the_candidate_is_who_was_there_before(engine: FaceEngine) -> None:
    """Somebody leans in, nearer to the camera than the candidate."""
    picture = scene((20, 120, 250), (320, 80, 310))
    place = (145 / 640, 245 / 480)

    largest = engine.observe(picture).observation
    kept = engine.observe(picture, Focus(candidate=place)).observation

    assert largest.face is not None
    assert kept.face is not None
    assert largest.face.box.centre[0] > 0.6
    assert kept.face.box.centre == pytest.approx(place, abs=0.05)
    assert set(kept.faces) == set(largest.faces)
    assert kept.faces[0] == kept.face.box


def test_a_passer_by_where_the_candidate_was_is_not_the_candidate(engine: FaceEngine) -> None:
    observation = engine.observe(FAR, Focus(candidate=(555 / 640, 85 / 480))).observation

    assert observation.face is not None
    assert observation.face.box.centre[0] < 0.5
