"""WebP: whole RIFF chunks (RFC 9649); the first one tells the size."""

from __future__ import annotations

from collections.abc import Iterator

from proctor_audit.errors import InvalidImage
from proctor_audit.vision.headers.exif import exif_orientation
from proctor_audit.vision.headers.picture import Header, damaged


def webp_header(data: bytes) -> Header:
    """The header of a WebP file, lossy, lossless or extended.

    Raises:
        InvalidImage: ``unsupported_image`` or ``truncated_image``.
    """
    chunks = _chunks(data)
    kind, content = next(chunks, (b"", b""))
    if len(content) < 10:
        raise damaged("WebP")
    if kind == b"VP8 ":
        # The two upper bits of each side are a wish for scaling that decoders leave alone.
        width, height = (int.from_bytes(content[i : i + 2], "little") & 0x3FFF for i in (6, 8))
    elif kind == b"VP8L":
        bits = int.from_bytes(content[1:5], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    elif kind == b"VP8X":
        width, height = (int.from_bytes(content[i : i + 3], "little") + 1 for i in (4, 7))
    else:
        raise InvalidImage("unsupported_image", "An unknown kind of WebP; send lossy, lossless or extended WebP.")
    orientation = next((exif_orientation(exif) for kind, exif in chunks if kind == b"EXIF"), 1)
    return Header("WebP", width, height, data, orientation)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Type and content of each chunk."""
    riff_end = 8 + int.from_bytes(data[4:8], "little")
    if riff_end > len(data):
        raise damaged("WebP")
    position = 12
    while position + 8 <= riff_end:
        start, length = position + 8, int.from_bytes(data[position + 4 : position + 8], "little")
        if start + length > riff_end:
            raise damaged("WebP")
        yield data[position : position + 4], data[start : start + length]
        position = start + length + length % 2
