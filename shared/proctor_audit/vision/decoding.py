"""Bytes that a client sent → pixels. Knows nothing of faces and needs no MediaPipe."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.errors import InvalidImage
from proctor_audit.vision.headers import Header, read_header
from proctor_audit.vision.headers.exif import upright
from proctor_audit.vision.headers.picture import damaged
from proctor_audit.vision.native_stderr import captured_native_stderr

MIN_SIDE_PX: Final = 32
MAX_SIDE_PX: Final = 4096
MAX_PIXELS: Final = 16_000_000

# How libjpeg and libpng begin their complaints about data; their other warnings do not change the picture.
_COMPLAINTS: Final = ("Corrupt JPEG data", "Premature end of JPEG", "libpng error")


def decode_image(data: bytes) -> NDArray[np.uint8]:
    """Decode a JPEG, PNG or WebP picture.

    Any bit depth, palette, grey, CMYK and progressive files become 8-bit RGB; alpha is dropped; EXIF orientation is
    applied; of an animation the first picture is taken.

    Args:
        data: the whole file.

    Returns:
        RGB, (h, w, 3).

    Raises:
        InvalidImage: ``not_an_image``; ``unsupported_image``; ``truncated_image``, also if damaged;
            ``image_too_small`` or ``image_too_large`` by the header, before any pixel is decoded.
    """
    header = read_header(data)
    _check_size(header)
    with captured_native_stderr() as printed:
        rgb = _pixels(header)
    if rgb is None or any(complaint in printed.text for complaint in _COMPLAINTS):
        raise damaged(header.format)
    return rgb if header.orientation == 1 else upright(rgb, header.orientation)


def _check_size(header: Header) -> None:
    width, height = header.width_px, header.height_px
    size = {"width_px": width, "height_px": height}
    if min(width, height) < MIN_SIDE_PX:
        raise InvalidImage(
            "image_too_small",
            f"The picture is {width}x{height}; send at least {MIN_SIDE_PX} pixels a side, best 320x240 to 640x480.",
            **size,
        )
    if max(width, height) > MAX_SIDE_PX or width * height > MAX_PIXELS:
        raise InvalidImage(
            "image_too_large",
            f"The picture is {width}x{height}; send at most {MAX_SIDE_PX} pixels a side and {MAX_PIXELS // 10**6} "
            "megapixels, best 320x240 to 640x480.",
            **size,
        )


def _pixels(header: Header) -> NDArray[np.uint8] | None:
    try:
        decoded = cv2.imdecode(np.frombuffer(header.content, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        return None
    return None if decoded is None else np.asarray(decoded, np.uint8)
