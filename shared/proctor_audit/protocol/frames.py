"""The ``frame`` message: one picture, or several in order."""

from __future__ import annotations

from typing import Any, cast, get_args

from proctor_audit.errors import InvalidImage, InvalidMessage, ProctorAuditError
from proctor_audit.observation import Gaze
from proctor_audit.protocol.image_field import image_bytes
from proctor_audit.protocol.json_body import invalid, milliseconds, missing, parse_object, whole_number
from proctor_audit.protocol.limits import MAX_FRAMES_PER_MESSAGE, MAX_SEQ
from proctor_audit.values import dataclass

_TARGETS: tuple[Gaze, ...] = get_args(Gaze)


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
            captured_at = milliseconds("captured_at", captured_at)
        if not isinstance(annotate, bool):
            raise invalid("annotate", "true or false")
        if "image" not in frame:
            raise missing("image")
        check = frame.get("check", False)
        if not isinstance(check, bool):
            raise invalid("check", "true or false, or left out")
        image = image_bytes(frame["image"])
        return FrameRequest(seq, captured_at, image, annotate, _target(frame.get("target")), check)
    except (InvalidMessage, InvalidImage) as error:
        error.details["seq"] = seq
        raise


def _target(target: Any) -> Gaze | None:
    if target is not None and target not in _TARGETS:
        raise invalid("target", f"one of {', '.join(_TARGETS)}, or left out")
    return cast("Gaze | None", target)
