"""The `browser` route: what happened in the candidate's browser, told as it happens."""

from __future__ import annotations

from typing import Any

from proctor_audit.services.browsing import Browsing
from proctor_audit.services.live_sessions import Speaker
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.queue import Queue
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
browsing = Browsing(
    SessionStore(hot_path.dynamodb(), settings.sessions_table),
    Queue(hot_path.sqs(), settings.incident_queue_url),
)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    request = event["requestContext"]
    identity = request["authorizer"]
    speaker = Speaker(identity["session_id"], identity["tenant_id"], request["connectionId"])
    return {"statusCode": 200, "body": browsing.reply_to(speaker, event.get("body"))}
