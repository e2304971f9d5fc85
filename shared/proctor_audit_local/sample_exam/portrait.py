"""The photographed person as a figure that can blink, look, speak, turn, and stand in any room."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.complexion import darkened
from proctor_audit_local.sample_exam.eyelids import Eyelid, eyelids_of
from proctor_audit_local.sample_exam.eyes import Eye, eyes_of
from proctor_audit_local.sample_exam.eyewear import Eyewear, eyewear_of
from proctor_audit_local.sample_exam.mouth import Mouth, mouth_of
from proctor_audit_local.sample_exam.over_mouth import OverMouth, over_mouth_of
from proctor_audit_local.sample_exam.person import Person
from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.relief import STEP_PX, Relief
from proctor_audit_local.sample_exam.turning import HeadTurn

PHOTOGRAPH: Final = Path(__file__).with_name("astronaut.jpg")
OUTLINE: Final = Path(__file__).with_name("astronaut_outline.png")
RELIEF: Final = Path(__file__).with_name("astronaut_relief.npz")

_TO_BLUE: Final = 100
"""Steps of hue, of 180, from the suit's orange to blue."""
_SUIT_SATURATION: Final = 140
_GUEST_TINT: Final = (0.84, 0.76, 0.70)
_OUT_OF_FOCUS_PX: Final = 0.9
_LIDS_FOLLOW: Final = 2.0
"""Closure of the lids per eye width that the irises go down."""
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
    _eyes: tuple[Eye, ...]
    _eyelids: tuple[Eyelid, ...]
    _mouth: Mouth
    _eyewear: Eyewear
    _over_mouth: OverMouth
    _head: HeadTurn
    _collar_px: int

    @classmethod
    def load(cls, complexion: float = 0.0) -> Self:
        """Read the photograph and what ``prepare.py`` measured in it.

        Args:
            complexion: 0 as photographed .. 1 very dark skin.
        """
        rgb = np.asarray(cv2.cvtColor(np.asarray(cv2.imread(str(PHOTOGRAPH))), cv2.COLOR_BGR2RGB), np.uint8)
        alpha = np.asarray(cv2.imread(str(OUTLINE), cv2.IMREAD_GRAYSCALE), np.uint8)[:, :, None]
        with np.load(RELIEF) as measured:
            landmarks_px: NDArray[np.float32] = measured["landmarks_px"]
            left, top = (int(value) for value in measured["corner_px"])
            right_of, below, before = measured["relief"].astype(np.float32)
        if complexion > 0:
            rgb = darkened(rgb, landmarks_px, complexion)
        faded = (rgb.astype(np.uint16) * alpha // 255).astype(np.uint8)
        face = landmarks_px[[_FACE_LEFT, _FACE_RIGHT]], landmarks_px[[_FACE_TOP, _CHIN]]
        return cls(
            figure=np.dstack([faded, alpha]),
            face_centre_px=(float(face[0][:, 0].mean()), float(face[1][:, 1].mean())),
            face_width_px=float(np.ptp(face[0][:, 0])),
            _eyes=eyes_of(rgb, landmarks_px),
            _eyelids=eyelids_of(landmarks_px),
            _mouth=mouth_of(landmarks_px),
            _eyewear=eyewear_of(landmarks_px),
            _over_mouth=over_mouth_of(rgb, landmarks_px),
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
        tinted = np.clip(colours * np.array(_GUEST_TINT), 0, 255).astype(np.uint8)
        figure = cv2.GaussianBlur(np.dstack([tinted, mirrored[:, :, 3]]), (0, 0), _OUT_OF_FOCUS_PX)
        width = figure.shape[1]
        return replace(
            self,
            figure=np.asarray(figure, np.uint8),
            face_centre_px=(width - 1 - self.face_centre_px[0], self.face_centre_px[1]),
            _eyes=tuple(eye.mirrored(width).tinted(_GUEST_TINT) for eye in self._eyes),
            _eyelids=tuple(eyelid.mirrored(width) for eyelid in self._eyelids),
            _mouth=self._mouth.mirrored(width),
            _eyewear=self._eyewear.mirrored(width),
            _over_mouth=self._over_mouth.mirrored(width),
            _head=self._head.mirrored(width),
        )

    def posed(self, person: Person) -> Picture:
        """The figure with its eyes, mouth and head as the person's are, and what the person wears.

        Returns:
            (h, w, 4), a copy.
        """
        figure = self.figure.copy()
        if person.gaze_aside or person.gaze_down:
            for eye in self._eyes:
                eye.look(figure, person.gaze_aside, person.gaze_down)
        closure = min(max(person.eye_closure, _LIDS_FOLLOW * person.gaze_down), 1.0)
        if closure > 0:
            for eyelid in self._eyelids:
                eyelid.close(figure, closure)
        if person.mouth_gap:
            self._mouth.open(figure, person.mouth_gap)
        for worn in person.wears:
            if worn.thing == "mask":
                self._over_mouth.put_on_mask(figure, worn.on)
            elif worn.thing == "hand":
                self._over_mouth.put_up_hand(figure, worn.on)
            else:
                self._eyewear.put_on(figure, worn.on, dark=worn.thing == "sunglasses", glare=worn.glare)
        if person.yaw_deg or person.pitch_deg:
            self._head.turn(figure, person.yaw_deg, person.pitch_deg)
        return figure
