"""Opens files with FFmpeg's libraries, and tells in a sentence when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import av
from av.audio import AudioStream
from av.audio.frame import AudioFrame
from av.container import InputContainer
from av.video import VideoStream
from av.video.frame import VideoFrame

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media.damage import Damage

Track = AudioStream | VideoStream

_ACCEPTED: Final = "give a video such as .mp4, .webm or .avi, a picture such as .jpg or .png, or sound such as .wav"
_NEITHER: Final = "cannot be read as a video or sound: it is cut short, damaged or something else"
_TEXT_AS_VIDEO: Final = "tty"
"""FFmpeg plays text files as films of a terminal."""


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """The container in a file.

    Raises:
        UnreadableMedia: if there is no such file, it may not be read, or is none that FFmpeg knows.
    """
    _check(path)
    try:
        # As a URL of its own kind, since "a:b.mp4" is a file here; and whatever a playlist says, nothing else is read.
        container = av.open(f"file:{path}", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except (av.FFmpegError, ValueError) as error:
        raise unreadable(path) from error
    with container:
        if container.format.name == _TEXT_AS_VIDEO:
            raise unreadable(path)
        yield container


def video_stream(container: InputContainer) -> VideoStream | None:
    """The film in a container, if there is one; the cover of a song is none."""
    for stream in container.streams.video:
        if not stream.disposition & stream.disposition.attached_pic:
            return stream
    return None


def audio_stream(container: InputContainer) -> AudioStream | None:
    """The first sound track in a container, if there is one."""
    return next(iter(container.streams.audio), None)


def decoded(container: InputContainer, stream: Track, damage: Damage) -> Iterator[AudioFrame | VideoFrame]:
    """What can be decoded of a track; a damaged packet costs what hangs on it, and no more.

    Args:
        container: that holds the track.
        stream: the track.
        damage: is told what could not be decoded.
    """
    packets = container.demux(stream)
    while True:
        try:
            packet = next(packets, None)
        except av.FFmpegError:
            damage.broken_off = True
            return
        if packet is None:
            return
        try:
            yield from (frame for frame in packet.decode() if isinstance(frame, AudioFrame | VideoFrame))
        except av.FFmpegError:
            damage.places += 1


def unreadable(path: Path, why: str = _NEITHER) -> UnreadableMedia:
    """The error for a file that holds nothing to look at or listen to."""
    return UnreadableMedia(f"{path} {why}; {_ACCEPTED}.")


def _check(path: Path) -> None:
    try:
        if path.is_dir():
            raise UnreadableMedia(f"{path} is a folder; name the files in it, or give the folder to analyze.")
        with path.open("rb") as file:
            empty = not file.read(1)
    except FileNotFoundError:
        raise UnreadableMedia(f"There is no file {path}; check its name.") from None
    except (OSError, ValueError) as error:
        raise UnreadableMedia(f"{path} cannot be opened: {getattr(error, 'strerror', None) or error}.") from None
    if empty:
        raise UnreadableMedia(f"{path} is empty; copy or record it again.")
