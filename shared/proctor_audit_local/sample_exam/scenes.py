"""From the description of a moment to its picture: the same scene always gives the same pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from proctor_audit_local.sample_exam.flat import FlatFace, phone_of, poster_of
from proctor_audit_local.sample_exam.lens import CLEAR, Lens
from proctor_audit_local.sample_exam.person import Person
from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.portrait import Portrait
from proctor_audit_local.sample_exam.room import room

WIDTH_PX: Final = 320
HEIGHT_PX: Final = 240
_GRAIN_SIGMA: Final = 1.3
_GRAIN_TILE_PX: Final = 512
_RECODING_SIGMA: Final = 0.3
_PRINT_SIZE: Final = 1.07
"""A print held up reaches a little beyond the picture, so that no movement shows its edge."""
_PRINT_WHITE, _PRINT_BLACK = 0.91, 13


@dataclass(frozen=True, slots=True)
class Print:
    """A photograph of a scene, held before the camera.

    Attributes:
        scene: that it shows.
        x: how far it is moved to the right, as a share of the picture's width.
        y: how far down, as a share of the picture's height; 1 is out of the picture.
        roll_deg: > 0 clockwise.
    """

    scene: Scene
    x: float = 0.0
    y: float = 0.0
    roll_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that one picture shows.

    Attributes:
        people: from back to front; the last one is the candidate when somebody else is there too.
        light: 1 a lit room .. 0 black; above 1 too much of it.
        grain: which of the sensor's noise patterns lies over the picture.
        guest: index in ``people`` of the one who is somebody else: mirrored, in a blue suit, out of focus.
        poster: where on the wall a face hangs that is nobody's.
        phone: where one is held up on a phone.
        print: a photograph before all of that.
        lens: what it does to the picture.
        recoding: which pattern of slight errors, as a video coder makes them anew in every frame, lies over the
            picture; None for no such errors.
    """

    people: tuple[Person, ...]
    light: float = 1.0
    grain: int = 0
    guest: int | None = None
    poster: Person | None = None
    phone: Person | None = None
    print: Print | None = None
    lens: Lens = CLEAR
    recoding: int | None = None


class Stage:
    """Draws scenes. Holds pictures only; no scene leaves a trace in the next one.

    Args:
        width_px: of the pictures drawn.
        height_px: of the pictures drawn.
    """

    def __init__(self, width_px: int = WIDTH_PX, height_px: int = HEIGHT_PX) -> None:
        self._size = (width_px, height_px)
        self._room = room(width_px, height_px)
        tile = (_GRAIN_TILE_PX + height_px, _GRAIN_TILE_PX + width_px, 1)
        noise = np.random.default_rng(0).normal(0.0, _GRAIN_SIGMA, tile)
        self._noise = np.rint(noise).astype(np.int16)

    def draw(self, scene: Scene) -> Picture:
        """The picture of a scene, (height, width, 3) RGB."""
        picture = self._in_the_room(scene)
        if scene.print is not None:
            picture = self._behind(picture, scene.print)
        if scene.light != 1.0:
            picture = np.asarray(cv2.convertScaleAbs(picture, alpha=scene.light), np.uint8)
        picture = self._with_grain(scene.lens.seen_through(picture), scene.grain, scene.lens.blur_px)
        return picture if scene.recoding is None else _recoded(picture, scene.recoding)

    def _in_the_room(self, scene: Scene) -> Picture:
        picture = self._room
        if scene.poster is not None:
            picture = self._with(picture, _poster(), scene.poster)
        for index, person in enumerate(scene.people):
            portrait = _portrait(person.complexion, somebody_else=index == scene.guest)
            picture = self._with(picture, portrait, person)
        if scene.phone is not None:
            picture = self._with(picture, _phone(), scene.phone)
        return picture

    def _with(self, picture: Picture, shown: Portrait | FlatFace, person: Person) -> Picture:
        width, height = self._size
        scale = person.face_width * width / shown.face_width_px
        placed = cv2.getRotationMatrix2D(shown.face_centre_px, -person.roll_deg, scale)
        centre_x, centre_y = shown.face_centre_px
        placed[0, 2] += person.x * width - centre_x
        placed[1, 2] += person.y * height - centre_y
        posed = shown.posed(person) if isinstance(shown, Portrait) else shown.figure
        figure = cv2.warpAffine(posed, placed, self._size, flags=cv2.INTER_LINEAR)
        uncovered = cv2.multiply(picture, cv2.merge([255 - figure[:, :, 3]] * 3), scale=1 / 255)
        return np.asarray(cv2.add(uncovered, figure[:, :, :3]), np.uint8)

    def _behind(self, picture: Picture, held: Print) -> Picture:
        width, height = self._size
        shown = cv2.convertScaleAbs(self._in_the_room(held.scene), alpha=_PRINT_WHITE, beta=_PRINT_BLACK)
        placed = cv2.getRotationMatrix2D((width / 2, height / 2), -held.roll_deg, _PRINT_SIZE)
        placed[0, 2] += held.x * width
        placed[1, 2] += held.y * height
        opaque = np.dstack([shown, np.full((height, width), 255, np.uint8)])
        sheet = cv2.warpAffine(opaque, placed, self._size, flags=cv2.INTER_LINEAR)
        uncovered = cv2.multiply(picture, cv2.merge([255 - sheet[:, :, 3]] * 3), scale=1 / 255)
        return np.asarray(cv2.add(uncovered, sheet[:, :, :3]), np.uint8)

    def _with_grain(self, picture: Picture, grain: int, blur_px: float) -> Picture:
        width, height = self._size
        left, top = np.random.default_rng(grain).integers(0, _GRAIN_TILE_PX, 2)
        noise = self._noise[top : top + height, left : left + width]
        if blur_px > 0:
            # Where there is no detail, a camera takes the noise for what it is and smooths it away.
            noise = np.rint(noise / (1 + blur_px)).astype(np.int16)
        return np.clip(picture.astype(np.int16) + noise, 0, 255).astype(np.uint8)


@lru_cache(maxsize=8)
def _portrait(complexion: float, *, somebody_else: bool) -> Portrait:
    portrait = Portrait.load(complexion)
    return portrait.disguised() if somebody_else else portrait


@lru_cache(maxsize=1)
def _poster() -> FlatFace:
    return poster_of(_portrait(0.0, somebody_else=True))


@lru_cache(maxsize=1)
def _phone() -> FlatFace:
    return phone_of(_portrait(0.0, somebody_else=True))


def _recoded(picture: Picture, recoding: int) -> Picture:
    errors = np.random.default_rng(recoding).normal(0.0, _RECODING_SIGMA, picture.shape)
    return np.asarray(np.clip(picture + np.rint(errors), 0, 255), np.uint8)
