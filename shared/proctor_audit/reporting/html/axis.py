"""A session on its own axis of time: seconds from its first frame, or from what the browser told before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_STEPS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400)
_MOST_TICKS = 6
_MOST_SILENCE = 1.15
# Shorter sessions are told to the tenth of a second.
_SHORT_S = 60.0


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of a session; ``lasting``: nobody has told its end, and ``end_s`` is how far it is known."""

    start_s: float
    end_s: float
    lasting: bool = False

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Where a session's times stand.

    Attributes:
        start: the first frame's time, or when the session was opened if there was no frame; earlier, if something is
            told of the time before.
        length_s: from there to the end of the last thing that is told; silence that goes on is cut short.
    """

    start: datetime
    length_s: float

    @classmethod
    def of(cls, report: Mapping[str, Any]) -> TimeAxis:
        """The axis that holds everything in a report."""
        session = report["session"]
        told = (*report["incidents"], *(report["quality"].get("periods") or ()))
        starts = [session["first_frame_at"] or session["opened_at"], *(entry["started_at"] for entry in told)]
        start = min(datetime.fromisoformat(at) for at in starts)
        axis = cls(start, 0.0)
        gaps = [axis.period(gap) for gap in report["gaps"]]
        ends = [*(axis.period(entry).end_s for entry in told), *(gap.end_s for gap in gaps if not gap.lasting)]
        ends += [float(heard["end_s"]) for heard in report.get("voice") or ()]
        if session.get("last_frame_at"):
            ends.append(axis.seconds(session["last_frame_at"]))
        length_s = max(ends, default=0.0)
        silence_s = max((gap.end_s for gap in gaps if gap.lasting), default=0.0)
        # Silence goes on while a session stays open: hours of it must not squeeze what there is to see.
        return cls(start, max(length_s, min(silence_s, length_s * _MOST_SILENCE) if length_s else silence_s))

    def seconds(self, at: str) -> float:
        """Seconds from the start; what was before it counts as at the start."""
        return max(0.0, (datetime.fromisoformat(at) - self.start).total_seconds())

    def period(self, entry: Mapping[str, Any]) -> Period:
        """The period of an incident, a gap or a stretch of poor picture."""
        start_s = self.seconds(entry["started_at"])
        if entry.get("ended_at"):
            return Period(start_s, max(start_s, self.seconds(entry["ended_at"])))
        known = [start_s + float(entry.get("duration_s") or 0.0)]
        if entry.get("last_seen_at"):
            known.append(self.seconds(entry["last_seen_at"]))
        return Period(start_s, max(known), lasting=True)

    def percent(self, at_s: float) -> float:
        """Where a time stands from left to right."""
        return 100.0 * min(1.0, at_s / self.length_s) if self.length_s > 0 else 0.0

    def clock(self, at_s: float) -> str:
        """Minutes and seconds, as the axis is labelled."""
        return clock(at_s, tenths=self.length_s < _SHORT_S)

    def ticks(self) -> list[int]:
        """Times in seconds to label, evenly spaced and round."""
        step = next((step for step in _STEPS_S if self.length_s / step <= _MOST_TICKS), _STEPS_S[-1])
        return list(range(0, int(self.length_s) + 1, step))


def clock(at_s: float, *, tenths: bool = False) -> str:
    """``3:07`` or ``3:07.4``: minutes and seconds."""
    if not tenths:
        minutes, seconds = divmod(int(at_s), 60)
        return f"{minutes}:{seconds:02d}"
    minutes, rest = divmod(round(at_s * 10), 600)
    return f"{minutes}:{rest / 10:04.1f}"


def duration(seconds: float) -> str:
    """``8.2 s``, ``2 min 5 s`` or ``1 h 12 min``."""
    if seconds < 59.95:
        return f"{seconds:.1f} s".replace(".0 s", " s")
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
