"""What a report says in words: what was seen, never what a person did."""

from __future__ import annotations

from collections.abc import Mapping

from proctor_audit.judgement.earlier import seconds_before
from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import NOTES, IncidentKind
from proctor_audit.judgement.score import Contribution, Score

TITLES = {
    IncidentKind.FACE_ABSENT: "Nobody in view",
    IncidentKind.MULTIPLE_FACES: "More than one face",
    IncidentKind.EYES_CLOSED: "Eyes closed",
    IncidentKind.LOOKING_AWAY: "Looking away",
    IncidentKind.LOOKING_DOWN: "Looking down",
    IncidentKind.EXCESSIVE_MOVEMENT: "Restless movement",
    IncidentKind.UNUSUAL_PUPIL_MOVEMENT: "Restless eyes",
    IncidentKind.TALKING: "Mouth moving as in speech",
    IncidentKind.STATIC_FEED: "Still or repeated picture",
    IncidentKind.CAMERA_BLOCKED: "Camera sees nothing",
    IncidentKind.POOR_PICTURE: "Picture that could not be judged",
    IncidentKind.MONITORING_GAP: "No frames",
    IncidentKind.TAB_HIDDEN: "Exam's tab hidden",
    IncidentKind.WINDOW_BLURRED: "Exam's window without focus",
    IncidentKind.FULLSCREEN_LEFT: "Full screen left",
    IncidentKind.CLIPBOARD: "Clipboard used",
    IncidentKind.SECOND_SCREEN: "Second screen",
    IncidentKind.CAMERA_CHANGED: "Camera changed",
    IncidentKind.VIRTUAL_CAMERA: "Virtual camera",
    IncidentKind.DEVTOOLS_OPENED: "Developer tools perhaps open",
}

_ROLES = {"first": "First sign", "confirmed": "Confirmed", "last": "Last"}

PICTURE_TITLES = {
    "too_dark": "Too dark to judge",
    "too_bright": "Too bright to judge",
    "blurred": "Blurred",
    "too_far": "Face too small to judge",
    "cut_off": "Face cut off by the picture's edge",
    "glare": "Glare on glasses",
    "unreadable": "Face that could not be read",
}
"""Why a picture could not be judged, by the detail of a ``poor_picture``."""

_CLAUSES: Mapping[IncidentKind, Mapping[str, str]] = {
    IncidentKind.FACE_ABSENT: {"": "no face in view"},
    IncidentKind.MULTIPLE_FACES: {"": "{peak:.0f} faces in view"},
    IncidentKind.EYES_CLOSED: {"": "eyes down to {peak:.0%} of their usual opening"},
    IncidentKind.LOOKING_AWAY: {
        "": "looked away, by up to {peak:.0f}°",
        "left": "looked to the left, by up to {peak:.0f}°",
        "right": "looked to the right, by up to {peak:.0f}°",
        "up": "looked up, by up to {peak:.0f}°",
    },
    IncidentKind.LOOKING_DOWN: {"": "looked down, by up to {peak:.0f}°"},
    IncidentKind.EXCESSIVE_MOVEMENT: {"": "head moved by up to {peak:.1f} face widths at once"},
    IncidentKind.UNUSUAL_PUPIL_MOVEMENT: {"": "irises moved by up to {peak:.0%} of the eye's width at once"},
    IncidentKind.TALKING: {"": "mouth moved as in speech, likeness up to {peak:.0%}"},
    IncidentKind.STATIC_FEED: {
        "": "a picture that stood still for {peak:.0f} s",
        "frozen": "the same picture for {peak:.0f} s",
        "loop": "the same seconds played again for {peak:.0f} s",
        "photograph": "a face without blink or movement for {peak:.0f} s",
    },
    IncidentKind.CAMERA_BLOCKED: {
        "": "the camera saw nothing",
        "covered": "the camera was covered or saw nothing",
        "dark": "the picture was dark",
    },
    IncidentKind.POOR_PICTURE: {"": "the picture could not be judged"},
    IncidentKind.MONITORING_GAP: {
        "": "no frames arrived",
        "hidden": "no frames arrived while the exam's tab was hidden",
    },
    IncidentKind.TAB_HIDDEN: {
        "": "the exam's tab was hidden for {lasted}",
        "page_left": "the exam's page was left for {lasted}",
    },
    IncidentKind.WINDOW_BLURRED: {"": "another window had the focus for {lasted}"},
    IncidentKind.FULLSCREEN_LEFT: {"": "the exam was not in full screen for {lasted}"},
    IncidentKind.CLIPBOARD: {
        "": "the clipboard was used",
        "copy": "something was copied",
        "cut": "something was cut",
        "paste": "something was pasted",
    },
    IncidentKind.SECOND_SCREEN: {"": "a second screen was connected for {lasted}"},
    IncidentKind.CAMERA_CHANGED: {
        "": "the camera changed",
        "ended": "the camera was gone for {lasted}",
        "muted": "the camera sent no picture for {lasted}",
        "switched": "another camera was chosen",
    },
    IncidentKind.VIRTUAL_CAMERA: {"": "the camera had the name of a virtual one for {lasted}"},
    IncidentKind.DEVTOOLS_OPENED: {"": "the window's size was as with developer tools open for {lasted}"},
}
"""What an incident showed at its most, by its kind and detail; under no detail, what holds for any other."""

