"""Whether a picture is good enough to say anything about the candidate.

What is not good enough is ``uncertain``: it accuses nobody and tells the candidate what to do.
"""

from __future__ import annotations

from proctor_audit.judgement.policy import Thresholds
from proctor_audit.observation import Observation

TOO_DARK = "It is too dark to see you well. Please turn on a light or face a window."
COVERED = "The camera sees nothing. Please check that it is not covered."
BLURRED = "The picture is blurred. Please clean the camera's lens, or move until it is in focus."
UNREADABLE = "Your face cannot be read clearly. Please check light and focus, and keep your face uncovered."
TOO_FAR = "Your face is very small in the picture. Please move closer to the camera."


def guidance(observation: Observation, thresholds: Thresholds) -> str | None:
    """What the candidate should mend so that the picture can be judged; None when it is good enough."""
    if observation.contrast < thresholds.contrast:
        return TOO_DARK if observation.brightness < thresholds.brightness else COVERED
    if observation.brightness < thresholds.brightness:
        return TOO_DARK
    # A blurred face can vanish from a detector's sight and look like an empty chair.
    if observation.sharpness < thresholds.sharpness:
        return BLURRED
    if observation.faces and observation.face is None:
        return UNREADABLE
    if observation.face is not None:
        if observation.face.presence < thresholds.presence:
            return UNREADABLE
        if observation.face.box.width < thresholds.face_width:
            return TOO_FAR
    return None
