"""The pace: how often a client should send frames, and how many in one message, by how closely it must be watched.

However a client spaces its frames, as long as no two are further apart than the interval, the first look at an event
comes within one interval of its beginning and the last within one of its end. So an event that lasts two intervals
longer than ``open_after_s`` gives all the evidence that its rule asks for, and one of ``frames`` intervals the frames.
A pace at which that would be much longer than the rule says is refused: it could miss what is documented to be found.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, Literal

from proctor_audit.judgement.kinds import DETECTED_KINDS, IncidentKind
from proctor_audit.judgement.overlay import invalid, setting
from proctor_audit.judgement.rules import IncidentRule
from proctor_audit.values import dataclass

Need = Literal["quiet", "alert", "doubtful"]
"""Nothing is the matter; one look showed a sign, or an incident lasts; a sign lasts that is not confirmed."""

_ALERT_MESSAGE_MS: Final = 1_000
"""An alert session's messages come so often: soon enough to tell a blink from more, and the end of an incident."""

_LONGER_S: Final = 1.0
_LONGER_SHARE: Final = 0.25
"""An event that lasts by so much longer than its rule says, the larger of the two, must always be found."""

_KINDS_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a client should send frames, and how many in one message.

    Attributes:
        interval_ms: between two frames.
        frames_per_message: while nothing is the matter.
        doubtful_interval_ms: between two frames, sent one by one, while in doubt; never longer than the other.
    """

    interval_ms: float = setting(500, 100, 2000)
    frames_per_message: float = setting(4, 1, 8)
    doubtful_interval_ms: float = setting(250, 100, 2000)

    def message(self, need: Need) -> dict[str, int]:
        """The ``pace`` of a reply."""
        interval_ms, frames = round(self.interval_ms), round(self.frames_per_message)
        if need == "doubtful":
            interval_ms, frames = min(round(self.doubtful_interval_ms), interval_ms), 1
        elif need == "alert":
            frames = max(1, min(frames, _ALERT_MESSAGE_MS // interval_ms))
        return {"interval_ms": interval_ms, "frames_per_message": frames}

    def check(self, rules: Mapping[IncidentKind, IncidentRule]) -> None:
        """Refuse a pace at which something could be missed.

        Raises:
            InvalidPolicy: ``invalid_policy``, which says what each kind allows.
        """
        gap = rules[IncidentKind.MONITORING_GAP]
        message_s = self.interval_ms * self.frames_per_message / 1000
        if gap.enabled and message_s > 0.8 * gap.open_after_s:
            raise invalid(
                "pace",
                f"lets {message_s:g} s pass between messages: too long beside gaps of {gap.open_after_s:g} s",
            )
        asked_ms = round(self.interval_ms)
        slowest = {k: slowest_interval_ms(rules[k]) for k in DETECTED_KINDS if rules[k].enabled}
        missed = sorted((k for k, most_ms in slowest.items() if asked_ms > most_ms), key=lambda k: slowest[k])
        if missed:
            told = "; ".join(_remedy(kind, rules[kind], asked_ms) for kind in missed[:_KINDS_NAMED])
            more = f"; and {len(missed) - _KINDS_NAMED} kinds more" if len(missed) > _KINDS_NAMED else ""
            raise invalid("pace.interval_ms", f"of {asked_ms} could miss incidents: {told}{more}")


def always_found_s(rule: IncidentRule, interval_ms: float) -> float:
    """How long a sign must last to be confirmed for sure by frames that are no further apart than the interval."""
    return max(rule.open_after_s + 2 * interval_ms / 1000, math.ceil(rule.frames) * interval_ms / 1000)


def slowest_interval_ms(rule: IncidentRule) -> int:
    """The longest interval at which nothing is missed that lasts a second, or a quarter, longer than the rule says."""
    longer_s = max(_LONGER_S, _LONGER_SHARE * rule.open_after_s)
    for_frames_ms = (rule.open_after_s + longer_s) * 1000 / math.ceil(rule.frames)
    return math.floor(min(longer_s * 1000 / 2, for_frames_ms) + 1e-6)


def _remedy(kind: IncidentKind, rule: IncidentRule, interval_ms: int) -> str:
    """What a kind allows, and what else would do."""
    frames_s = math.ceil(rule.frames) * interval_ms / 1000
    for_frames_s = min(frames_s - _LONGER_S, frames_s / (1 + _LONGER_SHARE))
    for_evidence_s = 0.0 if 2 * interval_ms <= _LONGER_S * 1000 else 2 * interval_ms / 1000 / _LONGER_SHARE
    enough_s = math.ceil(max(for_frames_s, for_evidence_s) * 100 - 1e-6) / 100
    return (
        f"incidents.{kind} (frames {rule.frames:g}, open_after_s {rule.open_after_s:g}) allows at most "
        f"{slowest_interval_ms(rule)}, or wants open_after_s at {enough_s:g} or more"
    )