_URGENCY = ((60, "Look here first"), (30, "Worth a look"), (10, "Worth a glance"), (0, "Little to see"))
"""What a score says at least so high."""

_MINUTES_FROM_S = 120


def evidence_title(role: str) -> str:
    """What an evidence picture is called by its role."""
    seconds = seconds_before(role)
    return _ROLES.get(role, role) if seconds is None else f"{seconds} s before"


def detail(incident: Incident) -> str:
    """One clause on what the incident showed at its most."""
    clauses = _CLAUSES[incident.kind]
    return clauses.get(incident.detail, clauses[""]).format(peak=incident.peak, lasted=_lasting(incident.duration_s))


def picture_title(reason: str) -> str:
    """Why a picture could not be judged."""
    return PICTURE_TITLES.get(reason, TITLES[IncidentKind.POOR_PICTURE])


def summary(score: Score, frames: int, uncertain_frames: int) -> str:
    """One sentence that tells a reviewer whether and where to look."""
    seen = [part for part in score.contributions if part.kind not in NOTES]
    if frames == 0:
        return (
            f"{_urgency(score.value)}: {_most(seen)}; no frame has been judged."
            if seen
            else "No frame has been judged."
        )
    clauses = [f"{_urgency(score.value)}: {_most(seen)}" if seen else "Nothing was confirmed"]
    clauses += [
        f"no frames for {_lasting(part.duration_s)}"
        for part in score.contributions
        if part.kind is IncidentKind.MONITORING_GAP
    ]
    if uncertain_frames * 10 >= frames:
        clauses.append(f"{uncertain_frames / frames:.0%} of the frames could not be judged")
    return f"{'; '.join(clauses)}."


def _most(seen: list[Contribution]) -> str:
    """What adds most, and how much there is besides."""
    most = seen[0]
    times = "once" if most.incidents == 1 else f"{most.incidents} times"
    words = f"{_continued(TITLES[most.kind])} {times}, {_lasting(most.duration_s)} in all"
    others = len(seen) - 1
    return f"{words}, and {others} other kind{'s' if others > 1 else ''} of incident" if others else words


def _urgency(score: int) -> str:
    return next(words for least, words in _URGENCY if score >= least)


def _lasting(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < _MINUTES_FROM_S else f"{seconds / 60:.0f} min"


def _continued(words: str) -> str:
    """The words as they go on within a sentence."""
    return words[0].lower() + words[1:]
