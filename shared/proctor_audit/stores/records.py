"""Records in Postgres: API keys, sessions and their incidents.

Every function takes the connection of the transaction it is part of (see ``database.Database.run``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from proctor_audit.access.api_keys import ApiKeyRecord, Scope
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A candidate's attempt at an exam, with what the queue has told of it so far."""

    session_id: str
    tenant_id: str
    exam_id: str
    candidate_id: str
    attempt: int
    api_key_prefix: str
    policy: str
    opened_at: datetime
    expires_at: datetime
    score: int = 0
    incidents: int = 0
    frames: int = 0
    uncertain_frames: int = 0
    anomaly_frames: int = 0
    first_frame_at: datetime | None = None
    last_frame_at: datetime | None = None
    left_at: datetime | None = None
    kinds: tuple[str, ...] | None = None
    unreviewed: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """The newest review of an incident; ``by`` names the API key."""

    verdict: str | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class IncidentRecord:
    """The newest known revision of an incident, with the newest review of it."""

    incident_id: str
    kind: str
    revision: int
    started_at: datetime
    last_seen_at: datetime
    ended_at: datetime | None
    peak: float
    confidence: float
    frames: int
    evidence: tuple[str, ...]
    detail: str = ""
    review: ReviewRecord | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the list of sessions shows of a session's incidents.

    Attributes:
        score: without what was dismissed.
        incidents: how many there are, gaps and poor pictures left out.
        unreviewed: how many of these have no verdict.
        kinds: of all that was recorded.
    """

    score: int
    incidents: int
    unreviewed: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a session has come, as its newest message tells."""

    frames: int
    uncertain_frames: int
    anomaly_frames: int
    first_frame_at: datetime | None
    last_frame_at: datetime | None
    left_at: datetime | None


async def add_api_key(connection: Any, key: ApiKeyRecord) -> None:
    """Store a new key."""
    await connection.execute(
        "INSERT INTO api_keys (prefix, key_sha256, tenant_id, label, scopes, created_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        key.prefix,
        key.key_sha256,
        key.tenant_id,
        key.label,
        ",".join(sorted(key.scopes)),
        key.created_at,
    )


async def api_key(connection: Any, prefix: str) -> ApiKeyRecord | None:
    """The key with this prefix."""
    row = await connection.fetchrow("SELECT * FROM api_keys WHERE prefix = $1", prefix)
    return _api_key(row) if row else None


async def api_keys(connection: Any, tenant_id: str | None) -> list[ApiKeyRecord]:
    """All keys, or those of one tenant, oldest first."""
    rows = await connection.fetch(
        "SELECT * FROM api_keys WHERE $1::text IS NULL OR tenant_id = $1 ORDER BY created_at, prefix", tenant_id
    )
    return [_api_key(row) for row in rows]


async def revoke_api_key(connection: Any, prefix: str, at: datetime) -> bool:
    """Mark a key as revoked; False when there is none with this prefix. A second time changes nothing."""
    status = await connection.execute(
        "UPDATE api_keys SET revoked_at = coalesce(revoked_at, $2) WHERE prefix = $1", prefix, at
    )
    return bool(status != "UPDATE 0")


async def latest_attempt(connection: Any, tenant_id: str, exam_id: str, candidate_id: str) -> SessionRecord | None:
    """The newest session of this candidate in this exam."""
    row = await connection.fetchrow(
        "SELECT * FROM sessions WHERE tenant_id = $1 AND exam_id = $2 AND candidate_id = $3"
        " ORDER BY attempt DESC LIMIT 1",
        tenant_id,
        exam_id,
        candidate_id,
    )
    return session_of(row) if row else None


async def add_session(connection: Any, session: SessionRecord) -> bool:
    """Store a new session; False when the same attempt has been stored by somebody else meanwhile."""
    status = await connection.execute(
        "INSERT INTO sessions (session_id, tenant_id, exam_id, candidate_id, attempt, api_key_prefix, policy,"
        " opened_at, expires_at, score, incidents, frames, uncertain_frames, anomaly_frames)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0)"
        " ON CONFLICT (tenant_id, exam_id, candidate_id, attempt) DO NOTHING",
        UUID(session.session_id),
        session.tenant_id,
        session.exam_id,
        session.candidate_id,
        session.attempt,
        session.api_key_prefix,
        session.policy,
        session.opened_at,
        session.expires_at,
    )
    return bool(status == "INSERT 0 1")


async def resume_session(connection: Any, session_id: str, api_key_prefix: str) -> None:
    """Note the key that last bought a token for the session: revoking that key revokes the session."""
    await connection.execute(
        "UPDATE sessions SET api_key_prefix = $2 WHERE session_id = $1", UUID(session_id), api_key_prefix
    )


async def open_sessions_of_key(connection: Any, prefix: str, now: datetime) -> list[str]:
    """Ids of the sessions opened with this key that are not over."""
    rows = await connection.fetch(
        "SELECT session_id FROM sessions WHERE api_key_prefix = $1 AND expires_at > $2", prefix, now
    )
    return [str(row["session_id"]) for row in rows]


