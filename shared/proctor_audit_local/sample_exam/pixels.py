"""What a picture is in this folder, and how something is painted on one."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

Picture: TypeAlias = NDArray[np.uint8]
"""(h, w, 3) RGB, or (h, w, 4) RGB already multiplied by the alpha that follows it."""

Colour: TypeAlias = tuple[int, int, int]

FRACTION_BITS: Final = 4
"""Bits after the point in the coordinates that OpenCV draws at."""


def fixed_point(outline: NDArray[np.floating]) -> NDArray[np.int32]:
    """(n, 2) pixels as OpenCV draws them with ``FRACTION_BITS``."""
    return np.asarray(np.rint(np.asarray(outline) * (1 << FRACTION_BITS)), np.int32)


def painted(
    picture: Picture,
    shape: NDArray[np.float32] | Iterable[NDArray[np.floating]],
    colour: Colour,
    opacity: float,
    *,
    soft_px: float = 0.6,
) -> None:
    """Paint on a picture, in place, where it is not transparent.

    Args:
        picture: RGB, or RGB with alpha.
        shape: (h, w) 0..1, or outlines (n, 2) to fill.
        colour: of the paint.
        opacity: 0..1.
        soft_px: how soft the edge is.
    """
    if isinstance(shape, np.ndarray):
        mask = shape
    else:
        filled = np.zeros(picture.shape[:2], np.uint8)
        for outline in shape:
            cv2.fillPoly(filled, [fixed_point(outline)], (255,), cv2.LINE_AA, FRACTION_BITS)
        mask = np.asarray(filled / 255, np.float32)
    # Only where there is paint: most of a picture is not touched.
    margin_px = math.ceil(4 * soft_px)
    left, top, width, height = cv2.boundingRect((mask > 0).astype(np.uint8))
    rows = slice(max(top - margin_px, 0), top + height + margin_px)
    columns = slice(max(left - margin_px, 0), left + width + margin_px)
    area = picture[rows, columns]
    if width == 0 or area.size == 0:
        return
    share = opacity * np.asarray(cv2.GaussianBlur(mask[rows, columns], (0, 0), soft_px), np.float32)[:, :, None]
    paint: NDArray[np.floating] = np.array(colour, np.float32)
    if picture.shape[2] == 4:
        paint = paint * (area[:, :, 3:].astype(np.float32) / 255)
    area[:, :, :3] = np.rint(area[:, :, :3] * (1 - share) + paint * share).astype(np.uint8)
