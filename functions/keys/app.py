"""Makes, lists and revokes API keys. Invoked directly by an operator whom IAM lets; no API leads here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from proctor_audit.errors import ProctorAuditError
from proctor_audit.protocol.json_body import invalid
from proctor_audit.services.event_loop import run
from proctor_audit.services.key_keeping import create_key, list_keys, revoke_key
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import database_of
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
database = database_of(settings)
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    now = datetime.now(UTC)
    try:
        match event.get("operation"):
            case "create":
                return run(create_key(database, event, now))
            case "list":
                return run(list_keys(database, event))
            case "revoke":
                return run(revoke_key(database, sessions, event, now))
        raise invalid("operation", "create, list or revoke")
    except ProctorAuditError as error:
        return {"error": error.payload()}
