"""Evidence of one incident kind over time: noticed, suspected, open, ended.

All rules are in seconds and in shares of time. An interval between two looks that could tell counts as evidence in
full when both showed the sign, by half when one did, and not at all when neither did; what counts against it is
forgotten at the rule's rate. Silence is no evidence: across more than ``CONTINUITY_MS`` nothing goes on. So one bad
frame never accuses anybody: the rule's fewest frames must show the sign as well.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from proctor_audit.judgement.incident import EvidenceRole, Incident, IncidentState, incident_id
from proctor_audit.judgement.kinds import DIRECTIONS, IncidentKind
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.values import dataclass

SUSPICION_MS = 400
"""A sign that lasts this long, longer than a blink, is worth keeping a picture of."""

MAX_STEP_MS = 2_000
"""The longest interval between two looks that counts as seen."""

CONTINUITY_MS = 5_000
"""What was not seen for longer is over, whatever is seen next."""

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
        extent: how extreme the sign is, in the kind's own measure.
        detail: what of the kind it is.
        since_ms: when it began, if that was before this frame.
    """

    at_ms: int
    seq: int
    shows: bool | None
    extent: float
    detail: str = ""
    since_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Tracker:
    """What is known of one kind since its first sign. Times are epoch milliseconds.

    Attributes:
        kind: of the incident.
        first_seq: the frame of the first sign; names the incident.
        first_at_ms: when that was.
        last_seen_at_ms: the newest frame that showed it.
        told_at_ms: the newest frame that could tell.
        peak: the most extreme measure so far.
        detail: what of the kind it was then.
        phase: how far it has come.
        level_ms: evidence gathered, in time.
        shown_frames: frames that showed it.
        missed_frames: frames between them that did not.
        pending_missed_frames: frames since the last one that showed it.
        first_kept: the picture of the first sign was asked for.
        confirmed_at_ms: when it became an incident.
        ended_at_ms: when it was over; 0 while it lasts.
        published_at_ms: when it was last told of.
        revision: how often it was told of.
        last_kept: a picture of how it went on was asked for.
        renewal: after its end, the same sign again, not confirmed yet.
    """

    kind: IncidentKind
    first_seq: int
    first_at_ms: int
    last_seen_at_ms: int
    told_at_ms: int
    peak: float
    detail: str = ""
    phase: Phase = "noticed"
    level_ms: int = 0
    shown_frames: int = 1
    missed_frames: int = 0
    pending_missed_frames: int = 0
    first_kept: bool = False
    confirmed_at_ms: int = 0
    ended_at_ms: int = 0
    published_at_ms: int = 0
    revision: int = 0
    last_kept: bool = False
    renewal: Tracker | None = None

    @property
    def confidence(self) -> float:
        """Share of the looks that showed it, times how many there were (an even chance each pair of frames)."""
        share = self.shown_frames / (self.shown_frames + self.missed_frames)
        return round(float(share * (1 - 0.5 ** (self.shown_frames / 2))), 2)

    @property
    def confirmed(self) -> bool:
        return self.phase in ("open", "ended")

    @property
    def evidence(self) -> tuple[EvidenceRole, ...]:
        """The pictures that were asked for."""
        kept: dict[EvidenceRole, bool] = {"first": self.first_kept, "confirmed": self.confirmed, "last": self.last_kept}
        return tuple(role for role, asked in kept.items() if asked)

    def incident(self, session_id: str, state: IncidentState) -> Incident:
        """The snapshot to publish."""
        ended_at_ms = self.ended_at_ms if state == "closed" else None
        return Incident(
            id=incident_id(session_id, self.kind, self.first_seq),
            kind=self.kind,
            state=state,
            revision=self.revision,
            started_at_ms=self.first_at_ms,
            last_seen_at_ms=self.last_seen_at_ms,
            ended_at_ms=ended_at_ms,
            peak=self.peak,
            confidence=self.confidence,
            frames=self.shown_frames,
            evidence=self.evidence,
            detail=self.detail,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A tracker after a look: what changed, which picture is wanted, and what is over for good."""

    tracker: Tracker | None
    change: IncidentState | None = None
    evidence: EvidenceRole | None = None
    retired: Tracker | None = None


def step(tracker: Tracker | None, look: Look, kind: IncidentKind, rule: IncidentRule) -> Step:
    """Take one look into account."""
    if tracker is not None and tracker.phase == "ended":
        return _step_ended(tracker, look, rule)
    if tracker is not None and look.at_ms - tracker.last_seen_at_ms > CONTINUITY_MS:
        if tracker.phase == "open":
            return Step(close(tracker), "closed")
        tracker = None
    if tracker is not None and tracker.phase != "open" and _elsewhere(tracker, look):
        tracker = None
    if tracker is None:
        return Step(_noticed(look, kind, rule) if look.shows else None)
    if tracker.phase == "open":
        return _step_open(_gather(tracker, look, rule), look, rule)
    return _step_unconfirmed(_gather(tracker, look, rule), look, rule)


def close(tracker: Tracker) -> Tracker:
    """The open tracker, ended when it was last seen."""
    return replace(
        tracker,
        phase="ended",
        ended_at_ms=tracker.last_seen_at_ms,
        level_ms=0,
        pending_missed_frames=0,
        revision=tracker.revision + 1,
        published_at_ms=tracker.last_seen_at_ms,
    )


def silence_ms(so_far_ms: int) -> int:
    """How long nothing new is told of an incident that was told of for so long: as long again, within limits."""
    return max(_FIRST_UPDATE_MS, min(so_far_ms, _SLOWEST_UPDATE_MS))


def _elsewhere(tracker: Tracker, look: Look) -> bool:
    """Whether the look shows the sign in another direction than what has been gathered."""
    return bool(look.shows) and look.detail != tracker.detail and {look.detail, tracker.detail} <= DIRECTIONS


def _noticed(look: Look, kind: IncidentKind, rule: IncidentRule) -> Tracker:
    began_ms = look.at_ms if look.since_ms is None else look.since_ms
    level_ms = min(look.at_ms - began_ms, round(rule.open_after_s * 1000))
    return Tracker(kind, look.seq, began_ms, look.at_ms, look.at_ms, look.extent, look.detail, level_ms=level_ms)


def _gather(tracker: Tracker, look: Look, rule: IncidentRule) -> Tracker:
    if look.shows is None:
        return tracker
    interval_ms = min(look.at_ms - tracker.told_at_ms, MAX_STEP_MS)
    shown_share = ((tracker.last_seen_at_ms == tracker.told_at_ms) + look.shows) / 2
    level = tracker.level_ms + interval_ms * (shown_share - rule.forget * (1 - shown_share))
    level_ms = max(0, min(round(level), round(rule.open_after_s * 1000)))
    tracker = replace(tracker, level_ms=level_ms, told_at_ms=look.at_ms)
    if not look.shows:
        return replace(tracker, pending_missed_frames=tracker.pending_missed_frames + 1)
    extreme = _more_extreme(tracker.kind, tracker.peak, look.extent) == look.extent
    return replace(
        tracker,
        last_seen_at_ms=look.at_ms,
        peak=look.extent if extreme else tracker.peak,
        detail=look.detail if extreme else tracker.detail,
        shown_frames=tracker.shown_frames + 1,
        missed_frames=tracker.missed_frames + tracker.pending_missed_frames,
        pending_missed_frames=0,
    )


def _more_extreme(kind: IncidentKind, a: float, b: float) -> float:
    return min(a, b) if kind is IncidentKind.EYES_CLOSED else max(a, b)


def _long_unseen(tracker: Tracker, look: Look, rule: IncidentRule) -> bool:
    return look.at_ms - tracker.last_seen_at_ms >= rule.close_after_s * 1000


def _step_unconfirmed(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    if not look.shows:
        forgotten = look.shows is False and tracker.level_ms == 0
        return Step(None if forgotten or _long_unseen(tracker, look, rule) else tracker)
    if tracker.level_ms >= round(rule.open_after_s * 1000) and tracker.shown_frames >= rule.frames:
        opened = replace(tracker, phase="open", confirmed_at_ms=look.at_ms, published_at_ms=look.at_ms, revision=1)
        return Step(opened, "opened", "confirmed")
    if tracker.phase == "noticed" and tracker.level_ms >= SUSPICION_MS:
        return Step(replace(tracker, phase="suspected", first_kept=True), evidence="first")
    return Step(tracker)


def _step_open(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    if not look.shows:
        return Step(close(tracker), "closed") if _long_unseen(tracker, look, rule) else Step(tracker)
    so_far_ms = tracker.published_at_ms - tracker.confirmed_at_ms
    if look.at_ms - tracker.published_at_ms >= silence_ms(so_far_ms):
        updated = replace(tracker, published_at_ms=look.at_ms, revision=tracker.revision + 1, last_kept=True)
        return Step(updated, "updated", "last")
    return Step(tracker)


def _step_ended(tracker: Tracker, look: Look, rule: IncidentRule) -> Step:
    """The incident is over; should its sign come back soon and be confirmed by itself, it goes on."""
    again = step(tracker.renewal, look, tracker.kind, rule)
    # The picture of a sign that may only continue an incident is not needed: that incident has one.
    renewal = again.tracker if again.tracker is None else replace(again.tracker, first_kept=False)
    soon_until_ms = tracker.ended_at_ms + rule.cooldown_s * 1000
    if renewal is None:
        return Step(None, retired=tracker) if look.at_ms > soon_until_ms else Step(replace(tracker, renewal=None))
    if renewal.first_at_ms > soon_until_ms:
        return Step(again.tracker, again.change, again.evidence, retired=tracker)
    if renewal.phase == "open":
        return Step(_continued(tracker, renewal), "updated", "last")
    return Step(replace(tracker, renewal=renewal))


def _continued(tracker: Tracker, renewal: Tracker) -> Tracker:
    return replace(
        tracker,
        phase="open",
        last_seen_at_ms=renewal.last_seen_at_ms,
        told_at_ms=renewal.told_at_ms,
        level_ms=renewal.level_ms,
        peak=_more_extreme(tracker.kind, tracker.peak, renewal.peak),
        shown_frames=tracker.shown_frames + renewal.shown_frames,
        missed_frames=tracker.missed_frames + renewal.missed_frames,
        ended_at_ms=0,
        published_at_ms=renewal.published_at_ms,
        revision=tracker.revision + 1,
        last_kept=True,
        renewal=None,
    )
