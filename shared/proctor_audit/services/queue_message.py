"""Reads what came over the incident queue; ``session_news`` wrote it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from proctor_audit.errors import InvalidMessage
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.protocol.json_body import parse_object
from proctor_audit.stores.records import IncidentRecord, Progress
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class SessionNews:
    """One message of the queue, read."""

    session_id: str
    tenant_id: str
    progress: Progress
    incidents: tuple[IncidentRecord, ...]


def parse_session_news(text: str) -> SessionNews:
    """Read a message of the queue.

    Raises:
        InvalidMessage: ``invalid_news`` if it can never be recorded, however often it is tried.
    """
    try:
        document = parse_object(text)
        progress = document["progress"]
        return SessionNews(
            session_id=str(UUID(document["session_id"])),
            tenant_id=str(document["tenant_id"]),
            progress=Progress(
                frames=int(progress["frames"]),
                uncertain_frames=int(progress["uncertain_frames"]),
                anomaly_frames=int(progress["anomaly_frames"]),
                first_frame_at=_moment(progress["first_frame_at_ms"]),
                last_frame_at=_moment(progress["last_frame_at_ms"]),
                left_at=_moment(progress.get("left_at_ms")),
            ),
            incidents=tuple(_incident(incident) for incident in document["incidents"]),
        )
    except (InvalidMessage, LookupError, TypeError, ValueError, ArithmeticError, OSError, AttributeError) as damage:
        raise InvalidMessage("invalid_news", f"This is no message of the incident queue: {damage!r:.200}") from damage


def moment(at_ms: int) -> datetime:
    """The moment of an epoch millisecond, in UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)


def _moment(at_ms: int | None) -> datetime | None:
    return None if at_ms is None else moment(at_ms)


def _incident(incident: dict[str, Any]) -> IncidentRecord:
    return IncidentRecord(
        incident_id=str(UUID(incident["id"])),
        kind=IncidentKind(incident["kind"]),
        revision=int(incident["revision"]),
        started_at=moment(incident["started_at_ms"]),
        last_seen_at=moment(incident["last_seen_at_ms"]),
        ended_at=_moment(incident["ended_at_ms"]),
        peak=float(incident["peak"]),
        confidence=float(incident["confidence"]),
        frames=int(incident["frames"]),
        evidence=tuple(str(role) for role in incident["evidence"]),
        # Not in messages that were sent before there was one.
        detail=str(incident.get("detail", "")),
    )
