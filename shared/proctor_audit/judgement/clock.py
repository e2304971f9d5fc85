"""Places a frame on the session's timeline, whatever the candidate's clock says.

The timeline is the server's. A client's ``captured_at`` orders frames and spaces them finely, but its clock may be
wrong, may jump, may stand still, and may not be there at all. So it is believed only while it keeps up with the times
of arrival: a frame may lie behind its arrival by what a message and the silence before it explain, or by what the
frame before it did, as when a client sends what it kept through an outage. Anything else sets the clock anew.

A recording that is played to the server has its own time; only whoever opens the session can say that it is one.
"""

from __future__ import annotations

from proctor_audit.values import dataclass

FIRST_SKEW_MS = 5_000
"""A first frame that lies no further behind its arrival than this comes from a clock that is right."""

MAX_LEAD_MS = 2_000
"""No honest frame comes from further in the future."""

MAX_LAG_MS = 3_000
"""A frame lies behind its arrival by no more than this and the silence before its message."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of the times of a session.

    Attributes:
        at_ms: the timeline's newest frame; None before the first.
        heard_at_ms: when that frame arrived.
        silent_since_ms: when the message before this one arrived.
        offset_ms: what to add to the client's clock.
    """

    at_ms: int | None = None
    heard_at_ms: int = 0
    silent_since_ms: int = 0
    offset_ms: int = 0


@dataclass(frozen=True, slots=True)
class TimelinePosition:
    """Where a frame stands: epoch milliseconds, and the client clock's correction found so far."""

    at_ms: int
    clock_offset_ms: int


def place(captured_at_ms: int | None, received_at_ms: int, clock: Clock, *, recorded: bool = False) -> TimelinePosition:
    """Place a frame after the timeline's newest one.

    Args:
        captured_at_ms: the client's time of capture; None when it gives none.
        received_at_ms: the server's time of arrival.
        clock: what is known so far.
        recorded: the frames come from a recording, whose own time counts.
    """
    earliest = 0 if clock.at_ms is None else clock.at_ms + 1
    if captured_at_ms is None:
        return TimelinePosition(max(received_at_ms, earliest), clock.offset_ms)
    at_ms = captured_at_ms + clock.offset_ms
    if recorded or -MAX_LEAD_MS <= received_at_ms - at_ms <= _longest_lag_ms(received_at_ms, clock):
        return TimelinePosition(max(at_ms, earliest), clock.offset_ms)
    return TimelinePosition(max(received_at_ms, earliest), received_at_ms - captured_at_ms)


def _longest_lag_ms(received_at_ms: int, clock: Clock) -> int:
    if clock.at_ms is None:
        return FIRST_SKEW_MS
    lag_before_ms = clock.heard_at_ms - clock.at_ms
    return max(MAX_LAG_MS + received_at_ms - clock.silent_since_ms, lag_before_ms)
