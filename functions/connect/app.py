"""$connect: the socket speaks for its session from now on; an older one is closed."""

from __future__ import annotations

import time
from typing import Any

from proctor_audit.errors import SessionUnavailable
from proctor_audit.observability import logger
from proctor_audit.services.admission import bind_connection
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.connections import Connections
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)
connections = Connections(hot_path.connections())


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    session_id = request["authorizer"]["session_id"]
    try:
        superseded = bind_connection(sessions, connections, session_id, request["connectionId"], time.time())
    except SessionUnavailable as error:
        return {"statusCode": error.http_status}
    logger.info("connected", extra={"session_id": session_id, "superseded": superseded is not None})
    return {"statusCode": 200}
