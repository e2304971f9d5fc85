"""A stored session as reports tell it: its facts, its incidents and what reviewers said of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from proctor_audit.errors import NotFound
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.report import EvidenceLink, session_report
from proctor_audit.services.queue_message import moment
from proctor_audit.services.session_cache import unpacked
from proctor_audit.services.stored_incident import incident_of, reviews_of
from proctor_audit.stores import records
from proctor_audit.stores.records import IncidentRecord, SessionRecord
from proctor_audit.stores.sessions import KEPT_AFTER_END_S, SessionItem

_FACTS = frozenset(SessionFacts.__slots__) & frozenset(SessionRecord.__slots__)


async def stored_session(connection: Any, tenant_id: str, session_id: str, *, lock: bool = False) -> SessionRecord:
    """The session; locked until the end of the transaction if asked for.

    Raises:
        NotFound: ``session_not_found``; a session of another tenant is not found either.
    """
    session = await records.session(connection, tenant_id, session_id, lock=lock) if is_uuid(session_id) else None
    if session is None:
        raise NotFound("session_not_found", "There is no such session; GET /sessions lists those there are.")
    return session


def report_of(
    facts: SessionFacts,
    stored: Sequence[IncidentRecord],
    policy: str,
    link: EvidenceLink,
    now: datetime,
    earlier: Mapping[str, list[str]],
) -> dict[str, Any]:
    """The report.

    Args:
        facts: the session.
        stored: its incidents.
        policy: by which it was judged, as it is stored.
        link: gives a link to an evidence picture.
        now: the present.
        earlier: by incident, the roles of the pictures from before it.
    """
    incidents = [incident_of(record, earlier.get(record.incident_id, [])) for record in stored]
    return session_report(facts, incidents, Policy.from_json(policy), link, now, reviews=reviews_of(stored))


def has_state(session: SessionRecord, now: datetime) -> bool:
    """Whether the store of states still has the session's."""
    return session.expires_at + timedelta(seconds=KEPT_AFTER_END_S) > now


def facts_of(session: SessionRecord, item: SessionItem | None) -> SessionFacts:
    """What is known of a session; its state, while it is there, knows more than the messages that came through."""
    facts = SessionFacts(**{name: value for name, value in asdict(session).items() if name in _FACTS})
    if item is None:
        return facts
    facts = replace(facts, connected=item.connection_id is not None)
    state = unpacked(item).state
    if not state.watched:
        return facts
    return replace(
        facts,
        frames=state.frames,
        uncertain_frames=state.uncertain_frames,
        anomaly_frames=state.anomaly_frames,
        first_frame_at=moment(state.started_at_ms),
        last_frame_at=moment(state.at_ms),
        heard_at=moment(state.heard_at_ms),
    )


def is_uuid(text: str) -> bool:
    """Whether this is the id of anything."""
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
