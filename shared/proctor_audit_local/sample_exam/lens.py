"""What happens to the picture between the room and the sensor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from proctor_audit_local.sample_exam.pixels import Picture

_COVER_DARK: Final = np.array((1.06, 1.0, 0.94), np.float32)
"""Colour of something dark before the lens, such as tape; of a finger that light shines through, below."""
_COVER_BRIGHT: Final = np.array((2.1, 0.62, 0.48), np.float32)
_FINGER_FROM: Final = 0.25
_COVER_UNEVEN: Final = 0.12
_COVER_EDGE: Final = 0.25
"""Softness of the cover's edge, as a share of the picture's width: it is far too near to be in focus."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What the lens does.

    Attributes:
        blur_px: sigma of a lens out of focus, in pixels.
        tint: what becomes of red, green and blue.
        cover: 0 free .. 1 covered; it comes from the image's right.
        cover_light: mean level of the cover, 0..1; a brighter one is red, as a finger is.
    """

    blur_px: float = 0.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    cover: float = 0.0
    cover_light: float = 0.1

    def seen_through(self, picture: Picture) -> Picture:
        """The picture as it falls on the sensor."""
        if self.tint != (1.0, 1.0, 1.0):
            picture = np.clip(picture * np.array(self.tint, np.float32), 0, 255).astype(np.uint8)
        if self.blur_px > 0:
            picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), self.blur_px), np.uint8)
        return self._covered(picture) if self.cover > 0 else picture

    def _covered(self, picture: Picture) -> Picture:
        height, width = picture.shape[:2]
        rows, columns = np.mgrid[-1 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
        edge = 1 - self.cover * (1 + _COVER_EDGE)
        share = np.clip((columns - edge) / _COVER_EDGE, 0, 1)[:, :, None]
        finger = np.clip((self.cover_light - _FINGER_FROM / 2) / (_FINGER_FROM / 2), 0, 1)
        colour = 255 * self.cover_light * (_COVER_DARK + finger * (_COVER_BRIGHT - _COVER_DARK))
        uneven = 1 + _COVER_UNEVEN * ((columns - 0.5) - rows * 0.5)
        cover = colour * uneven[:, :, None]
        return np.asarray(np.clip(picture * (1 - share) + cover * share, 0, 255), np.uint8)


CLEAR: Final = Lens()
"""A clean lens in focus, in daylight."""
