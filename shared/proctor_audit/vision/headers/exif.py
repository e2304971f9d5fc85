"""The one thing of EXIF that changes what a picture shows (Exif 2.3, section 4.6.4: tag 0x0112)."""

from __future__ import annotations

import struct
from typing import Final

import numpy as np
from numpy.typing import NDArray

_ORIENTATION: Final = 0x0112
_MIRRORED: Final = {2, 4, 5, 7}
_QUARTER_TURNS: Final = {1: 0, 2: 0, 3: 2, 4: 2, 5: 3, 6: 3, 7: 1, 8: 1}  # counter-clockwise


def exif_orientation(exif: bytes) -> int:
    """Orientation 1..8 in a block of EXIF data; 1, upright, if it cannot be read."""
    tiff = exif.removeprefix(b"Exif\x00\x00")
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (directory,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, directory)
        for entry in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, directory + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value if value in _QUARTER_TURNS else 1
    except struct.error:
        pass
    return 1


def upright(rgb: NDArray[np.uint8], orientation: int) -> NDArray[np.uint8]:
    """The picture (h, w, 3), turned and mirrored as its EXIF orientation says."""
    turned = np.rot90(rgb, _QUARTER_TURNS[orientation])
    return np.ascontiguousarray(turned[:, ::-1] if orientation in _MIRRORED else turned)
