"""What is remembered of a browser's events, so that each counts once and one that lasts is known to last.

Events are told apart by their slot and the client's time of their beginning to a hundredth of a second, however often
they come. Of each slot the newest two that are over are remembered; an older one is taken for a repeat. A client sends
its messages one after the other, so nothing else is as late.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from proctor_audit.judgement.kinds import BROWSER_KINDS, DETAILS, IncidentKind
from proctor_audit.values import dataclass

PAGE_LEFT: Final = "page_left"
SLOTS: Final[tuple[str, ...]] = (*BROWSER_KINDS, PAGE_LEFT)
"""What can go on one at a time: each kind of incident, and the page being left, which is told as a hidden tab."""

MAX_BURST_EVENTS: Final = 200
"""Events that may come at once: what was kept through an outage."""

EVENTS_PER_SECOND: Final = 2
"""Events that may come lastingly: more than anybody causes."""

_KEPT_PER_SLOT: Final = 2
_GRAIN_MS: Final = 10
_GAP_KEPT_MS: Final = 600_000
"""What explains a gap is told no later than this after it."""

Period = tuple[int, int]
"""Beginning and end on the timeline, in epoch milliseconds."""


@dataclass(frozen=True, slots=True)
class Begun:
    """An event that is not over. Times are epoch milliseconds.

    Attributes:
        slot: what goes on.
        at_ms: when it began by the client's clock; names it.
        start_ms: when that was on the timeline.
        detail: what of its kind it is.
        revision: how often it was told of; 0 while it is no incident yet.
        told_at_ms: until when it had lasted when it was told of last.
    """

    slot: str
    at_ms: int
    start_ms: int
    detail: str = ""
    revision: int = 0
    told_at_ms: int = 0

    @property
    def kind(self) -> IncidentKind:
        return IncidentKind.TAB_HIDDEN if self.slot == PAGE_LEFT else IncidentKind(self.slot)


@dataclass(frozen=True, slots=True)
class Over:
    """An event that is over.

    Attributes:
        slot: what went on.
        at_ms: when it began by the client's clock, to a hundredth of a second; names it.
        assumed: if its end was not told but assumed: as it was then. If it was told of, its load has been added.
    """

    slot: str
    at_ms: int
    assumed: Begun | None = None


@dataclass(frozen=True, slots=True)
class ToldGap:
    """The gap told last.

    Attributes:
        seq: number of the frame before it; names it.
        start_ms: of the gap.
        end_ms: of the gap.
        revision: how often it was told.
        explained: by a hidden tab.
    """

    seq: int
    start_ms: int
    end_ms: int
    revision: int
    explained: bool


@dataclass(frozen=True, slots=True)
class Activity:
    """What is remembered.

    Attributes:
        begun: what goes on.
        over: what is over; of each slot the newest two, oldest first.
        hidden: when the tab was hidden last, while that may explain a gap.
        gap: the gap told last, while it may be thought of anew.
        rested_at_s: when as many events as at the beginning may come at once again, by the server's clock.
    """

    begun: tuple[Begun, ...] = ()
    over: tuple[Over, ...] = ()
    hidden: Period | None = None
    gap: ToldGap | None = None
    rested_at_s: int = 0

    def going_on(self, slot: str) -> Begun | None:
        """What goes on in a slot."""
        return next((one for one in self.begun if one.slot == slot), None)

    def known(self, slot: str, at_ms: int) -> Over | None:
        """An event that is remembered to be over."""
        return next((one for one in self.over if (one.slot, one.at_ms) == (slot, _named(at_ms))), None)

    def forgotten(self, slot: str, at_ms: int) -> bool:
        """Whether an event is older than all that is remembered, and may have been counted."""
        kept = [one.at_ms for one in self.over if one.slot == slot]
        return len(kept) >= _KEPT_PER_SLOT and at_ms < min(kept)

    def newest_at_ms(self, slot: str) -> int:
        """When the newest event of a slot began; -1 when there is none."""
        begun = [one.at_ms for one in self.begun if one.slot == slot]
        return max([*begun, *(one.at_ms for one in self.over if one.slot == slot)], default=-1)

    def with_begun(self, begun: Begun) -> Activity:
        """The same with something that goes on, as it is now."""
        others = tuple(one for one in self.begun if one.slot != begun.slot)
        over = tuple(one for one in self.over if (one.slot, one.at_ms) != (begun.slot, _named(begun.at_ms)))
        return replace(self, begun=(*others, begun), over=over)

    def with_over(self, ended: Begun, *, assumed: bool) -> Activity:
        """The same with something that is over."""
        begun = tuple(one for one in self.begun if (one.slot, one.at_ms) != (ended.slot, ended.at_ms))
        over = Over(ended.slot, _named(ended.at_ms), ended if assumed else None)
        own = {one.at_ms: one for one in self.over if one.slot == over.slot} | {over.at_ms: over}
        kept = [own[at_ms] for at_ms in sorted(own)[-_KEPT_PER_SLOT:]]
        return replace(self, begun=begun, over=(*(one for one in self.over if one.slot != over.slot), *kept))

    def after_frame(self, at_ms: int) -> Activity:
        """The same, but for what nothing can need that comes after a frame of this time."""
        gap = self.gap if self.gap and at_ms - self.gap.end_ms < _GAP_KEPT_MS else None
        hidden = self.hidden if self.hidden and self.hidden[1] > (gap.start_ms if gap else at_ms) else None
        return self if (hidden, gap) == (self.hidden, self.gap) else replace(self, hidden=hidden, gap=gap)

    def budget_at(self, now_ms: int) -> int:
        """How many events may come now."""
        tired_s = max(0, self.rested_at_s - now_ms // 1000)
        return max(0, MAX_BURST_EVENTS - tired_s * EVENTS_PER_SECOND)

    def spent(self, events: int, now_ms: int) -> Activity:
        """The same after so many events came now."""
        rested_at_s = max(self.rested_at_s, now_ms // 1000) + math.ceil(events / EVENTS_PER_SECOND)
        return replace(self, rested_at_s=rested_at_s)

    def uncovered_ms(self, start_ms: int, end_ms: int, also: Iterable[Period] = ()) -> int:
        """For how much of a time the tab was not hidden, as far as is known."""
        hidden = [(one.start_ms, end_ms) for one in self.begun if one.kind is IncidentKind.TAB_HIDDEN]
        left_ms, reached_ms = 0, start_ms
        for begins_ms, ends_ms in sorted([*hidden, *also, *([self.hidden] if self.hidden else [])]):
            left_ms += max(0, min(begins_ms, end_ms) - reached_ms)
            reached_ms = min(end_ms, max(reached_ms, ends_ms))
        return left_ms + end_ms - reached_ms


_NOTHING: Final = Activity()


def pack_activity(activity: Activity, zero: int) -> list[Any]:
    """The compact form; ``zero`` is the time of the session's first frame."""
    if activity == _NOTHING:
        return []
    return [
        activity.rested_at_s - zero // 1000,
        [_pack_begun(one, zero) for one in activity.begun],
        [_pack_over([one for one in activity.over if one.slot == slot], zero) for slot in SLOTS],
        activity.hidden and [activity.hidden[0] - zero, activity.hidden[1] - activity.hidden[0]],
        activity.gap and _pack_gap(activity.gap, zero),
    ]


