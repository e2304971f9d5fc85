"""POST /auth: an API key buys a token for a candidate's session in an exam."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from proctor_audit.protocol.http import answer, body, header
from proctor_audit.protocol.session_request import parse_session_request
from proctor_audit.reporting.times import timestamp
from proctor_audit.services.event_loop import run
from proctor_audit.services.opening import for_client, open_session
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import database_of
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
database = database_of(settings)
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    def work() -> dict[str, Any]:
        request = parse_session_request(body(event))
        opened = run(open_session(database, sessions, header(event, "x-api-key"), request, datetime.now(UTC)))
        return {
            "session_id": opened.session_id,
            "token": opened.token,
            "expires_at": timestamp(opened.expires_at),
            "resumed": opened.resumed,
            "next_seq": opened.next_seq,
            "websocket_url": settings.websocket_url,
            "client": for_client(opened.policy, settings.keep_days),
        }

    return answer(work)
