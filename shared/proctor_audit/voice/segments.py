"""Likelihoods of speech → segments of speech."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """Somebody speaks from ``start_s`` to ``end_s``, seconds from the beginning."""

    start_s: float
    end_s: float

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """When likelihoods are speech.

    The defaults were chosen on labelled meetings and read speech. Noise and typing reach a mean of 0.25 at most, so
    that ``sure`` keeps them out, while quiet words beside clear ones need no more than ``threshold``.

    Attributes:
        threshold: mean likelihood from which on it may be speech.
        sure: what the mean must reach once in a segment.
        mean_s: the time over which likelihoods are averaged.
        join_s: speech goes on across pauses up to this long.
        margin_s: what a segment is longer by at both ends: words begin and end softly.
        shortest_s: what is shorter, margins aside, is no speech.
    """

    threshold: float = 0.15
    sure: float = 0.4
    mean_s: float = 0.1
    join_s: float = 1.1
    margin_s: float = 0.05
    shortest_s: float = 0.25


class Segments:
    """Segments from likelihoods that come one after the other.

    Args:
        window_s: the time that each likelihood stands for.
        rule: when they are speech.
    """

    def __init__(self, window_s: float, rule: SegmentRule) -> None:
        self._window_s = window_s
        self._rule = rule
        self._recent: deque[float] = deque(maxlen=max(1, round(rule.mean_s / window_s)))
        self._windows = 0
        self._open: Segment | None = None
        self._peak = 0.0

    def take(self, likelihood: float) -> list[Segment]:
        """Take the next window into account; returns the segment that is over, if one is."""
        self._recent.append(likelihood)
        mean = sum(self._recent) / len(self._recent)
        # A mean tells of the window in the middle of those it is taken over.
        middle = max(0, self._windows - (self._recent.maxlen or 1) // 2)
        start_s, end_s = middle * self._window_s, (middle + 1) * self._window_s
        self._windows += 1
        speaks = mean >= self._rule.threshold
        if self._open is not None and start_s - self._open.end_s <= self._rule.join_s:
            if speaks:
                self._open = Segment(self._open.start_s, end_s)
                self._peak = max(self._peak, mean)
            return []
        finished = self._closed()
        self._open, self._peak = (Segment(start_s, end_s), mean) if speaks else (None, 0.0)
        return finished

    def finish(self, end_s: float) -> list[Segment]:
        """The sound is over at ``end_s``, and so is what was going on."""
        finished = self._closed()
        self._open = None
        return [Segment(segment.start_s, min(segment.end_s, end_s)) for segment in finished]

    def _closed(self) -> list[Segment]:
        segment = self._open
        if segment is None or segment.duration_s < self._rule.shortest_s or self._peak < self._rule.sure:
            return []
        margin_s = self._rule.margin_s
        return [Segment(max(0.0, segment.start_s - margin_s), segment.end_s + margin_s)]
