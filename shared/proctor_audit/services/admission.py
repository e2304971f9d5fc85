"""Lets candidates in: a token opens a socket, and the socket speaks for its session.

Without Postgres, and without judgement: whoever connects waits for it.
"""

from __future__ import annotations

from proctor_audit import observability
from proctor_audit.access.tokens import check_token, parse_token
from proctor_audit.errors import AccessDenied, SessionUnavailable
from proctor_audit.stores.connections import Connections
from proctor_audit.stores.sessions import SessionStore, StaleVersion
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose socket it is; travels in the authorizer's context to every later event of the socket."""

    session_id: str
    tenant_id: str


def authorize(sessions: SessionStore, token: str | None, now_s: float) -> Identity:
    """Whose socket a token opens.

    Raises:
        AccessDenied: ``invalid_token`` if it is no token, or of no session that is known.
        SessionUnavailable: ``invalid_token``, ``session_revoked`` or ``session_expired``.
    """
    parsed = parse_token(token or "")
    item = sessions.get(parsed.session_id)
    if item is None:
        raise AccessDenied("invalid_token", "This token is of no session that is known.")
    check_token(parsed, item.token_sha256, expires_s=item.expires_s, revoked=item.revoked, now_s=now_s)
    return Identity(item.session_id, item.tenant_id)


def bind_connection(
    sessions: SessionStore, connections: Connections, session_id: str, connection_id: str, now_s: float
) -> str | None:
    """Let a socket speak for its session; an older one is closed.

    Returns:
        The connection that was superseded, if there was one.

    Raises:
        SessionUnavailable: ``session_expired`` if the session has ended since it was authorized.
    """
    try:
        before = sessions.bind(session_id, connection_id, int(now_s))
    except StaleVersion:
        raise SessionUnavailable("session_expired", "This session is over.") from None
    if before is not None and before != connection_id:
        try:
            connections.close(before)
        except Exception:
            # It cannot do harm: frames of a superseded socket are refused.
            observability.logger.exception("a superseded socket could not be closed", extra={"session_id": session_id})
    return before
