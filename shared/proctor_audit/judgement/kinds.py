"""The kinds of incident that camera frames can lead to, and the gap between them."""

from __future__ import annotations

from enum import StrEnum


class IncidentKind(StrEnum):
    """Names as they stand in messages, reports and the database."""

    FACE_ABSENT = "face_absent"
    MULTIPLE_FACES = "multiple_faces"
    EYES_CLOSED = "eyes_closed"
    LOOKING_AWAY = "looking_away"
    LOOKING_DOWN = "looking_down"
    EXCESSIVE_MOVEMENT = "excessive_movement"
    UNUSUAL_PUPIL_MOVEMENT = "unusual_pupil_movement"
    TALKING = "talking"
    STATIC_FEED = "static_feed"
    CAMERA_BLOCKED = "camera_blocked"
    POOR_PICTURE = "poor_picture"
    MONITORING_GAP = "monitoring_gap"


DETECTED_KINDS = tuple(kind for kind in IncidentKind if kind is not IncidentKind.MONITORING_GAP)
"""Kinds that are confirmed from frames; a gap is the lack of them."""

NOTES = frozenset({IncidentKind.POOR_PICTURE, IncidentKind.MONITORING_GAP})
"""Kinds that a report tells beside the incidents: they say what could not be seen, and nothing of the candidate."""

DETAILS = (
    *("", "left", "right", "up"),
    *("frozen", "loop", "photograph"),
    *("covered", "dark", "too_dark", "too_bright", "blurred", "unreadable", "too_far", "cut_off", "glare"),
)
"""What of its kind an incident can be; see ``Incident.detail``."""

DIRECTIONS = frozenset({"left", "right", "up"})
"""Details that exclude each other: who reads to and fro looks away to neither side."""
