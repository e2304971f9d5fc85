"""When a sign becomes an incident of its kind, and what the incident weighs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
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


@dataclass(frozen=True, slots=True)
class BrowserRule(IncidentRule):
    """When something that the browser tells of becomes an incident: it says itself how long it lasted.

    Attributes:
        enabled: False: not looked for.
        open_after_s: what lasted less is no incident.
        weight: most points that all incidents of this kind together can add to the score.
    """

    open_after_s: float = setting(0.0, 0.0, 600.0)
    close_after_s: float = field(default=0.0, init=False)
    cooldown_s: float = field(default=0.0, init=False)
    frames: float = field(default=0.0, init=False)
    forget: float = field(default=0.0, init=False)
    weight: float = setting(5.0, 0.0, 100.0)


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
        # Shorter than it takes to read anything elsewhere.
        IncidentKind.TAB_HIDDEN: BrowserRule(open_after_s=1.0, weight=15.0),
        # The address bar, a notice or a permission takes the focus as well.
        IncidentKind.WINDOW_BLURRED: BrowserRule(open_after_s=3.0),
        IncidentKind.FULLSCREEN_LEFT: BrowserRule(open_after_s=1.0),
        # One's own text is copied, too.
        IncidentKind.CLIPBOARD: BrowserRule(),
        # It stands there all the time on many honest desks: enough for a glance, and no more.
        IncidentKind.SECOND_SCREEN: BrowserRule(weight=10.0),
        # Cables and batteries fail; the frames that do not come meanwhile are a gap of their own.
        IncidentKind.CAMERA_CHANGED: BrowserRule(),
        # It can show anything; some have one for its background only.
        IncidentKind.VIRTUAL_CAMERA: BrowserRule(weight=30.0),
        # A guess by the window's size, which a side panel or a zoom changes as well.
        IncidentKind.DEVTOOLS_OPENED: BrowserRule(open_after_s=5.0, weight=3.0),
    }
)
"""What holds unless a policy says otherwise."""

assert set(DEFAULT_RULES) == set(IncidentKind)
