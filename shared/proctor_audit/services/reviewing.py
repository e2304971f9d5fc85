"""What a reviewer reads: the list of sessions, and the report of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from proctor_audit.access.api_keys import Scope
from proctor_audit.reporting.report import session_summary
from proctor_audit.services.opening import tenant_of_key
from proctor_audit.services.reported_session import facts_of, has_state, report_of, stored_session
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.records import IncidentRecord, SessionRecord
from proctor_audit.stores.session_list import SessionPage, SessionQuery, session_page
from proctor_audit.stores.sessions import SessionStore


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
    items = sessions.get_many([session.session_id for session in page.sessions if has_state(session, now)])
    return {
        "sessions": [
            session_summary(
                facts_of(session, items.get(session.session_id)),
                session.score,
                session.incidents,
                now,
                kinds=session.kinds or (),
                # As long as its standing is not known, nobody has reviewed anything of it.
                reviewed=(session.incidents if session.unreviewed is None else session.unreviewed) == 0,
            )
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
    """The report of one of the tenant's sessions; see ``reported``."""
    return (await reported(database, sessions, evidence, api_key, session_id, now))[1]


async def reported(
    database: Database,
    sessions: SessionStore,
    evidence: EvidenceLinks,
    api_key: str | None,
    session_id: str,
    now: datetime,
    *,
    signed: bool = True,
) -> tuple[SessionRecord, dict[str, Any]]:
    """One of the tenant's sessions, and its report.

    Args:
        database: where the records are.
        sessions: where the state of sessions is.
        evidence: makes links to pictures.
        api_key: of the reviewer.
        session_id: of the session.
        now: the present.
        signed: make the links; signing them takes longer than all the rest.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        NotFound: see ``stored_session``.
        RecordsUnavailable: Postgres cannot be reached now.
    """

    async def work(connection: Any) -> tuple[SessionRecord, list[IncidentRecord]]:
        tenant_id, _ = await tenant_of_key(connection, api_key, Scope.REVIEW)
        session = await stored_session(connection, tenant_id, session_id)
        return session, await records.incidents(connection, session.session_id)

    session, incidents = await database.run(work)
    item = sessions.get(session.session_id) if has_state(session, now) else None
    where = session.tenant_id, session.session_id
    return session, report_of(
        facts_of(session, item),
        incidents,
        session.policy,
        lambda incident, role: evidence.link(*where, incident.id, role) if signed else "",
        now,
        evidence.earlier(*where),
    )
