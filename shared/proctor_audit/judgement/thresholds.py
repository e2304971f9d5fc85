"""From where on a frame shows something, and below what it shows nothing."""

from __future__ import annotations

from proctor_audit.judgement.overlay import setting
from proctor_audit.values import dataclass


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The documented per-frame thresholds, those of the signs that incidents are made of, and the picture's limits.

    Attributes:
        eye_aspect_ratio: mean of both eyes below this: eyes closed, by the per-frame contract.
        pupil_straight: mean displacement of both irises, in image units, below this: ``straight``.
        pupil_unusual: above this: ``unusual``.
        face_movement: displacement of the face's centre, in image units, above this: anomaly.
        eye_closed_share: eyes opened to less than this share of the person's own open level count as closed.
        yaw_deg: a head turned further than this to either side looks away.
        gaze_shift: irises further than this from the person's own centre, in eye widths, look aside.
        pitch_down_deg: head or eyes lowered by more than this look down.
        movement_face_widths: a head that moves further than this, in widths of the face, moves much.
        talking_score: a mouth that moves as in speech with at least this score, 0..1, talks.
        brightness: mean luma below this is too dark to judge.
        overexposed: a larger share of the pixels burnt out is too bright to judge.
        contrast: standard deviation of the luma below this: the camera is covered or sees nothing.
        sharpness: below this the picture is blurred: webcams in focus lie above 0.4, a blur of 3 pixels at 0.20.
        presence: the landmark model's confidence below this: the face cannot be read.
        face_width: a face narrower than this share of the picture is too small to judge its eyes.
        cut_off: a larger share of the face beyond the picture's edge is too much to judge the rest.
    """

    eye_aspect_ratio: float = setting(0.18, 0.05, 0.35)
    pupil_straight: float = setting(0.002, 0.0, 0.1)
    pupil_unusual: float = setting(0.008, 0.0, 0.2)
    face_movement: float = setting(0.05, 0.005, 1.0)
    eye_closed_share: float = setting(0.55, 0.3, 0.9)
    yaw_deg: float = setting(30.0, 10.0, 80.0)
    gaze_shift: float = setting(0.06, 0.03, 0.3)
    pitch_down_deg: float = setting(18.0, 5.0, 60.0)
    movement_face_widths: float = setting(0.30, 0.05, 2.0)
    talking_score: float = setting(0.5, 0.1, 0.95)
    brightness: float = setting(0.10, 0.0, 0.5)
    overexposed: float = setting(0.35, 0.05, 1.0)
    contrast: float = setting(0.03, 0.0, 0.3)
    sharpness: float = setting(0.28, 0.0, 0.5)
    presence: float = setting(0.5, 0.0, 0.99)
    face_width: float = setting(0.08, 0.0, 0.5)
    cut_off: float = setting(0.25, 0.05, 0.9)
