"""Places a browser's event on the session's timeline, by the client clock's correction that the frames have shown."""

from __future__ import annotations

from typing import Final

from proctor_audit.judgement.activity import Period
from proctor_audit.judgement.clock import FIRST_SKEW_MS, MAX_LEAD_MS
from proctor_audit.judgement.state import SessionState
from proctor_audit.protocol.browser_events import BrowserEvent

MAX_DELAY_MS: Final = 60_000
"""What only begins began no longer ago than this, nor so long before the first frame."""


def placed(event: BrowserEvent, received_at_ms: int, state: SessionState, *, recorded: bool) -> Period | None:
    """When an event was, on the session's timeline; None when it was over before the exam began.

    The frames tell how the client's clock is to be corrected. What would lie in the future, or cannot be believed, is
    taken to have just happened.
    """
    lasted_ms = 0 if over_at_once(event) else event.duration_ms or 0
    start_ms = event.at_ms + state.clock_offset_ms
    if recorded:
        return start_ms, start_ms + lasted_ms
    ahead_ms = start_ms + lasted_ms - received_at_ms
    if ahead_ms > MAX_LEAD_MS or (not state.begun and -ahead_ms > FIRST_SKEW_MS):
        start_ms = received_at_ms - lasted_ms
    earliest_ms = state.started_at_ms - MAX_DELAY_MS if state.begun else start_ms
    if event.duration_ms is None and not over_at_once(event):
        # It goes on, whenever it began.
        start_ms = max(start_ms, earliest_ms, received_at_ms - MAX_DELAY_MS)
        return start_ms, start_ms
    end_ms = start_ms + lasted_ms
    return None if end_ms < earliest_ms else (max(start_ms, earliest_ms), end_ms)


def over_at_once(event: BrowserEvent) -> bool:
    """Whether it takes no time."""
    return event.kind == "clipboard" or event.detail == "switched"
