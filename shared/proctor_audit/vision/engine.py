"""Pixels → what one frame shows. Nothing is remembered from one frame to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import Focus, Observation
from proctor_audit.values import dataclass
from proctor_audit.vision.candidate import candidate_first
from proctor_audit.vision.detection import Candidate, DetectedFace, FaceFinder
from proctor_audit.vision.graphs import MeshGraph, image_packet
from proctor_audit.vision.measures import MeshedFace, measure_faces
from proctor_audit.vision.native_stderr import captured_native_stderr
from proctor_audit.vision.picture_quality import PictureQuality, picture_quality
from proctor_audit.vision.region import Region

MIN_PRESENCE: Final = 0.1
"""Below this the landmark model does not take the region for a face, and its points mean nothing.

Of 7,785 readings of real faces two were below it and all others above 0.88; blur hardly lowers it, so that it is no
measure of quality.
"""


EVERYTHING: Final = Focus()


@dataclass(frozen=True, slots=True, eq=False)
class Sighting:
    """One frame seen.

    Attributes:
        observation: what it showed.
        landmarks: (478, 3) of the main face: x and y normalised to the image, z at the scale of x and negative toward
            the camera; None when ``observation.face`` is None.
    """

    observation: Observation
    landmarks: NDArray[np.float32] | None


@dataclass(frozen=True, slots=True, eq=False)
class Glance:
    """A picture at which one has glanced.

    Attributes:
        rgb: (h, w, 3).
        luma: (h, w).
        quality: of the picture.
        image: the picture as the graphs take it.
        near: faces near the camera, certain or doubtful.
    """

    rgb: NDArray[np.uint8]
    luma: NDArray[np.uint8]
    quality: PictureQuality
    image: Any
    near: list[Candidate]


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A picture in which the faces have been counted.

    Attributes:
        glance: of the picture.
        candidate: the candidate's face.
        observation: what it showed, without the reading of that face.
    """

    glance: Glance
    candidate: DetectedFace | None
    observation: Observation


class FaceEngine:
    """Face detection and face mesh; build one in a process, it serves any number of candidates in any order.

    In three steps, each for several pictures: a model that runs again at once finds its weights, and code its like, in
    the processor's caches. Not for several threads at a time.
    """

    def __init__(self) -> None:
        # The models greet on stderr while they load and at their first frame, which also takes 50 ms longer.
        with captured_native_stderr():
            self._finder = FaceFinder()
            self._mesh = MeshGraph()
            blank = np.zeros((192, 192, 3), np.uint8)
            self.observe(blank, Focus(sides=()))
            self._mesh.landmarks(image_packet(blank), Region(0.5, 0.5, 1.0, 1.0, 0.0))

    def observe(self, rgb: NDArray[np.uint8], focus: Focus = EVERYTHING) -> Sighting:
        """What the picture shows.

        Args:
            rgb: (h, w, 3), 8 bit.
            focus: what to look for; everything, unless earlier frames say otherwise.

        Raises:
            ValueError: if it has another shape or type.
        """
        (glance,) = self.glance([rgb])
        return self.read([self.count(glance, focus)])[0]

    def glance(self, pictures: Sequence[NDArray[np.uint8]]) -> list[Glance]:
        """The part of seeing that is the same whatever is looked for, so that it need not wait for that.

        Args:
            pictures: each (h, w, 3), 8 bit.

        Raises:
            ValueError: if one has another shape or type.
        """
        looks = [_look(rgb) for rgb in pictures]
        images = [image_packet(rgb) for rgb, _, _ in looks]
        nears = [self._finder.near(image) for image in images]
        return [Glance(*look, image, near) for look, image, near in zip(looks, images, nears, strict=True)]

    def count(self, glance: Glance, focus: Focus = EVERYTHING) -> Counted:
        """Whose faces the picture shows.

        Args:
            glance: of the picture.
            focus: what to look for.
        """
        height, width = glance.luma.shape
        quality = glance.quality
        found = self._finder.find(glance.rgb, glance.image, glance.near, focus, quality.grid)
        faces = candidate_first(found.faces, focus.candidate)
        observation = Observation(
            width_px=width,
            height_px=height,
            faces=tuple(found.box for found in faces),
            face=None,
            brightness=quality.brightness,
            contrast=quality.contrast,
            sharpness=quality.sharpness,
            overexposed=quality.overexposed,
            fingerprint=quality.fingerprint,
            grid=quality.grid,
            searched=found.searched,
        )
        return Counted(glance, faces[0] if faces else None, observation)

    def read(self, pictures: Sequence[Counted]) -> list[Sighting]:
        """What the candidates' faces in these pictures say."""
        meshes = [self._meshed(picture) for picture in pictures]
        faces = iter(measure_faces([mesh for mesh in meshes if mesh is not None]))
        return [
            Sighting(picture.observation, None)
            if mesh is None
            else Sighting(replace(picture.observation, face=next(faces)), mesh.landmarks)
            for picture, mesh in zip(pictures, meshes, strict=True)
        ]

    def _meshed(self, picture: Counted) -> MeshedFace | None:
        """The candidate's face, if there is one."""
        if picture.candidate is None:
            return None
        landmarks, presence = self._mesh.landmarks(picture.glance.image, picture.candidate.region)
        if presence < MIN_PRESENCE or not np.isfinite(landmarks).all():
            return None
        return MeshedFace(landmarks, picture.candidate.box, min(presence, 1.0), picture.glance.luma)


def _look(rgb: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8], PictureQuality]:
    """The picture, its luma and its quality."""
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
        raise ValueError(f"expected an RGB picture (h, w, 3) of uint8, got {rgb.shape} of {rgb.dtype}")
    rgb = np.ascontiguousarray(rgb)
    luma = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    return rgb, luma, picture_quality(luma)
