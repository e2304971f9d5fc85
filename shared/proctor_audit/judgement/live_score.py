"""The score of a session as far as it has come, from the loads that its state holds."""

from __future__ import annotations

from proctor_audit.judgement.activity import Begun
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import incident_load, score_of_loads
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.tracker import Tracker


def score(state: SessionState, policy: Policy) -> int:
    """The score so far, incidents that still last included."""
    loads = dict(state.loads)
    for kind, tracker in state.trackers.items():
        if tracker.confirmed:
            add_load(loads, kind, tracker_load(tracker))
    for begun in state.activity.begun:
        if begun.revision:
            add_load(loads, begun.kind, begun_load(begun))
    return score_of_loads(loads, policy.rules, (state.at_ms - state.started_at_ms) / 1000)


def add_load(loads: dict[IncidentKind, float], kind: IncidentKind, load: float) -> None:
    """Add to the load of a kind, to the digits that the session item holds."""
    loads[kind] = round(loads.get(kind, 0.0) + load, 3)
    if not loads[kind]:
        del loads[kind]


def tracker_load(tracker: Tracker) -> float:
    """The load of an incident seen in frames, as far as it has come."""
    ended_at_ms = tracker.ended_at_ms or tracker.last_seen_at_ms
    duration_s = (ended_at_ms - tracker.first_at_ms) / 1000
    return incident_load(tracker.kind, tracker.confidence, duration_s, tracker.peak)


def begun_load(begun: Begun) -> float:
    """The load of an incident that the browser told of, until it was told of last."""
    lasted_s = (begun.told_at_ms - begun.start_ms) / 1000
    return incident_load(begun.kind, 1.0, lasted_s, lasted_s)