async def session(connection: Any, tenant_id: str, session_id: str, *, lock: bool = False) -> SessionRecord | None:
    """A session of this tenant; locked until the end of the transaction if asked for."""
    one = "SELECT * FROM sessions WHERE session_id = $1 AND tenant_id = $2"
    row = await connection.fetchrow(f"{one} FOR UPDATE" if lock else one, UUID(session_id), tenant_id)
    return session_of(row) if row else None


async def put_incident(connection: Any, session_id: str, incident: IncidentRecord, at: datetime) -> None:
    """Store an incident, unless a later revision of it stands there already."""
    await connection.execute(
        "INSERT INTO incidents (session_id, incident_id, kind, revision, started_at, last_seen_at, ended_at, peak,"
        " confidence, frames, evidence, detail, recorded_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        " ON CONFLICT (session_id, incident_id) DO UPDATE SET revision = excluded.revision,"
        " started_at = excluded.started_at, last_seen_at = excluded.last_seen_at, ended_at = excluded.ended_at,"
        " peak = excluded.peak, confidence = excluded.confidence, frames = excluded.frames,"
        " evidence = excluded.evidence, detail = excluded.detail, recorded_at = excluded.recorded_at"
        " WHERE excluded.revision > incidents.revision",
        UUID(session_id),
        UUID(incident.incident_id),
        incident.kind,
        incident.revision,
        incident.started_at,
        incident.last_seen_at,
        incident.ended_at,
        incident.peak,
        incident.confidence,
        incident.frames,
        ",".join(incident.evidence),
        incident.detail,
        at,
    )


async def incidents(connection: Any, session_id: str) -> list[IncidentRecord]:
    """The incidents of a session in the order in which they began."""
    rows = await connection.fetch(
        "SELECT * FROM incidents WHERE session_id = $1 ORDER BY started_at, incident_id", UUID(session_id)
    )
    return [
        IncidentRecord(
            incident_id=str(row["incident_id"]),
            kind=row["kind"],
            revision=row["revision"],
            started_at=row["started_at"],
            last_seen_at=row["last_seen_at"],
            ended_at=row["ended_at"],
            peak=row["peak"],
            confidence=row["confidence"],
            frames=row["frames"],
            evidence=tuple(filter(None, row["evidence"].split(","))),
            # None of an incident that was recorded before there was a detail.
            detail=row["detail"] or "",
            review=_review(row),
        )
        for row in rows
    ]


async def put_progress(connection: Any, session_id: str, progress: Progress) -> None:
    """Store how far the session has come. Messages arrive in any order, so counts only grow."""
    await connection.execute(
        "UPDATE sessions SET frames = greatest(frames, $2), uncertain_frames = greatest(uncertain_frames, $3),"
        " anomaly_frames = greatest(anomaly_frames, $4), first_frame_at = coalesce(first_frame_at, $5),"
        " last_frame_at = greatest(last_frame_at, $6), left_at = greatest(left_at, $7)"
        " WHERE session_id = $1",
        UUID(session_id),
        progress.frames,
        progress.uncertain_frames,
        progress.anomaly_frames,
        progress.first_frame_at,
        progress.last_frame_at,
        progress.left_at,
    )


async def put_standing(connection: Any, session_id: str, standing: Standing) -> None:
    """Store what the list shows of the session's incidents."""
    await connection.execute(
        "UPDATE sessions SET score = $2, incidents = $3, unreviewed = $4, kinds = $5 WHERE session_id = $1",
        UUID(session_id),
        standing.score,
        standing.incidents,
        standing.unreviewed,
        ",".join(standing.kinds),
    )


def _api_key(row: Any) -> ApiKeyRecord:
    return ApiKeyRecord(
        prefix=row["prefix"],
        key_sha256=row["key_sha256"],
        tenant_id=row["tenant_id"],
        label=row["label"],
        scopes=frozenset(Scope(scope) for scope in row["scopes"].split(",") if scope),
        created_at=row["created_at"],
        revoked_at=row["revoked_at"],
    )


def session_of(row: Any) -> SessionRecord:
    """The session in a row of ``SELECT * FROM sessions``; columns of later schemas are left out."""
    values = {name: value for name, value in row.items() if name in SessionRecord.__slots__}
    kinds = values.pop("kinds", None)
    return SessionRecord(
        **{**values, "session_id": str(values["session_id"])},
        kinds=None if kinds is None else tuple(filter(None, kinds.split(","))),
    )


def _review(row: Any) -> ReviewRecord | None:
    """None without a word of a reviewer: also of one who took it back and left no note."""
    if row["reviewed_at"] is None or (row["verdict"] is None and not row["note"]):
        return None
    return ReviewRecord(row["verdict"], row["note"] or "", row["reviewed_by"] or "", row["reviewed_at"])
