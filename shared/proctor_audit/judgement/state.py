"""What is remembered of a session between two messages, and its compact form for the session item.

Aggregates, not histories: an hour of exam takes no more room than a minute. Times in the compact form are
milliseconds after the first frame, positions are ten-thousandths.
"""

from __future__ import annotations

import base64
import json
import uuid
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import Any, Final

from proctor_audit.judgement.activity import Activity, pack_activity, unpack_activity
from proctor_audit.judgement.compression import compressed, decompressed
from proctor_audit.judgement.incident import EvidenceRole, Incident, IncidentState
from proctor_audit.judgement.kinds import DETAILS, IncidentKind
from proctor_audit.judgement.memory import Memory
from proctor_audit.judgement.memory_form import pack_memory, unpack_memory
from proctor_audit.judgement.pace import Need
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.judgement.tracker import Phase, Tracker
from proctor_audit.judgement.vigilance import MAX_CLOSE_MS, needed
from proctor_audit.values import dataclass

MAX_BURST_FRAMES: Final = 240
"""Frames that may come at once; the rest of an outage at two frames a second is two minutes of it."""

FRAMES_PER_SECOND: Final = 30
"""Frames that may come lastingly, so that one candidate cannot take what is there for all."""

_FORMAT: Final = 1
_KINDS: Final = tuple(IncidentKind)
_PHASES: Final[tuple[Phase, ...]] = ("noticed", "suspected", "open", "ended")
_STATES: Final[tuple[IncidentState, ...]] = ("opened", "updated", "closed")
_ROLES: Final[tuple[EvidenceRole, ...]] = ("first", "confirmed", "last")


@dataclass(frozen=True, slots=True)
class SessionState:
    """What is remembered of a session.

    Attributes:
        seq: the newest frame judged; -1 before the first.
        started_at_ms: time of the exam's first frame on the timeline, or of the first one of the check before it; 0
            before that.
        at_ms: time of the newest frame.
        heard_at_ms: when that frame arrived, by the server's clock: tells silence from an old recording.
        clock_offset_ms: what the client's clock must be corrected by.
        budget: frames that may come now without being too many.
        close_ms: time for which it may still be watched closely.
        frames: frames judged.
        uncertain_frames: of these, the ones that could not be judged.
        anomaly_frames: of these, the ones with a per-frame anomaly.
        memory: of the frames so far, to judge the next one.
        trackers: evidence by kind.
        loads: what ended incidents weigh, by kind (see ``score``).
        activity: what the browser has told of.
        outbox: snapshots that have not been seen to reach the queue; sent again until they have.
    """

    seq: int = -1
    started_at_ms: int = 0
    at_ms: int = 0
    heard_at_ms: int = 0
    clock_offset_ms: int = 0
    budget: int = MAX_BURST_FRAMES
    close_ms: int = MAX_CLOSE_MS
    frames: int = 0
    uncertain_frames: int = 0
    anomaly_frames: int = 0
    memory: Memory = Memory()
    trackers: dict[IncidentKind, Tracker] = field(default_factory=dict)
    loads: dict[IncidentKind, float] = field(default_factory=dict)
    activity: Activity = Activity()
    outbox: tuple[Incident, ...] = ()

    @property
    def begun(self) -> bool:
        """Whether there was a frame, of the exam or of the check before it."""
        return self.seq >= 0

    @property
    def watched(self) -> bool:
        """Whether the exam has begun."""
        return self.frames > 0

    def timeline_ms(self, now_ms: int) -> int:
        """Now, by the server's clock, on the timeline, which for a recording is another one."""
        return self.at_ms + max(0, now_ms - self.heard_at_ms)

    def need(self, rules: Mapping[IncidentKind, IncidentRule]) -> Need:
        """How closely it must be watched."""
        return needed(self.trackers, rules) if self.close_ms > 0 else "quiet"

    def budget_at(self, now_ms: int) -> int:
        """How many frames may come now."""
        return min(MAX_BURST_FRAMES, self.budget + self._earned_at(now_ms))

    def _earned_at(self, now_ms: int) -> int:
        """Frames that may come more since the newest one."""
        return max(0, now_ms - self.heard_at_ms) * FRAMES_PER_SECOND // 1000 if self.begun else 0

    def charged(self, frames: int, now_ms: int) -> SessionState:
        """The same after what weighs as so many frames came now, but no frame with it.

        What the silence has earned goes on counting until the next frame, so it is taken out of the budget here, which
        may lie below 0 meanwhile.
        """
        return replace(self, budget=self.budget_at(now_ms) - self._earned_at(now_ms) - frames)

    def telling(self, changes: Iterable[Incident]) -> SessionState:
        """The same with these snapshots to be sent, one an incident: the newest."""
        newest = {incident.id: incident for incident in (*self.outbox, *changes)}
        return replace(self, outbox=tuple(newest.values()))

    def delivered(self) -> SessionState:
        """The same with an empty outbox: its snapshots have reached the queue."""
        return replace(self, outbox=()) if self.outbox else self


def encode(state: SessionState) -> bytes:
    """The compact form."""
    zero = state.started_at_ms
    document = [
        _FORMAT,
        _pack_clock(state, zero),
        [state.frames, state.uncertain_frames, state.anomaly_frames],
        pack_memory(state.memory, zero),
        [_pack_tracker(tracker, zero) for tracker in state.trackers.values()],
        [[_KINDS.index(kind), load] for kind, load in state.loads.items()],
        [_pack_incident(incident, zero) for incident in state.outbox],
        pack_activity(state.activity, zero),
    ]
    return compressed(json.dumps(document, separators=(",", ":")).encode())


