"""Pixels → JPEG."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

EVIDENCE_QUALITY: Final = 85


def encode_jpeg(rgb: NDArray[np.uint8], quality: int = EVIDENCE_QUALITY) -> bytes:
    """A JPEG of the picture, with no metadata.

    Args:
        rgb: (h, w, 3).
        quality: 1..100.
    """
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    encoded, data = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality, cv2.IMWRITE_JPEG_OPTIMIZE, 1])
    if not encoded:
        raise ValueError(f"expected a picture that JPEG can hold, got {rgb.shape}")
    return data.tobytes()


def encode_jpeg_within(rgb: NDArray[np.uint8], max_bytes: int) -> bytes:
    """The best JPEG of the picture that fits: lower quality first, then a smaller picture.

    Args:
        rgb: (h, w, 3).
        max_bytes: what the JPEG may take.

    Raises:
        ValueError: if not even a picture of a few pixels fits.
    """
    height, width = rgb.shape[:2]
    picture = rgb
    while True:
        for quality in (85, 75, 65, 55, 45):
            jpeg = encode_jpeg(picture, quality)
            if len(jpeg) <= max_bytes:
                return jpeg
        if min(width, height) < 16:
            raise ValueError(f"expected room for a JPEG, got {max_bytes} bytes")
        # Bytes go with the area; a little less than it takes, so that one step mostly does.
        shrink = min(0.95 * (max_bytes / len(jpeg)) ** 0.5, 0.8)
        width, height = max(round(width * shrink), 8), max(round(height * shrink), 8)
        picture = np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
