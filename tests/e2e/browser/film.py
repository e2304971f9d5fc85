"""A film for Chromium's fake camera."""

from __future__ import annotations

from pathlib import Path

import cv2

from proctor_audit_local.sample_exam import SampleExam

CHROMIUM_FPS = 30.0
"""At which Chromium plays a file of JPEG pictures, again and again."""


def write_film(exam: SampleExam, path: Path) -> Path:
    """Write an exam as JPEG pictures one after the other, which is what Chromium takes for MJPEG."""
    with path.open("wb") as film:
        for _, rgb in exam.frames(CHROMIUM_FPS):
            done, jpeg = cv2.imencode(".jpg", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_JPEG_QUALITY, 90])
            assert done
            film.write(jpeg.tobytes())
    return path
