"""A session's report as a file to keep."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from proctor_audit.protocol.downloads import Download, file_name
from proctor_audit.reporting.html import report_html
from proctor_audit.reporting.pictures import Place, with_pictures
from proctor_audit.reporting.table import report_csv
from proctor_audit.services.reviewing import reported
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.evidence_pictures import EvidencePictures
from proctor_audit.stores.sessions import SessionStore

Evidence = tuple[EvidenceLinks, EvidencePictures]

MEDIA_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
}

# Lambda lets 6 MB through. Pictures stand in both as base64: in the page by themselves, in a PDF as part of the whole.
_REPLY_BYTES: Final = 5_900_000
_PICTURES_BYTES: Final = 3_200_000
# So many fit at 5 KB each. Of a session whose pictures have expired none would ever fill the reply.
_MOST_PICTURES: Final = 640
# A PDF goes as base64.
_GROWTH: Final = {"html": 1.0, "pdf": 4 / 3}
_MOST_TELLING: Final = ("confirmed", "first", "last")


async def export(
    database: Database,
    sessions: SessionStore,
    evidence: Evidence,
    api_key: str | None,
    session_id: str,
    extension: str,
    now: datetime,
) -> Download:
    """The report of one of the tenant's sessions as a file.

    Pages and PDFs hold their pictures: as many as a reply can hold, of what adds most to the score first.

    Args:
        database: where the records are.
        sessions: where the state of sessions is.
        evidence: links for JSON, and pictures for what is to outlast links.
        api_key: of the reviewer.
        session_id: of the session.
        extension: one of ``MEDIA_TYPES``.
        now: the present, to be told in the file.

    Raises:
        AccessDenied, NotFound, RecordsUnavailable: see ``reported``.
    """
    links, pictures = evidence
    session, report = await reported(database, sessions, links, api_key, session_id, now, signed=extension == "json")
    match extension:
        case "json":
            content = json.dumps(report, indent=1, ensure_ascii=False).encode()
        case "csv":
            content = report_csv(report)
        case _:
            found = pictures.read(
                session.tenant_id, session.session_id, wanted(report)[:_MOST_PICTURES], _PICTURES_BYTES
            )
            content = _document(report, extension, found, now)
            if len(content) * _GROWTH[extension] > _REPLY_BYTES:
                content = _document(report, extension, {}, now)
    name = file_name(session.exam_id, session.candidate_id, extension=extension)
    return Download(content, MEDIA_TYPES[extension], name)


def _document(report: Mapping[str, Any], extension: str, found: Mapping[Place, bytes], now: datetime) -> bytes:
    if extension == "pdf":
        # Takes longer to import than all the rest, and few ask for it.
        from proctor_audit.pdf import report_pdf

        return report_pdf(report, found, generated_at=now)
    return report_html([with_pictures(report, found)], generated_at=now).encode()


def wanted(report: Mapping[str, Any]) -> list[Place]:
    """All pictures, the most telling first: one of every incident, then the others."""
    worst_first = sorted(report["incidents"], key=lambda incident: -float(incident["points"]))
    places = [(incident["id"], role) for incident in worst_first for role in incident["evidence"]]
    # Sorting leaves the order within a role as it is.
    return sorted(places, key=lambda place: _rank(place[1]))


def _rank(role: str) -> int:
    return _MOST_TELLING.index(role) if role in _MOST_TELLING else len(_MOST_TELLING)
