"""Films as a webcam client would send them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from proctor_audit_local.media.video import Video, at_most
from proctor_audit_local.sample_exam import encode

_WIDTH_PX: Final = 320


def webcam_pictures(video: Video, fps: float) -> Iterator[tuple[float, bytes]]:
    """At most ``fps`` pictures a second: seconds from the start, and the picture as the web client encodes it."""
    for frame in video.frames(fps):
        yield frame.time_s, encode(at_most(frame.rgb, _WIDTH_PX))
