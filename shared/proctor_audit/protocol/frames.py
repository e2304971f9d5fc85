"""The ``frame`` message: one picture, or several in order."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Any, cast, get_args

from proctor_audit.errors import InvalidImage, InvalidMessage, ProctorAuditError
from proctor_audit.observation import Gaze
from proctor_audit.protocol.json_body import invalid, missing, parse_object, whole_number
from proctor_audit.protocol.limits import MAX_FRAMES_PER_MESSAGE, MAX_SEQ, MAX_TIME_MS
from proctor_audit.values import dataclass

_TARGETS: tuple[Gaze, ...] = get_args(Gaze)
_DATA_URI = re.compile(r"data:[\w.+-]+/[\w.+-]+(?:;[\w.+-]+=[^;,]*)*;base64,", re.ASCII)


@dataclass(frozen=True, slots=True)
class FrameRequest:
    """One frame to judge.

    ``image`` is the encoded picture, ``captured_at_ms`` None when the client gives no time, ``target`` where the
    candidate was asked to look when the frame is for calibration; ``check`` is true for the check before the exam.
    """

    seq: int
    captured_at_ms: int | None
    image: bytes
    annotate: bool
    target: Gaze | None = None
    check: bool = False


@dataclass(frozen=True, slots=True)
class RefusedFrame:
    """One frame of a message that cannot be judged; the others still can."""

    error: ProctorAuditError


@dataclass(frozen=True, slots=True)
class FrameMessage:
    """The frames of a message in their order; ``batch`` tells that it came with a ``frames`` list."""

    items: tuple[FrameRequest | RefusedFrame, ...]
    batch: bool


def parse_frame_message(body: str | None) -> FrameMessage:
    """Read a ``frame`` message.

    A frame of a batch that does not hold to the contract is refused by itself.

    Raises:
        InvalidMessage: ``invalid_json``, ``missing_field`` or ``invalid_field`` when the message as a whole, or its
            only frame, does not hold to the contract.
        InvalidImage: ``not_base64`` when its only frame's image is not base64.
    """
    document = parse_object(body)
    if "frames" not in document:
        return FrameMessage((_parse_frame(document, document.get("annotate", False)),), batch=False)
    frames = document["frames"]
    if not isinstance(frames, list) or not 1 <= len(frames) <= MAX_FRAMES_PER_MESSAGE:
        raise invalid("frames", f"a list of 1 to {MAX_FRAMES_PER_MESSAGE} frames")
    return FrameMessage(tuple(_parse_or_refuse(frame, document.get("annotate", False)) for frame in frames), batch=True)


def _parse_or_refuse(frame: Any, annotate: Any) -> FrameRequest | RefusedFrame:
    try:
        if not isinstance(frame, dict):
            raise invalid("frames", "a list of objects, each with seq and image")
        return _parse_frame(frame, frame.get("annotate", annotate))
    except ProctorAuditError as error:
        return RefusedFrame(error)


def _parse_frame(frame: dict[str, Any], annotate: Any) -> FrameRequest:
    if "seq" not in frame:
        raise missing("seq")
    seq = whole_number("seq", frame["seq"], 0, MAX_SEQ)
    try:
        captured_at = frame.get("captured_at")
        if captured_at is not None:
            captured_at = whole_number("captured_at", _rounded(captured_at), 0, MAX_TIME_MS)
        if not isinstance(annotate, bool):
            raise invalid("annotate", "true or false")
        if "image" not in frame:
            raise missing("image")
        check = frame.get("check", False)
        if not isinstance(check, bool):
            raise invalid("check", "true or false, or left out")
        image = _decode_base64(frame["image"])
        return FrameRequest(seq, captured_at, image, annotate, _target(frame.get("target")), check)
    except (InvalidMessage, InvalidImage) as error:
        error.details["seq"] = seq
        raise


def _target(target: Any) -> Gaze | None:
    if target is not None and target not in _TARGETS:
        raise invalid("target", f"one of {', '.join(_TARGETS)}, or left out")
    return cast("Gaze | None", target)


def _rounded(value: Any) -> Any:
    # performance.timeOrigin + performance.now() and time.time() * 1000 both give fractions.
    return round(value) if isinstance(value, float) and abs(value) <= MAX_TIME_MS else value


def _decode_base64(image: Any) -> bytes:
    if not isinstance(image, str):
        raise invalid("image", "a string: the base64 of a JPEG, PNG or WebP picture")
    start = uri.end() if (uri := _DATA_URI.match(image)) else 0
    # Line breaks and blanks do no harm, but taking them out takes longer than to decode, and hardly anybody sends any.
    data = _decoded(image[start:]) or _decoded(image[start:].translate({10: None, 13: None, 32: None}))
    if not data:
        raise InvalidImage("not_base64", "The image is not base64; send the base64 of a JPEG, PNG or WebP picture.")
    return data


def _decoded(encoded: str) -> bytes:
    """The bytes; none if it is not base64."""
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return b""
