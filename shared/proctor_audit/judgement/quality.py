"""Whether a picture is good enough to say anything about the candidate.

What is not good enough is ``uncertain``: it accuses nobody and tells the candidate what to do.
"""

from __future__ import annotations

from typing import Final, Literal

from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.observation import MainFace, Observation
from proctor_audit.values import dataclass

Reason = Literal["covered", "dark", "too_dark", "too_bright", "blurred", "unreadable", "too_far", "cut_off", "glare"]

BLOCKED: Final[frozenset[Reason]] = frozenset({"covered", "dark"})
"""The camera shows nothing at all: nobody could be seen in it."""

_BLACK: Final = 0.01
"""Contrast below which a dark picture is no room without light, but a covered lens."""
_GLARE: Final = 0.35
_EMPTY_ROOM: Final = 0.8


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a picture cannot be judged, and what the candidate can do about it."""

    reason: Reason
    guidance: str


COVERED: Final = Problem("covered", "The camera sees nothing. Please check that it is not covered.")
DARK: Final = Problem("dark", "The picture is black. Please check that the camera is not covered, and turn on a light.")
TOO_DARK: Final = Problem("too_dark", "It is too dark to see you well. Please turn on a light or face a window.")
TOO_BRIGHT: Final = Problem(
    "too_bright", "The picture is too bright to see you well. Please turn away from the window or dim the light."
)
BLURRED: Final = Problem(
    "blurred", "The picture is blurred. Please clean the camera's lens, or move until it is in focus."
)
UNREADABLE: Final = Problem(
    "unreadable", "Your face cannot be read clearly. Please check light and focus, and keep your face uncovered."
)
TOO_FAR: Final = Problem("too_far", "Your face is very small in the picture. Please move closer to the camera.")
CUT_OFF: Final = Problem("cut_off", "Part of your face is outside the picture. Please move to its middle.")
GLARE: Final = Problem(
    "glare", "A reflection hides your eyes. Please tilt your head or your screen, or move the light aside."
)


def problem(observation: Observation, thresholds: Thresholds) -> Problem | None:
    """What keeps the picture from being judged; None when it is good enough."""
    dark = observation.brightness < thresholds.brightness
    if observation.contrast < thresholds.contrast:
        if not dark:
            return COVERED
        return DARK if observation.contrast < _BLACK else TOO_DARK
    if dark:
        return TOO_DARK
    # A blurred or burnt-out face can vanish from a detector's sight and look like an empty chair. A room without
    # anybody lies behind the focus, though, and may be less sharp.
    if observation.sharpness < thresholds.sharpness * (1.0 if observation.faces else _EMPTY_ROOM):
        return BLURRED
    if not observation.faces:
        return TOO_BRIGHT if observation.overexposed > thresholds.overexposed else None
    if observation.face is None:
        return UNREADABLE
    return _problem_of_face(observation.face, thresholds)


def _problem_of_face(face: MainFace, thresholds: Thresholds) -> Problem | None:
    if face.overexposed > thresholds.overexposed:
        return TOO_BRIGHT
    if face.presence < thresholds.presence:
        return UNREADABLE
    if face.box.width < thresholds.face_width:
        return TOO_FAR
    if face.cut_off > thresholds.cut_off:
        return CUT_OFF
    return GLARE if face.glare > _GLARE else None
