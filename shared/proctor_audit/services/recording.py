"""Records what comes over the incident queue, once, however often it comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from proctor_audit.judgement.policy import Policy
from proctor_audit.services.queue_message import SessionNews
from proctor_audit.services.standing import standing_of
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.records import Progress, SessionRecord


async def record(database: Database, news: SessionNews, now: datetime) -> bool:
    """Store a message's incidents and the session's new score.

    The session's row is locked first, so that of two messages recorded at the same time the second one's score
    knows the incidents of the first.

    Returns:
        False when the session is not there (any more): it was erased, and so is this.

    Raises:
        RecordsUnavailable: Postgres cannot be reached now; the message must come again.
    """

    async def work(connection: Any) -> bool:
        session = await records.session(connection, news.tenant_id, news.session_id, lock=True)
        if session is None:
            return False
        for incident in news.incidents:
            await records.put_incident(connection, news.session_id, incident, now)
        known = await records.incidents(connection, news.session_id)
        standing = standing_of(known, Policy.from_json(session.policy), _exam_s(session, news.progress))
        await records.put_progress(connection, news.session_id, news.progress)
        await records.put_standing(connection, news.session_id, standing)
        return True

    return await database.run(work)


def _exam_s(session: SessionRecord, progress: Progress) -> float:
    """Time from the first to the newest frame, by what is known and what comes now."""
    first_at = session.first_frame_at or progress.first_frame_at
    newest = [at for at in (session.last_frame_at, progress.last_frame_at) if at is not None]
    return (max(newest) - first_at).total_seconds() if first_at and newest else 0.0
