"""The list of sessions, page by page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final, Literal
from uuid import UUID

from proctor_audit.errors import InvalidMessage
from proctor_audit.stores.records import SessionRecord, session_of
from proctor_audit.values import dataclass

# A session that was recorded before its kinds stood in its row is looked up.
_OF_KIND: Final = (
    "(strpos(',' || kinds || ',', ',' || {0}::text || ',') > 0 OR (kinds IS NULL AND EXISTS ("
    "SELECT 1 FROM incidents WHERE incidents.session_id = sessions.session_id AND incidents.kind = {0}::text)))"
)

Order = Literal["score", "newest"]
Status = Literal["open", "ended"]


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions of a tenant, in which order, from where on.

    Attributes:
        tenant_id: whose they are.
        exam_id: only of this exam.
        candidate_id: only of this candidate.
        status: only those that go on, or are over.
        kind: only those in which something of this kind was recorded.
        min_score: only those with this score or a higher one.
        reviewed: only those of whose incidents each has a verdict, or not each.
        search: only of candidates in whose id this stands, in capitals or not.
        order: worst or newest first.
        limit: sessions on a page.
        cursor: where the page before ended.
    """

    tenant_id: str
    exam_id: str | None = None
    candidate_id: str | None = None
    status: Status | None = None
    kind: str | None = None
    min_score: int | None = None
    reviewed: bool | None = None
    search: str | None = None
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
    arguments: list[Any] = []
    conditions: list[str] = []

    def where(condition: str, *values: Any) -> None:
        first = len(arguments) + 1
        arguments.extend(values)
        conditions.append(condition.format(*(f"${first + place}" for place in range(len(values)))))

    for condition, value in _filters(query, now):
        where(condition, value)
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
    sessions = await _with_kinds(connection, [session_of(row) for row in rows[: query.limit]])
    return SessionPage(sessions, _cursor(sessions[-1]) if len(rows) > query.limit else None)


def _filters(query: SessionQuery, now: datetime) -> Iterator[tuple[str, Any]]:
    """Conditions with the value that each is about."""
    yield "tenant_id = {0}", query.tenant_id
    if query.exam_id is not None:
        yield "exam_id = {0}", query.exam_id
    if query.candidate_id is not None:
        yield "candidate_id = {0}", query.candidate_id
    if query.status is not None:
        yield "expires_at > {0}" if query.status == "open" else "expires_at <= {0}", now
    if query.kind is not None:
        yield _OF_KIND, query.kind
    if query.min_score is not None:
        yield "score >= {0}", query.min_score
    if query.reviewed is not None:
        # As long as a session's standing is not known, nobody has reviewed anything of it.
        left = "coalesce(unreviewed, incidents)"
        yield f"({left} = 0) = {{0}}::boolean", query.reviewed
    if query.search is not None:
        # Not LIKE, whose wildcards would have to be escaped.
        yield "strpos(lower(candidate_id), lower({0}::text)) > 0", query.search


async def _with_kinds(connection: Any, sessions: list[SessionRecord]) -> list[SessionRecord]:
    """The sessions with their kinds, also those that were recorded before these stood in their row."""
    unknown = [UUID(session.session_id) for session in sessions if session.kinds is None]
    if not unknown:
        return sessions
    rows = await connection.fetch(
        "SELECT DISTINCT session_id, kind FROM incidents WHERE session_id = ANY($1::uuid[]) ORDER BY kind", unknown
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(str(row["session_id"]), []).append(row["kind"])
    return [
        session if session.kinds is not None else replace(session, kinds=tuple(found.get(session.session_id, ())))
        for session in sessions
    ]


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
