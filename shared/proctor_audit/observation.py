"""What one frame showed: the value that ``vision`` makes and ``judgement`` reads.

All positions are normalised to the image: ``x`` from 0 at the left edge to 1 at the right, ``y`` from 0 at
the top to 1 at the bottom. Left and right are as the viewer sees the image. Angles are in degrees:
yaw > 0 when the face is turned toward the image's right edge, pitch > 0 up, roll > 0 clockwise in the image.
"""

from __future__ import annotations

import math
from typing import Literal

from proctor_audit.values import dataclass

Gaze = Literal["centre", "left", "right", "up", "down"]

Side = Literal["left", "right"]

Point = tuple[float, float]

Fingerprint = tuple[int, ...]
"""Eight numbers of 0..63, each from the whole picture; a slightly other picture changes them by a few, round the end.

The same picture encoded anew stays within ``SAME_PICTURE`` in all of them. A person who sits still does not for three
seconds, nor does a camera's own noise and exposure let them.
"""

SAME_PICTURE = 3

Grid = tuple[int, ...]
"""Mean luma of the upper 8 x 4 of the picture's 8 x 6 parts, row by row, in steps of four levels: 0..63."""


@dataclass(frozen=True, slots=True)
class Focus:
    """What vision should look for in the next frame, by what earlier frames showed.

    Attributes:
        search: look for people far from the camera, too; costs as much again as finding those near it.
        candidate: where the candidate's face was last, in image units; None when it is not known.
        other: where another face was a moment ago; what looks like one there, is one.
        sides: of the picture that a search looks at more closely, for faces of people farther away still.
        unless_like: the search is left out while the picture around the candidate looks like this: then nobody can have
            come since. Empty: it is not.
    """

    search: bool = True
    candidate: Point | None = None
    other: Point | None = None
    sides: tuple[Side, ...] = ("left", "right")
    unless_like: Grid = ()


@dataclass(frozen=True, slots=True)
class FaceBox:
    """One detected face: its bounding box, normalised to the image, and the detector's score in 0..1."""

    x: float
    y: float
    width: float
    height: float
    score: float

    @property
    def centre(self) -> Point:
        return (self.x + self.width / 2, self.y + self.height / 2)


@dataclass(frozen=True, slots=True)
class HeadPose:
    """Direction of the head, in degrees."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class MainFace:
    """What the landmarks of the candidate's face, the largest in view, say.

    Attributes:
        box: where it is.
        presence: the landmark model's own confidence that this is a face, 0..1.
        centre: mean of all landmarks; steadier than the box's centre.
        left_eye_aspect_ratio: of the eye on the image's left, measured in pixels.
        right_eye_aspect_ratio: of the eye on the image's right, measured in pixels.
        left_iris: centre of the iris on the image's left.
        right_iris: centre of the iris on the image's right.
        iris_shift: mean offset (x, y) of the irises from the middle of their eyes, in eye widths;
            x > 0 toward the image's right, y > 0 downward.
        head_pose: yaw, pitch and roll.
        mouth_open: gap between the inner lips over the mouth's width.
        mouth_area: area between the inner lips, over the square of the distance of the outer eye corners.
        width: of the face from side to side, in image widths; a turned head has the same.
        cut_off: share of the face that lies beyond the picture's edge, 0..1.
        glare: share of the eyes that is burnt out, as by a reflection on glasses, 0..1.
        eye_contrast: standard deviation of the luma within the eyes, 0..1; dark lenses have next to none.
        overexposed: share of the face that is burnt out, 0..1.
    """

    box: FaceBox
    presence: float
    centre: Point
    left_eye_aspect_ratio: float
    right_eye_aspect_ratio: float
    left_iris: Point
    right_iris: Point
    iris_shift: Point
    head_pose: HeadPose
    mouth_open: float
    mouth_area: float = 0.0
    width: float = 0.2
    cut_off: float = 0.0
    glare: float = 0.0
    eye_contrast: float = 0.15
    overexposed: float = 0.0

    @property
    def eye_aspect_ratio(self) -> float:
        """Mean of both eyes."""
        return (self.left_eye_aspect_ratio + self.right_eye_aspect_ratio) / 2


@dataclass(frozen=True, slots=True)
class Observation:
    """What one frame showed.

    Attributes:
        width_px: width of the decoded picture.
        height_px: height of the decoded picture.
        faces: every face found, largest first.
        face: the landmarks' reading of the largest one; None when there is no face, or when the
            landmark model does not take it for one.
        brightness: mean luma of the picture, 0..1.
        contrast: standard deviation of the luma, 0..1.
        sharpness: 0 (flat or smeared) .. 1 (crisp edges).
        overexposed: share of the picture that is burnt out, 0..1.
        fingerprint: what the picture looks like as a whole; see ``Fingerprint``. Empty when it is not known.
        searched: people far from the camera were looked for, too.
        grid: what the picture's parts look like; see ``Grid``. Empty when it is not known.

    Raises:
        ValueError: if a size is not positive or a level lies outside 0..1.
    """

    width_px: int
    height_px: int
    faces: tuple[FaceBox, ...]
    face: MainFace | None
    brightness: float
    contrast: float
    sharpness: float
    overexposed: float = 0.0
    fingerprint: Fingerprint = ()
    searched: bool = True
    grid: Grid = ()

    def __post_init__(self) -> None:
        if self.width_px <= 0 or self.height_px <= 0:
            raise ValueError(f"expected a positive picture size, got {self.width_px}x{self.height_px}")
        for name in ("brightness", "contrast", "sharpness", "overexposed"):
            level: float = getattr(self, name)
            if not (math.isfinite(level) and 0.0 <= level <= 1.0):
                raise ValueError(f"expected {name} in 0..1, got {level}")
        if self.face is not None and not self.faces:
            raise ValueError("expected at least one face box next to a main face, got none")
