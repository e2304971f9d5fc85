"""What one candidate's exam asks of the stack, hour by hour."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from proctor_audit.protocol.limits import MAX_WEBSOCKET_FRAME_BYTES

ACCESS_LOG_BYTES: Final = 215
"""Of the gateway's line for a message as template.yaml has it, with the 26 that CloudWatch adds."""

MEASURED_FRAME_MS: Final = 8.0
"""Billed milliseconds of the frame function for one frame: decoding, vision and judgement. ``make bench`` measured 6.9
with JPEG and 7.2 with WebP on one core of a shared machine."""

MEASURED_MESSAGE_MS: Final = 8.0
"""What a message costs besides its frames: invocation, parsing, and waiting for DynamoDB's write."""

MEASURED_COLD_START_MS: Final = 1000.0
"""From the start of an environment to its first message; billed since August 2025. ``make bench`` measured 0.4 s
from files in memory; Lambda has to fetch them first."""

METERED_BYTES: Final = 32 * 1024
"""API Gateway bills a message by pieces of so many bytes, as it limits WebSocket frames."""

CONNECTION_HOURS: Final = 2
"""API Gateway ends a connection after so many hours; the candidate connects again."""

_FRAME_ENVELOPE_BYTES: Final = 80
_MESSAGE_ENVELOPE_BYTES: Final = 32
_WRITE_UNIT_BYTES: Final = 1024
_READ_UNIT_BYTES: Final = 4096


@dataclass(frozen=True, slots=True)
class Exam:
    """A candidate's exam.

    Attributes:
        fps: frames a second.
        frames_per_message: sent together, and answered together.
        frame_ms: billed for each frame.
        message_ms: billed for each message besides its frames.
        memory_mb: of the frame function.
        hours: how long it lasts.
        incidents_per_hour: confirmed ones.
        stale_share: of the messages, those whose environment does not hold the session's newest state and reads it.
        lost_share: of the messages, those that lose a race and write a second time; a refused write is billed.
        cold_starts_per_hour: of frame environments, for one candidate.
        cold_start_ms: of one of them.
        image_bytes: of one frame, before base64.
        reply_bytes: of the reply to one frame.
        item_bytes: of the session's item.
        log_bytes: that the frame function logs a message; a quiet one logs nothing.
        access_log_bytes: of the gateway's line for a message (``ACCESS_LOG_BYTES``); 0 when it writes none.
        evidence_months: for which pictures of incidents are kept.
    """

    fps: float = 2.0
    frames_per_message: int = 4
    frame_ms: float = MEASURED_FRAME_MS
    message_ms: float = MEASURED_MESSAGE_MS
    memory_mb: int = 1769
    hours: float = 1.0
    incidents_per_hour: float = 0.0
    stale_share: float = 1.0
    lost_share: float = 0.0
    cold_starts_per_hour: float = 1.0
    cold_start_ms: float = MEASURED_COLD_START_MS
    image_bytes: int = 5700
    reply_bytes: int = 500
    item_bytes: int = 1024
    log_bytes: int = 0
    access_log_bytes: int = 0
    evidence_months: float = 3.0

    @property
    def message_interval_s(self) -> float:
        """From one message to the next."""
        return self.frames_per_message / self.fps

    @property
    def messages_per_s(self) -> float:
        return self.fps / self.frames_per_message

    @property
    def messages_per_hour(self) -> float:
        return 3600 * self.messages_per_s

    @property
    def service_ms(self) -> float:
        """How long a warm environment is busy with a message."""
        return self.frames_per_message * self.frame_ms + self.message_ms

    @property
    def memory_gb(self) -> float:
        return self.memory_mb / 1024

    @property
    def message_bytes(self) -> int:
        """Of a message with its pictures as base64."""
        image = 4 * math.ceil(self.image_bytes / 3)
        return self.frames_per_message * (image + _FRAME_ENVELOPE_BYTES) + _MESSAGE_ENVELOPE_BYTES

    @property
    def reply_message_bytes(self) -> int:
        return self.frames_per_message * self.reply_bytes + _MESSAGE_ENVELOPE_BYTES

    @property
    def fits_a_browser(self) -> bool:
        """Browsers cannot split a message into frames, and the gateway takes no larger ones."""
        return self.message_bytes <= MAX_WEBSOCKET_FRAME_BYTES

    @property
    def metered_in(self) -> int:
        """As how many messages one message is billed."""
        return math.ceil(self.message_bytes / METERED_BYTES)

    @property
    def metered_out(self) -> int:
        return math.ceil(self.reply_message_bytes / METERED_BYTES)

    @property
    def write_units(self) -> float:
        """DynamoDB's write units of a message."""
        return math.ceil(self.item_bytes / _WRITE_UNIT_BYTES) * (1 + self.lost_share)

    @property
    def read_units(self) -> float:
        """DynamoDB's read units of a message: strongly consistent ones."""
        return math.ceil(self.item_bytes / _READ_UNIT_BYTES) * self.stale_share

    @property
    def connections(self) -> int:
        """How often the candidate connects."""
        return math.ceil(self.hours / CONNECTION_HOURS)


def stale_share_of(environments: int) -> float:
    """How often the newest state is elsewhere when messages come to so many environments at random."""
    return 1 - 1 / environments
