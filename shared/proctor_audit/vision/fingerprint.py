"""What a picture looks like as a whole, in eight small numbers: tells whether two frames show the very same picture.

Each number is a sum over the picture's 8 x 6 parts, half of them taken positive and half negative, in steps of a
quarter of a level. Measured on 791 stretches of webcam video of people who sit still, looked at 30 times a second: the
longest that all eight stayed within ``SAME_PICTURE`` steps was 1.4 s (99 %: 0.6 s); looked at once a second, 3 s. A
frozen picture with noise of 0.3 levels, encoded anew each time as WebP of quality 60, stayed within 3 steps.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import Fingerprint

COLUMNS: Final = 8
ROWS: Final = 6
_STEPS_PER_LEVEL: Final = 4
_RANGE: Final = 64

# Which parts count positive, a bit each, row by row: drawn once by lot, in turn more and less than half of them, so
# that a change of exposure shows as well.
_PATTERNS: Final = (
    *(0xDDA173CF256D, 0x2FA9CB008853, 0xBD29A7677796, 0x3BD084E55160),
    *(0x8D1FFF666589, 0x4105B53302FC, 0xB57AFAF8CDA9, 0x90F512B2A414),
)
_SIGNS: Final = np.array(
    [[1 if pattern >> part & 1 else -1 for part in range(COLUMNS * ROWS)] for pattern in _PATTERNS], np.float32
)
_SCALE: Final = _STEPS_PER_LEVEL / float(np.sqrt(COLUMNS * ROWS))


def parts_of(luma: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Mean luma of the 8 x 6 parts of a picture, (h, w): (48,), row by row."""
    exact = luma.astype(np.float32)  # means of whole numbers would be rounded
    return np.asarray(cv2.resize(exact, (COLUMNS, ROWS), interpolation=cv2.INTER_AREA), np.float32).ravel()


def fingerprint(parts: NDArray[np.float32]) -> Fingerprint:
    """The fingerprint of a picture by its parts."""
    return tuple((np.rint(_SIGNS @ parts * _SCALE).astype(np.int64) % _RANGE).tolist())
