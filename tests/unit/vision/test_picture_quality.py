from __future__ import annotations

import cv2
import numpy as np
import pytest

from proctor_audit.vision.picture_quality import PictureQuality, overexposed, picture_quality
from tests.unit.vision.photographs import Picture, astronaut, blurred, resized


def quality_of(rgb: Picture) -> PictureQuality:
    return picture_quality(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8))


@pytest.mark.parametrize(("level", "brightness"), [(0, 0.0), (51, 0.2), (255, 1.0)])
def test_a_flat_picture_is_as_bright_as_it_is_and_nothing_else(level: int, brightness: float) -> None:
    quality = quality_of(np.full((60, 80, 3), level, np.uint8))

    assert quality.brightness == pytest.approx(brightness, abs=0.001)
    assert quality.contrast == 0.0
    assert quality.sharpness == 0.0


def test_half_black_half_white_has_the_most_contrast() -> None:
    halves = np.zeros((100, 320, 3), np.uint8)
    halves[:, 160:] = 255

    assert quality_of(halves).contrast == pytest.approx(0.5, abs=0.01)


def test_sharpness_falls_with_blur() -> None:
    levels = [quality_of(resized(astronaut(), 320, 320)).sharpness] + [
        quality_of(blurred(resized(astronaut(), 320, 320), sigma_px)).sharpness for sigma_px in (1, 2, 4)
    ]

    assert levels == sorted(levels, reverse=True)
    assert levels[0] > 0.5
    assert levels[-1] < 0.2


@pytest.mark.parametrize("window", [(15, 1), (1, 15)], ids=["sideways", "upwards"])
def test_sharpness_falls_when_the_camera_moves_in_one_direction(window: tuple[int, int]) -> None:
    smeared = np.asarray(cv2.blur(resized(astronaut(), 320, 320), window), np.uint8)

    assert quality_of(smeared).sharpness < 0.25


@pytest.mark.parametrize("dim", [0.25, 0.5])
def test_sharpness_does_not_fall_in_dim_light(dim: float) -> None:
    bright = astronaut()
    dark = (bright * dim).astype(np.uint8)

    assert quality_of(dark).sharpness == pytest.approx(quality_of(bright).sharpness, abs=0.05)


@pytest.mark.parametrize("side_px", [320, 512, 1024])
def test_sharpness_does_not_depend_on_the_size(side_px: int) -> None:
    quality = quality_of(resized(astronaut(), side_px, side_px))

    assert quality.sharpness == pytest.approx(quality_of(astronaut()).sharpness, abs=0.05)


@pytest.mark.parametrize("burnt_share", [0.0, 0.25, 1.0])
def test_what_is_burnt_out_is_counted(burnt_share: float) -> None:
    luma = np.full((100, 320), 200, np.uint8)
    luma[: round(100 * burnt_share)] = 255

    assert overexposed(luma) == burnt_share
    assert picture_quality(luma).overexposed == burnt_share
