"""Judges what a browser tells: pure, and the same however often and in whatever order its messages come.

An event is told when it begins and again, with its duration, when it is over; either alone is understood. It becomes
an incident once it has lasted as long as its rule says, and what lasted less is none. What goes on ends with its
second half, with the page or the connection, when the same begins anew, or after a session's longest time. An end
that was only assumed yields to the one that the browser tells later.

The page being left is a hidden tab that lasts until the page speaks again: who never comes back has finished.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from proctor_audit.judgement.activity import PAGE_LEFT, Begun, Over, Period
from proctor_audit.judgement.event_clock import over_at_once, placed
from proctor_audit.judgement.gap import reconsidered
from proctor_audit.judgement.incident import Incident, IncidentState, incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.live_score import add_load, begun_load, score
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.tracker import CONTINUITY_MS, silence_ms
from proctor_audit.protocol.browser_events import BrowserEvent
from proctor_audit.protocol.limits import MAX_EVENT_MS
from proctor_audit.values import dataclass

LAST_WORD: Final = 1_000_000
"""Revision of an incident whose end the browser told: above all that were told while it lasted."""

_UNLOADING_MS: Final = 300
"""A page that is being taken down tells that it is hidden, too: that is no sign of its return."""

_Told = tuple[SessionState, list[Incident]]


@dataclass(frozen=True, slots=True)
class BrowserJudgement:
    """What a message leads to.

    Attributes:
        state: what to remember; the same object when nothing changed.
        changes: the incidents that changed.
        untimely: places in the message of the events that were over before the exam began.
        score: how much attention the session asks for so far, 0..100.
    """

    state: SessionState
    changes: tuple[Incident, ...]
    untimely: frozenset[int]
    score: int


def judge_events(
    session_id: str, state: SessionState, events: Sequence[BrowserEvent], policy: Policy, received_at_ms: int
) -> BrowserJudgement:
    """Judge the events of a message.

    Args:
        session_id: names the session; incident ids are made from it.
        state: what is remembered.
        events: of one message.
        policy: what is looked for, and what it weighs.
        received_at_ms: when the message arrived, epoch milliseconds.
    """
    before, changes, untimely = state, list[Incident](), set[int]()
    now_ms = state.at_ms if policy.recorded else received_at_ms
    for place, event in sorted(enumerate(events), key=lambda numbered: numbered[1].at_ms):
        period = placed(event, received_at_ms, state, recorded=policy.recorded)
        if period is None:
            untimely.add(place)
            continue
        now_ms = max(now_ms, period[1]) if policy.recorded else now_ms
        state, told = _taken(session_id, state, event, period, policy)
        changes += told
    state, told = lasting(session_id, state, now_ms, policy)
    changes += told
    if state.activity == before.activity:
        return BrowserJudgement(before, (), frozenset(untimely), score(before, policy))
    state = replace(state, activity=state.activity.spent(len(events), received_at_ms)).telling(changes)
    newest = {incident.id: incident for incident in changes}
    return BrowserJudgement(state, tuple(newest.values()), frozenset(untimely), score(state, policy))


def lasting(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> _Told:
    """Tell what has lasted long enough by now, and from time to time that it still does."""
    changes: list[Incident] = []
    for begun in state.activity.begun:
        lasted_ms = at_ms - begun.start_ms
        if begun.slot == PAGE_LEFT:
            continue
        if lasted_ms > MAX_EVENT_MS:
            state, told = _closed(session_id, state, begun, begun.start_ms + MAX_EVENT_MS, policy)
            changes += told
            continue
        so_far_ms = begun.told_at_ms - begun.start_ms
        due_ms = so_far_ms + silence_ms(so_far_ms) if begun.revision else _open_after_ms(begun.kind, policy)
        if lasted_ms >= due_ms:
            begun = replace(begun, revision=begun.revision + 1, told_at_ms=at_ms)
            state = replace(state, activity=state.activity.with_begun(begun))
            changes.append(_incident(session_id, begun, at_ms, "opened" if begun.revision == 1 else "updated"))
    return state, changes


def frame_came(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> _Told:
    """Another frame comes after the newest one: the page is there, and what goes on still does."""
    activity = state.activity.after_frame(state.at_ms)
    if activity is not state.activity:
        state = replace(state, activity=activity)
    if not state.activity.begun:
        return state, []
    continuous = at_ms - state.at_ms <= CONTINUITY_MS
    state, changes = page_seen(session_id, state, at_ms, policy)
    if not continuous:
        # After a silence the browser may be about to tell that it was over soon.
        return state, changes
    state, told = lasting(session_id, state, at_ms, policy)
    return state, [*changes, *told]


def page_seen(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> _Told:
    """The page speaks: if it had been left, it is back."""
    left = state.activity.going_on(PAGE_LEFT)
    if left is None or at_ms <= left.start_ms + _UNLOADING_MS:
        return state, []
    # Nobody else can tell its end.
    return _closed(session_id, state, left, at_ms, policy, told=True)


def connection_ended(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> SessionState:
    """The state once the socket is gone: what went on has ended with it, but for the page's absence."""
    changes: list[Incident] = []
    for begun in state.activity.begun:
        if begun.slot != PAGE_LEFT:
            state, told = _closed(session_id, state, begun, max(at_ms, begun.told_at_ms), policy)
            changes += told
    return state.telling(changes) if changes else state


