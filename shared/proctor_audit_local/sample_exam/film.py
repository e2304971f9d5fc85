"""The exam as files: frames small enough to send, a video, a sheet to look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np

from proctor_audit_local.sample_exam.exam import SampleExam
from proctor_audit_local.sample_exam.pixels import Picture

MAX_FRAME_BYTES: Final = 5_700
"""Four of these, in base64, fit one message that is billed once."""

SENT_QUALITY: Final = 50
"""Of WebP: in 400 webcam pictures of 320x240 the largest had 5.8 KB, and detection did not suffer; below 40 it does."""

_QUALITY_STEP: Final = 8
_LOWEST_QUALITY: Final = 10
_CODECS: Final = {".mp4": "mp4v", ".avi": "MJPG"}


def encode(rgb: Picture, quality: int = SENT_QUALITY, max_bytes: int = MAX_FRAME_BYTES) -> bytes:
    """A picture as WebP, of lower quality than asked for when it would not fit.

    Args:
        rgb: (h, w, 3).
        quality: 1..100, at most.
        max_bytes: that the result may have.

    Raises:
        ValueError: if it does not fit at any quality.
    """
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    for tried in range(quality, 0, -_QUALITY_STEP):
        done, encoded = cv2.imencode(".webp", bgr, [cv2.IMWRITE_WEBP_QUALITY, max(tried, _LOWEST_QUALITY)])
        if done and encoded.size <= max_bytes:
            return encoded.tobytes()
    raise ValueError(f"expected a picture that fits {max_bytes} bytes, got {rgb.shape[1]}x{rgb.shape[0]} pixels")


def on_demand(exam: SampleExam, fps: float) -> Iterator[tuple[float, Callable[[], bytes]]]:
    """The exam as a webcam gives it: seconds from the start, and what makes the picture if it is to be sent."""
    for number in range(int(exam.duration_s * fps)):
        t_s = number / fps
        yield t_s, partial(_sent_picture, exam, t_s)


def compressed(rgb: Picture, quality: int, codec: Literal[".webp", ".jpg"] = ".webp") -> Picture:
    """A picture as it arrives from a browser that sends it at a given quality.

    Args:
        rgb: (h, w, 3).
        quality: 1..100.
        codec: that the browser uses.
    """
    setting = cv2.IMWRITE_WEBP_QUALITY if codec == ".webp" else cv2.IMWRITE_JPEG_QUALITY
    _, encoded = cv2.imencode(codec, cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR), [setting, quality])
    return np.asarray(cv2.cvtColor(cv2.imdecode(encoded, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB), np.uint8)


def _sent_picture(exam: SampleExam, t_s: float) -> bytes:
    return encode(exam.render(t_s))


def write_video(exam: SampleExam, path: Path, fps: float) -> None:
    """Write the exam as a video that ``proctor-audit replay`` plays.

    Args:
        exam: to film.
        path: ends in .mp4 or .avi.
        fps: frames a second.

    Raises:
        ValueError: if the name ends in anything else.
        OSError: if the file cannot be written.
    """
    codec = _CODECS.get(path.suffix.lower())
    if codec is None:
        raise ValueError(f"expected a file name ending in {' or '.join(_CODECS)}, got {path.name}")
    height, width = exam.render(0.0).shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*codec), fps, (width, height))
    try:
        if not writer.isOpened():
            raise OSError(f"cannot write {path}: does its folder exist, and may you write there?")
        for _, rgb in exam.frames(fps):
            writer.write(cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))
    finally:
        writer.release()


def contact_sheet(exam: SampleExam, columns: int = 8, scale: float = 0.5) -> Picture:
    """One picture a second, each with its time and what is happening, side by side."""
    cells = []
    for t_s, rgb in exam.frames(fps=1):
        cell = np.ascontiguousarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))
        happening = " ".join(event.kind for event in exam.events if event.presence(t_s) > 0)
        cv2.putText(cell, f"{t_s:.0f} s {happening}", (3, 11), cv2.FONT_HERSHEY_SIMPLEX, 0.35, (255, 240, 0))
        cells.append(cell)
    cells += [np.zeros_like(cells[0])] * (-len(cells) % columns)
    rows = [np.hstack(cells[first : first + columns]) for first in range(0, len(cells), columns)]
    return np.vstack(rows)
