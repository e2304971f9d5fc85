"""What a file holds: a film, sound, or both."""

from __future__ import annotations

from pathlib import Path

from proctor_audit_local.errors import UnreadableMedia
from proctor_audit_local.media.container import audio_stream, opened, unreadable, video_stream
from proctor_audit_local.media.sound import Sound
from proctor_audit_local.media.video import Video


def tracks(path: Path) -> tuple[Video | None, Sound | None]:
    """The film and the sound in a file; at least one of them.

    Raises:
        UnreadableMedia: if it has neither, or a film that cannot be decoded and nothing else.
    """
    with opened(path) as container:
        film, sound = video_stream(container) is not None, audio_stream(container) is not None
    if not film and not sound:
        raise unreadable(path, "holds neither pictures nor sound")
    try:
        video = Video.open(path) if film else None
    except UnreadableMedia:
        if not sound:
            raise
        video = None
    return video, Sound.open(path) if sound else None
