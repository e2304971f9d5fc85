"""An API key buys a token, a token opens a socket; everybody else stays outside."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from proctor_audit.access.api_keys import new_api_key
from proctor_audit.errors import AccessDenied, InvalidPolicy, ProctorAuditError, RecordsUnavailable
from proctor_audit.judgement.policy import Policy
from proctor_audit.protocol.session_request import SessionRequest
from proctor_audit.services.admission import Identity, authorize
from proctor_audit.services.key_keeping import create_key, list_keys, revoke_key
from proctor_audit.services.opening import open_session
from proctor_audit.services.reviewing import list_sessions
from proctor_audit.stores import hot_path
from proctor_audit.stores.database import Database
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.conftest import NOW, Opener

NOW_S = NOW.timestamp()


async def test_the_token_opens_its_session(opened: Opener, sessions: SessionStore) -> None:
    session = await opened()
    assert authorize(sessions, session.token, NOW_S) == Identity(session.session_id, "acme")
    assert (session.resumed, session.next_seq) == (False, 0)


async def test_the_same_candidate_resumes_with_a_new_token(opened: Opener, sessions: SessionStore) -> None:
    first, second = await opened(policy={"calibration": False}), await opened(policy={"preset": "strict"})
    assert second.session_id == first.session_id
    assert second.resumed
    assert second.expires_at == first.expires_at
    assert second.policy == first.policy == Policy(calibration=False)
    with pytest.raises(ProctorAuditError, match="invalid_token"):
        authorize(sessions, first.token, NOW_S)
    assert authorize(sessions, second.token, NOW_S).session_id == first.session_id


async def test_after_its_end_a_new_attempt_begins(opened: Opener) -> None:
    first = await opened()
    later = await opened(now=NOW + timedelta(hours=2))
    assert later.session_id != first.session_id
    assert not later.resumed


async def test_two_calls_at_once_open_one_session(
    database: Database, sessions_table: str, api_key: str, opened: Opener
) -> None:
    """Two Lambdas, each with a connection of its own, for the same candidate at the same moment."""
    others = [Database(database._connect_arguments) for _ in range(6)]
    store = SessionStore(hot_path.dynamodb(), sessions_table)
    request = SessionRequest("algebra", "ada", 3600, {})
    results = await asyncio.gather(*(open_session(other, store, api_key, request, NOW) for other in others))
    for other in others:
        await other.close()
    assert len({result.session_id for result in results}) == 1
    assert [result.resumed for result in results].count(False) == 1


@pytest.mark.parametrize("key", [None, "", "nonsense", new_api_key()])
async def test_without_a_good_key_nothing_is_opened(
    opened: Opener, database: Database, sessions: SessionStore, api_key: str, key: str
) -> None:
    with pytest.raises(AccessDenied):
        await opened(key=key)
    assert (await list_sessions(database, sessions, api_key, {}, NOW))["sessions"] == []


async def test_a_bad_policy_opens_nothing(opened: Opener) -> None:
    with pytest.raises(InvalidPolicy):
        await opened(policy={"thresholds": {"eye_aspect_ratio": 7}})


async def test_a_revoked_key_takes_its_open_sessions_with_it(
    opened: Opener, database: Database, sessions: SessionStore, api_key: str
) -> None:
    session = await opened()
    prefix = api_key.split("_")[1]
    assert await revoke_key(database, sessions, {"prefix": prefix}, NOW) == {"prefix": prefix, "revoked_sessions": 1}
    with pytest.raises(ProctorAuditError, match="session_revoked"):
        authorize(sessions, session.token, NOW_S)
    with pytest.raises(AccessDenied, match="api_key_revoked"):
        await opened()
    (listed,) = (await list_keys(database, {"tenant": "acme"}))["keys"]
    assert listed["revoked_at"] is not None
    assert api_key.split("_", 2)[2] not in str(listed)


async def test_tokens_of_other_sessions_tenants_and_times(
    opened: Opener, database: Database, sessions: SessionStore
) -> None:
    mine = await opened()
    other_key = (await create_key(database, {"tenant": "rival"}, NOW))["api_key"]
    theirs = await opened(key=other_key)
    assert theirs.session_id != mine.session_id
    assert authorize(sessions, theirs.token, NOW_S).tenant_id == "rival"
    mixed = f"{mine.session_id}.{theirs.token.split('.')[1]}"
    for token, now_s in [
        (mixed, NOW_S),
        ("", NOW_S),
        (f"{mine.session_id[:-1]}0.{'a' * 43}", NOW_S),
        (mine.token, NOW_S + 3600),
    ]:
        with pytest.raises(ProctorAuditError) as refused:
            authorize(sessions, token, now_s)
        assert refused.value.http_status in (401, 403)


async def test_a_key_may_do_what_its_scopes_say(opened: Opener, database: Database, sessions: SessionStore) -> None:
    review = (await create_key(database, {"tenant": "acme", "scopes": ["review"]}, NOW))["api_key"]
    with pytest.raises(AccessDenied, match="missing_scope"):
        await opened(key=review)
    opening = (await create_key(database, {"tenant": "acme", "scopes": ["sessions"]}, NOW))["api_key"]
    with pytest.raises(AccessDenied, match="missing_scope"):
        await list_sessions(database, sessions, opening, {}, NOW)


async def test_while_postgres_is_away_the_answer_says_so(sessions: SessionStore, api_key: str) -> None:
    nowhere = Database(lambda: {"dsn": "postgresql://nobody@127.0.0.1:1/none"})
    with pytest.raises(RecordsUnavailable, match="records_unavailable"):
        await open_session(nowhere, sessions, api_key, SessionRequest("algebra", "ada", 3600, {}), NOW)
