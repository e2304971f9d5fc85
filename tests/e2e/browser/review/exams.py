"""Sessions as they could have been, made up without a camera; their reports are the product's own."""

from __future__ import annotations

import random
import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import BROWSER_KINDS, NOTES, IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.report import EvidenceLink, session_report
from proctor_audit.reporting.review import Review

_DETAILS = {
    IncidentKind.LOOKING_AWAY: ("left", 38.0),
    IncidentKind.MULTIPLE_FACES: ("", 2.0),
    IncidentKind.FACE_ABSENT: ("", 0.0),
    IncidentKind.CLIPBOARD: ("paste", 0.0),
    IncidentKind.POOR_PICTURE: ("too_dark", 0.0),
    IncidentKind.TALKING: ("", 0.8),
}
_SEEN = (
    IncidentKind.MULTIPLE_FACES,
    IncidentKind.FACE_ABSENT,
    IncidentKind.LOOKING_AWAY,
    IncidentKind.TALKING,
    IncidentKind.TAB_HIDDEN,
    IncidentKind.CLIPBOARD,
)


@dataclass
class Exam:
    """One session, what reviewers said of it included."""

    facts: SessionFacts
    incidents: list[Incident]
    reviews: dict[str, Review] = field(default_factory=dict)

    def report(self, link: EvidenceLink) -> dict[str, Any]:
        return session_report(self.facts, self.incidents, Policy(), link, datetime.now(UTC), reviews=self.reviews)

    def add(self, kind: IncidentKind, at_s: float, lasting_s: float = 6.0, **changes: Any) -> Incident:
        """What happened so long after the first frame."""
        made = incident(self.facts, kind, at_s, lasting_s, **changes)
        self.incidents.append(made)
        return made


def exam(
    candidate_id: str = "ada",
    exam_id: str = "algebra-1",
    *,
    kinds: Iterable[IncidentKind] = (),
    live: bool = False,
    opened: datetime | None = None,
    lasting_s: float = 2700.0,
) -> Exam:
    """A session with an incident of each of these kinds, evenly over its time."""
    now = datetime.now(UTC)
    began = opened or now - timedelta(seconds=lasting_s if live else lasting_s + 7200)
    facts = SessionFacts(
        session_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{exam_id}/{candidate_id}/{began}")),
        exam_id=exam_id,
        candidate_id=candidate_id,
        attempt=1,
        opened_at=began - timedelta(seconds=20),
        expires_at=now + timedelta(hours=1) if live else began + timedelta(seconds=lasting_s + 60),
        frames=int(lasting_s * 2),
        uncertain_frames=41,
        anomaly_frames=120,
        first_frame_at=began,
        last_frame_at=began + timedelta(seconds=lasting_s),
        connected=live,
        heard_at=now if live else None,
    )
    made = Exam(facts, [])
    told = list(kinds)
    for number, kind in enumerate(told):
        made.add(kind, lasting_s * (number + 0.5) / len(told), 6.0 + 4 * (number % 3))
    return made


def incident(facts: SessionFacts, kind: IncidentKind, at_s: float, lasting_s: float, **changes: Any) -> Incident:
    assert facts.first_frame_at is not None
    began_ms = int((facts.first_frame_at.timestamp() + at_s) * 1000)
    ended_ms = began_ms + int(lasting_s * 1000)
    detail, peak = _DETAILS.get(kind, ("", lasting_s))
    pictures = () if kind in BROWSER_KINDS or kind in NOTES else ("first", "confirmed", "last")
    made = Incident(
        id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{facts.session_id}/{kind}/{began_ms}")),
        kind=kind,
        state="closed",
        revision=2,
        started_at_ms=began_ms,
        last_seen_at_ms=ended_ms,
        ended_at_ms=ended_ms,
        peak=peak,
        confidence=0.94,
        frames=int(lasting_s * 2),
        evidence=pictures,
        detail=detail,
    )
    return replace(made, **changes)


def ordinary() -> Exam:
    """An exam with something in every lane."""
    kinds = (*_SEEN, IncidentKind.MONITORING_GAP, IncidentKind.LOOKING_AWAY, IncidentKind.POOR_PICTURE)
    return exam("ada.lovelace@example.org", "algebra-1", kinds=kinds)


def long_exam(incidents: int = 2000) -> Exam:
    """An exam in which much was seen."""
    chance = random.Random(7)
    return exam("much-seen", "long", kinds=[chance.choice(_SEEN) for _ in range(incidents)], lasting_s=7200 * 2)


def many(count: int = 500) -> list[Exam]:
    """A whole year's sitting of one exam."""
    chance = random.Random(11)
    opened = datetime.now(UTC) - timedelta(days=2)
    return [
        exam(
            f"candidate-{number:04}",
            "finals",
            kinds=chance.choices(_SEEN, k=chance.choice((0, 0, 1, 2, 4))),
            opened=opened + timedelta(seconds=number),
        )
        for number in range(count)
    ]
