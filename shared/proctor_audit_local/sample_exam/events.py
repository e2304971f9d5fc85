"""What happens in an exam and when: the truth that detectors are held against."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from proctor_audit_local.sample_exam.event_kinds import LASTING, LEVEL, RAMP_S, REPLAYED, EventKind

_BLINK_S: Final = (0.15, 0.25)
_COMING_S: Final = 2.0
_BETWEEN_BLINKS_S: Final = (2.2, 4.6)


class Span(NamedTuple):
    """A stretch of time, in seconds from the start of the exam."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens in full from ``start_s`` to ``end_s``, and comes and goes within ``RAMP_S`` around it.

    A ``LASTING`` kind comes between the two moments instead, and stays.

    Attributes:
        kind: what happens.
        start_s: seconds from the start of the exam.
        end_s: likewise.
        level: what the kind is measured in, ``LEVEL`` when None:

            - yaw in degrees for ``looking_away`` (either sign), pitch in degrees for ``looking_down``;
            - iris shift in eye widths for ``gaze_aside`` (> 0 toward the image's right) and ``gaze_down``;
            - closure 0..1 for ``eyes_closed``, width of the mouth for ``talking`` (1 lively) and ``yawn`` (in mouth
              widths);
            - amplitude as a share of the picture's width for ``excessive_movement`` and ``photograph`` (of the hand
              that holds it; 0 for one on a stand);
            - face width likewise for ``multiple_faces``, ``poster`` and ``phone_face``; ``x`` of the face's centre for
              ``seat_change`` and ``y`` for ``cut_off``, as ``Person`` has them;
            - light for ``dark`` and ``light_change`` (0..1), ``overexposed`` (> 1) and ``covered`` (level of what
              covers the lens, 0..1; from about 0.25 on a red finger); sigma in pixels for ``blurred``;
            - opacity 0..1 of the reflections for ``glare``; period in seconds for ``loop``;
            - the others have none.
        recompressed: for a replayed feed: no two frames are the same pixels, as a video coder errs anew in each.

    Raises:
        ValueError: if the end is not after the start, or a feed that is live is to be recompressed.
    """

    kind: EventKind
    start_s: float
    end_s: float
    level: float | None = None
    recompressed: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s:
            raise ValueError(f"expected 0 <= start_s < end_s, got {self.start_s} and {self.end_s}")
        if self.recompressed and self.kind not in REPLAYED:
            raise ValueError(f"expected one of {', '.join(sorted(REPLAYED))} to be recompressed, got {self.kind}")

    @property
    def strength(self) -> float:
        """The level, or the kind's own."""
        return LEVEL[self.kind] if self.level is None else self.level

    @property
    def reach(self) -> Span:
        """From the first sign to the last."""
        ramp_s = RAMP_S[self.kind]
        return Span(self.start_s - ramp_s, self.end_s + ramp_s)

    def presence(self, t_s: float) -> float:
        """How far the event has come: 0 outside its reach, 1 between start and end, smooth in between."""
        if self.kind in LASTING:
            return _smooth((t_s - self.start_s) / (self.end_s - self.start_s))
        ramp_s = RAMP_S[self.kind]
        outside_s = max(self.start_s - t_s, t_s - self.end_s, 0.0)
        if outside_s == 0:
            return 1.0
        if outside_s >= ramp_s:
            return 0.0
        return _smooth(1 - outside_s / ramp_s)


def _smooth(part: float) -> float:
    part = min(max(part, 0.0), 1.0)
    return part * part * (3 - 2 * part)


def in_turn(kinds: Iterable[EventKind], lasting_s: float = 5.0, calm_s: float = 5.0) -> tuple[Event, ...]:
    """Events one after the other, with calm before each.

    Args:
        kinds: what happens, each at its kind's own level.
        lasting_s: how long each is there in full; a kind that stays comes within two seconds instead.
        calm_s: between the last sign of one and the first of the next.
    """
    events: list[Event] = []
    for kind in kinds:
        start_s = (events[-1].reach.end_s if events else 0.0) + calm_s + RAMP_S[kind]
        events.append(Event(kind, start_s, start_s + (_COMING_S if kind in LASTING else lasting_s)))
    return tuple(events)


def calm_spans(events: Iterable[Event], duration_s: float) -> tuple[Span, ...]:
    """The stretches in which nothing happens but honest blinks; a poster on the wall disturbs no calm."""
    reaches = sorted(event.reach for event in events if event.kind != "poster")
    starts = (0.0, *itertools.accumulate((reach.end_s for reach in reaches), max))
    ends = (*(reach.start_s for reach in reaches), duration_s)
    return tuple(Span(start_s, end_s) for start_s, end_s in zip(starts, ends, strict=True) if end_s > start_s)


def honest_blinks(events: Collection[Event], duration_s: float, seed: int) -> tuple[Span, ...]:
    """Blinks every few seconds, none near closed eyes, which are told by their length alone, nor in a frozen picture.

    Args:
        events: of the exam.
        duration_s: of the exam.
        seed: the same seed, the same blinks.
    """
    closed = [event.reach for event in events if event.kind == "eyes_closed"]
    closed += [Span(event.start_s, event.start_s) for event in events if event.kind == "static_feed"]
    random = np.random.default_rng(seed)
    blinks = []
    for start_s in itertools.accumulate(random.uniform(*_BETWEEN_BLINKS_S, int(duration_s) + 1)):
        blink = Span(float(start_s), float(start_s + random.uniform(*_BLINK_S)))
        near_closed = any(blink.end_s > span.start_s - 0.5 and blink.start_s < span.end_s + 0.5 for span in closed)
        if blink.end_s < duration_s and not near_closed:
            blinks.append(blink)
    return tuple(blinks)
