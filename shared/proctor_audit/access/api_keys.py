"""API keys: ``pa_<prefix>_<secret>``. Shown once; stored as the prefix and a SHA-256 of the whole."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime
from enum import StrEnum
from typing import Final

from proctor_audit.errors import AccessDenied, InvalidMessage, MissingScope
from proctor_audit.values import dataclass

_PREFIX_ALPHABET: Final = "abcdefghijkmnpqrstuvwxyz23456789"
_PREFIX_LENGTH: Final = 10
_SECRET_BYTES: Final = 32
_FORMAT: Final = re.compile(r"pa_(?P<prefix>[a-z0-9]{10})_[A-Za-z0-9_-]{43}")
_TENANT: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")


class Scope(StrEnum):
    """What a key may do."""

    SESSIONS = "sessions"
    """Open sessions: the integrator's backend."""

    REVIEW = "review"
    """Read sessions and reports, and give verdicts: the reviewer."""


@dataclass(frozen=True, slots=True)
class ApiKeyRecord:
    """What is stored of a key."""

    prefix: str
    key_sha256: str
    tenant_id: str
    label: str
    scopes: frozenset[Scope]
    created_at: datetime
    revoked_at: datetime | None = None


def new_api_key() -> str:
    """A new key with 256 random bits."""
    prefix = "".join(secrets.choice(_PREFIX_ALPHABET) for _ in range(_PREFIX_LENGTH))
    return f"pa_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}"


def prefix_of(api_key: str) -> str | None:
    """The visible part by which a key is looked up; None if this is no key of ours."""
    match = _FORMAT.fullmatch(api_key)
    return match["prefix"] if match else None


def sha256_of(secret: str) -> str:
    """Hex SHA-256. A key has 256 random bits, so a slow password hash would add nothing."""
    return hashlib.sha256(secret.encode()).hexdigest()


def check_api_key(api_key: str, record: ApiKeyRecord | None, scope: Scope) -> ApiKeyRecord:
    """The record, if the key is right, not revoked, and may do what ``scope`` says.

    Raises:
        AccessDenied: ``invalid_api_key`` or ``api_key_revoked``.
        MissingScope: ``missing_scope``.
    """
    expected = record.key_sha256 if record else sha256_of("")
    if not hmac.compare_digest(expected, sha256_of(api_key)) or record is None:
        raise AccessDenied("invalid_api_key", "This API key is not known; send a valid one in the X-API-Key header.")
    if record.revoked_at is not None:
        raise AccessDenied("api_key_revoked", "This API key has been revoked; use another one.")
    if scope not in record.scopes:
        raise MissingScope("missing_scope", f"This API key lacks the scope {scope!s}.", scope=str(scope))
    return record


def checked_tenant(tenant_id: object) -> str:
    """A tenant's name as it may stand in storage paths.

    Raises:
        InvalidMessage: ``invalid_field``.
    """
    if not isinstance(tenant_id, str) or not _TENANT.fullmatch(tenant_id):
        raise InvalidMessage(
            "invalid_field", "A tenant is 1 to 64 lower-case letters, digits and inner hyphens.", field="tenant"
        )
    return tenant_id
