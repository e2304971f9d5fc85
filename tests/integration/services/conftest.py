"""A tenant with keys, and sessions opened as the API opens them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from proctor_audit.protocol.session_request import SessionRequest
from proctor_audit.services.key_keeping import create_key
from proctor_audit.services.opening import OpenedSession, open_session
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import Database
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.candidate import Exam

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

Opener = Callable[..., Awaitable[OpenedSession]]


@pytest.fixture
def sessions(sessions_table: str) -> SessionStore:
    return SessionStore(hot_path.dynamodb(), sessions_table)


@pytest.fixture
async def api_key(database: Database) -> str:
    made = await create_key(database, {"tenant": "acme"}, NOW)
    return str(made["api_key"])


@pytest.fixture
def opened(database: Database, sessions: SessionStore, api_key: str) -> Opener:
    async def open_(
        candidate_id: str = "ada",
        *,
        key: str | None = api_key,
        exam_id: str = "algebra",
        now: datetime = NOW,
        policy: dict[str, Any] | None = None,
    ) -> OpenedSession:
        request = SessionRequest(exam_id, candidate_id, 3600, policy or {})
        return await open_session(database, sessions, key, request, now)

    return open_


@pytest.fixture
def exam(sessions_table: str, queue_url: str, bucket: str) -> Exam:
    return Exam(sessions_table, queue_url, bucket)
