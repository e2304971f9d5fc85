"""Judges the frames of a message against what is remembered of the session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from proctor_audit.judgement.clock import place
from proctor_audit.judgement.incident import EvidenceRequest, Incident, incident_id
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.movement import Movement, Sample, movement, remember, sample_of
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.score import incident_load, score_of_loads
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.tracker import Look, Tracker, close, step
from proctor_audit.judgement.verdict import FrameVerdict, frame_verdict
from proctor_audit.observation import Observation


@dataclass(frozen=True, slots=True)
class Sight:
    """One frame as it arrived: its number, the client's time of capture, and what it showed."""

    seq: int
    captured_at_ms: int | None
    observation: Observation


@dataclass(frozen=True, slots=True)
class FrameJudgement:
    """One frame's verdict and the incidents that changed with it."""

    seq: int
    verdict: FrameVerdict
    changes: tuple[Incident, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a message leads to.

    Attributes:
        state: what to remember; the same object when nothing changed.
        frames: one for each sight, in its order.
        evidence: which of the message's pictures to keep.
        score: how much attention the session asks for so far, 0..100.
    """

    state: SessionState
    frames: tuple[FrameJudgement, ...]
    evidence: tuple[EvidenceRequest, ...]
    score: int


def judge(
    session_id: str, state: SessionState, sights: Sequence[Sight], policy: Policy, received_at_ms: int
) -> Judgement:
    """Judge frames in the order in which they came.

    A frame whose ``seq`` is not newer than the newest one judged gets the verdict that it deserves by itself
    and changes nothing.

    Args:
        session_id: names the session; incident ids are made from it.
        state: what is remembered.
        sights: the frames of one message.
        policy: thresholds, rules and weights of this session.
        received_at_ms: when the message arrived, epoch milliseconds.
    """
    frames: list[FrameJudgement] = []
    evidence: list[EvidenceRequest] = []
    for sight in sights:
        if sight.seq <= state.seq:
            frames.append(FrameJudgement(sight.seq, frame_verdict(sight.observation, Movement(), policy, late=True)))
            continue
        state, frame, wanted = _judge_next(session_id, state, sight, policy, received_at_ms)
        frames.append(frame)
        evidence.extend(wanted)
    return Judgement(state, tuple(frames), tuple(evidence), score(state, policy))


def end_of_connection(session_id: str, state: SessionState, policy: Policy, now_ms: int) -> SessionState:
    """The state once the camera's connection is gone.

    Open incidents end when they were last seen. A socket that stayed open and sent nothing worth judging leaves a
    gap; the first frame after it, should one come, tells of the same gap with its true end.
    """
    trackers, ended = _close_open(session_id, state.trackers)
    silent_ms = now_ms - state.heard_at_ms
    if state.begun and _is_gap(silent_ms, policy):
        ended.append(_gap(session_id, state, state.at_ms + silent_ms, revision=1))
    return replace(state, trackers=trackers, history=(), outbox=_merged(state.outbox, ended)) if ended else state


def score(state: SessionState, policy: Policy) -> int:
    """The score so far, incidents that still last included."""
    loads = dict(state.loads)
    for kind, tracker in state.trackers.items():
        if tracker.confirmed:
            _add(loads, kind, _load(tracker))
    return score_of_loads(loads, policy.rules)


def _judge_next(
    session_id: str, state: SessionState, sight: Sight, policy: Policy, received_at_ms: int
) -> tuple[SessionState, FrameJudgement, list[EvidenceRequest]]:
    last_ms = state.at_ms if state.begun else None
    position = place(sight.captured_at_ms, received_at_ms, last_ms, state.clock_offset_ms)
    state, changes = _bridge(session_id, state, position.at_ms, policy)
    previous_at_ms = state.at_ms if state.begun else None
    verdict, history = _look_at(state, sight.observation, position.at_ms, policy)

    trackers: dict[IncidentKind, Tracker] = {}
    loads = dict(state.loads)
    wanted: list[EvidenceRequest] = []
    for kind in DETECTED_KINDS:
        if not policy.watches(kind):
            continue
        extent = _extent(kind, sight.observation, verdict.movement)
        look = Look(position.at_ms, sight.seq, verdict.signs[kind], previous_at_ms, extent)
        after = step(state.trackers.get(kind), look, kind, policy.rules[kind])
        if after.retired is not None:
            _add(loads, kind, _load(after.retired))
        if after.tracker is not None:
            trackers[kind] = after.tracker
            if after.change is not None:
                changes.append(after.tracker.incident(session_id, after.change))
            if after.evidence is not None:
                identity = incident_id(session_id, kind, after.tracker.first_seq)
                wanted.append(EvidenceRequest(identity, after.evidence, sight.seq))
    state = replace(
        state,
        seq=sight.seq,
        started_at_ms=state.started_at_ms if state.begun else position.at_ms,
        at_ms=position.at_ms,
        heard_at_ms=received_at_ms,
        clock_offset_ms=position.clock_offset_ms,
        frames=state.frames + 1,
        uncertain_frames=state.uncertain_frames + (verdict.status == "uncertain"),
        anomaly_frames=state.anomaly_frames + verdict.anomaly,
        history=history,
        trackers=trackers,
        loads=loads,
        outbox=_merged(state.outbox, changes),
    )
    return state, FrameJudgement(sight.seq, verdict, tuple(changes)), wanted


def _bridge(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> tuple[SessionState, list[Incident]]:
    """Across a gap in monitoring nothing is carried over; the gap itself is told."""
    if not state.begun or at_ms - state.at_ms < policy.rules[IncidentKind.MONITORING_GAP].open_after_s * 1000:
        return state, []
    trackers, changes = _close_open(session_id, state.trackers)
    loads = dict(state.loads)
    for tracker in trackers.values():
        _add(loads, tracker.kind, _load(tracker))
    if _is_gap(at_ms - state.at_ms, policy):
        gap = _gap(session_id, state, at_ms, revision=2)
        changes.append(gap)
        _add(loads, gap.kind, incident_load(gap.confidence, gap.duration_s))
    return replace(state, trackers={}, loads=loads, history=()), changes


def _is_gap(silent_ms: int, policy: Policy) -> bool:
    kind = IncidentKind.MONITORING_GAP
    return policy.watches(kind) and silent_ms >= policy.rules[kind].open_after_s * 1000


def _gap(session_id: str, state: SessionState, end_ms: int, revision: int) -> Incident:
    """The gap after the newest frame; named by that frame, so that there is only one."""
    return Incident(
        id=incident_id(session_id, IncidentKind.MONITORING_GAP, state.seq),
        kind=IncidentKind.MONITORING_GAP,
        state="closed",
        revision=revision,
        started_at_ms=state.at_ms,
        last_seen_at_ms=end_ms,
        ended_at_ms=end_ms,
        peak=round((end_ms - state.at_ms) / 1000, 1),
        confidence=1.0,
        frames=0,
    )


def _close_open(
    session_id: str, trackers: dict[IncidentKind, Tracker]
) -> tuple[dict[IncidentKind, Tracker], list[Incident]]:
    """The confirmed trackers, all ended, and the snapshots that tell of it."""
    kept: dict[IncidentKind, Tracker] = {}
    changes: list[Incident] = []
    for kind, tracker in trackers.items():
        if tracker.phase == "open":
            kept[kind] = close(tracker)
            changes.append(kept[kind].incident(session_id, "closed"))
        elif tracker.phase == "ended":
            kept[kind] = tracker
    return kept, changes


def _look_at(
    state: SessionState, observation: Observation, at_ms: int, policy: Policy
) -> tuple[FrameVerdict, tuple[Sample, ...]]:
    if observation.face is None:
        return frame_verdict(observation, Movement(), policy), ()
    open_eyes = observation.face.eye_aspect_ratio >= policy.thresholds.eye_aspect_ratio
    sample = sample_of(observation.face, at_ms, open_eyes)
    return frame_verdict(observation, movement(state.history, sample), policy), remember(state.history, sample)


def _extent(kind: IncidentKind, observation: Observation, moved: Movement) -> float:
    face = observation.face
    measures: dict[IncidentKind, float | None] = {
        IncidentKind.MULTIPLE_FACES: float(len(observation.faces)),
        IncidentKind.EYES_CLOSED: face.eye_aspect_ratio if face else None,
        IncidentKind.LOOKING_AWAY: abs(face.head_pose.yaw_deg) if face else None,
        IncidentKind.EXCESSIVE_MOVEMENT: moved.face,
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: moved.iris_in_eye,
    }
    return round(measures.get(kind) or 0.0, 4)


def _add(loads: dict[IncidentKind, float], kind: IncidentKind, load: float) -> None:
    loads[kind] = round(loads.get(kind, 0.0) + load, 3)


def _load(tracker: Tracker) -> float:
    ended_at_ms = tracker.ended_at_ms or tracker.last_seen_at_ms
    return incident_load(tracker.confidence, (ended_at_ms - tracker.first_at_ms) / 1000)


def _merged(outbox: tuple[Incident, ...], changes: list[Incident]) -> tuple[Incident, ...]:
    """One snapshot an incident: the newest."""
    newest = {incident.id: incident for incident in (*outbox, *changes)}
    return tuple(newest.values())
