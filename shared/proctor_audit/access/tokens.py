"""Session tokens: ``<session id>.<secret>``. The session's item holds only the SHA-256 of the secret.

The session id in front saves the authorizer a search: it reads one item and compares.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from typing import Final, NamedTuple

from proctor_audit.errors import AccessDenied, SessionUnavailable

_SECRET_BYTES: Final = 32
_FORMAT: Final = re.compile(
    r"(?P<session>[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.(?P<secret>[A-Za-z0-9_-]{43})"
)


class Token(NamedTuple):
    """A token taken apart."""

    session_id: str
    secret_sha256: bytes


def new_token(session_id: str) -> tuple[str, bytes]:
    """A token with 256 random bits for this session, and the hash to store."""
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    return f"{session_id}.{secret}", _hash(secret)


def parse_token(text: str) -> Token:
    """Take a token apart.

    Raises:
        AccessDenied: ``invalid_token`` if it does not have a token's form.
    """
    match = _FORMAT.fullmatch(text)
    if not match:
        raise AccessDenied("invalid_token", "This is no session token; get one with POST /auth.")
    return Token(match["session"], _hash(match["secret"]))


def check_token(token: Token, stored_sha256: bytes, *, expires_s: int, revoked: bool, now_s: float) -> None:
    """Check a token against its session.

    Raises:
        SessionUnavailable: ``invalid_token``, ``session_revoked`` or ``session_expired``.
    """
    if not hmac.compare_digest(token.secret_sha256, stored_sha256):
        raise SessionUnavailable("invalid_token", "This token is not the session's newest one; get a new one.")
    if revoked:
        raise SessionUnavailable("session_revoked", "This session has been revoked.")
    if expires_s <= now_s:
        raise SessionUnavailable("session_expired", "This session is over.")


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
