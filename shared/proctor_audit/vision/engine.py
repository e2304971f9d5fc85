"""Pixels → what one frame shows. Nothing is remembered from one frame to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import Focus, MainFace, Observation
from proctor_audit.vision.candidate import candidate_first
from proctor_audit.vision.detection import Candidate, DetectedFace, FaceFinder
from proctor_audit.vision.graphs import MeshGraph, image_packet
from proctor_audit.vision.measures import measure_face
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
        image: the picture as the graphs take it.
        quality: of the picture.
        near: faces near the camera, certain or doubtful.
    """

    rgb: NDArray[np.uint8]
    luma: NDArray[np.uint8]
    image: Any
    quality: PictureQuality
    near: list[Candidate]


class FaceEngine:
    """Face detection and face mesh; build one in a process, it serves any number of candidates in any order.

    Not for several threads at a time.
    """

    def __init__(self) -> None:
        # The models greet on stderr while they load and at their first frame, which also takes 50 ms longer.
        with captured_native_stderr():
            self._finder = FaceFinder()
            self._mesh = MeshGraph()
            blank = np.zeros((192, 192, 3), np.uint8)
            self.observe(blank)
            self._mesh.landmarks(image_packet(blank), Region(0.5, 0.5, 1.0, 1.0, 0.0))

    def observe(self, rgb: NDArray[np.uint8], focus: Focus = EVERYTHING) -> Sighting:
        """What the picture shows.

        Args:
            rgb: (h, w, 3), 8 bit.
            focus: what to look for; everything, unless earlier frames say otherwise.

        Raises:
            ValueError: if it has another shape or type.
        """
        return self.look(self.glance(rgb), focus)

    def glance(self, rgb: NDArray[np.uint8]) -> Glance:
        """The part of seeing that is the same whatever is looked for, so that it need not wait for that.

        Args:
            rgb: (h, w, 3), 8 bit.

        Raises:
            ValueError: if it has another shape or type.
        """
        if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8:
            raise ValueError(f"expected an RGB picture (h, w, 3) of uint8, got {rgb.shape} of {rgb.dtype}")
        rgb = np.ascontiguousarray(rgb)
        luma = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
        image = image_packet(rgb)
        return Glance(rgb, luma, image, picture_quality(luma), self._finder.near(image))

    def look(self, glance: Glance, focus: Focus = EVERYTHING) -> Sighting:
        """What the picture shows, with what is looked for.

        Args:
            glance: of the picture.
            focus: what to look for.
        """
        height, width = glance.luma.shape
        found = self._finder.find(glance.rgb, glance.image, glance.near, focus)
        faces = candidate_first(found.faces, focus.candidate)
        face, landmarks = self._read(glance.image, faces[0], glance.luma) if faces else (None, None)
        quality = glance.quality
        observation = Observation(
            width_px=width,
            height_px=height,
            faces=tuple(found.box for found in faces),
            face=face,
            brightness=quality.brightness,
            contrast=quality.contrast,
            sharpness=quality.sharpness,
            overexposed=quality.overexposed,
            fingerprint=quality.fingerprint,
            searched=found.searched,
        )
        return Sighting(observation, landmarks)

    def _read(
        self, image: Any, found: DetectedFace, luma: NDArray[np.uint8]
    ) -> tuple[MainFace, NDArray[np.float32]] | tuple[None, None]:
        landmarks, presence = self._mesh.landmarks(image, found.region)
        if presence < MIN_PRESENCE or not np.isfinite(landmarks).all():
            return None, None
        return measure_face(landmarks, found.box, min(presence, 1.0), luma), landmarks
