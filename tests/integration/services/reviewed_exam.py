"""An exam that has been recorded, for reviewers."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from proctor_audit.judgement.incident import Incident, incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.state import SessionState
from proctor_audit.services.queue_message import parse_session_news
from proctor_audit.services.recording import record
from proctor_audit.services.session_news import session_news
from proctor_audit.stores.database import Database
from tests.integration.services.conftest import NOW

T0 = round(NOW.timestamp() * 1000)


def incident(session_id: str, kind: IncidentKind, first_seq: int = 5, **change: Any) -> Incident:
    """A confirmed one of four seconds."""
    made = Incident(
        id=incident_id(session_id, kind, first_seq),
        kind=kind,
        state="closed",
        revision=2,
        started_at_ms=T0 + first_seq * 1000,
        last_seen_at_ms=T0 + first_seq * 1000 + 4000,
        ended_at_ms=T0 + first_seq * 1000 + 4000,
        peak=2.0,
        confidence=0.9,
        frames=8,
        evidence=("first", "confirmed"),
    )
    return dataclasses.replace(made, **change)


async def recorded(database: Database, session_id: str, *incidents: Incident, tenant: str = "acme") -> None:
    """Let the queue's consumer have the incidents."""
    state = SessionState(seq=200, started_at_ms=T0, at_ms=T0 + 100_000, frames=200)
    news = json.dumps(session_news(session_id, tenant, state, incidents))
    assert await record(database, parse_session_news(news), NOW)
