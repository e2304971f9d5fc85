"""Sound of any file as speech detection wants it: one channel, 16 bit, 16 kHz, in pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import av
import numpy as np
from av.audio import AudioStream
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.container import InputContainer
from numpy.typing import NDArray

from proctor_audit_local.media.container import audio_stream, decoded, opened, unreadable, video_stream
from proctor_audit_local.media.damage import Damage

RATE_HZ: Final = 16_000
_SECOND: Final = np.zeros(RATE_HZ, np.int16)
_LONGEST_DRIFT_S: Final = 0.1
"""Sound that comes later than this after what was before it was silent in between: recorders leave silence out."""
_LONGEST_SILENCE_S: Final = 4 * 3600.0
"""A longer one is no silence but a wrong time."""


@dataclass(slots=True)
class Sound:
    """The sound track of a file.

    Attributes:
        path: of the file.
        duration_s: what its header says; 0.0 when it does not.
        damage: once it has been read: what could not be, in a sentence; None when all of it was.
    """

    path: Path
    duration_s: float
    damage: str | None = field(default=None, init=False)

    @classmethod
    def open(cls, path: Path) -> Sound:
        """Look at a file's header.

        Raises:
            UnreadableMedia: if it has no sound that can be read.
        """
        with opened(path) as container:
            stream = audio_stream(container)
            if stream is None:
                raise unreadable(path, "holds no sound")
            if stream.duration and stream.time_base:
                return cls(path, float(stream.duration * stream.time_base))
            return cls(path, (container.duration or 0) / av.time_base)

    def chunks(self) -> Iterator[NDArray[np.int16]]:
        """Its samples in pieces, beginning with the film's first picture when there is a film.

        Raises:
            UnreadableMedia: if nothing of it can be decoded.
        """
        damage = Damage()
        read = 0
        resampler = AudioResampler(format="s16", layout="mono", rate=RATE_HZ)
        with opened(self.path) as container:
            stream = audio_stream(container)
            if stream is None:
                raise unreadable(self.path, "holds no sound")
            zero_s = _zero_s(container, stream)
            for frame in decoded(container, stream, damage):
                if not isinstance(frame, AudioFrame):
                    continue
                for piece in _placed(frame, resampler, zero_s, read):
                    read += len(piece)
                    yield piece
            for rest in resampler.resample(None):
                read += rest.samples
                yield _samples(rest)
        if not read:
            raise unreadable(self.path, "holds sound that cannot be decoded")
        self.damage = damage.told("sound", read / RATE_HZ, self.duration_s)


def _zero_s(container: InputContainer, sound: AudioStream) -> float:
    """When the recording begins, by the container's clock."""
    film = video_stream(container)
    start = next((s for s in (film, sound) if s is not None and s.start_time is not None and s.time_base), None)
    return 0.0 if start is None else float((start.start_time or 0) * (start.time_base or 0))


def _placed(frame: AudioFrame, resampler: AudioResampler, zero_s: float, read: int) -> Iterator[NDArray[np.int16]]:
    """The frame's samples, with the silence before them; what lies before the beginning is left out."""
    late_s = 0.0 if frame.time is None else frame.time - zero_s - read / RATE_HZ
    for resampled in resampler.resample(frame):
        samples = _samples(resampled)
        if read == 0 and late_s < 0:
            samples = samples[round(-late_s * RATE_HZ) :]
        elif _LONGEST_DRIFT_S < late_s < _LONGEST_SILENCE_S:
            yield from _silence(late_s)
            late_s = 0.0
        if len(samples):
            yield samples


def _silence(duration_s: float) -> Iterator[NDArray[np.int16]]:
    for _ in range(int(duration_s)):
        yield _SECOND
    yield _SECOND[: round(duration_s % 1 * RATE_HZ)]


def _samples(frame: AudioFrame) -> NDArray[np.int16]:
    return np.asarray(frame.to_ndarray(), np.int16).ravel()
