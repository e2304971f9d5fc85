"""Everything in a session that has a time, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.times import from_ms, timestamp


def timeline(
    facts: SessionFacts,
    incidents: Iterable[Incident],
    gaps: Iterable[Mapping[str, Any]],
    periods: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """The session's events.

    Args:
        facts: the session.
        incidents: what was confirmed.
        gaps: times without frames, as the report tells them.
        periods: times in which frames could not be judged, as the report tells them.
    """
    entries: list[dict[str, Any]] = [{"at": timestamp(facts.opened_at), "event": "session_opened"}]
    if facts.first_frame_at is not None:
        entries.append({"at": timestamp(facts.first_frame_at), "event": "first_frame"})
    for incident in incidents:
        told = {"kind": incident.kind, "incident_id": incident.id}
        entries.append({"at": from_ms(incident.started_at_ms), "event": "incident_began", **told})
        if incident.ended_at_ms is not None:
            entries.append({"at": from_ms(incident.ended_at_ms), "event": "incident_ended", **told})
    for name, notes in (("gap", gaps), ("poor_picture", periods)):
        for note in notes:
            entries.append({"at": note["started_at"], "event": f"{name}_began"})
            if note["ended_at"] is not None:
                entries.append({"at": note["ended_at"], "event": f"{name}_ended"})
    if facts.last_frame_at is not None:
        entries.append({"at": timestamp(facts.last_frame_at), "event": "last_frame"})
    return sorted(entries, key=lambda entry: entry["at"])
