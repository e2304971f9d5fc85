"""The kinds of incident that camera frames can lead to, and the gap between them."""

from __future__ import annotations

from enum import StrEnum


class IncidentKind(StrEnum):
    """Names as they stand in messages, reports and the database."""

    FACE_ABSENT = "face_absent"
    MULTIPLE_FACES = "multiple_faces"
    EYES_CLOSED = "eyes_closed"
    LOOKING_AWAY = "looking_away"
    EXCESSIVE_MOVEMENT = "excessive_movement"
    UNUSUAL_PUPIL_MOVEMENT = "unusual_pupil_movement"
    MONITORING_GAP = "monitoring_gap"


DETECTED_KINDS = tuple(kind for kind in IncidentKind if kind is not IncidentKind.MONITORING_GAP)
"""Kinds that are confirmed from frames; a gap is the lack of them."""
