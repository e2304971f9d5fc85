"""A stored incident as judgement and reporting know it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from proctor_audit.judgement.earlier import in_order
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.reporting.review import Review, Verdict
from proctor_audit.stores.records import IncidentRecord


def incident_of(record: IncidentRecord, earlier: Sequence[str] = ()) -> Incident:
    """The incident in a record, with the roles of the pictures from before it."""
    return Incident(
        id=record.incident_id,
        kind=IncidentKind(record.kind),
        state="updated" if record.ended_at is None else "closed",
        revision=record.revision,
        started_at_ms=_epoch_ms(record.started_at),
        last_seen_at_ms=_epoch_ms(record.last_seen_at),
        ended_at_ms=None if record.ended_at is None else _epoch_ms(record.ended_at),
        peak=record.peak,
        confidence=record.confidence,
        frames=record.frames,
        evidence=(*in_order(earlier), *(role for role in ("first", "confirmed", "last") if role in record.evidence)),
        detail=record.detail,
    )


def reviews_of(records: Iterable[IncidentRecord]) -> dict[str, Review]:
    """What reviewers said of the records' incidents, by their ids."""
    return {
        record.incident_id: Review(cast("Verdict | None", said.verdict), said.note, said.by, said.at)
        for record in records
        if (said := record.review) is not None
    }


def _epoch_ms(at: datetime) -> int:
    return round(at.timestamp() * 1000)
