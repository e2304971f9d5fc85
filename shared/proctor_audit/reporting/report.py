"""The report of one session."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from proctor_audit.judgement.accommodations import ACCOMMODATIONS
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import BROWSER_KINDS, NOTES
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import scored, weighed
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.gaps import gaps
from proctor_audit.reporting.picture_quality import quality
from proctor_audit.reporting.review import Review, dismissed_ids
from proctor_audit.reporting.scoring import score_section
from proctor_audit.reporting.timeline import timeline
from proctor_audit.reporting.times import from_ms, timestamp
from proctor_audit.reporting.wording import TITLES, detail

__all__ = ["EvidenceLink", "SessionFacts", "session_report", "session_summary"]

EvidenceLink = Callable[[Incident, str], str]

_NO_REVIEWS: Final[Mapping[str, Review]] = MappingProxyType({})


def session_report(
    facts: SessionFacts,
    incidents: Sequence[Incident],
    policy: Policy,
    link: EvidenceLink,
    now: datetime,
    *,
    dismissed: Collection[str] = frozenset(),
    reviews: Mapping[str, Review] = _NO_REVIEWS,
) -> dict[str, Any]:
    """The report as JSON-ready data.

    Args:
        facts: the session.
        incidents: its incidents in the order in which they began, gaps and poor pictures included.
        policy: by which it was judged.
        link: gives a link to an evidence picture.
        now: the present, for what still lasts.
        dismissed: ids of incidents that do not count, besides those that a reviewer has dismissed: shown, and without
            points.
        reviews: what reviewers said, by the incident's id.
    """
    dismissed = {*dismissed, *dismissed_ids(reviews)}
    if facts.status(now) == "ended":
        incidents = [_ended(incident) for incident in incidents]
    seen = [incident for incident in incidents if incident.kind not in NOTES]
    loads = weighed(incidents)
    score = scored(loads, policy.rules, facts.exam_s, dismissed)
    silent = gaps(facts, incidents, loads, score, policy, now)
    picture = quality(facts, incidents)
    load_of = {incident.id: incident.load for incident in loads}
    return {
        "session": session_summary(
            facts,
            score.value,
            len(seen),
            now,
            kinds={incident.kind for incident in incidents},
            reviewed=all(incident.id in reviews and reviews[incident.id].verdict for incident in seen),
        ),
        "score": score_section(score, dismissed, facts.frames, facts.uncertain_frames),
        "incidents": [
            {
                **_incident(incident, link),
                "load": load_of[incident.id],
                "points": score.points[incident.id],
                "review": reviews[incident.id].told() if incident.id in reviews else None,
            }
            for incident in seen
        ],
        "gaps": silent,
        "timeline": timeline(facts, seen, silent, picture["periods"]),
        "quality": picture,
        "policy": {"preset": policy.preset, **policy.overrides()},
        "accommodations": [{"name": name, "sentence": ACCOMMODATIONS[name].sentence} for name in policy.accommodations],
    }


def session_summary(
    facts: SessionFacts, score: int, incidents: int, now: datetime, *, kinds: Iterable[str], reviewed: bool
) -> dict[str, Any]:
    """A session as it stands in the list and at the head of its report.

    Args:
        facts: the session.
        score: without what was dismissed.
        incidents: how many there are, gaps and poor pictures left out.
        now: the present.
        kinds: of all that was recorded, gaps and poor pictures included.
        reviewed: all incidents have a verdict.
    """
    return {
        "session_id": facts.session_id,
        "exam_id": facts.exam_id,
        "candidate_id": facts.candidate_id,
        "attempt": facts.attempt,
        "status": facts.status(now),
        "connected": facts.connected,
        "score": score,
        "incidents": incidents,
        "kinds": sorted(kinds),
        "reviewed": reviewed,
        "opened_at": timestamp(facts.opened_at),
        "expires_at": timestamp(facts.expires_at),
        "first_frame_at": timestamp(facts.first_frame_at),
        "last_frame_at": timestamp(facts.last_frame_at),
        "frames": facts.frames,
    }


def _incident(incident: Incident, link: EvidenceLink) -> dict[str, Any]:
    return {
        "id": incident.id,
        "kind": incident.kind,
        "source": "browser" if incident.kind in BROWSER_KINDS else "camera",
        "title": TITLES[incident.kind],
        "detail": detail(incident),
        "detail_code": incident.detail,
        "started_at": from_ms(incident.started_at_ms),
        "ended_at": from_ms(incident.ended_at_ms),
        "last_seen_at": from_ms(incident.last_seen_at_ms),
        "duration_s": round(incident.duration_s, 1),
        "confidence": incident.confidence,
        "peak": incident.peak,
        "frames": incident.frames,
        "evidence": {role: link(incident, role) for role in incident.evidence},
    }


def _ended(incident: Incident) -> Incident:
    """Of a session that is over nothing lasts, also when nobody told its end."""
    return incident if incident.ended_at_ms is not None else replace(incident, ended_at_ms=incident.last_seen_at_ms)
