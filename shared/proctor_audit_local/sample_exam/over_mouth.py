"""What hides the mouth of the photographed face: a surgical mask, or a hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture, painted

_MASK_OUTLINE: Final = (
    93, 227, 117, 119, 217, 6, 437, 348, 346, 447, 323,
    361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132,
)  # fmt: skip
_CHIN_POINTS: Final = frozenset((365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136))
_CLOTH: Final = (158, 190, 206)
_PLEAT: Final = (118, 152, 172)
_HEM: Final = (196, 214, 222)
_SLEEVE: Final = (214, 92, 52)
_MOUTH: Final = (13, 14)
_CORNERS: Final = (78, 308)
_CHEEK: Final = 50
# In mouth widths from the middle of the mouth: (x, y) of each fingertip and of its knuckle.
_FINGERS: Final = (
    ((-0.56, -0.02), (-0.50, 0.86)),
    ((-0.19, -0.30), (-0.17, 0.80)),
    ((0.19, -0.32), (0.17, 0.80)),
    ((0.55, -0.12), (0.48, 0.86)),
)
_THUMB: Final = ((-0.92, 0.42), (-0.52, 1.30))
_PALM: Final = ((-0.72, 0.80), (0.68, 0.80), (0.62, 1.55), (0.42, 2.05), (-0.42, 2.05), (-0.66, 1.55))
_FOREARM: Final = ((-0.60, 2.00), (0.60, 2.00), (1.30, 9.80), (-0.30, 9.80))
_FINGER_WIDTH: Final = 0.38
_COMES_FROM: Final = 4.6
"""How far below its place the hand, or the mask, starts, in mouth widths."""


@dataclass(frozen=True)
class OverMouth:
    """Where mask and hand go in the photograph.

    Attributes:
        mask_px: (n, 2) outline of the mask.
        bridge_px: upper edge of the mask on the nose.
        mouth_px: middle of the mouth.
        mouth_width_px: from corner to corner.
        skin: its colour on the cheek.
    """

    mask_px: NDArray[np.float32]
    bridge_px: NDArray[np.float32]
    mouth_px: NDArray[np.float32]
    mouth_width_px: float
    skin: NDArray[np.float32]

    def mirrored(self, picture_width_px: int) -> OverMouth:
        """The same in the mirrored photograph."""
        mirror = np.array([-1, 1], np.float32), np.array([picture_width_px - 1, 0], np.float32)
        mask, bridge, mouth = (
            points * mirror[0] + mirror[1] for points in (self.mask_px, self.bridge_px, self.mouth_px)
        )
        return replace(self, mask_px=mask, bridge_px=bridge, mouth_px=mouth)

    def put_on_mask(self, picture: Picture, on: float) -> None:
        """Draw the mask, in place.

        Args:
            picture: the photograph, RGB and alpha.
            on: 0 below the chin .. 1 over mouth and nose.
        """
        middle, width = self.mouth_px, self.mouth_width_px
        # A mask on its way is folded to half of its height.
        fold = np.array([1, 0.5 + 0.5 * on])
        shift = np.array([0, (1 - on) * 1.5 * width])
        outline = middle + (self.mask_px - middle) * fold + shift
        painted(picture, [outline], _CLOTH, 1.0)
        left, right = outline[:, 0].min(), outline[:, 0].max()
        for number, height in enumerate((-0.35, 0.0, 0.35)):
            y = middle[1] + shift[1] + height * width * fold[1]
            bulge = np.linspace(-1, 1, 15)
            xs = middle[0] + bulge * (right - left) * (0.42 - 0.03 * number)
            lower = np.column_stack([xs, y + 3.0 * (1 - bulge**2)])
            upper = np.column_stack([xs, y + 1.6 * (1 - bulge**2)])[::-1]
            painted(picture, [np.vstack([lower, upper])], _PLEAT, 0.55, soft_px=0.9)
        bridge = middle + (self.bridge_px - middle) * fold + shift
        painted(picture, [np.vstack([bridge, bridge[::-1] - (0, -3)])], _HEM, 0.8, soft_px=0.8)

    def put_up_hand(self, picture: Picture, on: float) -> None:
        """Draw a hand laid over the mouth, in place.

        Args:
            picture: the photograph, RGB and alpha.
            on: 0 far below .. 1 over the mouth.
        """
        origin = self.mouth_px + np.array([0, (1 - on) * _COMES_FROM * self.mouth_width_px], np.float32)

        def placed(points: tuple[tuple[float, float], ...]) -> NDArray[np.float32]:
            return (origin + np.array(points, np.float32) * self.mouth_width_px).astype(np.float32)

        def colour(light: float) -> tuple[int, int, int]:
            red, green, blue = (int(value) for value in np.clip(self.skin * light, 0, 255))
            return red, green, blue

        painted(picture, [placed(_FOREARM)], _SLEEVE, 1.0, soft_px=1.5)
        painted(picture, [placed(_PALM)], colour(0.86), 1.0, soft_px=1.5)
        for finger in (_THUMB, *_FINGERS):
            for light, thickness in ((0.62, 1.0), (0.84, 0.86), (0.97, 0.5)):
                line = self._line(picture.shape, placed(finger), thickness * _FINGER_WIDTH)
                painted(picture, line, colour(light), 0.85, soft_px=1.0)
        knuckles = [(x, y) for _, (x, y) in _FINGERS]
        for x, y in knuckles:
            spot = self._line(picture.shape, placed(((x - 0.08, y + 0.06), (x + 0.08, y + 0.06))), 0.05)
            painted(picture, spot, colour(0.66), 0.5, soft_px=1.2)

    def _line(self, shape: tuple[int, ...], ends: NDArray[np.float32], thickness: float) -> NDArray[np.float32]:
        mask = np.zeros(shape[:2], np.uint8)
        (x0, y0), (x1, y1) = np.rint(ends).astype(int).tolist()
        cv2.line(mask, (x0, y0), (x1, y1), (255,), max(round(thickness * self.mouth_width_px), 1), cv2.LINE_AA)
        return np.asarray(mask / 255, np.float32)


def over_mouth_of(rgb: Picture, landmarks_px: NDArray[np.float32]) -> OverMouth:
    """Mask and hand that fit.

    Args:
        rgb: the photograph.
        landmarks_px: (478, 3) landmarks in its pixels.
    """
    outline = landmarks_px[list(_MASK_OUTLINE), :2].copy()
    left, right = (landmarks_px[corner, :2] for corner in _CORNERS)
    width = float(np.linalg.norm(right - left))
    for index, point in enumerate(_MASK_OUTLINE):
        if point in _CHIN_POINTS:
            outline[index, 1] += 0.1 * width
    x, y = np.rint(landmarks_px[_CHEEK, :2]).astype(int).tolist()
    return OverMouth(
        mask_px=outline,
        bridge_px=outline[2:9],
        mouth_px=landmarks_px[list(_MOUTH), :2].mean(axis=0),
        mouth_width_px=width,
        skin=rgb[y - 3 : y + 4, x - 3 : x + 4].reshape(-1, 3).astype(np.float32).mean(axis=0),
    )
