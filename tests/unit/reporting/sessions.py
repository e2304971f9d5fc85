"""A session and its incidents, made by hand."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.report import session_report

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
FACTS = SessionFacts(
    session_id="5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11",
    exam_id="algebra",
    candidate_id="ada",
    attempt=1,
    opened_at=NOW - timedelta(hours=1),
    expires_at=NOW + timedelta(hours=1),
    frames=1000,
    uncertain_frames=20,
    anomaly_frames=30,
    first_frame_at=NOW - timedelta(minutes=50),
    last_frame_at=NOW - timedelta(seconds=1),
)


def incident(kind: IncidentKind, start_s: int, duration_s: float, *, ended: bool = True, **change: Any) -> Incident:
    """One that began so long after the first frame."""
    started = round(NOW.timestamp() * 1000) - 3_000_000 + start_s * 1000
    last = started + round(duration_s * 1000)
    made = Incident(
        id=f"id-{kind}-{start_s}",
        kind=kind,
        state="closed",
        revision=2,
        started_at_ms=started,
        last_seen_at_ms=last,
        ended_at_ms=last if ended else None,
        peak=2.0,
        confidence=0.9,
        frames=20,
        evidence=("first", "confirmed"),
    )
    return dataclasses.replace(made, **change)


TWO_FACES = incident(IncidentKind.MULTIPLE_FACES, 60, 8)
GAP = incident(IncidentKind.MONITORING_GAP, 200, 42, evidence=(), confidence=1.0)
DARK = incident(IncidentKind.POOR_PICTURE, 300, 20, detail="too_dark", evidence=())


def report_of(
    *incidents: Incident, facts: SessionFacts = FACTS, now: datetime = NOW, policy: Policy | None = None, **also: Any
) -> dict[str, Any]:
    return session_report(facts, incidents, policy or Policy(), lambda i, role: f"link:{i.id}:{role}", now, **also)
