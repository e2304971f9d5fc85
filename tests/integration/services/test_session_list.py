"""The list's filters, and its pages."""

from __future__ import annotations

from typing import Any

import pytest

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.services.reviewing import list_sessions
from proctor_audit.stores.database import Database
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.conftest import NOW, Opener
from tests.integration.services.reviewed_exam import incident, recorded

CANDIDATES = {
    "ada": (IncidentKind.MULTIPLE_FACES, IncidentKind.TALKING),
    "Adam 100%": (IncidentKind.TALKING,),
    "under_score": (IncidentKind.MONITORING_GAP,),
    "محمد": (),
}


@pytest.fixture
async def exam_over(database: Database, opened: Opener) -> None:
    for candidate, kinds in CANDIDATES.items():
        session = (await opened(candidate)).session_id
        await recorded(database, session, *(incident(session, kind) for kind in kinds))


@pytest.mark.usefixtures("exam_over")
@pytest.mark.parametrize("stored_before", [False, True])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, set(CANDIDATES)),
        ({"kind": "talking"}, {"ada", "Adam 100%"}),
        ({"kind": "multiple_faces"}, {"ada"}),
        ({"kind": "monitoring_gap"}, {"under_score"}),
        ({"kind": "eyes_closed"}, set()),
        ({"min_score": 1, "kind": "talking"}, {"ada", "Adam 100%"}),
        ({"min_score": 100}, set()),
        ({"reviewed": False}, {"ada", "Adam 100%"}),
        ({"reviewed": True}, {"under_score", "محمد"}),
        ({"search": "ADA"}, {"ada", "Adam 100%"}),
        ({"search": "%"}, {"Adam 100%"}),
        ({"search": "_"}, {"under_score"}),
        ({"search": "حمد"}, {"محمد"}),
        ({"search": "\\"}, set()),
        ({"search": "' OR 1=1 --"}, set()),
        ({"search": "x" * 200}, set()),
    ],
)
async def test_filters(
    database: Database,
    sessions: SessionStore,
    api_key: str,
    query: dict[str, Any],
    expected: set[str],
    stored_before: bool,
) -> None:
    if stored_before:  # as a session is that was recorded before these columns were there
        async with database.connection() as connection:
            await connection.execute("UPDATE sessions SET kinds = NULL, unreviewed = NULL")
    page = await list_sessions(database, sessions, api_key, query, NOW)

    assert {row["candidate_id"] for row in page["sessions"]} == expected
    for row in page["sessions"]:
        assert row["kinds"] == sorted(CANDIDATES[row["candidate_id"]])
        assert row["reviewed"] is (row["incidents"] == 0)


@pytest.mark.usefixtures("exam_over")
async def test_pages_with_filters_hold_everything_once(
    database: Database, sessions: SessionStore, api_key: str
) -> None:
    query: dict[str, Any] = {"limit": 1, "kind": "talking", "search": "a"}
    seen = []
    while True:
        page = await list_sessions(database, sessions, api_key, query, NOW)
        seen += [row["candidate_id"] for row in page["sessions"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]

    assert seen == ["ada", "Adam 100%"]
