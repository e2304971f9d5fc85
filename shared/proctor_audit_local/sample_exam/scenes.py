"""From the description of a moment to its picture: the same scene always gives the same pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.portrait import Portrait
from proctor_audit_local.sample_exam.room import room

WIDTH_PX: Final = 320
HEIGHT_PX: Final = 240
_GRAIN_SIGMA: Final = 1.3
_GRAIN_TILE_PX: Final = 512


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
    """

    x: float
    y: float
    face_width: float
    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    eye_closure: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that one picture shows.

    Attributes:
        people: from back to front; the last one is the candidate when somebody else is there too.
        light: 1 a lit room .. 0 black.
        grain: which of the sensor's noise patterns lies over the picture.
        guest: index in ``people`` of the one who is somebody else: mirrored, in a blue suit, out of focus.
    """

    people: tuple[Person, ...]
    light: float = 1.0
    grain: int = 0
    guest: int | None = None


class Stage:
    """Draws scenes. Holds pictures only; no scene leaves a trace in the next one.

    Args:
        width_px: of the pictures drawn.
        height_px: of the pictures drawn.
    """

    def __init__(self, width_px: int = WIDTH_PX, height_px: int = HEIGHT_PX) -> None:
        self._size = (width_px, height_px)
        self._room = room(width_px, height_px)
        self._candidate = Portrait.load()
        self._guest = self._candidate.disguised()
        tile = (_GRAIN_TILE_PX + height_px, _GRAIN_TILE_PX + width_px, 1)
        noise = np.random.default_rng(0).normal(0.0, _GRAIN_SIGMA, tile)
        self._noise = np.rint(noise).astype(np.int16)

    def draw(self, scene: Scene) -> Picture:
        """The picture of a scene, (height, width, 3) RGB."""
        picture = self._room
        for index, person in enumerate(scene.people):
            portrait = self._guest if index == scene.guest else self._candidate
            picture = self._with(picture, portrait, person)
        if scene.light != 1.0:
            picture = np.asarray(cv2.convertScaleAbs(picture, alpha=scene.light), np.uint8)
        return self._with_grain(picture, scene.grain)

    def _with(self, picture: Picture, portrait: Portrait, person: Person) -> Picture:
        width, height = self._size
        scale = person.face_width * width / portrait.face_width_px
        placed = cv2.getRotationMatrix2D(portrait.face_centre_px, -person.roll_deg, scale)
        centre_x, centre_y = portrait.face_centre_px
        placed[0, 2] += person.x * width - centre_x
        placed[1, 2] += person.y * height - centre_y
        posed = portrait.posed(person.yaw_deg, person.pitch_deg, person.eye_closure)
        figure = cv2.warpAffine(posed, placed, self._size, flags=cv2.INTER_LINEAR)
        uncovered = cv2.multiply(picture, cv2.merge([255 - figure[:, :, 3]] * 3), scale=1 / 255)
        return np.asarray(cv2.add(uncovered, figure[:, :, :3]), np.uint8)

    def _with_grain(self, picture: Picture, grain: int) -> Picture:
        width, height = self._size
        left, top = np.random.default_rng(grain).integers(0, _GRAIN_TILE_PX, 2)
        noise = self._noise[top : top + height, left : left + width]
        return np.clip(picture.astype(np.int16) + noise, 0, 255).astype(np.uint8)
