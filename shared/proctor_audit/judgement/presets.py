"""Presets: how strict a session is, in one word.

``standard`` is the defaults. ``lenient`` waits twice as long, weighs half as much and lets head, eyes and mouth go
further; ``strict`` the other way round. What the per-frame contract says, how many frames must agree and which picture
can be judged is the same in all three, so that no preset lets one bad frame or a blink accuse anybody.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, Literal

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.rules import DEFAULT_RULES
from proctor_audit.judgement.thresholds import Thresholds

Preset = Literal["lenient", "standard", "strict"]

_SHORTEST_S: Final = 1.0
"""No preset confirms anything sooner than this, unless the defaults do: longer than a blink and than any slip."""

_REACH: Final = ("yaw_deg", "gaze_shift", "pitch_down_deg", "movement_face_widths", "talking_score")
"""Thresholds that say how far a candidate may go."""


def _differences(*, wait: float, weight: float, reach: float) -> Mapping[str, Any]:
    """What differs from the defaults when these are the factors, in the form of a policy."""
    limits = {f.name: f.metadata for f in dataclasses.fields(Thresholds)}
    thresholds = {}
    for name in _REACH:
        scaled = round(getattr(Thresholds(), name) * reach, 3)
        thresholds[name] = min(max(scaled, limits[name]["low"]), limits[name]["high"])
    incidents = {
        str(kind): {
            "open_after_s": round(max(rule.open_after_s * wait, min(rule.open_after_s, _SHORTEST_S)), 2),
            "weight": min(100.0, round(rule.weight * weight, 1)),
        }
        for kind, rule in DEFAULT_RULES.items()
        # It tells of the picture, not of the candidate.
        if kind is not IncidentKind.POOR_PICTURE
    }
    return MappingProxyType({"thresholds": thresholds, "incidents": incidents})


PRESETS: Final[Mapping[Preset, Mapping[str, Any]]] = MappingProxyType(
    {
        "lenient": _differences(wait=2.0, weight=0.5, reach=1.4),
        "standard": MappingProxyType({}),
        "strict": _differences(wait=0.75, weight=1.5, reach=0.9),
    }
)
"""Each preset as what it changes in the defaults, in the form of a policy."""
