"""What a report says in words: what was seen, never what a person did."""

from __future__ import annotations

from collections.abc import Sequence

from proctor_audit.judgement.incident import Incident
from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.score import Contribution

TITLES = {
    IncidentKind.FACE_ABSENT: "Nobody in view",
    IncidentKind.MULTIPLE_FACES: "More than one face",
    IncidentKind.EYES_CLOSED: "Eyes closed",
    IncidentKind.LOOKING_AWAY: "Head turned away",
    IncidentKind.EXCESSIVE_MOVEMENT: "Restless movement",
    IncidentKind.UNUSUAL_PUPIL_MOVEMENT: "Restless eyes",
    IncidentKind.MONITORING_GAP: "No frames",
}


def detail(incident: Incident) -> str:
    """One clause on what the incident showed at its most."""
    match incident.kind:
        case IncidentKind.FACE_ABSENT:
            return "no face in view"
        case IncidentKind.MULTIPLE_FACES:
            return f"{incident.peak:.0f} faces in view"
        case IncidentKind.EYES_CLOSED:
            return f"eye aspect ratio down to {incident.peak:.2f}"
        case IncidentKind.LOOKING_AWAY:
            return f"head turned up to {incident.peak:.0f}°"
        case IncidentKind.EXCESSIVE_MOVEMENT:
            return f"face moved up to {incident.peak:.0%} of the picture at once"
        case IncidentKind.UNUSUAL_PUPIL_MOVEMENT:
            return f"irises moved up to {incident.peak:.0%} of the eye's width at once"
        case IncidentKind.MONITORING_GAP:
            return "no frames arrived"


def summary(parts: Sequence[Contribution], frames: int, uncertain_frames: int) -> str:
    """One sentence that tells a reviewer whether and where to look."""
    if frames == 0:
        return "No frame has been judged."
    seen = [part for part in parts if part.kind is not IncidentKind.MONITORING_GAP]
    if not seen:
        sentence = "Nothing was confirmed"
    else:
        most = seen[0]
        times = "once" if most.incidents == 1 else f"{most.incidents} times"
        sentence = f"{TITLES[most.kind]} {times}, {most.duration_s:.0f} s in all"
        others = len(seen) - 1
        if others:
            sentence += f", and {others} other kind{'s' if others > 1 else ''} of incident"
    if uncertain_frames * 10 >= frames:
        sentence += f"; {uncertain_frames / frames:.0%} of the frames could not be judged"
    return f"{sentence}."
