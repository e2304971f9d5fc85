"""Evidence of one incident kind over time: noticed, suspected, open, ended.

All rules are in seconds and in shares of time, never in numbers of frames, so that one frame a second and
thirty lead to the same incidents. An interval between two looks counts as evidence in full when both showed
the sign, by half when one did, and not at all when neither did; intervals that count against it are forgotten
at the rule's rate. Three frames at least must show the sign, so one bad frame never accuses anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from proctor_audit.judgement.incident import EvidenceRole, Incident, IncidentState, incident_id
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.policy import IncidentRule

SUSPICION_MS = 400
"""A sign that lasts this long, longer than a blink, is worth keeping a picture of."""

MAX_STEP_MS = 2_000
"""The longest interval between two looks that counts as seen."""

_FEWEST_FRAMES = 3
_FIRST_UPDATE_MS = 1_000
_SLOWEST_UPDATE_MS = 30_000

Phase = Literal["noticed", "suspected", "open", "ended"]


@dataclass(frozen=True, slots=True)
class Look:
    """What one frame says about one kind.

    Attributes:
        at_ms: when.
        seq: which frame.
        shows: it shows the sign; it does not; it cannot tell (None).
        previous_at_ms: when the frame before it was; None for the first.
        extent: how extreme the sign is, in the kind's own measure.
    """

    at_ms: int
    seq: int
    shows: bool | None
    previous_at_ms: int | None
    extent: float


@dataclass(frozen=True, slots=True)
class Tracker:
    """What is known of one kind since its first sign. Times are epoch milliseconds."""

    kind: IncidentKind
    first_seq: int
    first_at_ms: int
    last_seen_at_ms: int
    peak: float
    phase: Phase = "noticed"
    level_ms: int = 0
    shown_frames: int = 1
    missed_frames: int = 0
    pending_missed_frames: int = 0
    confirmed_at_ms: int = 0
    ended_at_ms: int = 0
    published_at_ms: int = 0
    revision: int = 0
    last_kept: bool = False

    @property
    def confidence(self) -> float:
        """Share of the looks that showed it, times how many there were (an even chance each pair of frames)."""
        share = self.shown_frames / (self.shown_frames + self.missed_frames)
        return round(float(share * (1 - 0.5 ** (self.shown_frames / 2))), 2)

    def incident(self, session_id: str, state: IncidentState) -> Incident:
        """The snapshot to publish."""
        ended = self.ended_at_ms if state == "closed" else None
        return Incident(
            id=incident_id(session_id, self.kind, self.first_seq),
            kind=self.kind,
            state=state,
            revision=self.revision,
            started_at_ms=self.first_at_ms,
            last_seen_at_ms=self.ended_at_ms if state == "closed" else self.last_seen_at_ms,
            ended_at_ms=ended,
            peak=self.peak,
            confidence=self.confidence,
            frames=self.shown_frames,
            evidence=("first", "confirmed", "last") if self.last_kept else ("first", "confirmed"),
        )

    @property
    def confirmed(self) -> bool:
        return self.phase in ("open", "ended")


@dataclass(frozen=True, slots=True)
class Step:
    """A tracker after a look: what changed, and which picture is wanted."""

    tracker: Tracker | None
    change: IncidentState | None = None
    evidence: EvidenceRole | None = None
    retired: Tracker | None = None


def step(tracker: Tracker | None, look: Look, kind: IncidentKind, rule: IncidentRule) -> Step:
    """Take one look into account."""
    if tracker is None:
        if look.shows:
            return Step(Tracker(kind, look.seq, look.at_ms, look.at_ms, look.extent))
        return Step(None)
    gathered = _gather(tracker, look, rule)
    if tracker.phase == "open":
        return _step_open(gathered, look, rule)
    if tracker.phase == "ended":
        return _step_ended(gathered, look, rule)
    return _step_unconfirmed(gathered, look, rule)


def close(tracker: Tracker) -> Tracker:
    """The open tracker, ended when it was last seen."""
    return replace(
        tracker,
        phase="ended",
        ended_at_ms=tracker.last_seen_at_ms,
        level_ms=0,
        revision=tracker.revision + 1,
        published_at_ms=tracker.last_seen_at_ms,
    )


def _gather(tracker: Tracker, look: Look, rule: IncidentRule) -> Tracker:
    if look.shows is None:
        return tracker
    interval = 0 if look.previous_at_ms is None else min(look.at_ms - look.previous_at_ms, MAX_STEP_MS)
    showed_before = tracker.last_seen_at_ms == look.previous_at_ms
    shown_share = (showed_before + look.shows) / 2
    level = tracker.level_ms + interval * (shown_share - rule.forget * (1 - shown_share))
    level_ms = max(0, min(round(level), round(rule.open_after_s * 1000)))
    if tracker.phase == "ended":
        # What was published stays as it was, unless the sign is confirmed again.
        return replace(
            tracker, level_ms=level_ms, last_seen_at_ms=look.at_ms if look.shows else tracker.last_seen_at_ms
        )
    if not look.shows:
        return replace(tracker, level_ms=level_ms, pending_missed_frames=tracker.pending_missed_frames + 1)
    return replace(
        tracker,
        level_ms=level_ms,
        last_seen_at_ms=look.at_ms,
        peak=_more_extreme(tracker.kind, tracker.peak, look.extent),
        shown_frames=tracker.shown_frames + 1,
        missed_frames=tracker.missed_frames + tracker.pending_missed_frames,
        pending_missed_frames=0,
    )


def _more_extreme(kind: IncidentKind, a: float, b: float) -> float:
    return min(a, b) if kind is IncidentKind.EYES_CLOSED else max(a, b)


def _confirmed_now(tracker: Tracker, look: Look, rule: IncidentRule) -> bool:
    enough = tracker.level_ms >= rule.open_after_s * 1000 and tracker.shown_frames >= _FEWEST_FRAMES
    return bool(look.shows) and enough


def _unseen_ms(tracker: Tracker, look: Look) -> int:
    return look.at_ms - tracker.last_seen_at_ms


def _step_unconfirmed(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    if not look.shows:
        forgotten = look.shows is False and tracker.level_ms == 0
        return Step(None if forgotten or _unseen_ms(tracker, look) >= rule.close_after_s * 1000 else tracker)
    if _confirmed_now(tracker, look, rule):
        opened = replace(
            tracker,
            phase="open",
            confirmed_at_ms=look.at_ms,
            published_at_ms=look.at_ms,
            revision=tracker.revision + 1,
        )
        return Step(opened, "opened", "confirmed")
    if tracker.phase == "noticed" and tracker.level_ms >= SUSPICION_MS:
        return Step(replace(tracker, phase="suspected"), evidence="first")
    return Step(tracker)


def _step_open(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    if not look.shows:
        if _unseen_ms(tracker, look) >= rule.close_after_s * 1000:
            return Step(close(tracker), "closed")
        return Step(tracker)
    so_far = tracker.published_at_ms - tracker.confirmed_at_ms
    wait = max(_FIRST_UPDATE_MS, min(so_far, _SLOWEST_UPDATE_MS))
    if look.at_ms - tracker.published_at_ms >= wait:
        updated = replace(tracker, published_at_ms=look.at_ms, revision=tracker.revision + 1, last_kept=True)
        return Step(updated, "updated", "last")
    return Step(tracker)


def _step_ended(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    if _confirmed_now(tracker, look, rule):
        again = replace(
            tracker,
            phase="open",
            peak=_more_extreme(tracker.kind, tracker.peak, look.extent),
            shown_frames=tracker.shown_frames + _FEWEST_FRAMES,
            ended_at_ms=0,
            published_at_ms=look.at_ms,
            revision=tracker.revision + 1,
            last_kept=True,
        )
        return Step(again, "updated", "last")
    if not look.shows and _unseen_ms(tracker, look) > rule.cooldown_s * 1000:
        return Step(None, retired=tracker)
    if look.shows and look.at_ms - tracker.ended_at_ms > rule.cooldown_s * 1000 and tracker.level_ms == 0:
        fresh = Tracker(tracker.kind, look.seq, look.at_ms, look.at_ms, look.extent)
        return Step(fresh, retired=tracker)
    return Step(tracker)
