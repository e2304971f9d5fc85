"""The WebSocket authorizer: a token opens a socket, or none is opened.

What is refused is denied (403) rather than raised (401): to Lambda an exception is a failure of ours, and
anybody could set off the alarms with junk. A missing token is API Gateway's own 401.
"""

from __future__ import annotations

import time
from typing import Any

from proctor_audit import observability
from proctor_audit.errors import ProctorAuditError
from proctor_audit.services.admission import authorize
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    token = (event.get("queryStringParameters") or {}).get("token")
    try:
        identity = authorize(sessions, token, time.time())
    except ProctorAuditError as error:
        observability.logger.info("a token was refused", extra={"code": error.code})
        return _answer("nobody", "Deny", event["methodArn"], {})
    known = {"session_id": identity.session_id, "tenant_id": identity.tenant_id}
    return _answer(identity.session_id, "Allow", event["methodArn"], known)


def _answer(principal: str, effect: str, resource: str, context: dict[str, str]) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": resource}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }
