"""Reviews in Postgres: each is a row for good, and the newest one stands on its incident as well.

Every function takes the connection of the transaction it is part of, which has locked the session.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from proctor_audit.stores.records import ReviewRecord
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class AuditRecord:
    """Who changed a verdict, when, from what to what; ``number`` counts the reviews of an incident."""

    incident_id: str
    number: int
    reviewed_at: datetime
    key_prefix: str
    key_label: str
    from_verdict: str | None
    to_verdict: str | None
    note: str


async def put_review(
    connection: Any,
    session_id: str,
    incident_id: str,
    review: ReviewRecord,
    *,
    before: str | None,
    key: tuple[str, str],
) -> None:
    """Store a review.

    Args:
        connection: of the transaction.
        session_id: of the session.
        incident_id: of the incident, which is there.
        review: the new one.
        before: the verdict until now.
        key: prefix and label of the API key it was given with.
    """
    await connection.execute(
        "INSERT INTO reviews (session_id, incident_id, number, reviewed_at, key_prefix, key_label, from_verdict,"
        " to_verdict, note)"
        " VALUES ($1, $2, (SELECT count(*) + 1 FROM reviews WHERE session_id = $1 AND incident_id = $2),"
        " $3, $4, $5, $6, $7, $8)",
        UUID(session_id),
        UUID(incident_id),
        review.at,
        *key,
        before,
        review.verdict,
        review.note,
    )
    await connection.execute(
        "UPDATE incidents SET verdict = $3, note = $4, reviewed_by = $5, reviewed_at = $6"
        " WHERE session_id = $1 AND incident_id = $2",
        UUID(session_id),
        UUID(incident_id),
        review.verdict,
        review.note,
        review.by,
        review.at,
    )


async def reviews(connection: Any, session_id: str) -> list[AuditRecord]:
    """All reviews of a session's incidents, oldest first."""
    rows = await connection.fetch(
        "SELECT * FROM reviews WHERE session_id = $1 ORDER BY reviewed_at, incident_id, number", UUID(session_id)
    )
    return [
        AuditRecord(
            incident_id=str(row["incident_id"]),
            **{name: row[name] for name in AuditRecord.__slots__ if name != "incident_id"},
        )
        for row in rows
    ]
