"""What the recorded events refer to: API keys, and sessions with their tokens and sockets.

The secrets are throw-away ones: they open nothing but these seeds.
"""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from proctor_audit.access.api_keys import ApiKeyRecord, Scope, prefix_of, sha256_of
from proctor_audit.access.tokens import parse_token
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.records import SessionRecord
from proctor_audit.stores.sessions import SessionItem, SessionStore

EXAM: Final = "algebra-1"
OPENED_AT: Final = datetime(2025, 11, 23, 8, 59, tzinfo=UTC)
_SECRET: Final = "not-a-secret-only-for-recorded-events-12345"

KEY: Final = f"pa_recorded22_{_SECRET}"
OTHER_TENANTS_KEY: Final = f"pa_globexkey2_{_SECRET}"
KEY_TO_REVOKE: Final = f"pa_revokeme22_{_SECRET}"
TENANTS: Final = {KEY: "acme", OTHER_TENANTS_KEY: "globex", KEY_TO_REVOKE: "acme"}


@dataclass(frozen=True)
class Session:
    """A session opened before the events begin.

    Attributes:
        candidate_id: names it.
        key: that it was bought with.
        connected: a socket speaks for it.
    """

    candidate_id: str
    key: str = KEY
    connected: bool = True

    @property
    def session_id(self) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{EXAM}/{self.candidate_id}"))

    @property
    def tenant_id(self) -> str:
        return TENANTS[self.key]

    @property
    def token(self) -> str:
        return f"{self.session_id}.{_SECRET}"

    @property
    def connection_id(self) -> str:
        """In the form of API Gateway's: ``e5QO7fEWoAMCKxQ=``."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.candidate_id.encode()).digest()[:11]).decode()


SESSIONS: Final = {
    session.candidate_id: session
    for session in (
        Session("arriving", connected=False),
        Session("reconnecting"),
        Session("checking"),
        Session("calm"),
        Session("absent"),
        Session("accompanied"),
        Session("visited"),
        Session("annotated"),
        Session("browsed"),
        Session("refused"),
        Session("reported", connected=False),
        Session("revoked", key=KEY_TO_REVOKE),
        Session("elsewhere", key=OTHER_TENANTS_KEY, connected=False),
    )
}
NEW_CONNECTION_ID: Final = replace(SESSIONS["reconnecting"], candidate_id="reconnected").connection_id
"""The socket that supersedes the one of ``reconnecting``."""


async def seed(database: Database, sessions: SessionStore) -> None:
    """Put it all where the functions look for it."""
    await database.run(_add_records)
    for session in SESSIONS.values():
        sessions.open(
            SessionItem(
                session_id=session.session_id,
                tenant_id=session.tenant_id,
                token_sha256=parse_token(session.token).secret_sha256,
                expires_s=int(_expires_at().timestamp()),
            )
        )
        if session.connected:
            sessions.bind(session.session_id, session.connection_id, int(datetime.now(UTC).timestamp()))


async def _add_records(connection: Any) -> None:
    for key, tenant_id in TENANTS.items():
        record = ApiKeyRecord(
            prefix=prefix_of(key) or "",
            key_sha256=sha256_of(key),
            tenant_id=tenant_id,
            label="recorded events",
            scopes=frozenset(Scope),
            created_at=OPENED_AT,
        )
        await records.add_api_key(connection, record)
    for session in SESSIONS.values():
        await records.add_session(
            connection,
            SessionRecord(
                session_id=session.session_id,
                tenant_id=session.tenant_id,
                exam_id=EXAM,
                candidate_id=session.candidate_id,
                attempt=1,
                api_key_prefix=prefix_of(session.key) or "",
                policy="{}",
                opened_at=OPENED_AT,
                expires_at=_expires_at(),
            ),
        )


def _expires_at() -> datetime:
    return datetime.now(UTC) + timedelta(hours=1)
