"""When a sign becomes an incident of its kind, and what the incident weighs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.overlay import setting
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class IncidentRule:
    """When a sign becomes an incident, and what the incident weighs.

    Attributes:
        enabled: False: not looked for.
        open_after_s: seconds of evidence that confirm it.
        close_after_s: seconds without the sign that end it.
        cooldown_s: a sign that comes back within this time of the end, and is confirmed, continues the same incident.
        frames: fewest frames that must show it, however slowly they come.
        forget: seconds of evidence lost for each second without the sign, while not yet confirmed.
        weight: most points that all incidents of this kind together can add to the score.
    """

    enabled: bool = True
    open_after_s: float = setting(2.0, 0.5, 600.0)
    close_after_s: float = setting(1.5, 0.5, 60.0)
    cooldown_s: float = setting(5.0, 0.0, 600.0)
    frames: float = setting(3, 3, 100)
    forget: float = setting(1.0, 0.1, 10.0)
    weight: float = setting(20.0, 0.0, 100.0)


DEFAULT_RULES: Mapping[IncidentKind, IncidentRule] = MappingProxyType(
    {
        IncidentKind.FACE_ABSENT: IncidentRule(open_after_s=2.0, weight=30.0),
        # A face behind the candidate comes and goes in the detector's sight, but is never seen where there is none.
        IncidentKind.MULTIPLE_FACES: IncidentRule(open_after_s=0.7, forget=0.2, weight=40.0),
        # At two frames a second five are two seconds; at fewer, blinks could meet three frames in a row.
        IncidentKind.EYES_CLOSED: IncidentRule(open_after_s=2.0, frames=5, forget=2.0, weight=15.0),
        IncidentKind.LOOKING_AWAY: IncidentRule(open_after_s=2.0, weight=20.0),
        IncidentKind.LOOKING_DOWN: IncidentRule(open_after_s=8.0, close_after_s=2.0, weight=5.0),
        # Movement comes and goes within a second, so its evidence is forgotten half as fast as it gathers.
        IncidentKind.EXCESSIVE_MOVEMENT: IncidentRule(open_after_s=2.5, close_after_s=2.0, forget=0.5, weight=10.0),
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: IncidentRule(open_after_s=4.0, close_after_s=2.5, forget=0.7, weight=10.0),
        # Speech has pauses.
        IncidentKind.TALKING: IncidentRule(open_after_s=0.7, close_after_s=2.0, forget=0.3, weight=15.0),
        # Nobody sits so still for so long, and no camera is so quiet; but it is a grave thing to say.
        IncidentKind.STATIC_FEED: IncidentRule(open_after_s=8.0, close_after_s=2.0, frames=5, weight=40.0),
        IncidentKind.CAMERA_BLOCKED: IncidentRule(open_after_s=5.0, close_after_s=2.0, weight=20.0),
        IncidentKind.POOR_PICTURE: IncidentRule(open_after_s=5.0, close_after_s=2.0, weight=0.0),
        IncidentKind.MONITORING_GAP: IncidentRule(open_after_s=10.0, weight=15.0),
    }
)
"""What holds unless a policy says otherwise."""

assert set(DEFAULT_RULES) == set(IncidentKind)