def decode(data: bytes) -> SessionState:
    """The state of a compact form.

    Raises:
        ValueError: if the form is of another version or damaged.
    """
    try:
        version, clock, counts, memory, trackers, loads, outbox, activity = json.loads(decompressed(data))
        if version != _FORMAT:
            raise ValueError(f"expected session state format {_FORMAT}, got {version}")
        seq, zero, elapsed, heard, offset, budget, close = clock
        frames, uncertain, anomalies = counts
        unpacked = [_unpack_tracker(packed, zero) for packed in trackers]
        return SessionState(
            seq=seq,
            started_at_ms=zero,
            at_ms=zero + elapsed,
            heard_at_ms=zero + heard,
            clock_offset_ms=offset,
            budget=budget,
            close_ms=close,
            frames=frames,
            uncertain_frames=uncertain,
            anomaly_frames=anomalies,
            memory=unpack_memory(memory, zero),
            trackers={tracker.kind: tracker for tracker in unpacked},
            loads={_KINDS[index]: load for index, load in loads},
            activity=unpack_activity(activity, zero),
            outbox=tuple(_unpack_incident(packed, zero) for packed in outbox),
        )
    except (TypeError, IndexError, KeyError, zlib.error) as damage:
        raise ValueError(f"damaged session state: {damage}") from damage


def _pack_clock(state: SessionState, zero: int) -> list[int]:
    elapsed, heard = state.at_ms - zero, state.heard_at_ms - zero
    return [state.seq, zero, elapsed, heard, state.clock_offset_ms, state.budget, state.close_ms]


def _pack_tracker(tracker: Tracker, zero: int) -> list[Any]:
    first = tracker.first_at_ms
    packed = [
        _KINDS.index(tracker.kind),
        _PHASES.index(tracker.phase),
        tracker.first_seq,
        first - zero,
        tracker.last_seen_at_ms - first,
        tracker.told_at_ms - tracker.last_seen_at_ms,
        tracker.peak,
        DETAILS.index(tracker.detail),
        tracker.level_ms,
        tracker.shown_frames,
        tracker.missed_frames,
        tracker.pending_missed_frames,
        int(tracker.first_kept),
    ]
    if not tracker.confirmed:
        return packed
    packed += [
        tracker.confirmed_at_ms - first,
        tracker.ended_at_ms - first if tracker.ended_at_ms else -1,
        tracker.published_at_ms - first,
        tracker.revision,
        int(tracker.last_kept),
    ]
    return packed if tracker.renewal is None else [*packed, _pack_tracker(tracker.renewal, zero)]


def _unpack_tracker(packed: list[Any], zero: int) -> Tracker:
    kind, phase, first_seq, first, last, told, peak, detail, level, shown, missed, pending, first_kept, *confirmed = (
        packed
    )
    first_at_ms = zero + first
    tracker = Tracker(
        kind=_KINDS[kind],
        first_seq=first_seq,
        first_at_ms=first_at_ms,
        last_seen_at_ms=first_at_ms + last,
        told_at_ms=first_at_ms + last + told,
        peak=peak,
        detail=DETAILS[detail],
        phase=_PHASES[phase],
        level_ms=level,
        shown_frames=shown,
        missed_frames=missed,
        pending_missed_frames=pending,
        first_kept=bool(first_kept),
    )
    if not confirmed:
        return tracker
    confirmed_at, ended_at, published_at, revision, last_kept, *renewal = confirmed
    return replace(
        tracker,
        confirmed_at_ms=first_at_ms + confirmed_at,
        ended_at_ms=first_at_ms + ended_at if ended_at >= 0 else 0,
        published_at_ms=first_at_ms + published_at,
        revision=revision,
        last_kept=bool(last_kept),
        renewal=_unpack_tracker(renewal[0], zero) if renewal else None,
    )


def _pack_incident(incident: Incident, zero: int) -> list[Any]:
    return [
        base64.b64encode(uuid.UUID(incident.id).bytes).decode("ascii"),
        _KINDS.index(incident.kind),
        _STATES.index(incident.state),
        incident.revision,
        incident.started_at_ms - zero,
        incident.last_seen_at_ms - zero,
        None if incident.ended_at_ms is None else incident.ended_at_ms - zero,
        incident.peak,
        incident.confidence,
        incident.frames,
        sum(1 << _ROLES.index(role) for role in incident.evidence),
        DETAILS.index(incident.detail),
    ]


def _unpack_incident(packed: list[Any], zero: int) -> Incident:
    identity, kind, state, revision, started, last_seen, ended, peak, confidence, frames, pictures, detail = packed
    return Incident(
        id=str(uuid.UUID(bytes=base64.b64decode(identity))),
        kind=_KINDS[kind],
        state=_STATES[state],
        revision=revision,
        started_at_ms=zero + started,
        last_seen_at_ms=zero + last_seen,
        ended_at_ms=None if ended is None else zero + ended,
        peak=peak,
        confidence=confidence,
        frames=frames,
        evidence=tuple(role for i, role in enumerate(_ROLES) if pictures >> i & 1),
        detail=DETAILS[detail],
    )
