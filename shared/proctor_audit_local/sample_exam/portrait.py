"""The photographed person as a figure that can blink, turn, and stand in any room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.eyelids import Eyelid, eyelids_of
from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.relief import STEP_PX, Relief
from proctor_audit_local.sample_exam.turning import HeadTurn

PHOTOGRAPH: Final = Path(__file__).with_name("astronaut.jpg")
OUTLINE: Final = Path(__file__).with_name("astronaut_outline.png")
RELIEF: Final = Path(__file__).with_name("astronaut_relief.npz")

_TO_BLUE: Final = 100
"""Steps of hue, of 180, from the suit's orange to blue."""
_SUIT_SATURATION: Final = 140
_COMPLEXION: Final = (0.84, 0.76, 0.70)
_OUT_OF_FOCUS_PX: Final = 0.9
_FACE_LEFT, _FACE_RIGHT, _FACE_TOP, _CHIN = 234, 454, 10, 152


@dataclass(frozen=True)
class Portrait:
    """A person cut out of a photograph, facing the camera with open eyes.

    Attributes:
        figure: (h, w, 4) the person, transparent elsewhere.
        face_centre_px: (x, y) of the face in ``figure``.
        face_width_px: its width there.
    """

    figure: Picture
    face_centre_px: tuple[float, float]
    face_width_px: float
    _eyelids: tuple[Eyelid, ...]
    _head: HeadTurn
    _collar_px: int

    @classmethod
    def load(cls) -> Self:
        """Read the photograph and what ``prepare.py`` measured in it."""
        rgb = cv2.cvtColor(np.asarray(cv2.imread(str(PHOTOGRAPH))), cv2.COLOR_BGR2RGB)
        alpha = np.asarray(cv2.imread(str(OUTLINE), cv2.IMREAD_GRAYSCALE), np.uint8)[:, :, None]
        with np.load(RELIEF) as measured:
            landmarks_px: NDArray[np.float32] = measured["landmarks_px"]
            left, top = (int(value) for value in measured["corner_px"])
            right_of, below, before = measured["relief"].astype(np.float32)
        faded = (rgb.astype(np.uint16) * alpha // 255).astype(np.uint8)
        face = landmarks_px[[_FACE_LEFT, _FACE_RIGHT]], landmarks_px[[_FACE_TOP, _CHIN]]
        return cls(
            figure=np.dstack([faded, alpha]),
            face_centre_px=(float(face[0][:, 0].mean()), float(face[1][:, 1].mean())),
            face_width_px=float(np.ptp(face[0][:, 0])),
            _eyelids=eyelids_of(landmarks_px),
            _head=HeadTurn(Relief(left, top, right_of, below, before)),
            _collar_px=top + before.shape[0] * STEP_PX,
        )

    def disguised(self) -> Self:
        """Somebody else: mirrored, darker hair, a blue suit, a little out of focus."""
        mirrored = np.ascontiguousarray(self.figure[:, ::-1])
        hue, saturation, value = cv2.split(cv2.cvtColor(mirrored[:, :, :3], cv2.COLOR_RGB2HSV))
        rows = np.arange(hue.shape[0])[:, None]
        suit = (rows > self._collar_px) & (saturation > _SUIT_SATURATION)
        hue = np.where(suit, (hue.astype(np.uint16) + _TO_BLUE) % 180, hue).astype(np.uint8)
        colours = cv2.cvtColor(cv2.merge([hue, saturation, value]), cv2.COLOR_HSV2RGB)
        complexion = np.clip(colours * np.array(_COMPLEXION), 0, 255).astype(np.uint8)
        figure = cv2.GaussianBlur(np.dstack([complexion, mirrored[:, :, 3]]), (0, 0), _OUT_OF_FOCUS_PX)
        width = figure.shape[1]
        return replace(
            self,
            figure=np.asarray(figure, np.uint8),
            face_centre_px=(width - 1 - self.face_centre_px[0], self.face_centre_px[1]),
            _eyelids=tuple(eyelid.mirrored(width) for eyelid in self._eyelids),
            _head=self._head.mirrored(width),
        )

    def posed(self, yaw_deg: float, pitch_deg: float, eye_closure: float) -> Picture:
        """The figure with its head turned and its eyes closed.

        Args:
            yaw_deg: > 0 toward the image's right edge; 0 as photographed, within 2° of straight.
            pitch_deg: > 0 up; 0 as photographed.
            eye_closure: 0 open .. 1 shut.

        Returns:
            (h, w, 4), a copy.
        """
        figure = self.figure.copy()
        if eye_closure > 0:
            for eyelid in self._eyelids:
                eyelid.close(figure, eye_closure)
        if yaw_deg or pitch_deg:
            self._head.turn(figure, yaw_deg, pitch_deg)
        return figure
