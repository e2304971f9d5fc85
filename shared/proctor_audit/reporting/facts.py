"""What a report says of a session besides its incidents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """What a report says of a session besides its incidents.

    ``left_at`` is when its socket was last closed, on the timeline; ``connected`` and ``heard_at``, when its newest
    frame arrived, are None when its state is gone, a day after its end.
    """

    session_id: str
    exam_id: str
    candidate_id: str
    attempt: int
    opened_at: datetime
    expires_at: datetime
    frames: int
    uncertain_frames: int
    anomaly_frames: int
    first_frame_at: datetime | None
    last_frame_at: datetime | None
    left_at: datetime | None = None
    connected: bool | None = None
    heard_at: datetime | None = None

    @property
    def exam_s(self) -> float:
        """How long the exam has been watched: from the first to the newest frame."""
        if self.first_frame_at is None or self.last_frame_at is None:
            return 0.0
        return (self.last_frame_at - self.first_frame_at).total_seconds()

    def status(self, now: datetime) -> str:
        return "open" if self.expires_at > now else "ended"
