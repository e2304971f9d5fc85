"""Video files as the pictures that a webcam client would send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.errors import LocalStackError
from proctor_audit_local.sample_exam import encode

_WIDTH_PX = 320
_GUESSED_FPS = 25.0


@dataclass(frozen=True, slots=True)
class Video:
    """A video file; ``duration_s`` is what its header says."""

    path: Path
    duration_s: float

    @classmethod
    def open(cls, path: Path) -> Video:
        """Look at a file's header.

        Raises:
            LocalStackError: if it is no video that can be read.
        """
        capture = cv2.VideoCapture(str(path))
        try:
            fps = capture.get(cv2.CAP_PROP_FPS) or _GUESSED_FPS
            count = capture.get(cv2.CAP_PROP_FRAME_COUNT)
            if not capture.isOpened() or not capture.grab():
                raise LocalStackError(f"{path} cannot be read as a video; give a file such as .mp4, .webm or .avi.")
            return cls(path, max(count, 1.0) / fps)
        finally:
            capture.release()

    def pictures(self, interval_s: float) -> Iterator[tuple[float, bytes]]:
        """One picture every ``interval_s`` seconds: its time from the start, and itself as the web client sends it."""
        capture = cv2.VideoCapture(str(self.path))
        try:
            due_s, last_s = 0.0, -1.0
            while capture.grab():
                # Some containers give every frame the time 0; those are counted instead.
                t_s = max(capture.get(cv2.CAP_PROP_POS_MSEC) / 1000, 0.0)
                if t_s <= last_s:
                    t_s = last_s + 1 / (capture.get(cv2.CAP_PROP_FPS) or _GUESSED_FPS)
                last_s = t_s
                if t_s + 1e-6 < due_s:
                    continue
                done, bgr = capture.retrieve()
                if not done:
                    continue
                due_s = max(due_s + interval_s, t_s)
                yield t_s, encode(_scaled_rgb(np.asarray(bgr, np.uint8)))
        finally:
            capture.release()


def _scaled_rgb(bgr: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = bgr.shape[:2]
    if width > _WIDTH_PX:
        size = (_WIDTH_PX, max(1, round(height * _WIDTH_PX / width)))
        bgr = np.asarray(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB), np.uint8)
