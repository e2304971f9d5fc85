"""A frame on its way to the server, and its form on the wire."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

_MOST_BESIDE_IMAGE_BYTES: Final = 96
"""Number, time, names and punctuation of one frame."""
_MOST_AROUND_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture to judge.

    Attributes:
        image: encoded JPEG, PNG or WebP; or a function that makes it, called only if the frame is sent.
        captured_at_ms: when it was taken, epoch milliseconds.
        annotate: ask for the picture with the findings drawn in.
        check: it is of the check before the exam, and counts nowhere.
    """

    image: bytes | Callable[[], bytes]
    captured_at_ms: int
    annotate: bool = False
    check: bool = False

    def encoded(self) -> bytes:
        """The image, made now if it was not before."""
        return self.image if isinstance(self.image, bytes) else self.image()


def message_text(frames: Sequence[Frame], first_seq: int) -> str:
    """The message that carries frames, numbered from ``first_seq``; all ASCII."""
    wire = [_wire(frame, first_seq + i) for i, frame in enumerate(frames)]
    return json.dumps({"action": "frame", "frames": wire}, separators=(",", ":"))


def message_bytes(image_bytes: Sequence[int]) -> int:
    """The most that a message of images of these lengths takes."""
    return _MOST_AROUND_BYTES + sum(_MOST_BESIDE_IMAGE_BYTES + 4 * ((length + 2) // 3) for length in image_bytes)


def _wire(frame: Frame, seq: int) -> dict[str, Any]:
    image = base64.b64encode(frame.encoded()).decode("ascii")
    wire: dict[str, Any] = {"seq": seq, "captured_at": frame.captured_at_ms, "image": image}
    asked = {"annotate": frame.annotate, "check": frame.check}
    return wire | {name: True for name, wanted in asked.items() if wanted}
