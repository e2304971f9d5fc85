"""What a header tells, and the error for a file that ends too early."""

from __future__ import annotations

from typing import Literal

from proctor_audit.errors import InvalidImage
from proctor_audit.values import dataclass

Format = Literal["JPEG", "PNG", "WebP"]


@dataclass(frozen=True, slots=True)
class Header:
    """A picture that is all there, not yet decoded.

    Attributes:
        format: the kind of file.
        width_px: stored width, before any rotation.
        height_px: stored height, before any rotation.
        content: what the decoder is to read.
        orientation: EXIF orientation 1..8 that the decoder does not apply by itself.
    """

    format: Format
    width_px: int
    height_px: int
    content: bytes
    orientation: int = 1


def damaged(kind: Format) -> InvalidImage:
    """The error for a file that is cut short or broken."""
    return InvalidImage("truncated_image", f"This {kind} is cut short or damaged; send the whole file, unchanged.")
