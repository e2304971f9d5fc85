"""Reports of made-up sessions, as ``GET /sessions/{id}`` gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.report import SessionFacts, session_report

START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PICTURE = "data:image/jpeg;base64,/9j/"


def incident(
    kind: IncidentKind,
    start_s: float,
    duration_s: float,
    *,
    ended: bool = True,
    confidence: float = 0.9,
    detail: str = "",
    evidence: Sequence[str] = ("first", "confirmed", "last"),
) -> Incident:
    """An incident that began so long after the first frame."""
    started_at_ms = round((START.timestamp() + start_s) * 1000)
    last_seen_at_ms = started_at_ms + round(duration_s * 1000)
    return Incident(
        id=f"{kind}-{start_s}",
        kind=kind,
        state="closed" if ended else "opened",
        revision=2,
        started_at_ms=started_at_ms,
        last_seen_at_ms=last_seen_at_ms,
        ended_at_ms=last_seen_at_ms if ended else None,
        peak=2.0,
        confidence=confidence,
        frames=20,
        evidence=tuple(evidence),
        detail=detail,
    )


def report(
    *incidents: Incident,
    length_s: float = 3600.0,
    frames: int = 1000,
    uncertain_frames: int = 0,
    candidate: str = "ada",
    exam: str = "algebra",
    policy: Policy | None = None,
    open_: bool = False,
) -> dict[str, Any]:
    """The report of a session of this length with these incidents."""
    end = START + timedelta(seconds=length_s)
    facts = SessionFacts(
        session_id="5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11",
        exam_id=exam,
        candidate_id=candidate,
        attempt=1,
        opened_at=START - timedelta(seconds=5),
        expires_at=end + timedelta(hours=1) if open_ else end,
        frames=frames,
        uncertain_frames=uncertain_frames,
        anomaly_frames=0,
        first_frame_at=START if frames else None,
        last_frame_at=end if frames else None,
    )
    return session_report(facts, incidents, policy or Policy(), lambda _incident, _role: PICTURE, end)
