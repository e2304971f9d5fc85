"""What comes over the queue is recorded once, in whatever order and however often it comes."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import itertools
import json
import random
from datetime import timedelta
from typing import Any

import pytest

from proctor_audit.errors import InvalidMessage
from proctor_audit.judgement.incident import Incident, incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import score_of
from proctor_audit.judgement.state import SessionState
from proctor_audit.services.key_keeping import create_key
from proctor_audit.services.queue_message import parse_session_news
from proctor_audit.services.recording import record
from proctor_audit.services.reviewing import list_sessions, report
from proctor_audit.services.session_news import session_news
from proctor_audit.stores import hot_path
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence import EvidenceStore
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.sessions import SessionStore
from tests.integration.services.conftest import NOW, Opener

T0 = round(NOW.timestamp() * 1000)


def snapshot(session_id: str, revision: int = 1, first_seq: int = 5, **change: Any) -> Incident:
    kind = change.pop("kind", IncidentKind.MULTIPLE_FACES)
    incident = Incident(
        id=incident_id(session_id, kind, first_seq),
        kind=kind,
        state="opened",
        revision=revision,
        started_at_ms=T0 + first_seq * 1000,
        last_seen_at_ms=T0 + first_seq * 1000 + revision * 1000,
        ended_at_ms=None,
        peak=2.0,
        confidence=0.9,
        frames=3 * revision,
        evidence=("first", "confirmed"),
    )
    return dataclasses.replace(incident, **change)


def news(session_id: str, *incidents: Incident, frames: int = 10, tenant: str = "acme") -> str:
    state = SessionState(seq=frames, started_at_ms=T0, at_ms=T0 + frames * 500, frames=frames)
    return json.dumps(session_news(session_id, tenant, state, incidents))


async def rows(database: Database) -> list[dict[str, Any]]:
    async with database.connection() as connection:
        return [dict(row) for row in await connection.fetch("SELECT * FROM incidents ORDER BY started_at")]


async def test_any_order_and_any_number_of_deliveries_end_the_same(database: Database, opened: Opener) -> None:
    session = (await opened()).session_id
    versions = [snapshot(session), snapshot(session, 2), snapshot(session, 3, ended_at_ms=T0 + 9_000, state="closed")]
    messages = [news(session, version, frames=10 * n) for n, version in enumerate(versions, 1)]
    rng = random.Random(3)
    for order in itertools.permutations(messages):
        for message in [*order, *rng.choices(messages, k=4)]:
            assert await record(database, parse_session_news(message), NOW)
        (row,) = await rows(database)
        assert (row["revision"], row["frames"], row["ended_at"]) == (3, 9, NOW + timedelta(seconds=9))
    async with database.connection() as connection:
        stored = await connection.fetchrow("SELECT * FROM sessions")
    assert stored["frames"] == 30
    assert stored["incidents"] == 1
    assert stored["score"] == score_of([versions[-1]], Policy().rules, 15.0)


async def test_two_consumers_at_once_lose_no_incident_from_the_score(database: Database, opened: Opener) -> None:
    session = (await opened()).session_id
    incidents = [
        snapshot(session, first_seq=n * 20, ended_at_ms=T0 + n * 20_000 + 6_000, kind=kind)
        for n, kind in enumerate([IncidentKind.MULTIPLE_FACES, IncidentKind.FACE_ABSENT] * 4)
    ]
    others = [Database(database._connect_arguments) for _ in range(4)]

    async def consume(other: Database, part: list[Incident]) -> None:
        for incident in part:
            await record(other, parse_session_news(news(session, incident)), NOW)

    await asyncio.gather(*(consume(other, incidents[i::4]) for i, other in enumerate(others)))
    for other in others:
        await other.close()
    async with database.connection() as connection:
        stored = await connection.fetchrow("SELECT score, incidents FROM sessions")
    assert stored["incidents"] == 8
    assert stored["score"] == score_of(incidents, Policy().rules, 5.0)


async def test_what_belongs_to_no_session_of_the_tenant_is_dropped(database: Database, opened: Opener) -> None:
    session = (await opened()).session_id
    assert not await record(database, parse_session_news(news(session, snapshot(session), tenant="rival")), NOW)
    nobody = "00000000-0000-4000-8000-000000000000"
    assert not await record(database, parse_session_news(news(nobody, snapshot(nobody))), NOW)
    assert await rows(database) == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"session_id": "x", "progress": {}}',
        news("5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11").replace('"frames": 10', '"frames": "many"'),
        news("5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11", snapshot("s")).replace("multiple_faces", "cheating"),
        news("5f1f3f06-6f3a-4f55-9d3b-0d1f5a3f7c11", snapshot("s", started_at_ms=10**20)),
    ],
)
def test_what_can_never_be_recorded_is_told_from_what_can_later(text: str) -> None:
    with pytest.raises(InvalidMessage, match="invalid_news"):
        parse_session_news(text)


async def test_the_report_tells_what_was_recorded(
    database: Database, sessions: SessionStore, bucket: str, api_key: str, opened: Opener
) -> None:
    session = (await opened()).session_id
    evidence = EvidenceStore(hot_path.s3(), bucket)
    ended = snapshot(session, 2, ended_at_ms=T0 + 12_000, state="closed")
    gap = snapshot(
        session, first_seq=30, kind=IncidentKind.MONITORING_GAP, ended_at_ms=T0 + 45_000, peak=15.0, evidence=()
    )
    away = snapshot(
        session, first_seq=50, kind=IncidentKind.LOOKING_AWAY, peak=41.0, detail="left", ended_at_ms=T0 + 54_000
    )
    dark = snapshot(session, first_seq=9, kind=IncidentKind.POOR_PICTURE, detail="too_dark", ended_at_ms=T0 + 11_000)
    await record(database, parse_session_news(news(session, ended, gap, away, dark, frames=120)), NOW)
    evidence.keep("acme", session, ended.id, "confirmed", b"\xff\xd8jpeg")

    told = await report(
        database, sessions, EvidenceLinks(s3_client(), bucket), api_key, session, NOW + timedelta(days=2)
    )
    assert told["session"]["status"] == "ended"
    assert [(i["kind"], i["detail"]) for i in told["incidents"]] == [
        ("multiple_faces", "2 faces in view"),
        ("looking_away", "looked to the left, by up to 41°"),
    ]
    assert [(period["reason"], period["duration_s"]) for period in told["quality"]["periods"]] == [("too_dark", 2.0)]
    assert told["incidents"][0]["duration_s"] == 7.0
    assert told["gaps"] == [
        {
            "started_at": "2026-11-23T09:00:30.000Z",
            "ended_at": "2026-11-23T09:00:45.000Z",
            "duration_s": 15.0,
            "load": 0.9,
            "points": 7.0,
            "explained_by": None,
        }
    ]
    assert told["score"]["value"] == round(round(sum(part["points"] for part in told["score"]["contributions"]), 1))
    assert "more than one face once, 7 s in all, and 1 other kind of incident" in told["score"]["summary"]
    assert [entry["at"] for entry in told["timeline"]] == sorted(entry["at"] for entry in told["timeline"])
    (listed,) = (await list_sessions(database, sessions, api_key, {}, NOW))["sessions"]
    assert (listed["score"], listed["incidents"]) == (told["score"]["value"], told["session"]["incidents"]) != (0, 0)


async def test_in_a_long_exam_the_list_and_the_report_tell_the_same_lower_score(
    database: Database, sessions: SessionStore, bucket: str, api_key: str, opened: Opener
) -> None:
    session = (await opened()).session_id
    seen = snapshot(session, 2, ended_at_ms=T0 + 15_000, state="closed")
    scores = []
    # The second message tells of no incident, only that the exam went on for three hours.
    for message in (news(session, seen, frames=120), news(session, frames=2 * 3 * 3600)):
        await record(database, parse_session_news(message), NOW)
        told = await report(
            database, sessions, EvidenceLinks(s3_client(), bucket), api_key, session, NOW + timedelta(days=2)
        )
        (listed,) = (await list_sessions(database, sessions, api_key, {}, NOW))["sessions"]
        assert listed["score"] == told["score"]["value"]
        scores.append(listed["score"])
    assert scores[0] > scores[1] > 0
    assert told["score"]["duration_s"] == 3 * 3600


async def test_messages_of_before_there_was_a_detail_are_understood(database: Database, opened: Opener) -> None:
    session = (await opened()).session_id
    message = json.loads(news(session, snapshot(session)))
    for incident in message["incidents"]:
        del incident["detail"]
    assert await record(database, parse_session_news(json.dumps(message)), NOW)
    assert [row["detail"] for row in await rows(database)] == [""]


async def test_the_report_tells_by_what_policy(
    database: Database, sessions: SessionStore, bucket: str, api_key: str, opened: Opener
) -> None:
    policy = {"preset": "strict", "accommodations": ["reads_aloud"], "incidents": {"looking_away": {"weight": 7}}}
    session = (await opened(policy=policy)).session_id
    item = sessions.get(session)
    assert item is not None
    assert json.loads(item.policy or "") == policy
    told = await report(database, sessions, EvidenceLinks(s3_client(), bucket), api_key, session, NOW)
    assert told["policy"] == policy
    assert [one["name"] for one in told["accommodations"]] == ["reads_aloud"]


async def test_no_tenant_sees_another_ones_sessions(
    database: Database, sessions: SessionStore, bucket: str, opened: Opener
) -> None:
    session = (await opened()).session_id
    rival = (await create_key(database, {"tenant": "rival"}, NOW))["api_key"]
    assert (await list_sessions(database, sessions, rival, {}, NOW))["sessions"] == []
    for asked in (session, "nonsense", "00000000-0000-4000-8000-000000000000"):
        with pytest.raises(Exception, match="session_not_found"):
            await report(database, sessions, EvidenceLinks(s3_client(), bucket), rival, asked, NOW)


async def test_paging_shows_every_session_once_worst_first(
    database: Database, sessions: SessionStore, api_key: str, opened: Opener
) -> None:
    for n in range(7):
        session = (await opened(f"candidate-{n}", now=NOW + timedelta(seconds=n))).session_id
        lasting = snapshot(session, ended_at_ms=T0 + 5_000 + (n % 4) * 20_000)
        await record(database, parse_session_news(news(session, *([lasting] if n % 4 else []))), NOW)
    for order in ("score", "newest"):
        seen: list[dict[str, Any]] = []
        query: dict[str, Any] = {"order": order, "limit": 3, "exam_id": "algebra", "status": "open"}
        while True:
            page = await list_sessions(database, sessions, api_key, query, NOW)
            seen += page["sessions"]
            if page["next_cursor"] is None:
                break
            query["cursor"] = page["next_cursor"]
        assert len({s["session_id"] for s in seen}) == len(seen) == 7
        key = "score" if order == "score" else "opened_at"
        assert [s[key] for s in seen] == sorted((s[key] for s in seen), reverse=True)
    with pytest.raises(InvalidMessage, match="cursor"):
        await list_sessions(database, sessions, api_key, {"cursor": "bm9uc2Vuc2U="}, NOW)
    ancient = base64.urlsafe_b64encode(json.dumps([5, "0001-01-01T00:00:00+23:59", session]).encode()).decode()
    with pytest.raises(InvalidMessage, match="cursor"):
        await list_sessions(database, sessions, api_key, {"cursor": ancient}, NOW)
