"""What the list of sessions shows of a session's incidents, made anew with every message and every verdict."""

from __future__ import annotations

from collections.abc import Sequence

from proctor_audit.judgement.kinds import NOTES
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import score_of
from proctor_audit.reporting.review import dismissed_ids
from proctor_audit.services.stored_incident import incident_of, reviews_of
from proctor_audit.stores.records import IncidentRecord, Standing


def standing_of(records: Sequence[IncidentRecord], policy: Policy, exam_s: float) -> Standing:
    """The standing of a session that has gone on for so long with these incidents."""
    reviews = reviews_of(records)
    seen = [record for record in records if record.kind not in NOTES]
    return Standing(
        score=score_of(map(incident_of, records), policy.rules, exam_s, dismissed_ids(reviews)),
        incidents=len(seen),
        unreviewed=sum(record.review is None or record.review.verdict is None for record in seen),
        kinds=tuple(sorted({record.kind for record in records})),
    )
