from __future__ import annotations

import struct

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proctor_audit.errors import InvalidImage
from proctor_audit.vision.decoding import decode_image
from proctor_audit.vision.headers import read_header
from tests.unit.vision.image_files import (
    encoded,
    jpeg,
    jpeg_frame,
    jpeg_segment,
    png,
    png_chunk,
    png_header,
    webp,
    webp_canvas,
)
from tests.unit.vision.photographs import astronaut, resized

PICTURE = resized(astronaut(), 128, 96)
JPEG = encoded(PICTURE, ".jpg")
PROGRESSIVE = encoded(PICTURE, ".jpg", cv2.IMWRITE_JPEG_PROGRESSIVE, 1)
PNG = encoded(PICTURE, ".png")
WEBP = encoded(PICTURE, ".webp", cv2.IMWRITE_WEBP_QUALITY, 80)
LOSSLESS = encoded(PICTURE, ".webp", cv2.IMWRITE_WEBP_QUALITY, 101)
END_OF_JPEG = b"\xff\xd9"
NO_ROWS = png_chunk(b"IDAT", b"")


def flipped(file: bytes, at: int) -> bytes:
    return file[:at] + bytes([file[at] ^ 0x55]) + file[at + 1 :]


def lossless_header(width_px: int, height_px: int) -> tuple[bytes, bytes]:
    return (b"VP8L", b"\x2f" + struct.pack("<I", (width_px - 1) | (height_px - 1) << 14) + b"\x00" * 8)


