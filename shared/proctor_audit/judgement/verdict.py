"""The documented per-frame verdict: thresholds on one frame and its movement, nothing over time."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from proctor_audit.judgement.kinds import IncidentKind
from proctor_audit.judgement.movement import Movement
from proctor_audit.judgement.policy import Policy, Thresholds
from proctor_audit.judgement.quality import guidance
from proctor_audit.observation import Observation

Status = Literal["clear", "uncertain", "anomaly"]
PupilMovementStatus = Literal["straight", "normal", "unusual", "unknown"]

# Lowering the gaze lowers the upper lids: below this pitch narrow eyes are no sign of closed ones.
_LOOKING_DOWN_DEG = -20.0
# An iris that wanders within the eye by this share of the eye's width between two looks is on the move;
# honest people's 99th percentile lies near 0.05, clear looks to a side at 0.1 and more.
_RESTLESS_IRIS = 0.10
_USUAL_INTERVAL_MS = 600


@dataclass(frozen=True, slots=True)
class FrameVerdict:
    """What one frame shows by the documented thresholds.

    Attributes:
        status: ``uncertain`` when the picture cannot be judged; then nothing is an anomaly.
        anomalies: kinds whose per-frame threshold is passed.
        pupil_movement_status: ``unknown`` when there is no earlier frame to compare with.
        movement: the measures behind it.
        guidance: what the candidate should mend, if anything.
        signs: for each kind that is watched: this frame shows it, does not, or cannot tell (None).
        late: the frame was overtaken by a newer one, or repeated: judged by itself, and changed nothing.
    """

    status: Status
    anomalies: tuple[IncidentKind, ...]
    pupil_movement_status: PupilMovementStatus
    movement: Movement
    guidance: str | None
    signs: dict[IncidentKind, bool | None]
    late: bool = False

    @property
    def anomaly(self) -> bool:
        return self.status == "anomaly"


def frame_verdict(observation: Observation, movement: Movement, policy: Policy, *, late: bool = False) -> FrameVerdict:
    """Judge one frame by the per-frame thresholds."""
    thresholds = policy.thresholds
    advice = guidance(observation, thresholds)
    if advice is not None:
        unknown: dict[IncidentKind, bool | None] = dict.fromkeys(_SIGNS, None)
        return FrameVerdict("uncertain", (), "unknown", Movement(), advice, unknown, late)
    pupil_status = _pupil_status(movement.pupil, thresholds)
    found = {
        IncidentKind.FACE_ABSENT: not observation.faces,
        IncidentKind.MULTIPLE_FACES: len(observation.faces) > 1,
        IncidentKind.EYES_CLOSED: (
            observation.face is not None and observation.face.eye_aspect_ratio < thresholds.eye_aspect_ratio
        ),
        IncidentKind.UNUSUAL_PUPIL_MOVEMENT: pupil_status == "unusual",
        IncidentKind.EXCESSIVE_MOVEMENT: movement.face is not None and movement.face > thresholds.face_movement,
    }
    anomalies = tuple(kind for kind, seen in found.items() if seen and policy.watches(kind))
    signs = {kind: sign(observation, movement, thresholds) for kind, sign in _SIGNS.items()}
    return FrameVerdict("anomaly" if anomalies else "clear", anomalies, pupil_status, movement, None, signs, late)


def _pupil_status(displacement: float | None, thresholds: Thresholds) -> PupilMovementStatus:
    if displacement is None:
        return "unknown"
    if displacement < thresholds.pupil_straight:
        return "straight"
    return "normal" if displacement <= thresholds.pupil_unusual else "unusual"


def _face_absent(observation: Observation, _movement: Movement, _thresholds: Thresholds) -> bool | None:
    return not observation.faces


def _multiple_faces(observation: Observation, _movement: Movement, _thresholds: Thresholds) -> bool | None:
    return len(observation.faces) > 1


def _eyes_closed(observation: Observation, _movement: Movement, thresholds: Thresholds) -> bool | None:
    face = observation.face
    if face is None or abs(face.head_pose.yaw_deg) > thresholds.yaw_deg:
        return None
    if face.eye_aspect_ratio >= thresholds.eye_aspect_ratio:
        return False
    return None if face.head_pose.pitch_deg < _LOOKING_DOWN_DEG else True


def _looking_away(observation: Observation, _movement: Movement, thresholds: Thresholds) -> bool | None:
    return None if observation.face is None else abs(observation.face.head_pose.yaw_deg) > thresholds.yaw_deg


def _excessive_movement(_observation: Observation, movement: Movement, thresholds: Thresholds) -> bool | None:
    if movement.face is None:
        return None
    # Who sways gets further in two seconds than in half of one, as a random walk does: with the root of the time.
    return movement.face > thresholds.face_movement * math.sqrt(max(1.0, movement.over_ms / _USUAL_INTERVAL_MS))


def _unusual_pupil_movement(_observation: Observation, movement: Movement, _thresholds: Thresholds) -> bool | None:
    return None if movement.iris_in_eye is None else movement.iris_in_eye > _RESTLESS_IRIS


_SIGNS = {
    IncidentKind.FACE_ABSENT: _face_absent,
    IncidentKind.MULTIPLE_FACES: _multiple_faces,
    IncidentKind.EYES_CLOSED: _eyes_closed,
    IncidentKind.LOOKING_AWAY: _looking_away,
    IncidentKind.EXCESSIVE_MOVEMENT: _excessive_movement,
    IncidentKind.UNUSUAL_PUPIL_MOVEMENT: _unusual_pupil_movement,
}
