"""Pixels → what one frame shows. The only room that imports MediaPipe and OpenCV.

>>> rgb = decode_image(jpeg)  # doctest: +SKIP
>>> sighting = engine.observe(rgb)  # doctest: +SKIP
>>> sighting.observation.face.eye_aspect_ratio  # doctest: +SKIP
0.31

Names are loaded when they are first asked for: decoding a picture does not need MediaPipe.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from proctor_audit.vision.annotation import annotate
    from proctor_audit.vision.decoding import decode_image
    from proctor_audit.vision.engine import Counted, FaceEngine, Glance, Sighting
    from proctor_audit.vision.jpeg import encode_jpeg

__all__ = ["Counted", "FaceEngine", "Glance", "Sighting", "annotate", "decode_image", "encode_jpeg"]

_HOME: Final = {
    "Counted": "engine",
    "FaceEngine": "engine",
    "Glance": "engine",
    "Sighting": "engine",
    "annotate": "annotation",
    "decode_image": "decoding",
    "encode_jpeg": "jpeg",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
