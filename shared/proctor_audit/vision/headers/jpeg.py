"""JPEG: segments up to the frame header, and an end (ITU-T T.81, annex B)."""

from __future__ import annotations

import struct
from typing import Final

from proctor_audit.errors import InvalidImage
from proctor_audit.vision.headers.picture import Header, damaged

_FRAMES: Final = {0xC0, 0xC1, 0xC2}  # baseline, extended, progressive
_OTHER_FRAMES: Final = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}  # lossless, arithmetic, …
_ALL_FRAMES: Final = _FRAMES | _OTHER_FRAMES
_WITHOUT_LENGTH: Final = {0x00, 0x01, *range(0xD0, 0xDB)}  # … and start of scan, which may not precede the frame
_SCAN, _END = b"\xff\xda", b"\xff\xd9"
_MAX_SCANS: Final = 64
"""Each scan of a progressive picture walks over all its pixels; encoders write about ten."""


def jpeg_header(data: bytes) -> Header:
    """The header of a JPEG file.

    Raises:
        InvalidImage: ``unsupported_image`` or ``truncated_image``.
    """
    position = 2
    while True:
        marker, position = _marker(data, position)
        if marker in _WITHOUT_LENGTH or len(data) < position + 2:
            raise damaged("JPEG")
        end = position + int.from_bytes(data[position : position + 2])
        if end < position + 2 or end > len(data):
            raise damaged("JPEG")
        if marker in _ALL_FRAMES:
            break
        position = end
    if end < position + 8:
        raise damaged("JPEG")
    precision, height, width = struct.unpack_from(">BHH", data, position + 2)
    if marker in _OTHER_FRAMES or precision != 8 or data.count(_SCAN, end) > _MAX_SCANS:
        raise InvalidImage("unsupported_image", "A rare kind of JPEG; send a baseline or progressive 8-bit JPEG.")
    # Within a scan 0xFF is always followed by 0x00 or a restart marker, so this end is no accident.
    scan = data.find(_SCAN, end)
    if scan < 0 or data.find(_END, scan) < 0:
        raise damaged("JPEG")
    return Header("JPEG", width, height, data)


def _marker(data: bytes, position: int) -> tuple[int, int]:
    """The marker at ``position`` and where its segment begins."""
    if data[position : position + 1] != b"\xff":
        raise damaged("JPEG")
    while data[position : position + 1] == b"\xff":  # any number of fill bytes
        position += 1
    if position >= len(data):
        raise damaged("JPEG")
    return data[position], position + 1
