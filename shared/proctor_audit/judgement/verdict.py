"""The documented per-frame verdict: thresholds on one frame and its movement, nothing over time."""

from __future__ import annotations

from typing import Literal

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.memory import Reading
from proctor_audit.judgement.movement import Movement
from proctor_audit.judgement.policy import Policy
from proctor_audit.judgement.signs import eyes_turned_deg, scaled
from proctor_audit.judgement.thresholds import Thresholds
from proctor_audit.observation import Gaze, Observation, Point
from proctor_audit.values import dataclass

Status = Literal["clear", "uncertain", "anomaly"]
PupilMovementStatus = Literal["straight", "normal", "unusual", "unknown"]


@dataclass(frozen=True, slots=True)
class FrameVerdict:
    """What one frame shows by the documented thresholds.

    Attributes:
        status: ``uncertain`` when the picture cannot be judged; then nothing is an anomaly.
        anomalies: kinds whose per-frame threshold is passed.
        pupil_movement_status: ``unknown`` when there is no earlier frame to compare with, or the eyes close.
        movement: the measures behind it.
        guidance: what the candidate should mend, if anything.
        gaze: where the eyes look, against where they usually do; None when they cannot be read.
        gaze_deg: by about how much they are turned from there, to the image's right and down.
        eyes_closed: closing or closed, against how far they are usually open; None when they cannot be read.
        talking: the mouth moves as in speech; None when there is nothing to compare with.
        talking_score: how much so, 0..1.
        late: the frame was overtaken by a newer one, or repeated: judged by itself, and changed nothing.
    """

    status: Status
    anomalies: tuple[IncidentKind, ...] = ()
    pupil_movement_status: PupilMovementStatus = "unknown"
    movement: Movement = Movement()
    guidance: str | None = None
    gaze: Gaze | None = None
    gaze_deg: Point | None = None
    eyes_closed: bool | None = None
    talking: bool | None = None
    talking_score: float | None = None
    late: bool = False

    @property
    def anomaly(self) -> bool:
        return self.status == "anomaly"


def frame_verdict(observation: Observation, reading: Reading, policy: Policy, *, late: bool = False) -> FrameVerdict:
    """Judge one frame by the per-frame thresholds."""
    if reading.problem is not None:
        return FrameVerdict("uncertain", guidance=reading.problem.guidance, late=late)
    thresholds, moved = policy.thresholds, reading.movement
    face = observation.face
    pupil_status = _pupil_status(moved, thresholds)
    found = {
        IncidentKind.FACE_ABSENT: not observation.faces,
        IncidentKind.MULTIPLE_FACES: len(observation.faces) > 1,
        # Who has narrow eyes does not have them closed all the time.
        IncidentKind.EYES_CLOSED: (
            face is not None and face.eye_aspect_ratio < thresholds.eye_aspect_ratio and reading.eyes_closed is True
        ),
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: pupil_status == "unusual",
        IncidentKind.EXCESSIVE_MOVEMENT: moved.face is not None and moved.face > thresholds.face_movement,
    }
    anomalies = tuple(kind for kind, seen in found.items() if seen and policy.watches(kind))
    score = reading.talking_score
    return FrameVerdict(
        status="anomaly" if anomalies else "clear",
        anomalies=anomalies,
        pupil_movement_status=pupil_status,
        movement=moved,
        gaze=reading.gaze,
        gaze_deg=None if reading.iris_offset is None else eyes_turned_deg(reading.iris_offset),
        eyes_closed=reading.eyes_closed,
        talking=None if score is None else score >= thresholds.talking_score,
        talking_score=score,
        late=late,
    )


def _pupil_status(moved: Movement, thresholds: Thresholds) -> PupilMovementStatus:
    if moved.pupil is None:
        return "unknown"
    if moved.pupil < thresholds.pupil_straight:
        return "straight"
    return "normal" if moved.pupil <= scaled(thresholds.pupil_unusual, moved.over_ms) else "unusual"
