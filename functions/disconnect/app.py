"""$disconnect: what the socket left open ends; the session waits for the next connection."""

from __future__ import annotations

import time
from typing import Any

from proctor_audit.observability import logger
from proctor_audit.services.leaving import leave
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)
queue = Queue(hot_path.sqs(), settings.incident_queue_url)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    session_id = request["authorizer"]["session_id"]
    left = leave(sessions, queue, session_id, request["connectionId"], time.time())
    logger.info("disconnected", extra={"session_id": session_id, "left": left})
    return {"statusCode": 200}
