"""Pictures made of one public-domain photograph: NASA's portrait of Eileen Collins, 512x512."""

from __future__ import annotations

import math
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


def crowd(faces: int = 50, width_px: int = 1280, height_px: int = 720) -> Picture:
    """Rows of heads of different sizes and brightness, every other one mirrored; a face is 3 to 5 % of the width."""
    random = np.random.default_rng(50)
    columns = max(math.ceil(math.sqrt(faces * width_px / height_px)), 1)
    rows = max(math.ceil(faces / columns), 1)
    cell_width, cell_height = width_px // columns, height_px // rows
    picture = scene(width_px=width_px, height_px=height_px)
    for number in range(faces):
        side = round(min(cell_width, cell_height) * random.uniform(0.65, 1.0))
        lit = cv2.convertScaleAbs(head(side), alpha=random.uniform(0.5, 1.25))
        left = number % columns * cell_width + (cell_width - side) // 2
        top = number // columns * cell_height + (cell_height - side) // 2
        picture[top : top + side, left : left + side] = lit[:, ::-1] if number % 2 else lit
    return picture


def cartoon(width_px: int = 320, height_px: int = 240) -> Picture:
    """A drawn face with large eyes on a plain wall: nobody."""
    picture = scene(width_px=width_px, height_px=height_px)
    ink, unit = (30, 26, 24), height_px / 240

    def disc(x: float, y: float, across: float, down: float, colour: tuple[int, int, int]) -> None:
        centre, axes = (round(width_px / 2 + x * unit), round(y * unit)), (round(across * unit), round(down * unit))
        cv2.ellipse(picture, centre, axes, 0, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
        cv2.ellipse(picture, centre, axes, 0, 0, 360, ink, max(round(2 * unit), 1), cv2.LINE_AA)

    disc(0, 96, 76, 78, (96, 62, 40))  # hair
    disc(0, 124, 64, 76, (246, 206, 168))
    for side in (-1, 1):
        disc(26 * side, 108, 17, 20, (255, 255, 255))
        disc(26 * side + 3, 112, 8, 11, (54, 92, 140))
        disc(26 * side + 3, 112, 3, 5, ink)
        cv2.ellipse(
            picture,
            (round(width_px / 2 + 26 * side * unit), round(88 * unit)),
            (round(18 * unit), round(8 * unit)), 0, 200, 340, ink, max(round(4 * unit), 1), cv2.LINE_AA,
        )  # fmt: skip
    disc(0, 136, 6, 9, (236, 180, 144))
    disc(0, 168, 26, 12, (150, 40, 44))
    disc(0, 163, 20, 5, (255, 255, 255))
    return picture


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
