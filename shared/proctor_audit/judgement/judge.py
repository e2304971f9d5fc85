"""Judges the frames of a message against what is remembered of the session."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from proctor_audit.judgement.browser import frame_came
from proctor_audit.judgement.clock import Clock, place
from proctor_audit.judgement.earlier import asked_for
from proctor_audit.judgement.gap import told_gap
from proctor_audit.judgement.incident import EvidenceRequest, Incident, incident_id
from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.live_score import add_load, score, tracker_load
from proctor_audit.judgement.memory import Memory, perceive
from proctor_audit.judgement.memory_form import rounded
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.signs import signs
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.tracker import Look, Tracker, close, step
from proctor_audit.judgement.verdict import FrameVerdict, frame_verdict
from proctor_audit.judgement.vigilance import close_left_ms
from proctor_audit.observation import Gaze, Observation
from proctor_audit.values import dataclass

_LOOKS = frozenset({IncidentKind.LOOKING_AWAY, IncidentKind.LOOKING_DOWN})
"""Kinds that a candidate cannot help to show who is asked to look at the edges of the screen."""


@dataclass(frozen=True, slots=True)
class Sight:
    """One frame as it arrived.

    Attributes:
        seq: its number.
        captured_at_ms: the client's time of capture.
        observation: what it showed.
        target: where the candidate was asked to look, when it is for calibration.
        check: it is of the check before the exam, unless that has begun.
    """

    seq: int
    captured_at_ms: int | None
    observation: Observation
    target: Gaze | None = None
    check: bool = False


@dataclass(frozen=True, slots=True)
class FrameJudgement:
    """One frame's verdict, the incidents that changed with it, and whether it was of the check before the exam."""

    seq: int
    verdict: FrameVerdict
    changes: tuple[Incident, ...] = ()
    check: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a message leads to.

    Attributes:
        state: what to remember; the same object when nothing changed.
        frames: one for each sight, in its order.
        evidence: which of the message's pictures to keep.
        score: how much attention the session asks for so far, 0..100.
        pace: how the client should go on.
        asks: by the ids of incidents that have begun, which pictures from before them the client is asked for.
    """

    state: SessionState
    frames: tuple[FrameJudgement, ...]
    evidence: tuple[EvidenceRequest, ...]
    score: int
    pace: dict[str, int]
    asks: Mapping[str, dict[str, int]]


def judge(
    session_id: str, state: SessionState, sights: Sequence[Sight], policy: Policy, received_at_ms: int
) -> Judgement:
    """Judge frames in the order in which they came.

    A frame whose ``seq`` is not newer than the newest one judged gets the verdict that it deserves by itself
    and changes nothing. Frames of the check before the exam teach what is usual for the candidate, and count for
    nothing else: the exam begins with the first frame that is not one of them.

    Args:
        session_id: names the session; incident ids are made from it.
        state: what is remembered.
        sights: the frames of one message.
        policy: thresholds, rules and weights of this session.
        received_at_ms: when the message arrived, epoch milliseconds.
    """
    frames: list[FrameJudgement] = []
    evidence: list[EvidenceRequest] = []
    before, silent_since_ms = state, state.heard_at_ms
    budget = max(0, state.budget_at(received_at_ms) - len(sights))
    for sight in sights:
        if sight.seq <= state.seq:
            _, alone = perceive(Memory(person=state.memory.person), sight.observation, state.at_ms, policy.thresholds)
            frames.append(FrameJudgement(sight.seq, frame_verdict(sight.observation, alone, policy, late=True)))
            continue
        clock = (
            Clock(state.at_ms, state.heard_at_ms, silent_since_ms, state.clock_offset_ms) if state.begun else Clock()
        )
        position = place(sight.captured_at_ms, received_at_ms, clock, recorded=policy.recorded)
        timed = replace(state, heard_at_ms=received_at_ms, clock_offset_ms=position.clock_offset_ms, budget=budget)
        if sight.check and not state.watched:
            state, frame = _check(timed, sight, position.at_ms, policy)
            frames.append(frame)
            continue
        exam = timed if timed.watched else _exam_begins(timed, position.at_ms)
        state, frame, wanted = _judge_next(session_id, exam, sight, position.at_ms, policy)
        frames.append(frame)
        evidence.extend(wanted)
    if state is not before:
        state = replace(state, memory=rounded(state.memory, before.memory))
    # Who checks light and place waits for what each picture leads to.
    need = state.need(policy.rules) if state.watched else "doubtful"
    changes = [change for frame in frames for change in frame.changes]
    asks = {change.id: asked for change in changes if (asked := asked_for(change, state, policy))}
    return Judgement(state, tuple(frames), tuple(evidence), score(state, policy), policy.pace.message(need), asks)


def end_of_connection(session_id: str, state: SessionState) -> SessionState:
    """The state once the camera's connection is gone: open incidents end when they were last seen, suspicions too.

    What the frames showed stays known: those of the time without a connection may follow. If none do, that is a break.
    """
    trackers, ended = _close_open(session_id, state.trackers)
    return replace(state, trackers=trackers, outbox=state.telling(ended).outbox)


def _check(state: SessionState, sight: Sight, at_ms: int, policy: Policy) -> tuple[SessionState, FrameJudgement]:
    """Before the exam: said to the candidate alone."""
    memory, reading = perceive(state.memory, sight.observation, at_ms, policy.thresholds, sight.target)
    verdict = frame_verdict(sight.observation, reading, policy)
    state = replace(state, seq=sight.seq, started_at_ms=state.started_at_ms or at_ms, at_ms=at_ms, memory=memory)
    return state, FrameJudgement(sight.seq, verdict, check=True)


def _exam_begins(state: SessionState, at_ms: int) -> SessionState:
    """Of the check, only what is known of the candidate and of the pictures goes with them into the exam."""
    return replace(state, started_at_ms=at_ms, at_ms=at_ms, memory=state.memory.after_break())


def _judge_next(
    session_id: str, state: SessionState, sight: Sight, at_ms: int, policy: Policy
) -> tuple[SessionState, FrameJudgement, list[EvidenceRequest]]:
    state, changes = _bridge(session_id, state, at_ms, policy)
    state, told = frame_came(session_id, state, at_ms, policy)
    changes += told
    memory, reading = perceive(state.memory, sight.observation, at_ms, policy.thresholds, sight.target)
    verdict = frame_verdict(sight.observation, reading, policy)
    shown = signs(sight.observation, reading, memory, policy.thresholds)

    trackers: dict[IncidentKind, Tracker] = {}
    loads = dict(state.loads)
    wanted: list[EvidenceRequest] = []
    for kind in DETECTED_KINDS:
        if not policy.watches(kind):
            continue
        if reading.asked and kind in _LOOKS:
            if kind in state.trackers:
                trackers[kind] = state.trackers[kind]
            continue
        sign, before = shown[kind], state.trackers.get(kind)
        if before is None and not sign.shows:
            continue
        look = Look(at_ms, sight.seq, sign.shows, round(sign.extent, 3), sign.detail, sign.since_ms)
        after = step(before, look, kind, policy.rules[kind])
        if after.retired is not None:
            add_load(loads, kind, tracker_load(after.retired))
        if after.tracker is not None:
            trackers[kind] = after.tracker
            if after.change is not None:
                changes.append(after.tracker.incident(session_id, after.change))
            if after.evidence is not None:
                identity = incident_id(session_id, kind, after.tracker.first_seq)
                wanted.append(EvidenceRequest(identity, after.evidence, sight.seq))
    watched_ms = at_ms - state.at_ms
    state = replace(
        state,
        seq=sight.seq,
        close_ms=close_left_ms(state.close_ms, state.need(policy.rules), watched_ms),
        at_ms=at_ms,
        frames=state.frames + 1,
        uncertain_frames=state.uncertain_frames + (verdict.status == "uncertain"),
        anomaly_frames=state.anomaly_frames + verdict.anomaly,
        memory=memory,
        trackers=trackers,
        loads=loads,
    ).telling(changes)
    return state, FrameJudgement(sight.seq, verdict, tuple(changes)), wanted


def _bridge(session_id: str, state: SessionState, at_ms: int, policy: Policy) -> tuple[SessionState, list[Incident]]:
    """Across a gap in monitoring nothing is carried over; the gap itself is told."""
    kind = IncidentKind.MONITORING_GAP
    silent_s = (at_ms - state.at_ms) / 1000
    if silent_s < policy.rules[kind].open_after_s:
        return state, []
    trackers, changes = _close_open(session_id, state.trackers)
    loads = dict(state.loads)
    for tracker in trackers.values():
        add_load(loads, tracker.kind, tracker_load(tracker))
    state = replace(state, loads=loads)
    if policy.watches(kind):
        state, gap = told_gap(session_id, state, at_ms, policy)
        changes.append(gap)
    return replace(state, trackers={}, memory=state.memory.after_break()), changes


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
