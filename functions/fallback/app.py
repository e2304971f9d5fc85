"""$default: tells the sender of a message that no route takes why, and what would be taken."""

from __future__ import annotations

from typing import Any

from proctor_audit.protocol.actions import unrouted
from proctor_audit.protocol.replies import error_reply, message_reply


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    return {"statusCode": 200, "body": message_reply([error_reply(unrouted(event.get("body")))], batch=False)}
