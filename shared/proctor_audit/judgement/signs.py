"""Which frame shows a sign of which incident kind, and how strong it is."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.memory import Memory, Reading
from proctor_audit.judgement.person import BLINK_SHARE, Reach
from proctor_audit.judgement.quality import BLOCKED
from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.observation import Observation, Point
from proctor_audit.values import dataclass

USUAL_INTERVAL_MS: Final = 600
"""Up to this interval movements are taken as they are; who sways gets further in two seconds, as a random walk does."""

_RESTLESS_IRIS: Final = 0.10
"""An iris that wanders within the eye by this share of the eye's width between two looks is on the move; honest
people's 99th percentile lies near 0.05, clear looks to a side at 0.1 and more."""

_AWAY: Final = 1.25
"""Eyes alone look away beyond this many times the shift from which on they look aside."""
_BEYOND_REACH: Final = 0.03
_PITCH_UP_DEG: Final = 35.0
"""Further up than who drinks or thinks holds the head for long."""
_IN_ITSELF: Final = 0.8
"""A head must be turned by this share of the threshold in itself, too, and not only against where it usually is."""
_DOUBTFUL_NOD_DEG: Final = -10.0
"""Lowering the gaze lowers the upper lids: narrow eyes in a lowered head are no sign of closed ones."""
_EYEBALL: Final = 0.4
"""Radius of the eyeball over the width of the eye: turns a shift of the iris into an angle."""


@dataclass(frozen=True, slots=True)
class Sign:
    """Whether a frame shows a kind.

    Attributes:
        shows: it does; it does not; it cannot tell (None).
        extent: how extreme it is, in the kind's own measure.
        detail: what of the kind.
        since_ms: when it began, if that was before this frame.
    """

    shows: bool | None
    extent: float = 0.0
    detail: str = ""
    since_ms: int | None = None


UNKNOWN: Final = Sign(None)
ABSENT: Final = Sign(False)


def signs(
    observation: Observation, reading: Reading, memory: Memory, thresholds: Thresholds
) -> Mapping[IncidentKind, Sign]:
    """What the frame shows of each kind that frames can show."""
    return {kind: read(observation, reading, memory, thresholds) for kind, read in _READERS.items()}


def scaled(threshold: float, over_ms: int) -> float:
    """A threshold of movement for an interval of this length."""
    return threshold * math.sqrt(max(1.0, over_ms / USUAL_INTERVAL_MS))


def eyes_turned_deg(iris_offset: Point) -> Point:
    """About how far the eyes are turned, to the image's right and down, by the irises' offset in eye widths."""
    x, y = (math.degrees(math.asin(min(max(shift / _EYEBALL, -1.0), 1.0))) for shift in iris_offset)
    return (x, y)


def _face_absent(_observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds) -> Sign:
    return UNKNOWN if reading.problem else Sign(reading.nobody)


def _multiple_faces(observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds) -> Sign:
    if reading.problem:
        return UNKNOWN
    return Sign(reading.somebody, len(observation.faces), since_ms=reading.somebody_since_ms)


def _eyes_closed(_observation: Observation, reading: Reading, _memory: Memory, thresholds: Thresholds) -> Sign:
    if reading.opened is None or reading.turned_deg is None or reading.nodded_deg is None:
        return UNKNOWN
    if abs(reading.turned_deg) > thresholds.yaw_deg:
        return UNKNOWN
    if reading.opened >= thresholds.eye_closed_share:
        return ABSENT
    return UNKNOWN if reading.nodded_deg < _DOUBTFUL_NOD_DEG else Sign(True, reading.opened)


def _looking_away(observation: Observation, reading: Reading, memory: Memory, thresholds: Thresholds) -> Sign:
    if observation.face is None or reading.turned_deg is None or reading.nodded_deg is None:
        return UNKNOWN
    turned, yaw = reading.turned_deg, observation.face.head_pose.yaw_deg
    if abs(turned) > thresholds.yaw_deg and math.copysign(yaw, turned * yaw) > _IN_ITSELF * thresholds.yaw_deg:
        return Sign(True, abs(turned), _side(turned))
    if reading.nodded_deg > _PITCH_UP_DEG:
        return Sign(True, reading.nodded_deg, "up")
    if reading.iris_offset is None:
        return UNKNOWN if reading.eyes_closed else ABSENT
    x = reading.iris_offset[0]
    reach = memory.person.reach if memory.person else Reach()
    reached = reach.right if x > 0 else reach.left
    if abs(x) <= max(_AWAY * thresholds.gaze_shift, reached + _BEYOND_REACH):
        return ABSENT
    return Sign(True, abs(eyes_turned_deg((x, 0.0))[0]), _side(x))


