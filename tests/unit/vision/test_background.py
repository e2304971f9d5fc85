"""Nobody comes into view unseen: not by day nor by night, not small nor at the edge."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox, Focus, Grid
from proctor_audit.vision.background import grid_of, unchanged
from proctor_audit.vision.engine import FaceEngine
from proctor_audit.vision.fingerprint import parts_of
from tests.unit.vision.photographs import scene

OWN = FaceBox(0.4, 0.3, 0.2, 0.27, 0.9)
ROOM = np.asarray(
    cv2.GaussianBlur(np.random.default_rng(7).integers(40, 200, (240, 320), np.uint8), (0, 0), 25), np.uint8
)


def grid(luma: NDArray[np.uint8]) -> Grid:
    return grid_of(parts_of(luma))


def with_spot(x: float, y: float, width: float, contrast: int) -> NDArray[np.uint8]:
    """The room with a face-sized ellipse in it."""
    picture = ROOM.astype(np.int64)
    spot = np.zeros(ROOM.shape, np.uint8)
    axes = (max(round(width * 160), 1), max(round(width * 160 * 1.3), 1))
    cv2.ellipse(spot, (round(x * 320), round(y * 240)), axes, 0, 0, 360, (1,), -1)
    return np.clip(picture + contrast * spot.astype(np.int64), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("x", [0.06, 0.19, 0.31, 0.5, 0.69, 0.94])
@pytest.mark.parametrize(("width", "contrast"), [(0.05, 90), (0.1, 40), (0.2, -30)])
def test_who_comes_is_a_change(x: float, width: float, contrast: int) -> None:
    assert not unchanged(grid(with_spot(x, 0.17, width, contrast)), grid(ROOM), OWN)


@pytest.mark.parametrize("light", [-25, -6, 0, 6, 25])
def test_light_and_noise_are_none(light: int) -> None:
    noise = np.random.default_rng(3).normal(0, 3, ROOM.shape)
    later = np.clip(ROOM.astype(np.int64) + light + noise, 0, 255).astype(np.uint8)
    assert unchanged(grid(later), grid(ROOM), OWN)


def test_what_the_candidate_does_where_they_sit_is_none() -> None:
    later = ROOM.copy()
    later[80:, 120:200] = 20
    assert unchanged(grid(later), grid(ROOM), OWN)
    assert not unchanged(grid(later), grid(ROOM), FaceBox(0.05, 0.3, 0.1, 0.13, 0.9))


def test_where_nothing_is_known_or_left_to_see_it_is_a_change() -> None:
    assert not unchanged(grid(ROOM), (), OWN)
    assert not unchanged(grid(ROOM), grid(ROOM), FaceBox(0.1, 0.05, 0.8, 0.9, 0.9))


def test_a_search_that_is_due_is_left_out_only_while_the_picture_stays(engine: FaceEngine) -> None:
    alone, joined = scene((220, 140, 200)), scene((220, 140, 200), (520, 60, 90))
    first = engine.observe(alone).observation
    again = Focus(search=True, candidate=first.faces[0].centre, unless_like=first.grid)
    assert [engine.observe(picture, again).observation.searched for picture in (alone, joined)] == [False, True]
    assert engine.observe(alone, Focus(search=True)).observation.searched
