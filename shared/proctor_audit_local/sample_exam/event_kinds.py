"""The kinds of things that can happen in an exam, how long each takes to come, and how strong it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

EventKind = Literal[
    # named as the incident that they should lead to
    "face_absent",
    "multiple_faces",
    "eyes_closed",
    "looking_away",
    "looking_down",
    "excessive_movement",
    "static_feed",
    "talking",
    # eyes alone: should lead to looking_away and looking_down
    "gaze_aside",
    "gaze_down",
    # other feeds that are not live: should lead to static_feed
    "loop",
    "photograph",
    # pictures that cannot be judged
    "dark",
    "overexposed",
    "covered",
    "blurred",
    "glare",
    "cut_off",
    # honest: should lead to nothing
    "yawn",
    "glasses",
    "sunglasses",
    "mask",
    "hand_over_mouth",
    "seat_change",
    "light_change",
    # faces that are nobody's
    "poster",
    "phone_face",
]


class _Course(NamedTuple):
    """Seconds that a kind takes to come and to go, and its level when an event does not say."""

    ramp_s: float
    level: float


_COURSES: Final[Mapping[EventKind, _Course]] = MappingProxyType(
    {
        "face_absent": _Course(1.2, 1.0),
        "multiple_faces": _Course(1.0, 0.165),
        "eyes_closed": _Course(0.3, 1.0),
        "looking_away": _Course(0.7, 44.0),
        "looking_down": _Course(0.7, -25.0),
        "excessive_movement": _Course(0.6, 0.11),
        "static_feed": _Course(0.0, 1.0),
        "talking": _Course(0.3, 1.0),
        "gaze_aside": _Course(0.2, 0.16),
        "gaze_down": _Course(0.3, 0.2),
        "loop": _Course(0.0, 6.0),
        "photograph": _Course(0.8, 0.006),
        "dark": _Course(0.4, 0.08),
        "overexposed": _Course(0.4, 3.0),
        "covered": _Course(0.3, 0.1),
        "blurred": _Course(0.6, 5.0),
        "glare": _Course(0.8, 1.0),
        "cut_off": _Course(1.0, 0.98),
        "yawn": _Course(1.2, 0.5),
        "glasses": _Course(0.8, 1.0),
        "sunglasses": _Course(0.8, 1.0),
        "mask": _Course(0.8, 1.0),
        "hand_over_mouth": _Course(0.6, 1.0),
        "seat_change": _Course(0.0, 0.62),
        "light_change": _Course(0.0, 0.55),
        "poster": _Course(0.0, 0.165),
        "phone_face": _Course(0.8, 0.10),
    }
)

RAMP_S: Final[Mapping[EventKind, float]] = MappingProxyType({kind: course.ramp_s for kind, course in _COURSES.items()})
"""Seconds that each kind takes to come, before its start, and to go, after its end."""

LEVEL: Final[Mapping[EventKind, float]] = MappingProxyType({kind: course.level for kind, course in _COURSES.items()})
"""How strong each kind is when an event does not say."""

LASTING: Final[frozenset[EventKind]] = frozenset({"seat_change", "light_change"})
"""Kinds that come between their start and their end, and stay for the rest of the exam."""

REPLAYED: Final[frozenset[EventKind]] = frozenset({"static_feed", "loop"})
"""Kinds in which the camera's picture is not live."""