def unpack_activity(packed: list[Any], zero: int) -> Activity:
    """What was packed."""
    if not packed:
        return _NOTHING
    rested, begun, over, hidden, gap = packed
    return Activity(
        begun=tuple(_unpack_begun(one, zero) for one in begun),
        over=tuple(one for slot, ones in zip(SLOTS, over, strict=True) for one in _unpack_over(slot, ones, zero)),
        hidden=(zero + hidden[0], zero + sum(hidden)) if hidden else None,
        gap=_unpack_gap(gap, zero) if gap else None,
        rested_at_s=zero // 1000 + rested,
    )


def _pack_gap(gap: ToldGap, zero: int) -> list[int]:
    return [gap.seq, gap.start_ms - zero, gap.end_ms - gap.start_ms, gap.revision, int(gap.explained)]


def _unpack_gap(packed: list[int], zero: int) -> ToldGap:
    seq, start, lasted, revision, explained = packed
    return ToldGap(seq, zero + start, zero + start + lasted, revision, bool(explained))


def _pack_begun(begun: Begun, zero: int) -> list[int]:
    packed = [SLOTS.index(begun.slot), begun.at_ms - zero, begun.start_ms - begun.at_ms, DETAILS.index(begun.detail)]
    return [*packed, begun.revision, begun.told_at_ms - begun.start_ms] if begun.revision else packed


def _unpack_begun(packed: list[int], zero: int) -> Begun:
    slot, at, start, detail, *told = packed
    at_ms = zero + at
    begun = Begun(SLOTS[slot], at_ms, at_ms + start, DETAILS[detail])
    return replace(begun, revision=told[0], told_at_ms=begun.start_ms + told[1]) if told else begun


def _pack_over(over: list[Over], zero: int) -> list[Any]:
    """Each as its time after the one before, in hundredths of a second; with its assumed end, if that was not told."""
    packed: list[Any] = []
    before_ms = _named(zero)
    for one in over:
        since = (one.at_ms - before_ms) // _GRAIN_MS
        packed.append([since, *_pack_begun(one.assumed, zero)[1:]] if one.assumed else since)
        before_ms = one.at_ms
    return packed


def _unpack_over(slot: str, packed: list[Any], zero: int) -> list[Over]:
    over: list[Over] = []
    at_ms = _named(zero)
    for one in packed:
        since, *assumed = one if isinstance(one, list) else [one]
        at_ms += since * _GRAIN_MS
        over.append(Over(slot, at_ms, _unpack_begun([SLOTS.index(slot), *assumed], zero) if assumed else None))
    return over


def _named(at_ms: int) -> int:
    return at_ms // _GRAIN_MS * _GRAIN_MS
