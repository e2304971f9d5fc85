"""A candidate who sits and works for a minute, as messages of a client that follows the default pace."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from proctor_audit.client.frame import Frame, message_text
from proctor_audit_local.media import ImageForm
from proctor_audit_local.sample_exam import SampleExam
from proctor_audit_local.sample_exam.film import SENT_QUALITY

FPS: Final = 2.0
FRAMES_PER_MESSAGE: Final = 4
_BEGAN_MS: Final = 1_763_881_200_000
_ON_THE_WAY_MS: Final = 50


@dataclass(frozen=True, slots=True)
class Message:
    """A frame message.

    Attributes:
        number: 0, 1, ….
        at_s: epoch seconds at which it arrives.
        frames: how many it carries.
        body: what is sent.
    """

    number: int
    at_s: float
    frames: int
    body: str


JPEG: Final = ImageForm("jpeg", 60, 320)
WEBP: Final = ImageForm("webp", SENT_QUALITY, 320)


def quiet_minute() -> list[Message]:
    """120 frames of 320×240 as JPEG, four a message."""
    return messages_of(SampleExam((), 60.0, liveliness=1.0), JPEG)


def messages_of(exam: SampleExam, form: ImageForm = WEBP, annotate_every: int = 0) -> list[Message]:
    """An exam as messages.

    Args:
        exam: to send.
        form: of its pictures.
        annotate_every: in every so many messages one frame is asked back with the findings drawn in; 0 in none.
    """
    frames = [
        Frame(form.encode(rgb), _BEGAN_MS + round(t_s * 1000), bool(annotate_every) and i % (4 * annotate_every) == 3)
        for i, (t_s, rgb) in enumerate(exam.frames(FPS))
    ]
    messages = []
    for first in range(0, len(frames), FRAMES_PER_MESSAGE):
        carried = frames[first : first + FRAMES_PER_MESSAGE]
        at_s = (carried[-1].captured_at_ms + _ON_THE_WAY_MS) / 1000
        number = first // FRAMES_PER_MESSAGE
        messages.append(Message(number, at_s, len(carried), message_text(carried, first)))
    return messages
