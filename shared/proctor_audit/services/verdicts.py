"""A reviewer's verdict on an incident."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from proctor_audit.access.api_keys import ApiKeyRecord, Scope
from proctor_audit.errors import NotFound
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import NOTES
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.services.opening import key_record
from proctor_audit.services.reported_session import facts_of, has_state, report_of, stored_session
from proctor_audit.services.standing import standing_of
from proctor_audit.stores import records
from proctor_audit.stores.database import Database
from proctor_audit.stores.evidence_links import EvidenceLinks
from proctor_audit.stores.records import IncidentRecord, ReviewRecord, SessionRecord
from proctor_audit.stores.reviews import put_review
from proctor_audit.stores.sessions import SessionStore

_UNHEARD = ReviewRecord(verdict=None, note="", by="", at=datetime.min)  # noqa: DTZ901 – stands for none


async def give_verdict(
    database: Database,
    sessions: SessionStore,
    evidence: EvidenceLinks,
    api_key: str | None,
    place: tuple[str, str],
    changes: Mapping[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Change what is said of an incident, for good in the audit, and the session's score with it.

    The session's row is locked first: of two reviewers at the same time the second one has the last word, and the
    audit has both. A repeat of the same by the same key is no change.

    Args:
        database: where the records are.
        sessions: where the state of sessions is.
        evidence: makes links to pictures.
        api_key: of the reviewer.
        place: ids of the session and of the incident.
        changes: ``verdict`` and ``note``; what is not in it stays as it is.
        now: the present.

    Returns:
        The incident and the score as the report tells them from now on.

    Raises:
        AccessDenied: see ``tenant_of_key``.
        NotFound: ``session_not_found`` or ``incident_not_found``.
        RecordsUnavailable: Postgres cannot be reached now.
    """
    session_id, incident_id = place[0], place[1].lower()

    async def work(connection: Any) -> tuple[SessionRecord, SessionFacts, list[IncidentRecord]]:
        key = await key_record(connection, api_key, Scope.REVIEW)
        session = await stored_session(connection, key.tenant_id, session_id, lock=True)
        facts = facts_of(session, sessions.get(session.session_id) if has_state(session, now) else None)
        known = await records.incidents(connection, session.session_id)
        incident = _incident(known, incident_id)
        review = _review(incident.review, changes, key, now)
        if review == incident.review or (incident.review is None and not review.verdict and not review.note):
            return session, facts, known
        before = incident.review.verdict if incident.review else None
        await put_review(
            connection, session.session_id, incident_id, review, before=before, key=(key.prefix, key.label)
        )
        shown = review if review.verdict or review.note else None
        known = [replace(one, review=shown) if one is incident else one for one in known]
        standing = standing_of(known, Policy.from_json(session.policy), facts.exam_s)
        await records.put_standing(connection, session.session_id, standing)
        return session, facts, known

    session, facts, known = await database.run(work)

    where = session.tenant_id, session.session_id

    def link(incident: Incident, role: str) -> str:
        # Signing takes longer than all the rest, and only one incident is answered.
        return evidence.link(*where, incident.id, role) if incident.id == incident_id else ""

    report = report_of(facts, known, session.policy, link, now, evidence.earlier(*where, incident_id))
    return {
        "incident": next(incident for incident in report["incidents"] if incident["id"] == incident_id),
        "score": report["score"],
    }


def _incident(known: list[IncidentRecord], incident_id: str) -> IncidentRecord:
    for incident in known:
        if incident.incident_id == incident_id and incident.kind not in NOTES:
            return incident
    raise NotFound("incident_not_found", "The session has no such incident; its report lists those there are.")


def _review(before: ReviewRecord | None, changes: Mapping[str, Any], key: ApiKeyRecord, now: datetime) -> ReviewRecord:
    """What is said from now on; the same as before when the same key says the same again."""
    said = before or _UNHEARD
    changed = replace(said, **changes, by=f"{key.label} ({key.prefix})" if key.label else key.prefix)
    return said if changed == said else replace(changed, at=now)
