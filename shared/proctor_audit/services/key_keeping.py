"""Making, listing and revoking API keys: what an operator does, outside of any API."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from proctor_audit.access.api_keys import ApiKeyRecord, Scope, checked_tenant, new_api_key, prefix_of, sha256_of
from proctor_audit.errors import InvalidMessage, NotFound
from proctor_audit.protocol.json_body import invalid
from proctor_audit.reporting.times import timestamp
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.sessions import SessionStore

_LONGEST_LABEL = 100


async def create_key(database: Database, request: dict[str, Any], now: datetime) -> dict[str, Any]:
    """Make a key for ``{"tenant", "label"?, "scopes"?}``; the answer is the only place where the key stands.

    Raises:
        InvalidMessage: ``invalid_field``.
    """
    label = request.get("label", "")
    if not isinstance(label, str) or len(label) > _LONGEST_LABEL:
        raise invalid("label", f"at most {_LONGEST_LABEL} characters")
    api_key = new_api_key()
    record = ApiKeyRecord(
        prefix=prefix_of(api_key) or "",
        key_sha256=sha256_of(api_key),
        tenant_id=checked_tenant(request.get("tenant")),
        label=label,
        scopes=_scopes(request.get("scopes")),
        created_at=now,
    )
    await database.run(lambda connection: records.add_api_key(connection, record))
    return {"api_key": api_key, **_shown(record)}


async def list_keys(database: Database, request: dict[str, Any]) -> dict[str, Any]:
    """The keys of ``{"tenant"?}``, without their secrets."""
    tenant_id = request.get("tenant")
    tenant = None if tenant_id is None else checked_tenant(tenant_id)
    keys = await database.run(lambda connection: records.api_keys(connection, tenant))
    return {"keys": [_shown(key) for key in keys]}


async def revoke_key(
    database: Database, sessions: SessionStore, request: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Revoke the key ``{"prefix"}`` and every open session that it bought.

    Raises:
        NotFound: ``key_not_found``.
    """
    prefix = request.get("prefix")
    if not isinstance(prefix, str):
        raise invalid("prefix", "the visible part of a key, as `keys list` shows it")

    async def work(connection: Any) -> list[str]:
        if not await records.revoke_api_key(connection, prefix, now):
            raise NotFound("key_not_found", f"There is no key with the prefix {prefix[:40]!r}; `keys list` shows them.")
        return await records.open_sessions_of_key(connection, prefix, now)

    open_sessions = await database.run(work)
    revoked = sum(sessions.revoke(session_id) for session_id in open_sessions)
    return {"prefix": prefix, "revoked_sessions": revoked}


def _scopes(given: Any) -> frozenset[Scope]:
    if given is None:
        return frozenset(Scope)
    try:
        scopes = frozenset(Scope(scope) for scope in given)
    except (ValueError, TypeError):
        raise invalid("scopes", f"a list of {', '.join(Scope)}") from None
    if not scopes:
        raise InvalidMessage("invalid_field", "A key needs at least one scope.", field="scopes")
    return scopes


def _shown(key: ApiKeyRecord) -> dict[str, Any]:
    return {
        "prefix": key.prefix,
        "tenant": key.tenant_id,
        "label": key.label,
        "scopes": sorted(key.scopes),
        "created_at": timestamp(key.created_at),
        "revoked_at": timestamp(key.revoked_at),
    }
