"""Pictures as clients send them: how wide, in which format, of what quality."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.vision import decode_image
from proctor_audit_local.media.video import at_most

Format = Literal["webp", "jpeg"]

_SETTINGS: Final = {"webp": (".webp", cv2.IMWRITE_WEBP_QUALITY), "jpeg": (".jpg", cv2.IMWRITE_JPEG_QUALITY)}
_LEAST_WIDTH_PX: Final = 64
_MOST_WIDTH_PX: Final = 1920


@dataclass(frozen=True, slots=True)
class ImageForm:
    """A form of pictures.

    Attributes:
        format: of the file.
        quality: 1..100.
        width_px: at most so wide; the aspect is kept.
    """

    format: Format
    quality: int
    width_px: int

    @classmethod
    def parse(cls, text: str) -> ImageForm:
        """The form of a text such as ``webp:60:320``.

        Raises:
            ValueError: if it is none; the message says what is expected.
        """
        form, _, numbers = text.partition(":")
        quality, _, width = numbers.partition(":")
        known: tuple[Format, ...] = get_args(Format)
        for name in known:
            if name == form and quality.isdecimal() and width.isdecimal():
                parsed = cls(name, int(quality), int(width))
                if 1 <= parsed.quality <= 100 and _LEAST_WIDTH_PX <= parsed.width_px <= _MOST_WIDTH_PX:
                    return parsed
        raise ValueError(
            f"expected FORMAT:QUALITY:WIDTH such as webp:60:320, with {' or '.join(known)}, 1 to 100 and "
            f"{_LEAST_WIDTH_PX} to {_MOST_WIDTH_PX} pixels, got {text!r:.60}"
        )

    def encode(self, rgb: NDArray[np.uint8]) -> bytes:
        """The file of a picture, (h, w, 3)."""
        suffix, setting = _SETTINGS[self.format]
        bgr = cv2.cvtColor(at_most(rgb, self.width_px), cv2.COLOR_RGB2BGR)
        return cv2.imencode(suffix, bgr, [setting, self.quality])[1].tobytes()

    def as_received(self, rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The picture as the server decodes it."""
        return decode_image(self.encode(rgb))
