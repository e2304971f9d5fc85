"""Places a frame on the session's timeline, whatever the candidate's clock says.

The timeline is the server's. A client's ``captured_at`` orders frames and spaces them finely, but its clock may
be wrong, may jump, and may not be there at all; so it is trusted only relative to when frames arrive.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_SKEW_MS = 10_000
"""No honest frame comes from further in the future."""

MAX_DELAY_MS = 10 * 60_000
"""A frame can be this late: kept by the client through an outage, or replayed from a recording."""

_SAME_INSTANT_MS = 2_000


@dataclass(frozen=True, slots=True)
class TimelinePosition:
    """Where a frame stands: epoch milliseconds, and the client clock's correction found so far."""

    at_ms: int
    clock_offset_ms: int


def place(
    captured_at_ms: int | None, received_at_ms: int, last_ms: int | None, clock_offset_ms: int
) -> TimelinePosition:
    """Place a frame after ``last_ms``.

    Args:
        captured_at_ms: the client's time of capture; None when it gives none.
        received_at_ms: the server's time of arrival.
        last_ms: the timeline's last frame; None for the first.
        clock_offset_ms: what to add to the client's clock, as found by earlier frames.
    """
    earliest = 0 if last_ms is None else last_ms + 1
    if captured_at_ms is None:
        return TimelinePosition(max(received_at_ms, earliest), clock_offset_ms)
    at_ms = captured_at_ms + clock_offset_ms
    plausible = received_at_ms - MAX_DELAY_MS <= at_ms <= received_at_ms + MAX_SKEW_MS
    if last_ms is not None:
        plausible = plausible and at_ms > last_ms - _SAME_INSTANT_MS
    if plausible:
        return TimelinePosition(max(at_ms, earliest), clock_offset_ms)
    return TimelinePosition(max(received_at_ms, earliest), received_at_ms - captured_at_ms)
