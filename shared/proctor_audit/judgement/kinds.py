"""The kinds of incident that camera frames and the browser can lead to, and the gap between frames."""

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
    TAB_HIDDEN = "tab_hidden"
    WINDOW_BLURRED = "window_blurred"
    FULLSCREEN_LEFT = "fullscreen_left"
    CLIPBOARD = "clipboard"
    SECOND_SCREEN = "second_screen"
    CAMERA_CHANGED = "camera_changed"
    VIRTUAL_CAMERA = "virtual_camera"
    DEVTOOLS_OPENED = "devtools_opened"


BROWSER_KINDS = (
    IncidentKind.TAB_HIDDEN,
    IncidentKind.WINDOW_BLURRED,
    IncidentKind.FULLSCREEN_LEFT,
    IncidentKind.CLIPBOARD,
    IncidentKind.SECOND_SCREEN,
    IncidentKind.CAMERA_CHANGED,
    IncidentKind.VIRTUAL_CAMERA,
    IncidentKind.DEVTOOLS_OPENED,
)
"""Kinds that the browser tells of."""

DETECTED_KINDS = tuple(
    kind for kind in IncidentKind if kind not in BROWSER_KINDS and kind is not IncidentKind.MONITORING_GAP
)
"""Kinds that are confirmed from frames; a gap is the lack of them."""

NOTES = frozenset({IncidentKind.POOR_PICTURE, IncidentKind.MONITORING_GAP})
"""Kinds that a report tells beside the incidents: they say what could not be seen, and nothing of the candidate."""

DETAILS = (
    *("", "left", "right", "up"),
    *("frozen", "loop", "photograph"),
    *("covered", "dark", "too_dark", "too_bright", "blurred", "unreadable", "too_far", "cut_off", "glare"),
    *("copy", "cut", "paste"),
    *("ended", "muted", "switched", "virtual"),
    *("hidden", "page_left"),
)
"""What of its kind an incident can be; see ``Incident.detail``."""

DIRECTIONS = frozenset({"left", "right", "up"})
"""Details that exclude each other: who reads to and fro looks away to neither side."""
