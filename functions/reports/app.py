"""GET /sessions and GET /sessions/{session_id}: what a reviewer reads."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from proctor_audit.protocol.http import answer, header
from proctor_audit.protocol.session_query import parse_session_query
from proctor_audit.services.event_loop import run
from proctor_audit.services.reviewing import list_sessions, report
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.database import database_of
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
database = database_of(settings)
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)
evidence = EvidenceLinks(s3_client(), settings.evidence_bucket)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    api_key, now = header(event, "x-api-key"), datetime.now(UTC)
    session_id = (event.get("pathParameters") or {}).get("session_id")

    def work() -> dict[str, Any]:
        if session_id is not None:
            return run(report(database, sessions, evidence, api_key, session_id, now))
        query = parse_session_query(event.get("queryStringParameters"))
        return run(list_sessions(database, sessions, api_key, query, now))

    return answer(work)
