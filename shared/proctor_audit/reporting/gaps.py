"""Times without frames, as a report tells them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import Score, Weighed
from proctor_audit.reporting.facts import SessionFacts
from proctor_audit.reporting.times import from_ms, timestamp


def gaps(
    facts: SessionFacts,
    incidents: Iterable[Incident],
    weighed: Iterable[Weighed],
    score: Score,
    policy: Policy,
    now: datetime,
) -> list[dict[str, Any]]:
    """The gaps between frames, and the silence after the newest one.

    Args:
        facts: the session.
        incidents: its incidents, among which the gaps are.
        weighed: the same as the score saw them.
        score: what came of it.
        policy: tells from when on silence is a gap.
        now: the present.
    """
    loads = {incident.id: incident.load for incident in weighed}
    told = [
        {
            "started_at": from_ms(gap.started_at_ms),
            "ended_at": from_ms(gap.ended_at_ms),
            "duration_s": round(gap.duration_s, 1),
            "load": loads.get(gap.id, 0.0),
            "points": score.points.get(gap.id, 0.0),
            # The hidden tab weighs already.
            "explained_by": IncidentKind.TAB_HIDDEN if gap.explained else None,
        }
        for gap in incidents
        if gap.kind is IncidentKind.MONITORING_GAP
    ]
    if policy.watches(IncidentKind.MONITORING_GAP):
        told += _silence_at_the_end(facts, policy, now)
    return told


def _silence_at_the_end(facts: SessionFacts, policy: Policy, now: datetime) -> list[dict[str, Any]]:
    """The time since the newest frame: until now while the session is open, else until its socket was closed."""
    if facts.last_frame_at is None:
        return []
    ended_at: datetime | None = None
    if facts.status(now) == "open" and facts.heard_at is not None:
        silent_s = (now - facts.heard_at).total_seconds()
    elif facts.left_at is not None:
        ended_at = facts.left_at
        silent_s = (facts.left_at - facts.last_frame_at).total_seconds()
    else:
        return []
    if silent_s < policy.rules[IncidentKind.MONITORING_GAP].open_after_s:
        return []
    return [
        {
            "started_at": timestamp(facts.last_frame_at),
            "ended_at": timestamp(ended_at),
            "duration_s": round(silent_s, 1),
            # A gap weighs when frames come again: the end of an exam looks the same.
            "load": 0.0,
            "points": 0.0,
            "explained_by": None,
        }
    ]
