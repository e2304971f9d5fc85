"""An incident: something that lasted, with how long, how strong and how sure."""

from __future__ import annotations

import uuid
from typing import Literal

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.values import dataclass

_NAMESPACE = uuid.UUID("6f2b1f0a-6f0e-4d0b-9d6b-7f1a52f4c1d3")

IncidentState = Literal["opened", "updated", "closed"]
EvidenceRole = Literal["first", "confirmed", "last"]


def incident_id(session_id: str, what: str, began: int) -> str:
    """The same id however often what began it is delivered (RFC 9562 version 5 UUID).

    Args:
        session_id: of the session.
        what: the kind of incident; ``page_left`` for the hidden tab of a page that is gone.
        began: number of the first frame; for what the browser tells, the client's time of its beginning.
    """
    return str(uuid.uuid5(_NAMESPACE, f"{session_id}/{what}/{began}"))


@dataclass(frozen=True, slots=True)
class Incident:
    """A snapshot of one incident; a later ``revision`` replaces an earlier one.

    Attributes:
        id: stable identity.
        kind: what was seen.
        state: what this snapshot tells: it has begun, goes on, or is over.
        revision: grows with every snapshot of this incident.
        started_at_ms: time of the first sign, epoch milliseconds.
        last_seen_at_ms: time of the last frame that showed it.
        ended_at_ms: when it was over; None while it lasts.
        peak: the most extreme measure: faces; the least that the eyes were open, as a share of the usual; degrees;
            widths of the face; talking score; seconds of a gap, of a static feed or of what the browser told.
        confidence: 0..1, by how many frames showed it and what share of those looked at.
        frames: how many frames showed it.
        evidence: the roles of the pictures kept of it.
        detail: what of its kind it was, as a short code (``DETAILS``); empty when the kind says all.
    """

    id: str
    kind: IncidentKind
    state: IncidentState
    revision: int
    started_at_ms: int
    last_seen_at_ms: int
    ended_at_ms: int | None
    peak: float
    confidence: float
    frames: int
    evidence: tuple[str, ...] = ()
    detail: str = ""

    @property
    def explained(self) -> bool:
        """Whether it is a gap that a hidden tab explains: told, and not held against anybody."""
        return self.kind is IncidentKind.MONITORING_GAP and self.confidence == 0

    @property
    def duration_s(self) -> float:
        return max(0, (self.ended_at_ms or self.last_seen_at_ms) - self.started_at_ms) / 1000


@dataclass(frozen=True, slots=True)
class EvidenceRequest:
    """Asks for the picture of frame ``seq`` to be kept for an incident.

    A ``first`` picture is kept for a short time only, until ``confirmed`` asks for the incident to be kept.
    """

    incident_id: str
    role: EvidenceRole
    seq: int
