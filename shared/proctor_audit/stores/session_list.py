"""The list of sessions, page by page."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from proctor_audit.errors import InvalidMessage
from proctor_audit.stores.records import SessionRecord, session_of
from proctor_audit.values import dataclass

Order = Literal["score", "newest"]
Status = Literal["open", "ended"]


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions of a tenant, in which order, from where on."""

    tenant_id: str
    exam_id: str | None = None
    candidate_id: str | None = None
    status: Status | None = None
    order: Order = "score"
    limit: int = 50
    cursor: str | None = None


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Sessions, and where the next page begins; None on the last one."""

    sessions: list[SessionRecord]
    next_cursor: str | None


async def session_page(connection: Any, query: SessionQuery, now: datetime) -> SessionPage:
    """One page of sessions; worst first, or newest first.

    Raises:
        InvalidMessage: ``invalid_field`` if the cursor is not one of ours.
    """
    arguments: list[Any] = [query.tenant_id]
    conditions = ["tenant_id = $1"]

    def where(condition: str, *values: Any) -> None:
        places = []
        for value in values:
            arguments.append(value)
            places.append(f"${len(arguments)}")
        conditions.append(condition.format(*places))

    if query.exam_id is not None:
        where("exam_id = {}", query.exam_id)
    if query.candidate_id is not None:
        where("candidate_id = {}", query.candidate_id)
    if query.status is not None:
        where("expires_at > {}" if query.status == "open" else "expires_at <= {}", now)
    if query.cursor is not None:
        score, opened_at, session_id = _read_cursor(query.cursor)
        if query.order == "score":
            where(
                "(score, opened_at, session_id) < ({}::integer, {}::timestamptz, {}::uuid)",
                score,
                opened_at,
                session_id,
            )
        else:
            where("(opened_at, session_id) < ({}::timestamptz, {}::uuid)", opened_at, session_id)
    order = (
        "score DESC, opened_at DESC, session_id DESC" if query.order == "score" else "opened_at DESC, session_id DESC"
    )
    arguments.append(query.limit + 1)
    rows = await connection.fetch(
        f"SELECT * FROM sessions WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT ${len(arguments)}",  # noqa: S608 – parts are constants
        *arguments,
    )
    sessions = [session_of(row) for row in rows[: query.limit]]
    return SessionPage(sessions, _cursor(sessions[-1]) if len(rows) > query.limit else None)


def _cursor(last: SessionRecord) -> str:
    position = json.dumps([last.score, last.opened_at.isoformat(), last.session_id])
    return base64.urlsafe_b64encode(position.encode()).decode()


def _read_cursor(cursor: str) -> tuple[int, datetime, UUID]:
    try:
        score, opened_at, session_id = json.loads(base64.urlsafe_b64decode(cursor))
        if isinstance(score, bool) or not isinstance(score, int) or not 0 <= score <= 100:
            raise ValueError(score)
        position = datetime.fromisoformat(opened_at)
        if position.tzinfo is None:
            raise ValueError(opened_at)
        return score, position.astimezone(UTC), UUID(session_id)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError, binascii.Error):
        raise InvalidMessage(
            "invalid_field", "The cursor is not one that this list gave; leave it out to begin anew.", field="cursor"
        ) from None