def _taken(session_id: str, state: SessionState, event: BrowserEvent, period: Period, policy: Policy) -> _Told:
    slot = _slot(event)
    activity = state.activity
    begun, over = activity.going_on(slot), activity.known(slot, event.at_ms)
    same = begun if begun is not None and begun.at_ms == event.at_ms else None
    if over is not None and over.assumed is None:
        return state, []
    this = same or _new(slot, event, period[0])
    if over is not None and over.assumed is not None:
        this = replace(over.assumed, at_ms=event.at_ms)
    if not policy.watches(this.kind):
        return state, []
    if over_at_once(event) or (event.duration_ms is not None and slot != PAGE_LEFT):
        if same is None and over is None and activity.forgotten(slot, event.at_ms):
            return state, []
        state, changes = (state, []) if same or over else page_seen(session_id, state, period[0], policy)
        virtual = state.activity.going_on(IncidentKind.VIRTUAL_CAMERA)
        if event.detail == "switched" and virtual is not None and virtual.at_ms < event.at_ms:
            # Should the other camera be a virtual one again, that is told anew.
            state, told = _closed(session_id, state, virtual, period[0], policy)
            changes = [*changes, *told]
        state, told = _closed(session_id, state, replace(this, start_ms=period[0]), period[1], policy, told=True)
        return state, [*changes, *told]
    if same is not None or event.at_ms < activity.newest_at_ms(slot):
        return state, []
    state, changes = page_seen(session_id, state, period[0], policy)
    ended = state.activity.begun if slot == PAGE_LEFT else [begun] if begun else []
    for other in ended:
        # A thing does not begin twice: until when it lasted is not known, so it counts as far as it was told.
        until_ms = period[0] if slot == PAGE_LEFT else max(other.start_ms, other.told_at_ms)
        state, told = _closed(session_id, state, other, until_ms, policy)
        changes += told
    if over is not None:
        # It was thought to be over, and goes on.
        state = _loaded(state, this.kind, -_counted(over))
    return replace(state, activity=state.activity.with_begun(this)), changes


def _closed(
    session_id: str, state: SessionState, begun: Begun, end_ms: int, policy: Policy, *, told: bool = False
) -> _Told:
    """What goes on, or went on until an assumed end, has ended; ``told``: the browser says so itself."""
    end_ms = max(begun.start_ms, end_ms)
    before = state.activity.known(begun.slot, begun.at_ms)
    long_enough = end_ms - begun.start_ms >= _open_after_ms(begun.kind, policy)
    is_incident = long_enough or begun.revision > 0
    ended = replace(begun, revision=begun.revision + 1, told_at_ms=end_ms) if is_incident else begun
    # One that was told of cannot be taken back, but weighs nothing if it turns out to have been too short.
    load = begun_load(ended) if long_enough else 0.0
    state = _loaded(state, begun.kind, load - _counted(before))
    state = replace(state, activity=state.activity.with_over(ended, assumed=not told))
    changes: list[Incident] = []
    if begun.kind is IncidentKind.TAB_HIDDEN:
        state, changes = reconsidered(session_id, state, (begun.start_ms, end_ms), policy)
    if is_incident:
        ended = replace(ended, revision=LAST_WORD) if told else ended
        closed = _incident(session_id, ended, end_ms, "closed")
        changes.append(replace(closed, ended_at_ms=end_ms, confidence=1.0 if long_enough else 0.0))
    return state, changes


def _loaded(state: SessionState, kind: IncidentKind, load: float) -> SessionState:
    loads = dict(state.loads)
    add_load(loads, kind, load)
    return replace(state, loads=loads)


def _counted(over: Over | None) -> float:
    """What an end that was assumed has added to the load of its kind."""
    return begun_load(over.assumed) if over and over.assumed and over.assumed.revision else 0.0


def _slot(event: BrowserEvent) -> str:
    return IncidentKind.VIRTUAL_CAMERA if event.detail == "virtual" else event.kind


def _new(slot: str, event: BrowserEvent, start_ms: int) -> Begun:
    return Begun(slot, event.at_ms, start_ms, PAGE_LEFT if slot == PAGE_LEFT else event.detail)


def _open_after_ms(kind: IncidentKind, policy: Policy) -> int:
    return round(policy.rules[kind].open_after_s * 1000)


def _incident(session_id: str, begun: Begun, last_ms: int, state: IncidentState) -> Incident:
    return Incident(
        id=incident_id(session_id, begun.slot, begun.at_ms),
        kind=begun.kind,
        state=state,
        revision=begun.revision,
        started_at_ms=begun.start_ms,
        last_seen_at_ms=last_ms,
        ended_at_ms=None,
        peak=round((last_ms - begun.start_ms) / 1000, 1),
        confidence=1.0,
        frames=0,
        detail=begun.detail,
    )
