"""The photographed person with darker skin and hair, the eyes and teeth nearly as they are."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture

_EYES_AND_TEETH: Final = (
    (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7),
    (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382),
    (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95),
)
_SPARED: Final = 0.75
_NECK_PX: Final = 215
"""Row of the photograph below which there is no skin."""
_SKIN_AND_HAIR_CR: Final = (131, 178)
"""Range of the red difference that skin and hair have, but neither the suit nor its collar."""
_GAMMA: Final = 1.45
_DARKEST: Final = (0.60, 0.47, 0.40)
"""What dark skin sends back of the red, green and blue that light skin does."""
_SOFT_PX: Final = 1.5


def darkened(rgb: Picture, landmarks_px: NDArray[np.float32], depth: float) -> Picture:
    """The photograph with a darker complexion.

    Args:
        rgb: the photograph.
        landmarks_px: (478, 3) landmarks in its pixels.
        depth: 0 as photographed .. 1 very dark.

    Returns:
        A copy.
    """
    red_difference = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb)[:, :, 1]
    lowest, highest = _SKIN_AND_HAIR_CR
    skin = ((red_difference >= lowest) & (red_difference <= highest)).astype(np.uint8)
    skin = cv2.morphologyEx(skin, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(np.float32)
    skin[_NECK_PX:] = 0
    spared = np.zeros(skin.shape, np.float32)
    for outline in _EYES_AND_TEETH:
        cv2.fillPoly(spared, [np.rint(landmarks_px[list(outline), :2]).astype(np.int32)], (_SPARED,))
    amount = depth * cv2.GaussianBlur(skin, (0, 0), _SOFT_PX) * (1 - cv2.GaussianBlur(spared, (0, 0), _SOFT_PX / 2))
    light = rgb.astype(np.float32) / 255
    dark = light**_GAMMA * np.array(_DARKEST, np.float32)
    return np.asarray(np.rint(255 * (light + amount[:, :, None] * (dark - light))), np.uint8)
