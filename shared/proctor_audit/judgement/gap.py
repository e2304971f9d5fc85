"""Gaps between frames: told once, and not held against a candidate whose hidden tab explains them.

A browser slows or stops the camera of a tab that is hidden. So a gap of which, without the hidden time, less is left
than makes a gap, is told as one that the hidden tab explains: it shows when nothing was seen, and weighs nothing, since
the hidden tab weighs already. That holds in whatever order frames and events arrive.
"""

from __future__ import annotations

from dataclasses import replace

from proctor_audit.judgement.activity import Period, ToldGap
from proctor_audit.judgement.incident import Incident, incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.live_score import add_load
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import incident_load
from proctor_audit.judgement.state import SessionState

_KIND = IncidentKind.MONITORING_GAP


def told_gap(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> tuple[SessionState, Incident]:
    """The gap from the newest frame until now, and the state that knows of it."""
    explained = _explained(state, state.at_ms, at_ms, policy)
    return _told(session_id, state, ToldGap(state.seq, state.at_ms, at_ms, 1, explained))


def reconsidered(
    session_id: str, state: SessionState, hidden: Period, policy: Policy
) -> tuple[SessionState, list[Incident]]:
    """Now that it is known when the tab was hidden, the gap told last may be explained, or no more so."""
    before, gap = state.activity.hidden, state.activity.gap
    explained = gap is not None and _explained(state, gap.start_ms, gap.end_ms, policy, hidden)
    newest = hidden if before is None or hidden[1] > before[1] else before
    state = replace(state, activity=replace(state.activity, hidden=newest))
    if gap is None or gap.explained is explained:
        return state, []
    loads = dict(state.loads)
    add_load(loads, _KIND, -_load(_incident(session_id, gap)))
    again = replace(gap, revision=gap.revision + 1, explained=explained)
    state, told = _told(session_id, replace(state, loads=loads), again)
    return state, [told]


def _told(session_id: str, state: SessionState, gap: ToldGap) -> tuple[SessionState, Incident]:
    incident = _incident(session_id, gap)
    loads = dict(state.loads)
    add_load(loads, _KIND, _load(incident))
    return replace(state, loads=loads, activity=replace(state.activity, gap=gap)), incident


def _explained(state: SessionState, start_ms: int, end_ms: int, policy: Policy, *also: Period) -> bool:
    left_ms = state.activity.uncovered_ms(start_ms, end_ms, also)
    return left_ms < policy.rules[_KIND].open_after_s * 1000


def _load(gap: Incident) -> float:
    return incident_load(_KIND, gap.confidence, gap.duration_s, gap.peak)


def _incident(session_id: str, gap: ToldGap) -> Incident:
    return Incident(
        id=incident_id(session_id, _KIND, gap.seq),
        kind=_KIND,
        state="closed",
        revision=gap.revision,
        started_at_ms=gap.start_ms,
        last_seen_at_ms=gap.end_ms,
        ended_at_ms=gap.end_ms,
        peak=round((gap.end_ms - gap.start_ms) / 1000, 1),
        confidence=0.0 if gap.explained else 1.0,
        frames=0,
        detail="hidden" if gap.explained else "",
    )
