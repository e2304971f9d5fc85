"""PNG: whole chunks with right checksums (PNG specification, third edition, sections 5 and 11)."""

from __future__ import annotations

import struct
import zlib
from typing import Final

from proctor_audit.vision.headers.picture import Header, damaged

_SIGNATURE_BYTES: Final = 8
# Nothing else changes the pixels we ask for; without the animation's chunks what is left is its still picture.
_NEEDED: Final = {b"IHDR", b"PLTE", b"tRNS", b"eXIf", b"IDAT", b"IEND"}


def png_header(data: bytes) -> Header:
    """The header of a PNG file; ``content`` is cut down to the chunks that make the still picture.

    Raises:
        InvalidImage: ``truncated_image``.
    """
    needed = [data[:_SIGNATURE_BYTES]]
    size = (0, 0)
    position = _SIGNATURE_BYTES
    kind = b""
    while kind != b"IEND":
        kind, content, chunk = _chunk(data, position)
        if (kind == b"IHDR") != (position == _SIGNATURE_BYTES):
            raise damaged("PNG")
        if kind == b"IHDR":
            if len(content) != 13:
                raise damaged("PNG")
            size = struct.unpack(">II", content[:8])
        if kind in _NEEDED:
            needed.append(chunk)
        position += len(chunk)
    return Header("PNG", *size, content=b"".join(needed))


def _chunk(data: bytes, position: int) -> tuple[bytes, bytes, bytes]:
    """Type, content and all bytes of the chunk at ``position``."""
    length = int.from_bytes(data[position : position + 4])
    chunk = data[position : position + 12 + length]
    if len(chunk) < 12 + length or zlib.crc32(chunk[4:-4]) != int.from_bytes(chunk[-4:]):
        raise damaged("PNG")
    return chunk[4:8], chunk[8:-4], chunk