def _looking_down(_observation: Observation, reading: Reading, _memory: Memory, thresholds: Thresholds) -> Sign:
    if reading.nodded_deg is None:
        return UNKNOWN
    if reading.nodded_deg < -thresholds.pitch_down_deg:
        return Sign(True, -reading.nodded_deg)
    if reading.opened is None:
        return ABSENT
    if reading.opened < thresholds.eye_closed_share:
        # Shut over a head that is lowered a little: asleep or looking down, which a look cannot tell apart.
        return Sign(True, -reading.nodded_deg) if reading.nodded_deg < _DOUBTFUL_NOD_DEG else UNKNOWN
    # Lids that stay lowered, but not closed, over a head held level: the eyes look down.
    return Sign(True, thresholds.pitch_down_deg) if reading.opened < BLINK_SHARE else ABSENT


def _excessive_movement(observation: Observation, reading: Reading, _memory: Memory, thresholds: Thresholds) -> Sign:
    moved = reading.movement
    if moved.face is None or observation.face is None:
        return UNKNOWN
    widths = moved.face / max(observation.face.width, 1e-6)
    return Sign(widths > scaled(thresholds.movement_face_widths, moved.over_ms), widths)


def _unusual_pupil_movement(
    _observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds
) -> Sign:
    wandered = reading.movement.iris_in_eye
    return UNKNOWN if wandered is None else Sign(wandered > _RESTLESS_IRIS, wandered)


def _talking(_observation: Observation, reading: Reading, _memory: Memory, thresholds: Thresholds) -> Sign:
    if reading.talking_score is None:
        return UNKNOWN
    return Sign(reading.talking_score >= thresholds.talking_score, reading.talking_score)


def _static_feed(observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds) -> Sign:
    # An empty room may well stay the same; that nobody is in it is another matter.
    if reading.problem or not observation.fingerprint or observation.face is None:
        return UNKNOWN
    lasted_s = 0.0 if reading.feed_for_ms is None else reading.feed_for_ms / 1000
    return Sign(reading.feed is not None, lasted_s, reading.feed or "", reading.feed_since_ms)


def _camera_blocked(_observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds) -> Sign:
    blocked = reading.problem is not None and reading.problem.reason in BLOCKED
    return Sign(blocked, 0.0, reading.problem.reason if blocked and reading.problem else "")


def _poor_picture(_observation: Observation, reading: Reading, _memory: Memory, _thresholds: Thresholds) -> Sign:
    poor = reading.problem is not None and reading.problem.reason not in BLOCKED
    return Sign(poor, 0.0, reading.problem.reason if poor and reading.problem else "")


def _side(value: float) -> str:
    return "right" if value > 0 else "left"


_Reader = Callable[[Observation, Reading, Memory, Thresholds], Sign]

_READERS: Final[Mapping[IncidentKind, _Reader]] = MappingProxyType(
    {
        IncidentKind.FACE_ABSENT: _face_absent,
        IncidentKind.MULTIPLE_FACES: _multiple_faces,
        IncidentKind.EYES_CLOSED: _eyes_closed,
        IncidentKind.LOOKING_AWAY: _looking_away,
        IncidentKind.LOOKING_DOWN: _looking_down,
        IncidentKind.EXCESSIVE_MOVEMENT: _excessive_movement,
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: _unusual_pupil_movement,
        IncidentKind.TALKING: _talking,
        IncidentKind.STATIC_FEED: _static_feed,
        IncidentKind.CAMERA_BLOCKED: _camera_blocked,
        IncidentKind.POOR_PICTURE: _poor_picture,
    }
)
