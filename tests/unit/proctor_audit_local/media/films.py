"""Video and sound files made of numbered pictures and tones."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.audio import AudioStream
from av.video import VideoStream
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

CODECS = {
    ".avi": "mjpeg",
    ".gif": "gif",
    ".mkv": "mpeg4",
    ".mov": "mpeg4",
    ".mp4": "mpeg4",
    ".mpg": "mpeg1video",
    ".webm": "libvpx",
}
_FORMATS = {"gif": "rgb8", "mjpeg": "yuvj420p"}
_TICKS = 1000

WHITE, RED = (255, 255, 255), (220, 30, 30)


def numbered(index: int, width_px: int = 128, height_px: int = 96) -> Picture:
    """A grey picture, as bright as its number tells, with a red corner at the upper left."""
    picture = np.full((height_px, width_px, 3), 40 + 5 * (index % 40), np.uint8)
    picture[: height_px // 3, : width_px // 3] = RED
    return picture


def number_of(rgb: Picture) -> int:
    """Which picture it is."""
    return round((float(rgb[-rgb.shape[0] // 4 :, -rgb.shape[1] // 4 :].mean()) - 40) / 5)


def film(
    path: Path,
    pictures: Iterable[Picture],
    *,
    fps: int = 25,
    times_s: Sequence[float] | None = None,
    tone_s: float = 0.0,
    tone_from_s: float = 0.0,
    pixel_aspect: Fraction | None = None,
) -> Path:
    """Write a film.

    Args:
        path: its suffix decides on the container.
        pictures: all of one size.
        fps: pictures a second.
        times_s: when each is shown, instead; in a container that takes any time.
        tone_s: length of the tone to go with it.
        tone_from_s: when it begins.
        pixel_aspect: how much wider than high each pixel is.
    """
    codec = CODECS[path.suffix]
    with av.open(str(path), "w") as container:
        stream: VideoStream | None = None
        sound: AudioStream | None = None
        for index, rgb in enumerate(pictures):
            if stream is None:
                stream = cast("VideoStream", container.add_stream(codec, rate=fps))
                stream.height, stream.width = rgb.shape[:2]
                stream.pix_fmt = _FORMATS.get(codec, "yuv420p")
                stream.bit_rate = 4_000_000
                if pixel_aspect is not None:
                    stream.codec_context.sample_aspect_ratio = pixel_aspect
                if times_s is not None:
                    stream.codec_context.time_base = Fraction(1, _TICKS)
                if tone_s:
                    sound = container.add_stream("aac", rate=44_100)
            frame = av.VideoFrame.from_ndarray(rgb, format="rgb24")
            if times_s is not None:
                frame.pts, frame.time_base = round(times_s[index] * _TICKS), Fraction(1, _TICKS)
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())
        if sound is not None:
            _add_tone(container, sound, tone_s, tone_from_s)
    return path


def tone(duration_s: float, rate_hz: int, hz: float = 440.0) -> NDArray[np.int16]:
    """A tone."""
    return np.asarray(8000 * np.sin(2 * np.pi * hz * np.arange(round(duration_s * rate_hz)) / rate_hz), np.int16)


def sound(path: Path, samples: NDArray[np.int16], rate_hz: int, codec: str = "pcm_s16le", channels: int = 1) -> Path:
    """Write sound, the same in each channel."""
    layout = {1: "mono", 2: "stereo"}[channels]
    with av.open(str(path), "w") as container:
        stream = cast("AudioStream", container.add_stream(codec, rate=rate_hz, layout=layout))
        packed = np.repeat(samples, channels)[None, :]
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.rate = rate_hz
        container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return path


def _add_tone(container: av.container.OutputContainer, stream: AudioStream, duration_s: float, from_s: float) -> None:
    frame = av.AudioFrame.from_ndarray(tone(duration_s, 44_100)[None, :], format="s16", layout="mono")
    frame.rate = 44_100
    frame.time_base, frame.pts = Fraction(1, 44_100), round(from_s * 44_100)
    container.mux(stream.encode(frame))
    container.mux(stream.encode())


def turned(path: Path, clockwise_deg: int) -> Path:
    """Have an .mp4 shown turned, as phones do: by the matrix in its track's header (ISO/IEC 14496-12, 8.3.2)."""
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[clockwise_deg]
    one = 1 << 16
    data = bytearray(path.read_bytes())
    matrix = data.index(b"tkhd") + 4 + 40
    data[matrix : matrix + 36] = struct.pack(">9i", cos * one, sin * one, 0, -sin * one, cos * one, 0, 0, 0, 1 << 30)
    path.write_bytes(data)
    return path
