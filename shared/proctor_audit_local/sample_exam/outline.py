"""Cutting the person out of the photograph: GrabCut from two hand-drawn polygons."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_AT_MOST: Final = (
    (150, 110), (148, 70), (165, 35), (200, 10), (260, 8), (300, 45), (308, 90), (290, 135), (270, 150), (300, 190),
    (318, 240), (350, 262), (372, 350), (420, 340), (480, 380), (511, 460), (511, 511), (10, 511), (10, 400),
    (25, 290), (70, 240), (110, 205), (105, 180), (135, 150), (175, 143),
)  # fmt: skip
_AT_LEAST: Final = (
    (170, 100), (165, 70), (185, 40), (225, 22), (265, 30), (290, 70), (290, 100), (270, 130), (255, 165),
    (295, 220), (300, 260), (340, 275), (350, 330), (330, 380), (400, 390), (470, 470), (470, 511), (60, 511),
    (40, 450), (60, 320), (100, 250), (130, 220), (125, 190), (150, 165), (185, 160), (185, 130),
)  # fmt: skip
_ROUNDS: Final = 6


def outline_of(bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Alpha of the person in ``astronaut.jpg``.

    Args:
        bgr: the photograph, (512, 512, 3).

    Returns:
        (512, 512): 255 on the person, 0 on the background, soft at the edge.
    """
    labels = np.full(bgr.shape[:2], cv2.GC_BGD, np.uint8)
    cv2.fillPoly(labels, [np.array(_AT_MOST, np.int32)], (cv2.GC_PR_FGD,))
    cv2.fillPoly(labels, [np.array(_AT_LEAST, np.int32)], (cv2.GC_FGD,))
    cv2.setRNGSeed(1)
    cv2.grabCut(bgr, labels, (0, 0, 0, 0), np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    person = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    _, parts, sizes, _ = cv2.connectedComponentsWithStats(person)
    person = np.where(parts == 1 + sizes[1:, cv2.CC_STAT_AREA].argmax(), 255, 0).astype(np.uint8)
    square = np.ones((3, 3), np.uint8)
    opened = cv2.morphologyEx(person, cv2.MORPH_OPEN, square)
    closed = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, square)
    # One pixel in, so that no fringe of the old background shows.
    return np.asarray(cv2.GaussianBlur(cv2.erode(closed, square), (0, 0), 1.2), np.uint8)
