"""What happens in an exam and when: the truth that detectors are held against."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

import numpy as np

EventKind = Literal[
    "face_absent",
    "multiple_faces",
    "eyes_closed",
    "looking_away",
    "looking_down",
    "excessive_movement",
    "static_feed",
    "dark",
]

RAMP_S: Final[Mapping[EventKind, float]] = MappingProxyType(
    {
        "face_absent": 1.2,
        "multiple_faces": 1.0,
        "eyes_closed": 0.3,
        "looking_away": 0.7,
        "looking_down": 0.7,
        "excessive_movement": 0.6,
        "static_feed": 0.0,
        "dark": 0.4,
    }
)
"""Seconds that each kind takes to come, before its start, and to go, after its end."""

LEVEL: Final[Mapping[EventKind, float]] = MappingProxyType(
    {
        "face_absent": 1.0,
        "multiple_faces": 0.165,
        "eyes_closed": 1.0,
        "looking_away": 44.0,
        "looking_down": -25.0,
        "excessive_movement": 0.11,
        "static_feed": 1.0,
        "dark": 0.08,
    }
)
"""How strong each kind is when an event does not say."""

_BLINK_S: Final = (0.15, 0.25)
_BETWEEN_BLINKS_S: Final = (2.2, 4.6)


class Span(NamedTuple):
    """A stretch of time, in seconds from the start of the exam."""

    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens in full from ``start_s`` to ``end_s``, and comes and goes within ``RAMP_S`` around it.

    Attributes:
        kind: named as the incident that it should lead to. ``dark`` should lead to none: the picture is too dark
            to judge.
        start_s: seconds from the start of the exam.
        end_s: likewise.
        level: what the kind is measured in, ``LEVEL`` when None: yaw in degrees for ``looking_away`` (either sign),
            pitch in degrees for ``looking_down``, light 0..1 for ``dark``, amplitude as a share of the picture's
            width for ``excessive_movement``, face width likewise of the second person for ``multiple_faces``,
            closure 0..1 for ``eyes_closed``; ``face_absent`` and ``static_feed`` have none.

    Raises:
        ValueError: if the end is not after the start.
    """

    kind: EventKind
    start_s: float
    end_s: float
    level: float | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_s < self.end_s:
            raise ValueError(f"expected 0 <= start_s < end_s, got {self.start_s} and {self.end_s}")

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
        ramp_s = RAMP_S[self.kind]
        outside_s = max(self.start_s - t_s, t_s - self.end_s, 0.0)
        if outside_s == 0:
            return 1.0
        if outside_s >= ramp_s:
            return 0.0
        part = 1 - outside_s / ramp_s
        return part * part * (3 - 2 * part)


def calm_spans(events: Iterable[Event], duration_s: float) -> tuple[Span, ...]:
    """The stretches in which nothing happens but honest blinks."""
    reaches = sorted(event.reach for event in events)
    starts = (0.0, *(reach.end_s for reach in reaches))
    ends = (*(reach.start_s for reach in reaches), duration_s)
    return tuple(Span(start_s, end_s) for start_s, end_s in zip(starts, ends, strict=True) if end_s > start_s)


def honest_blinks(events: Iterable[Event], duration_s: float, seed: int) -> tuple[Span, ...]:
    """Blinks every few seconds, none near closed eyes: those are told by their length alone.

    Args:
        events: of the exam.
        duration_s: of the exam.
        seed: the same seed, the same blinks.
    """
    closed = [event.reach for event in events if event.kind == "eyes_closed"]
    random = np.random.default_rng(seed)
    blinks = []
    for start_s in itertools.accumulate(random.uniform(*_BETWEEN_BLINKS_S, int(duration_s) + 1)):
        blink = Span(float(start_s), float(start_s + random.uniform(*_BLINK_S)))
        near_closed = any(blink.end_s > span.start_s - 0.5 and blink.start_s < span.end_s + 0.5 for span in closed)
        if blink.end_s < duration_s and not near_closed:
            blinks.append(blink)
    return tuple(blinks)
