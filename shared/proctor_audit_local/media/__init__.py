"""Recordings on disk: pictures at their own times, and sound.

>>> video = Video.open(Path("exam.mp4"))  # doctest: +SKIP
>>> for frame in video.frames():  # doctest: +SKIP
...     print(frame.index, frame.time_s, frame.rgb.shape)
"""

from proctor_audit_local.media.discovery import found_files, is_picture
from proctor_audit_local.media.image_form import ImageForm
from proctor_audit_local.media.picture import read_picture
from proctor_audit_local.media.sound import RATE_HZ, Sound
from proctor_audit_local.media.tracks import tracks
from proctor_audit_local.media.video import Frame, Video
from proctor_audit_local.media.webcam import webcam_pictures

__all__ = [
    "RATE_HZ",
    "Frame",
    "ImageForm",
    "Sound",
    "Video",
    "found_files",
    "is_picture",
    "read_picture",
    "tracks",
    "webcam_pictures",
]
