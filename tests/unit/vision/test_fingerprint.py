"""The same picture, whatever became of it on the way, and others."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from proctor_audit.judgement.liveness import same_picture
from proctor_audit.vision.fingerprint import fingerprint, parts_of
from tests.unit.vision.photographs import Picture, astronaut, blurred, resized

PHOTOGRAPH = resized(astronaut(), 320, 240)


def of(rgb: Picture) -> tuple[int, ...]:
    return fingerprint(parts_of(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)))


def encoded(rgb: Picture, extension: str, quality: int) -> Picture:
    flag = {".jpg": cv2.IMWRITE_JPEG_QUALITY, ".webp": cv2.IMWRITE_WEBP_QUALITY}[extension]
    data = cv2.imencode(extension, rgb, [flag, quality])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_UNCHANGED), np.uint8)


def noisy(rgb: Picture, sigma: float, seed: int = 1) -> Picture:
    noise = np.random.default_rng(seed).normal(0, sigma, rgb.shape)
    return np.clip(np.rint(rgb + noise), 0, 255).astype(np.uint8)


def shifted(rgb: Picture, pixels: float) -> Picture:
    move = np.array([[1, 0, pixels], [0, 1, 0]], np.float32)
    return np.asarray(
        cv2.warpAffine(rgb, move, (rgb.shape[1], rgb.shape[0]), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


@pytest.mark.parametrize(
    "changed",
    [
        lambda rgb: rgb,
        lambda rgb: noisy(rgb, 0.3),
        lambda rgb: encoded(rgb, ".webp", 60),
        lambda rgb: encoded(rgb, ".jpg", 60),
        lambda rgb: encoded(noisy(rgb, 0.3), ".webp", 70),
    ],
)
def test_the_same_picture_encoded_anew_is_the_same(changed: Callable[[Picture], Picture]) -> None:
    once = encoded(PHOTOGRAPH, ".webp", 60)
    assert same_picture(of(changed(once)), of(once))


@pytest.mark.parametrize(
    "changed",
    [
        lambda rgb: shifted(rgb, 3),
        lambda rgb: np.clip(rgb.astype(np.int16) + 3, 0, 255).astype(np.uint8),
        lambda rgb: np.ascontiguousarray(rgb[:, ::-1]),
        lambda rgb: blurred(rgb, 6),
        lambda rgb: np.zeros_like(rgb),
    ],
)
def test_another_picture_is_another(changed: Callable[[Picture], Picture]) -> None:
    assert not same_picture(of(changed(PHOTOGRAPH)), of(PHOTOGRAPH))


def test_it_is_eight_numbers_that_fit_six_bits() -> None:
    numbers = of(PHOTOGRAPH)
    assert len(numbers) == 8
    assert all(0 <= number < 64 for number in numbers)


def test_the_end_of_the_range_lies_next_to_its_beginning() -> None:
    assert same_picture((63,) * 8, (1,) * 8)
    assert not same_picture((63,) * 8, (63,) * 7 + (4,))
