"""Image files written byte by byte: what no encoder would write, or what OpenCV's cannot."""

from __future__ import annotations

import struct
import zlib

import cv2
import numpy as np

from tests.unit.vision.photographs import Picture

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def encoded(rgb: Picture, kind: str, *options: int) -> bytes:
    return bytes(cv2.imencode(kind, np.ascontiguousarray(rgb[:, :, ::-1]), list(options))[1])


def png_chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_header(width_px: int, height_px: int, depth: int = 8, colour_type: int = 2) -> bytes:
    return png_chunk(b"IHDR", struct.pack(">IIBBBBB", width_px, height_px, depth, colour_type, 0, 0, 0))


def png(*chunks: bytes) -> bytes:
    return PNG_SIGNATURE + b"".join(chunks) + png_chunk(b"IEND", b"")


def palette_png(indices: Picture, palette: list[tuple[int, int, int]]) -> bytes:
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    return png(
        png_header(width, height, colour_type=3),
        png_chunk(b"PLTE", bytes(channel for colour in palette for channel in colour)),
        png_chunk(b"IDAT", zlib.compress(rows.tobytes())),
    )


def jpeg_segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def jpeg_frame(width_px: int, height_px: int, marker: int = 0xC0, precision: int = 8) -> bytes:
    components = b"\x01\x11\x00\x02\x11\x01\x03\x11\x01"
    return jpeg_segment(marker, struct.pack(">BHHB", precision, height_px, width_px, 3) + components)


def jpeg(*segments: bytes) -> bytes:
    """Whole by its markers, with a scan that holds nothing."""
    return (
        b"\xff\xd8" + b"".join(segments) + jpeg_segment(0xDA, b"\x03\x01\x00\x02\x11\x03\x11\x00\x3f\x00") + b"\xff\xd9"
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"WEBP"
    for kind, content in chunks:
        body += kind + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def webp_canvas(width_px: int, height_px: int, flags: int = 0) -> tuple[bytes, bytes]:
    sides = (width_px - 1).to_bytes(3, "little") + (height_px - 1).to_bytes(3, "little")
    return (b"VP8X", bytes([flags, 0, 0, 0]) + sides)


def exif(orientation: int, order: str = "<") -> bytes:
    """EXIF data with nothing but an orientation."""
    mark = b"II" if order == "<" else b"MM"
    return mark + struct.pack(f"{order}HIHHHIHHI", 42, 8, 1, 0x0112, 3, 1, orientation, 0, 0)


def with_exif(file: bytes, orientation: int, order: str = "<") -> bytes:
    """A JPEG, PNG or lossy WebP with an orientation put in."""
    block = exif(orientation, order)
    if file.startswith(b"\xff\xd8"):
        return file[:2] + jpeg_segment(0xE1, b"Exif\x00\x00" + block) + file[2:]
    if file.startswith(PNG_SIGNATURE):
        return file[:33] + png_chunk(b"eXIf", block) + file[33:]
    width, height = struct.unpack_from("<HH", file, 26)
    return webp(webp_canvas(width, height, flags=0x08), (b"VP8 ", file[20:]), (b"EXIF", block))
