"""Films as a webcam client would send them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.media.video import Video, at_most
from proctor_audit_local.sample_exam import encode

_WIDTH_PX: Final = 320


def webcam_pictures(video: Video, fps: float) -> Iterator[tuple[float, Callable[[], bytes]]]:
    """At most ``fps`` pictures a second: seconds from the start, and what encodes the picture if it is to be sent."""
    for frame in video.frames(fps):
        yield frame.time_s, partial(webcam_picture, frame.rgb)


def webcam_picture(rgb: NDArray[np.uint8]) -> bytes:
    """A picture as the web client encodes it."""
    return encode(at_most(rgb, _WIDTH_PX))
