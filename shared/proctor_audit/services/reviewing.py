"""What a reviewer reads: the list of sessions, and the report of one."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from proctor_audit.access.api_keys import Scope
from proctor_audit.errors import NotFound
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.report import session_report, session_summary
from proctor_audit.services.opening import tenant_of_key
from proctor_audit.services.queue_message import moment
from proctor_audit.services.session_cache import unpacked
from proctor_audit.services.stored_incident import incident_of
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.records import SessionRecord
from proctor_audit.stores.session_list import SessionPage, SessionQuery, session_page
from proctor_audit.stores.sessions import KEPT_AFTER_END_S, SessionItem, SessionStore

_FACTS = frozenset(SessionFacts.__slots__) & frozenset(SessionRecord.__slots__)


async def list_sessions(
    database: Database, sessions: SessionStore, api_key: str | None, query: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """One page of the tenant's sessions, worst first unless asked otherwise.

    Args:
        database: where the records are.
        sessions: where the state of sessions is, which knows more of those that go on.
        api_key: of the reviewer.
        query: fields of ``SessionQuery`` besides the tenant.
        now: the present.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        InvalidMessage: ``invalid_field`` for a cursor that is not ours.
        RecordsUnavailable: Postgres cannot be reached now.
    """

    async def work(connection: Any) -> SessionPage:
        tenant_id, _ = await tenant_of_key(connection, api_key, Scope.REVIEW)
        return await session_page(connection, SessionQuery(tenant_id=tenant_id, **query), now)

    page = await database.run(work)
    items = sessions.get_many([session.session_id for session in page.sessions if _has_state(session, now)])
    return {
        "sessions": [
            session_summary(_facts(session, items.get(session.session_id)), session.score, session.incidents, now)
            for session in page.sessions
        ],
        "next_cursor": page.next_cursor,
    }


async def report(
    database: Database,
    sessions: SessionStore,
    evidence: EvidenceLinks,
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
    session_id = session.session_id
    item = sessions.get(session_id) if _has_state(session, now) else None
    return session_report(
        _facts(session, item),
        incidents,
        Policy.from_json(session.policy),
        lambda incident, role: evidence.link(session.tenant_id, session_id, incident.id, role),
        now,
    )


def _has_state(session: SessionRecord, now: datetime) -> bool:
    return session.expires_at + timedelta(seconds=KEPT_AFTER_END_S) > now


def _facts(session: SessionRecord, item: SessionItem | None) -> SessionFacts:
    """What is known of a session; its state, while it is there, knows more than the messages that came through."""
    facts = SessionFacts(**{name: value for name, value in asdict(session).items() if name in _FACTS})
    if item is None:
        return facts
    facts = replace(facts, connected=item.connection_id is not None)
    state = unpacked(item).state
    if not state.begun:
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


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False