REFUSED = {
    "nothing": (b"", "not_an_image"),
    "text": (b"not an image", "not_an_image"),
    "RIFF that is sound": (b"RIFF\x24\x00\x00\x00WAVEfmt ", "not_an_image"),
    "GIF": (b"GIF89a" + b"\x00" * 40, "unsupported_image"),
    "BMP": (bytes(cv2.imencode(".bmp", PICTURE)[1]), "unsupported_image"),
    "TIFF": (bytes(cv2.imencode(".tiff", PICTURE)[1]), "unsupported_image"),
    "HEIC": (b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40, "unsupported_image"),
    "12-bit JPEG": (jpeg(jpeg_frame(640, 480, precision=12)), "unsupported_image"),
    "lossless JPEG": (jpeg(jpeg_frame(640, 480, marker=0xC3)), "unsupported_image"),
    "JPEG of 65 scans": (
        JPEG[:-2] + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" * 64 + END_OF_JPEG,
        "unsupported_image",
    ),
    "WebP of an unknown kind": (webp((b"VP9 ", b"\x00" * 20)), "unsupported_image"),
    "JPEG of two bytes": (b"\xff\xd8", "truncated_image"),
    "JPEG cut in its head": (JPEG[:100], "truncated_image"),
    "JPEG cut in a scan": (JPEG[: len(JPEG) // 2], "truncated_image"),
    "JPEG without its end": (JPEG[:-2], "truncated_image"),
    "JPEG cut and closed": (JPEG[: len(JPEG) // 2] + END_OF_JPEG, "truncated_image"),
    "progressive JPEG cut and closed": (PROGRESSIVE[: len(PROGRESSIVE) // 2] + END_OF_JPEG, "truncated_image"),
    "JPEG without a scan": (b"\xff\xd8" + jpeg_frame(640, 480) + END_OF_JPEG, "truncated_image"),
    "JPEG with an empty scan": (jpeg(jpeg_frame(640, 480)), "truncated_image"),
    "JPEG with a short frame header": (jpeg(jpeg_segment(0xC0, b"\x08\x01")), "truncated_image"),
    # A reader that takes 0xFF00 for a segment finds 640x480; the decoder would go on to 20000x20000.
    "JPEG with two sizes": (
        jpeg(b"\xff\x00\x00\x15" + jpeg_frame(20_000, 20_000) + jpeg_frame(640, 480)),
        "truncated_image",
    ),
    "PNG cut": (PNG[: len(PNG) // 2], "truncated_image"),
    "PNG without its end": (PNG[:-12], "truncated_image"),
    "PNG cut and closed": (PNG[: len(PNG) // 2] + PNG[-12:], "truncated_image"),
    "PNG with a flipped bit": (flipped(PNG, len(PNG) // 2), "truncated_image"),
    "PNG without a header": (png(NO_ROWS), "truncated_image"),
    "PNG with two headers": (png(png_header(64, 64), png_header(9000, 9000), NO_ROWS), "truncated_image"),
    "PNG without rows": (png(png_header(64, 64), NO_ROWS), "truncated_image"),
    "WebP cut": (WEBP[: len(WEBP) // 2], "truncated_image"),
    "lossless WebP cut": (LOSSLESS[: len(LOSSLESS) // 2], "truncated_image"),
    "WebP of nothing": (webp(), "truncated_image"),
    "WebP with a chunk longer than the file": (webp((b"VP8 ", WEBP[20:]))[:-40], "truncated_image"),
    "WebP of a canvas only": (webp(webp_canvas(640, 480)), "truncated_image"),
    "1x1 JPEG": (encoded(PICTURE[:1, :1], ".jpg"), "image_too_small"),
    "1x1 PNG": (encoded(PICTURE[:1, :1], ".png"), "image_too_small"),
    "1x1 WebP": (encoded(PICTURE[:1, :1], ".webp"), "image_too_small"),
    "31 high": (encoded(PICTURE[:31], ".png"), "image_too_small"),
    "0x0 PNG": (png(png_header(0, 0), NO_ROWS), "image_too_small"),
    "20000x20000 JPEG": (jpeg(jpeg_frame(20_000, 20_000)), "image_too_large"),
    "20000x20000 PNG": (png(png_header(20_000, 20_000), NO_ROWS), "image_too_large"),
    "20000x20000 WebP": (webp(webp_canvas(20_000, 20_000)), "image_too_large"),
    "16383x16383 lossless WebP": (webp(lossless_header(16_383, 16_383)), "image_too_large"),
    "4097 wide": (png(png_header(4097, 100), NO_ROWS), "image_too_large"),
    "16.8 megapixels": (png(png_header(4096, 4096), NO_ROWS), "image_too_large"),
}


@pytest.mark.parametrize(("file", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_bad_image_is_refused_with_its_code(file: bytes, code: str, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InvalidImage) as refused:
        decode_image(file)

    assert refused.value.code == code
    assert refused.value.message.endswith(".")
    assert capfd.readouterr() == ("", "")


def test_sides_of_32_and_4096_pixels_are_taken() -> None:
    assert decode_image(encoded(PICTURE[:32, :32], ".jpg")).shape == (32, 32, 3)
    assert decode_image(encoded(np.zeros((40, 4096, 3), np.uint8), ".jpg")).shape == (40, 4096, 3)


def test_warnings_that_do_not_change_the_picture_are_neither_printed_nor_minded(
    capfd: pytest.CaptureFixture[str],
) -> None:
    odd_profile = PNG[:33] + png_chunk(b"iCCP", b"x\x00\x00junk") + PNG[33:]

    assert np.array_equal(decode_image(odd_profile), PICTURE)
    assert capfd.readouterr() == ("", "")


def test_the_size_is_read_where_the_decoder_reads_it() -> None:
    with pytest.raises(InvalidImage):
        read_header(REFUSED["JPEG with two sizes"][0])
    scaled = WEBP[:27] + bytes([WEBP[27] | 0x40]) + WEBP[28:29] + bytes([WEBP[29] | 0x80]) + WEBP[30:]
    header = read_header(scaled)
    assert (header.width_px, header.height_px) == (128, 96)
    assert decode_image(scaled).shape == (96, 128, 3)


@settings(max_examples=300, deadline=None)
@given(
    file=st.sampled_from([JPEG, PROGRESSIVE, PNG, WEBP, LOSSLESS]),
    place=st.floats(0, 1, exclude_max=True),
    junk=st.binary(max_size=12),
    keep_rest=st.booleans(),
)
def test_a_mutated_file_is_a_picture_or_refused(file: bytes, place: float, junk: bytes, keep_rest: bool) -> None:
    # Half of the mutations fall into the first 64 bytes, where the headers are.
    at = int(place * 2 * len(file)) if place < 0.5 else int((place - 0.5) * 128)
    mutated = file[:at] + junk + (file[at + len(junk) :] if keep_rest else b"")
    try:
        rgb = decode_image(mutated)
    except InvalidImage:
        return
    assert rgb.dtype == np.uint8
    assert rgb.ndim == 3
    assert min(rgb.shape[:2]) >= 32
