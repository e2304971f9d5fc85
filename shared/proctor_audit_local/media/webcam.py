"""Films as a webcam client would send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.media.video import Video
from proctor_audit_local.sample_exam import encode

_WIDTH_PX: Final = 320


def webcam_pictures(video: Video, fps: float) -> Iterator[tuple[float, bytes]]:
    """At most ``fps`` pictures a second: seconds from the start, and the picture as the web client encodes it."""
    for frame in video.frames(fps):
        yield frame.time_s, encode(_small(frame.rgb))


def _small(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    if width <= _WIDTH_PX:
        return rgb
    size = (_WIDTH_PX, max(1, round(height * _WIDTH_PX / width)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)
