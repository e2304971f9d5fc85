"""What a reviewer reads: the list of sessions, and the report of one."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from proctor_audit.access.api_keys import Scope
from proctor_audit.errors import NotFound
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.report import SessionFacts, session_report, session_summary
from proctor_audit.services.admission import tenant_of_key
from proctor_audit.services.queue_message import moment
from proctor_audit.services.session_cache import unpacked
from proctor_audit.services.stored_incident import incident_of
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.records import SessionRecord
from proctor_audit.stores.session_list import SessionQuery, session_page
from proctor_audit.stores.sessions import SessionStore

_FACTS = frozenset(SessionFacts.__slots__) & frozenset(SessionRecord.__slots__)


async def list_sessions(
    database: Database, api_key: str | None, query: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """One page of the tenant's sessions, worst first unless asked otherwise.

    Args:
        database: where the records are.
        api_key: of the reviewer.
        query: fields of ``SessionQuery`` besides the tenant.
        now: the present.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        InvalidMessage: ``invalid_field`` for a cursor that is not ours.
        RecordsUnavailable: Postgres cannot be reached now.
    """

    async def work(connection: Any) -> dict[str, Any]:
        tenant_id, _ = await tenant_of_key(connection, api_key, Scope.REVIEW)
        page = await session_page(connection, SessionQuery(tenant_id=tenant_id, **query), now)
        return {
            "sessions": [session_summary(_facts(s), s.score, s.incidents, now) for s in page.sessions],
            "next_cursor": page.next_cursor,
        }

    return await database.run(work)


async def report(
    database: Database,
    sessions: SessionStore,
    evidence: EvidenceStore,
    api_key: str | None,
    session_id: str,
    now: datetime,
) -> dict[str, Any]:
    """The report of one of the tenant's sessions.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        NotFound: ``session_not_found``; a session of another tenant is not found either.
        RecordsUnavailable: Postgres cannot be reached now.
    """

    async def work(connection: Any) -> tuple[SessionRecord | None, list[Incident]]:
        tenant_id, _ = await tenant_of_key(connection, api_key, Scope.REVIEW)
        session = await records.session(connection, tenant_id, session_id) if _is_uuid(session_id) else None
        found = await records.incidents(connection, session_id) if session else []
        return session, [incident_of(incident) for incident in found]

    session, incidents = await database.run(work)
    if session is None:
        raise NotFound("session_not_found", "There is no such session; GET /sessions lists those there are.")
    session_id, facts = session.session_id, _facts(session)
    if facts.status(now) == "open":
        facts = _live(sessions, facts)
    return session_report(
        facts,
        incidents,
        Policy.from_json(session.policy),
        lambda incident, role: evidence.link(session.tenant_id, session_id, incident.id, role),
        now,
    )


def _facts(session: SessionRecord) -> SessionFacts:
    return SessionFacts(**{name: value for name, value in asdict(session).items() if name in _FACTS})


def _live(sessions: SessionStore, facts: SessionFacts) -> SessionFacts:
    """Of a session that goes on, its state knows more than the messages that reached the records."""
    item = sessions.get(facts.session_id)
    if item is None:
        return facts
    state = unpacked(item).state
    if not state.begun:
        return replace(facts, connected=item.connection_id is not None)
    return replace(
        facts,
        connected=item.connection_id is not None,
        frames=state.frames,
        uncertain_frames=state.uncertain_frames,
        anomaly_frames=state.anomaly_frames,
        first_frame_at=moment(state.started_at_ms),
        last_frame_at=moment(state.at_ms),
        heard_at=moment(state.heard_at_ms),
    )


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
