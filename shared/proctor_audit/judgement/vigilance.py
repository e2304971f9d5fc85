"""How closely a session must be watched: what its evidence asks for, and for how long that can be afforded.

Close watching settles a doubt sooner, and finds nothing that the quiet pace would miss; it costs up to six times as
much. So a session has a minute of it to spend, and earns more while it is quiet: neither a candidate who fidgets nor
an incident that lasts an hour is watched closely for more than a sixth of the time in the long run.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.pace import Need
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.judgement.tracker import MAX_STEP_MS, Tracker

MAX_CLOSE_MS: Final = 60_000
_QUIET_FOR_CLOSE: Final = 5
"""So many quiet milliseconds earn one of close watching."""

_SETTLED_SOON_S: Final = 5.0
"""What takes longer to be confirmed is not confirmed sooner by more frames."""


def needed(trackers: Mapping[IncidentKind, Tracker], rules: Mapping[IncidentKind, IncidentRule]) -> Need:
    """What the evidence asks for; what adds nothing to the score, or is slow to be confirmed anyway, asks nothing."""
    need: Need = "quiet"
    for kind, tracker in trackers.items():
        rule = rules[kind]
        if rule.weight == 0 or rule.open_after_s > _SETTLED_SOON_S:
            continue
        phase = tracker.phase if tracker.renewal is None else tracker.renewal.phase
        if phase == "suspected":
            return "doubtful"
        if phase != "ended":
            need = "alert"
    return need


def close_left_ms(left_ms: int, need: Need, for_ms: int) -> int:
    """What is left of close watching after a need has lasted for a time."""
    seen_ms = min(for_ms, MAX_STEP_MS)
    after_ms = left_ms + seen_ms // _QUIET_FOR_CLOSE if need == "quiet" else left_ms - seen_ms
    return max(0, min(after_ms, MAX_CLOSE_MS))
