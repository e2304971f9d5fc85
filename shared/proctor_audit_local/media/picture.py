"""Still pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.errors import InvalidImage
from proctor_audit.vision import decode_image
from proctor_audit.vision.decoding import MAX_SIDE_PX, MIN_SIDE_PX
from proctor_audit.vision.native_stderr import captured_native_stderr
from proctor_audit_local.errors import UnreadableMedia

_BEYOND_THE_API: Final = frozenset({"not_an_image", "unsupported_image", "image_too_large"})
_REASONS: Final = {
    "truncated_image": "is cut short or damaged; copy the whole file again",
    "image_too_small": "is too small to see anything; give a larger picture",
}
_NO_PICTURE: Final = "cannot be read as a picture; give JPEG, PNG, WebP, BMP or TIFF, to which a phone's HEIC converts"


def read_picture(path: Path) -> NDArray[np.uint8]:
    """A picture, upright: what the API takes as the API reads it, other kinds and sizes as OpenCV does.

    Returns:
        RGB, (h, w, 3).

    Raises:
        UnreadableMedia: if it is no picture that can be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UnreadableMedia(f"There is no file {path}; check its name.") from None
    except OSError as error:
        raise UnreadableMedia(f"{path} cannot be opened: {error.strerror}.") from None
    if not data:
        raise UnreadableMedia(f"{path} is empty; copy it again.")
    try:
        return decode_image(data)
    except InvalidImage as refused:
        rgb = _decoded(data) if refused.code in _BEYOND_THE_API else None
        if rgb is None:
            raise UnreadableMedia(f"{path} {_REASONS.get(refused.code, _NO_PICTURE)}.") from refused
        return rgb


def _decoded(data: bytes) -> NDArray[np.uint8] | None:
    try:
        with captured_native_stderr():
            rgb = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR_RGB)
    except cv2.error:
        return None
    if rgb is None or min(rgb.shape[:2]) < MIN_SIDE_PX:
        return None
    height, width = rgb.shape[:2]
    shrink = MAX_SIDE_PX / max(width, height)
    if shrink < 1:
        size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    return np.asarray(rgb, np.uint8)
