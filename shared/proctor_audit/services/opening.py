"""Opens sessions: an API key buys a token."""

from __future__ import annotations

import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from proctor_audit.access.api_keys import ApiKeyRecord, Scope, check_api_key, prefix_of
from proctor_audit.access.tokens import new_token
from proctor_audit.errors import AccessDenied
from proctor_audit.judgement.kinds import BROWSER_KINDS
from proctor_audit.judgement.policy import Policy
from proctor_audit.protocol.session_request import SessionRequest
from proctor_audit.services.session_cache import unpacked
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.records import SessionRecord
from proctor_audit.stores.sessions import SessionItem, SessionStore
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class OpenedSession:
    """The answer to ``POST /auth``.

    Attributes:
        next_seq: the first frame number that has not been judged.
        policy: that the session was opened with.
    """

    session_id: str
    token: str
    expires_at: datetime
    resumed: bool
    next_seq: int
    policy: Policy


def for_client(policy: Policy, keep_days: int | None) -> dict[str, Any]:
    """What the candidate's browser needs of the policy and the stack: the SDK's ``policy``, and the candidate page's.

    Args:
        policy: of the session.
        keep_days: days until evidence pictures are deleted; None when nothing deletes them.
    """
    unwatched = {str(kind): {"enabled": False} for kind in BROWSER_KINDS if not policy.watches(kind)}
    return {"incidents": unwatched, "calibration": policy.calibrates, "keep_days": keep_days}


async def key_record(connection: Any, api_key: str | None, scope: Scope) -> ApiKeyRecord:
    """What is stored of a key that may do what ``scope`` says.

    Raises:
        AccessDenied: ``missing_api_key``, ``invalid_api_key`` or ``api_key_revoked``.
        MissingScope: ``missing_scope``.
    """
    if not api_key:
        raise AccessDenied("missing_api_key", "An API key is required; send it in the X-API-Key header.")
    prefix = prefix_of(api_key)
    return check_api_key(api_key, await records.api_key(connection, prefix) if prefix else None, scope)


async def tenant_of_key(connection: Any, api_key: str | None, scope: Scope) -> tuple[str, str]:
    """The tenant and the prefix of a key; see ``key_record``."""
    record = await key_record(connection, api_key, scope)
    return record.tenant_id, record.prefix


async def open_session(
    database: Database, sessions: SessionStore, api_key: str | None, request: SessionRequest, now: datetime
) -> OpenedSession:
    """Open a session for a candidate in an exam, or resume the open one; either way with a new token.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        InvalidPolicy: ``invalid_policy``.
        RecordsUnavailable: Postgres cannot be reached now.
    """
    policy = json.dumps(Policy.from_mapping(request.policy).overrides(), separators=(",", ":"))

    async def find_or_add(connection: Any) -> tuple[SessionRecord, bool]:
        tenant_id, prefix = await tenant_of_key(connection, api_key, Scope.SESSIONS)
        while True:
            latest = await records.latest_attempt(connection, tenant_id, request.exam_id, request.candidate_id)
            if latest is not None and latest.expires_at > now:
                await records.resume_session(connection, latest.session_id, prefix)
                return latest, True
            session = SessionRecord(
                session_id=str(uuid.uuid4()),
                tenant_id=tenant_id,
                exam_id=request.exam_id,
                candidate_id=request.candidate_id,
                attempt=latest.attempt + 1 if latest else 1,
                api_key_prefix=prefix,
                policy=policy,
                opened_at=now,
                expires_at=now + timedelta(seconds=request.duration_s),
            )
            if await records.add_session(connection, session):
                return session, False

    session, resumed = await database.run(find_or_add)
    token, token_sha256 = new_token(session.session_id)
    item = sessions.open(
        SessionItem(
            session_id=session.session_id,
            tenant_id=session.tenant_id,
            token_sha256=token_sha256,
            expires_s=int(session.expires_at.timestamp()),
            policy=None if session.policy == "{}" else session.policy,
        )
    )
    try:
        await database.run(lambda connection: tenant_of_key(connection, api_key, Scope.SESSIONS))
    except AccessDenied:
        # Revoked while the session was being opened: revoking may not have seen it.
        sessions.revoke(session.session_id)
        raise
    next_seq = unpacked(item).state.seq + 1
    policy_then = Policy.from_json(session.policy)
    return OpenedSession(session.session_id, token, session.expires_at, resumed, next_seq, policy_then)
