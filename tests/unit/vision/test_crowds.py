"""Pictures with far too many faces, or with one that is nobody's: a sensible result."""

from __future__ import annotations

import pytest

from proctor_audit.vision import FaceEngine
from tests.unit.vision.photographs import Picture, cartoon, crowd


@pytest.mark.parametrize(("faces", "found_at_least"), [(4, 4), (12, 6), (50, 1)])
def test_a_crowd_is_a_crowd(engine: FaceEngine, faces: int, found_at_least: int) -> None:
    observation = engine.observe(crowd(faces)).observation

    assert found_at_least <= len(observation.faces) <= faces
    areas = [box.width * box.height for box in observation.faces]
    assert areas == sorted(areas, reverse=True)
    assert all(0 <= box.x <= box.x + box.width <= 1.0001 for box in observation.faces)


@pytest.mark.parametrize("picture", [cartoon(), cartoon(640, 480)], ids=["small", "large"])
def test_a_cartoon_is_one_face_at_most(engine: FaceEngine, picture: Picture) -> None:
    assert len(engine.observe(picture).observation.faces) <= 1


def test_every_face_of_a_crowd_is_drawn() -> None:
    wall = crowd(0)
    assert wall.std(axis=(0, 1)).max() == 0
    assert ((crowd(50) != wall).any(axis=2)).mean() > 0.4
