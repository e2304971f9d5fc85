"""How well a session could be watched."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.times import from_ms
from proctor_audit.reporting.wording import picture_title


def quality(facts: SessionFacts, incidents: Iterable[Incident]) -> dict[str, Any]:
    """Frames by how they could be judged, and the times in which they could not for long."""
    return {
        "frames": facts.frames,
        "uncertain_frames": facts.uncertain_frames,
        "uncertain_share": round(facts.uncertain_frames / facts.frames, 3) if facts.frames else None,
        "anomaly_frames": facts.anomaly_frames,
        "periods": [
            {
                "reason": period.detail,
                "title": picture_title(period.detail),
                "started_at": from_ms(period.started_at_ms),
                "ended_at": from_ms(period.ended_at_ms),
                "duration_s": round(period.duration_s, 1),
            }
            for period in incidents
            if period.kind is IncidentKind.POOR_PICTURE
        ],
    }
