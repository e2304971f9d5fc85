"""Who is in the picture, where, and what the head does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

Thing = Literal["spectacles", "sunglasses", "mask", "hand"]


class Worn(NamedTuple):
    """Something before the face.

    Attributes:
        thing: that it is; ``hand`` lies over the mouth.
        on: 0 about to come .. 1 in its place.
        glare: of spectacles: 0 clear .. 1 nothing but a reflection to be seen in them.
    """

    thing: Thing
    on: float = 1.0
    glare: float = 0.0


@dataclass(frozen=True, slots=True)
class Person:
    """Where a person is and what the head does.

    Attributes:
        x: centre of the face, as a share of the picture's width; beyond 0..1 is out of the picture.
        y: centre of the face, as a share of the picture's height.
        face_width: as a share of the picture's width.
        yaw_deg: > 0 toward the image's right edge; as ``FaceEngine`` reads it, within 6° up to 30°.
        pitch_deg: > 0 up, from the pose in the photograph.
        roll_deg: > 0 clockwise in the image, from the pose in the photograph.
        eye_closure: 0 open .. 1 shut.
        gaze_aside: of the irises, in eye widths; > 0 toward the image's right.
        gaze_down: of the irises, in eye widths as drawn; the lids follow them down.
        mouth_gap: between the lips, more than in the photographed smile, in mouth widths; -0.15 closed .. 0.5 a yawn.
        complexion: 0 as photographed .. 1 very dark skin.
        wears: from the face outward.
    """

    x: float
    y: float
    face_width: float
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    eye_closure: float = 0.0
    gaze_aside: float = 0.0
    gaze_down: float = 0.0
    mouth_gap: float = 0.0
    complexion: float = 0.0
    wears: tuple[Worn, ...] = ()
