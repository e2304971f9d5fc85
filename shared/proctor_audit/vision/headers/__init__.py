"""What the bytes of a picture say before anything is decoded: format, size, and whether all of it is there.

Read strictly, segment by segment: a lenient reader can be shown another size than the decoder will find.
"""

from __future__ import annotations

from typing import Final

from proctor_audit.errors import InvalidImage
from proctor_audit.vision.headers.jpeg import jpeg_header
from proctor_audit.vision.headers.picture import Header
from proctor_audit.vision.headers.png import png_header
from proctor_audit.vision.headers.webp import webp_header

__all__ = ["Header", "read_header"]

_OTHERS: Final = {
    b"GIF8": "a GIF",
    b"BM": "a BMP",
    b"II*\x00": "a TIFF",
    b"MM\x00*": "a TIFF",
    b"%PDF": "a PDF",
    b"<svg": "an SVG",
    b"\x00\x00\x00\x0cjP": "a JPEG 2000",
}


def read_header(data: bytes) -> Header:
    """The header of a JPEG, PNG or WebP picture.

    Raises:
        InvalidImage: ``not_an_image``, ``unsupported_image`` or ``truncated_image``.
    """
    if data.startswith(b"\xff\xd8"):
        return jpeg_header(data)
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return png_header(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return webp_header(data)
    for magic, name in _OTHERS.items():
        if data.startswith(magic):
            raise InvalidImage("unsupported_image", f"This is {name}; send JPEG, PNG or WebP.")
    if data[4:8] == b"ftyp":
        raise InvalidImage("unsupported_image", "This is an HEIC, AVIF or video file; send JPEG, PNG or WebP.")
    raise InvalidImage("not_an_image", "These bytes are not a picture; send a whole JPEG, PNG or WebP file.")
