"""The report of one session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Any

from proctor_audit.judgement.incident import EvidenceRole, Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import contributions, score_of
from proctor_audit.reporting.wording import TITLES, detail, summary

EvidenceLink = Callable[[Incident, EvidenceRole], str]


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

    def status(self, now: datetime) -> str:
        return "open" if self.expires_at > now else "ended"


def session_report(
    facts: SessionFacts, incidents: Sequence[Incident], policy: Policy, link: EvidenceLink, now: datetime
) -> dict[str, Any]:
    """The report as JSON-ready data.

    Args:
        facts: the session.
        incidents: its incidents in the order in which they began, gaps included.
        policy: by which it was judged.
        link: gives a link to an evidence picture.
        now: the present, for what still lasts.
    """
    if facts.status(now) == "ended":
        incidents = [_ended(incident) for incident in incidents]
    seen = [incident for incident in incidents if incident.kind is not IncidentKind.MONITORING_GAP]
    gaps = _gaps(facts, incidents, policy, now)
    parts = contributions(incidents, policy.rules)
    score = score_of(incidents, policy.rules)
    return {
        "session": session_summary(facts, score, len(seen), now),
        "score": {
            "value": score,
            "summary": summary(parts, facts.frames, facts.uncertain_frames),
            "contributions": [{**asdict(part), "title": TITLES[part.kind]} for part in parts],
        },
        "incidents": [_incident(incident, link) for incident in seen],
        "gaps": gaps,
        "timeline": _timeline(facts, seen, gaps),
        "quality": {
            "frames": facts.frames,
            "uncertain_frames": facts.uncertain_frames,
            "uncertain_share": round(facts.uncertain_frames / facts.frames, 3) if facts.frames else None,
            "anomaly_frames": facts.anomaly_frames,
        },
        "policy": policy.overrides(),
    }


def session_summary(facts: SessionFacts, score: int, incidents: int, now: datetime) -> dict[str, Any]:
    """A session as it stands in the list and at the head of its report."""
    return {
        "session_id": facts.session_id,
        "exam_id": facts.exam_id,
        "candidate_id": facts.candidate_id,
        "attempt": facts.attempt,
        "status": facts.status(now),
        "connected": facts.connected,
        "score": score,
        "incidents": incidents,
        "opened_at": timestamp(facts.opened_at),
        "expires_at": timestamp(facts.expires_at),
        "first_frame_at": timestamp(facts.first_frame_at),
        "last_frame_at": timestamp(facts.last_frame_at),
        "frames": facts.frames,
    }


def timestamp(at: datetime | None) -> str | None:
    """RFC 3339 in UTC with milliseconds."""
    if at is None:
        return None
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _incident(incident: Incident, link: EvidenceLink) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.kind,
        "title": TITLES[incident.kind],
        "detail": detail(incident),
        "started_at": _from_ms(incident.started_at_ms),
        "ended_at": _from_ms(incident.ended_at_ms),
        "last_seen_at": _from_ms(incident.last_seen_at_ms),
        "duration_s": round(incident.duration_s, 1),
        "confidence": incident.confidence,
        "peak": incident.peak,
        "frames": incident.frames,
        "evidence": {role: link(incident, role) for role in incident.evidence},
    }


def _gaps(facts: SessionFacts, incidents: Sequence[Incident], policy: Policy, now: datetime) -> list[dict[str, Any]]:
    gaps = [
        {
            "started_at": _from_ms(gap.started_at_ms),
            "ended_at": _from_ms(gap.ended_at_ms),
            "duration_s": round(gap.duration_s, 1),
        }
        for gap in incidents
        if gap.kind is IncidentKind.MONITORING_GAP
    ]
    if policy.watches(IncidentKind.MONITORING_GAP):
        gaps += _silence_at_the_end(facts, policy, now)
    return gaps


def _silence_at_the_end(facts: SessionFacts, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """The time since the newest frame: until now while the session is open, else until its socket was closed."""
    if facts.last_frame_at is None:
        return []
    ended_at: datetime | None = None
    if facts.status(now) == "open" and facts.heard_at is not None:
        silent_s = (now - facts.heard_at).total_seconds()
    elif facts.left_at is not None:
        ended_at = facts.left_at
        silent_s = (facts.left_at - facts.last_frame_at).total_seconds()
    else:
        return []
    if silent_s < policy.rules[IncidentKind.MONITORING_GAP].open_after_s:
        return []
    return [
        {
            "started_at": timestamp(facts.last_frame_at),
            "ended_at": timestamp(ended_at),
            "duration_s": round(silent_s, 1),
        }
    ]


def _ended(incident: Incident) -> Incident:
    """Of a session that is over nothing lasts, also when nobody told its end."""
    return incident if incident.ended_at_ms is not None else replace(incident, ended_at_ms=incident.last_seen_at_ms)


def _timeline(
    facts: SessionFacts, incidents: Sequence[Incident], gaps: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Everything that has a time, in its order."""
    entries: list[dict[str, Any]] = [{"at": timestamp(facts.opened_at), "event": "session_opened"}]
    if facts.first_frame_at is not None:
        entries.append({"at": timestamp(facts.first_frame_at), "event": "first_frame"})
    for incident in incidents:
        told = {"kind": incident.kind, "incident_id": incident.id}
        entries.append({"at": _from_ms(incident.started_at_ms), "event": "incident_began", **told})
        if incident.ended_at_ms is not None:
            entries.append({"at": _from_ms(incident.ended_at_ms), "event": "incident_ended", **told})
    for gap in gaps:
        entries.append({"at": gap["started_at"], "event": "gap_began"})
        if gap["ended_at"] is not None:
            entries.append({"at": gap["ended_at"], "event": "gap_ended"})
    if facts.last_frame_at is not None:
        entries.append({"at": timestamp(facts.last_frame_at), "event": "last_frame"})
    return sorted(entries, key=lambda entry: entry["at"])


def _from_ms(at_ms: int | None) -> str | None:
    return None if at_ms is None else timestamp(datetime.fromtimestamp(at_ms / 1000, UTC))
