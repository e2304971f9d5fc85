"""Pictures of the seconds before an incident's first sign.

The server has forgotten them when it learns that they matter; the browser still has them. So the reply that tells of a
new incident asks for some, and what comes is taken for a while, if it can be from before the first sign.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from proctor_audit.judgement.incident import Incident, incident_id
from proctor_audit.judgement.kinds import NOTES
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.state import SessionState
from proctor_audit.judgement.tracker import Tracker
from proctor_audit.protocol.evidence_message import EARLIER

MOST_BEFORE_S: Final = 30
"""What was longer before does not belong to it."""

_TAKEN_FOR_MS: Final = 60_000
"""After the incident was confirmed: a reconnection may lie between the question and the answer."""

FRAMES_A_PICTURE: Final = 10
"""As how many frames a picture counts against what may come: it is decoded, encoded anew and stored."""


def asked_for(incident: Incident, state: SessionState, policy: Policy) -> dict[str, int] | None:
    """What the reply that tells of an incident asks the browser for: so many pictures from before a time of its clock.

    Args:
        incident: as it has changed. A poor picture has pictures, too, but no report shows them.
        state: of the session then.
        policy: of the session.
    """
    if incident.state != "opened" or not incident.evidence or incident.kind in NOTES or not policy.earlier_pictures:
        return None
    return {"before": incident.started_at_ms - state.clock_offset_ms, "pictures": policy.earlier_pictures}


def incident_that_asks(
    session_id: str, state: SessionState, policy: Policy, incident: str, now_ms: int
) -> Tracker | None:
    """The incident of this id, if pictures of the time before it are still wanted now, by the server's clock."""
    if not policy.earlier_pictures:
        return None
    # Also for who sends no frames any more.
    newest_ms = state.timeline_ms(now_ms)
    for kind, tracker in state.trackers.items():
        if kind not in NOTES and tracker.confirmed and incident_id(session_id, kind, tracker.first_seq) == incident:
            return tracker if newest_ms - tracker.confirmed_at_ms <= _TAKEN_FOR_MS else None
    return None


def earlier_role(tracker: Tracker, captured_at_ms: int, state: SessionState) -> str | None:
    """The role of a picture of this time; None when it cannot be one from before.

    Whole seconds, so that however many a client sends, few are kept.
    """
    before_ms = tracker.first_at_ms - (captured_at_ms + state.clock_offset_ms)
    if not 0 < before_ms <= MOST_BEFORE_S * 1000:
        return None
    return f"{EARLIER}{max(1, round(before_ms / 1000))}"


def seconds_before(role: str) -> int | None:
    """How long before the first sign a picture of this role was taken; None for every other role."""
    seconds = role.removeprefix(EARLIER)
    return int(seconds) if seconds != role and seconds.isdecimal() else None


def in_order(roles: Iterable[str]) -> tuple[str, ...]:
    """Roles of earlier pictures, the earliest first."""
    return tuple(sorted(roles, key=lambda role: -(seconds_before(role) or 0)))
