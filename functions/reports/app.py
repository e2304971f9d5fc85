"""What a reviewer reads and says: sessions, their reports, reports as files, verdicts on incidents.

Verdicts have no function of their own: it would sign in to Postgres as the same role, and reach the same stores.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from proctor_audit.protocol.downloads import download
from proctor_audit.protocol.http import answer, body, header
from proctor_audit.protocol.session_query import parse_session_query
from proctor_audit.protocol.verdict_request import parse_verdict_request
from proctor_audit.services.event_loop import run
from proctor_audit.services.exporting import export
from proctor_audit.services.reviewing import list_sessions, report
from proctor_audit.services.verdicts import give_verdict
from proctor_audit.settings import Settings
from proctor_audit.stores import hot_path
from proctor_audit.stores.aws import s3_client
from proctor_audit.stores.database import database_of
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.evidence_pictures import EvidencePictures
from proctor_audit.stores.sessions import SessionStore

settings = Settings.from_environment()
database = database_of(settings)
sessions = SessionStore(hot_path.dynamodb(), settings.sessions_table)
s3 = s3_client()
links = EvidenceLinks(s3, settings.evidence_bucket)
pictures = EvidencePictures(s3, settings.evidence_bucket)


def handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    now, route, path = datetime.now(UTC), event["routeKey"], event.get("pathParameters") or {}
    api_key, accepts = header(event, "x-api-key"), header(event, "accept-encoding")
    session_id = path.get("session_id", "")

    def work() -> dict[str, Any]:
        match route:
            case "GET /sessions":
                query = parse_session_query(event.get("queryStringParameters"))
                return run(list_sessions(database, sessions, api_key, query, now))
            case "GET /sessions/{session_id}":
                return run(report(database, sessions, links, api_key, session_id, now))
            case _:
                changes, place = parse_verdict_request(body(event)), (session_id, path["incident_id"])
                return run(give_verdict(database, sessions, links, api_key, place, changes, now))

    path_name, _, extension = route.rpartition("/report.")
    if path_name:
        evidence = links, pictures
        return download(lambda: run(export(database, sessions, evidence, api_key, session_id, extension, now)), accepts)
    return answer(work, accepts=accepts)
