"""Films as pictures at their own times, upright and of a size that is worth looking at."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import av
import cv2
import numpy as np
from av.container import InputContainer
from av.video import VideoStream
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from proctor_audit.vision.decoding import MIN_SIDE_PX
from proctor_audit_local.media.container import audio_stream, decoded, opened, unreadable, video_stream
from proctor_audit_local.media.damage import Damage
from proctor_audit_local.media.picture_clock import PictureClock

MAX_SIDE_PX: Final = 1280
"""Larger pictures are scaled down while they are read: detectors see 192 pixels."""

_GUESSED_FPS: Final = 25.0


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One picture of a film.

    Attributes:
        index: its number among the pictures in the file, from 0.
        time_s: when it is shown, from the film's first picture.
        rgb: (h, w, 3), upright.
    """

    index: int
    time_s: float
    rgb: NDArray[np.uint8]


@dataclass(slots=True)
class Video:
    """A video file.

    Attributes:
        path: of the file.
        duration_s: what its header says, or the last picture's time.
        fps: pictures a second, about.
        has_sound: it has a sound track.
        damage: once its pictures have been read: what could not be, in a sentence; None when all of it was.
    """

    path: Path
    duration_s: float
    fps: float
    has_sound: bool
    damage: str | None = field(default=None, init=False)

    @classmethod
    def open(cls, path: Path) -> Video:
        """Look at a file's header and its first picture.

        Raises:
            UnreadableMedia: if it is no video that can be read.
        """
        with opened(path) as container:
            stream = video_stream(container)
            if stream is None:
                raise unreadable(path, "holds no pictures")
            fps = float(stream.average_rate or stream.guessed_rate or _GUESSED_FPS)
            first = next(_pictures(container, stream, Damage()), None)
            if first is None:
                raise unreadable(path, "cannot be read as a video: it has no picture that can be decoded")
            if min(first.width, first.height) < MIN_SIDE_PX:
                raise unreadable(path, f"is {first.width}x{first.height} pixels, too small to see anything")
            video = cls(path, _header_duration_s(container, stream), fps, audio_stream(container) is not None)
        if not video.duration_s:
            video.duration_s = _scanned_duration_s(path) + 1 / fps
        return video

    def frames(self, fps: float | None = None) -> Iterator[Frame]:
        """Its pictures in the order in which they are shown.

        Args:
            fps: take at most so many a second, chosen by their times; None takes all.

        Raises:
            UnreadableMedia: if the file is not there any more.
        """
        damage = Damage()
        clock = PictureClock(1 / self.fps)
        due_s = 0.0
        with opened(self.path) as container:
            stream = video_stream(container)
            if stream is None:
                raise unreadable(self.path, "holds no pictures")
            pixel_aspect = float(stream.sample_aspect_ratio or 1)
            for index, picture in enumerate(_pictures(container, stream, damage)):
                time_s = clock.next_s(picture.time)
                # What a decoder made up where data were missing shows nobody.
                if picture.is_corrupt or (fps and time_s + 1e-6 < due_s):
                    damage.places += picture.is_corrupt
                    continue
                if fps:
                    due_s = due_s + 1 / fps if due_s + 1 / fps > time_s else time_s + 1 / fps
                yield Frame(index, time_s, _rgb(picture, pixel_aspect))
        self.damage = damage.told("pictures", clock.time_s + 1 / self.fps, self.duration_s)


def _pictures(container: InputContainer, stream: VideoStream, damage: Damage) -> Iterator[VideoFrame]:
    stream.thread_type = "AUTO"
    return (frame for frame in decoded(container, stream, damage) if isinstance(frame, VideoFrame))


def _header_duration_s(container: InputContainer, stream: VideoStream) -> float:
    """0.0 when the header does not say: browsers record WebM so."""
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _scanned_duration_s(path: Path) -> float:
    """Time from the first packet to the last, found by reading them all."""
    first_s, last_s = math.inf, 0.0
    with opened(path) as container:
        try:
            for packet in container.demux(video_stream(container)):
                if packet.pts is not None:
                    time_s = float(packet.pts * packet.time_base)
                    first_s, last_s = min(first_s, time_s), max(last_s, time_s)
        except av.FFmpegError:
            pass  # told when the pictures are read
    return max(last_s - first_s, 0.0)


def at_most(rgb: NDArray[np.uint8], width_px: int) -> NDArray[np.uint8]:
    """The picture, scaled down if it is wider."""
    height, width = rgb.shape[:2]
    if width <= width_px:
        return rgb
    size = (width_px, max(1, round(height * width_px / width)))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def _rgb(picture: VideoFrame, pixel_aspect: float) -> NDArray[np.uint8]:
    # Television's pixels are no squares, and faces would look narrow.
    width, height = picture.width * pixel_aspect, picture.height
    shrink = min(1.0, MAX_SIDE_PX / max(width, height))
    rgb = picture.to_ndarray(
        format="rgb24",
        width=max(1, round(width * shrink)),
        height=max(1, round(height * shrink)),
        interpolation="AREA",
    )
    # Phones store every film lying, and how far it has to be turned: counter-clockwise, in degrees.
    turned = np.rot90(rgb, round(picture.rotation / 90))
    return np.ascontiguousarray(turned, np.uint8)
