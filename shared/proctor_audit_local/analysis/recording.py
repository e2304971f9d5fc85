"""What is known of one recording once it has been audited, and its report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.reporting.report import SessionFacts, session_report
from proctor_audit.voice import Segment
from proctor_audit_local.analysis.evidence import Evidence

_EXAM: Final = "recordings"
"""What reports name as the exam of a file that lies in no folder."""


@dataclass(slots=True)
class Recording:
    """An audited file.

    Attributes:
        source: its path as it was given.
        session_id: it has one, like a live exam.
        started_at: when it began.
        duration_s: of the film, or of the sound where there is no film.
        state: what judging its frames led to.
        incidents: in the order in which they began.
        anomalies: what its newest frame showed.
        voice: where somebody speaks; None when it has no sound.
        warnings: what could not be read.
        evidence: pictures of the incidents.
        interrupted: it was not audited to its end.
    """

    source: str
    session_id: str
    started_at: datetime
    duration_s: float = 0.0
    state: SessionState = field(default_factory=SessionState)
    incidents: Sequence[Incident] = ()
    anomalies: Sequence[str] = ()
    voice: list[Segment] | None = None
    warnings: list[str] = field(default_factory=list)
    evidence: Evidence = field(default_factory=Evidence)
    interrupted: bool = False

    @property
    def speech_s(self) -> float | None:
        return None if self.voice is None else sum(segment.duration_s for segment in self.voice)

    def since_start_s(self, at_ms: int) -> float:
        """Seconds from the start of a time of the session's."""
        return round(at_ms / 1000 - self.started_at.timestamp(), 3)

    def report(self, policy: Policy, now: datetime) -> dict[str, Any]:
        """The report as of an exam that was watched while it was recorded.

        Its exam is named after the folder and its candidate after the file; and there are ``source``, the path, and
        ``voice``, seconds from the start.
        """
        path = Path(self.source)
        ended_at = self.started_at + timedelta(seconds=self.duration_s)
        state = self.state
        facts = SessionFacts(
            session_id=self.session_id,
            exam_id=path.resolve().parent.name or _EXAM,
            candidate_id=path.name,
            attempt=1,
            opened_at=self.started_at,
            expires_at=ended_at,
            frames=state.frames,
            uncertain_frames=state.uncertain_frames,
            anomaly_frames=state.anomaly_frames,
            first_frame_at=_moment(state.started_at_ms) if state.begun else None,
            last_frame_at=_moment(state.at_ms) if state.begun else None,
            connected=False,
        )
        incidents = [replace(incident, evidence=self.evidence.roles(incident)) for incident in self.incidents]
        report = session_report(facts, incidents, policy, self.evidence.link, max(now, ended_at))
        report["source"] = self.source
        report["voice"] = [_spoken(segment) for segment in self.voice or ()]
        return report


def _spoken(segment: Segment) -> dict[str, float]:
    return {"start_s": round(segment.start_s, 3), "end_s": round(segment.end_s, 3)}


def _moment(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, UTC)
