"""Spectacles and sunglasses on the photographed face, and the light that they reflect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import FRACTION_BITS, Picture, fixed_point, painted

_EYE_CORNERS: Final = ((33, 133), (362, 263))
_TEMPLES: Final = (127, 356)
_LENS: Final = (1.66, 1.24)
"""Width and height of a lens, over the eye's width."""
_FRAME: Final = (52, 40, 36)
_FRAME_PX: Final = 2
_DARK: Final = (20, 19, 23)
_REFLECTED: Final = (255, 255, 255)
_PUT_ON_FROM: Final = 1.6
"""How far above the eyes glasses are when they come, in lens widths: pushed up into the hair."""


@dataclass(frozen=True)
class Eyewear:
    """Where glasses sit in the photograph.

    Attributes:
        lenses_px: (2, 2) x and y of the middle of each lens, the one on the image's left first.
        temples_px: (2, 2) where the sides end, at the ears.
        lens_px: width and height of a lens.
    """

    lenses_px: NDArray[np.float32]
    temples_px: NDArray[np.float32]
    lens_px: tuple[float, float]

    def mirrored(self, picture_width_px: int) -> Eyewear:
        """The same glasses in the mirrored photograph."""
        lenses, temples = (
            np.column_stack([picture_width_px - 1 - ends[::-1, 0], ends[::-1, 1]])
            for ends in (self.lenses_px, self.temples_px)
        )
        return replace(self, lenses_px=lenses, temples_px=temples)

    def put_on(self, picture: Picture, on: float, *, dark: bool, glare: float) -> None:
        """Draw the glasses, in place.

        Args:
            picture: the photograph, RGB and alpha.
            on: 0 in the hair .. 1 before the eyes.
            dark: whether the lenses are.
            glare: 0 clear lenses .. 1 a window or a screen reflected over both eyes.
        """
        shift = np.array([0, (on - 1) * _PUT_ON_FROM * self.lens_px[0]], np.float32)
        lenses, temples = self.lenses_px + shift, self.temples_px + shift
        if dark:
            painted(picture, self._lens_shapes(lenses), _DARK, 0.97)
        if glare > 0:
            painted(picture, self._reflections(lenses), _REFLECTED, glare, soft_px=1.6)
        painted(picture, self._frame(picture.shape, lenses, temples), _FRAME, 0.9, soft_px=0.5)

    def _lens_shapes(self, lenses: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        around = np.linspace(0, 2 * np.pi, 40, endpoint=False)
        # Between an ellipse and a rectangle.
        rounded = np.column_stack([np.sign(part) * np.abs(part) ** 0.65 for part in (np.cos(around), np.sin(around))])
        return [centre + rounded * np.array(self.lens_px) / 2 for centre in lenses]

    def _reflections(self, lenses: NDArray[np.float32]) -> list[NDArray[np.float32]]:
        """On each lens a slanted band that covers the eye."""
        width, height = self.lens_px
        band = np.array([(-0.36, -0.44), (0.42, -0.44), (0.34, 0.40), (-0.44, 0.40)]) * (width, height)
        return [centre + band.astype(np.float32) for centre in lenses]

    def _frame(
        self, shape: tuple[int, ...], lenses: NDArray[np.float32], temples: NDArray[np.float32]
    ) -> NDArray[np.float32]:
        mask = np.zeros(shape[:2], np.uint8)
        (left, right), half = lenses, self.lens_px[0] / 2
        bridge = np.array([left - (-half, 1), (left + right) / 2 - (0, 3), right - (half, 1)])
        sides = np.array([left - (half, 2), temples[0]]), np.array([right - (-half, 2), temples[1]])
        for line in (*self._lens_shapes(lenses), bridge, *sides):
            closed = len(line) > 3
            cv2.polylines(mask, [fixed_point(line)], closed, (255,), _FRAME_PX, cv2.LINE_AA, FRACTION_BITS)
        return np.asarray(mask / 255, np.float32)


def eyewear_of(landmarks_px: NDArray[np.float32]) -> Eyewear:
    """Glasses that fit.

    Args:
        landmarks_px: (478, 3) landmarks in pixels of the photograph.
    """
    corners = landmarks_px[np.array(_EYE_CORNERS), :2]
    eye_px = float(np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1).mean())
    return Eyewear(
        lenses_px=corners.mean(axis=1) + np.array([0, 0.08 * eye_px], np.float32),
        temples_px=landmarks_px[list(_TEMPLES), :2],
        lens_px=(_LENS[0] * eye_px, _LENS[1] * eye_px),
    )
