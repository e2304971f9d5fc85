"""Pictures made of one public-domain photograph: NASA's portrait of Eileen Collins, 512x512."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local import sample_exam

Picture = NDArray[np.uint8]

_PHOTOGRAPH = Path(sample_exam.__file__).parent / "astronaut.jpg"
_HEAD = (slice(20, 215), slice(130, 315))


@cache
def _whole() -> Picture:
    return np.ascontiguousarray(np.asarray(cv2.imread(str(_PHOTOGRAPH)), np.uint8)[:, :, ::-1])


def astronaut() -> Picture:
    """The whole photograph, RGB; one face a fifth as wide as the picture."""
    return _whole().copy()


def head(side_px: int) -> Picture:
    """The head alone; the face fills 55 % of the picture's width."""
    return resized(_whole()[_HEAD], side_px, side_px)


def scene(*heads: tuple[int, int, int], width_px: int = 640, height_px: int = 480) -> Picture:
    """A plain wall with a head of ``side_px`` at each ``(left, top, side_px)``."""
    wall = np.full((height_px, width_px, 3), (196, 190, 178), np.uint8)
    for left, top, side_px in heads:
        wall[top : top + side_px, left : left + side_px] = head(side_px)
    return wall


def resized(rgb: Picture, width_px: int, height_px: int) -> Picture:
    return np.asarray(cv2.resize(rgb, (width_px, height_px), interpolation=cv2.INTER_AREA), np.uint8)


def mirrored(rgb: Picture) -> Picture:
    return np.ascontiguousarray(rgb[:, ::-1])


def blurred(rgb: Picture, sigma_px: float) -> Picture:
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), sigma_px), np.uint8)


def rotated(rgb: Picture, clockwise_deg: float) -> Picture:
    height, width = rgb.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -clockwise_deg, 1.0)
    return np.asarray(cv2.warpAffine(rgb, turn, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8)
