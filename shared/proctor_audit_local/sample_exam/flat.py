"""Faces that are nobody: on a poster and on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.portrait import Portrait

_HEAD_ROOM: Final = 1.4
"""From the face's centre up to the edge of the picture, in face widths."""
_POSTER_SIDES: Final = (2.1, 2.7)
"""Width and height of the poster, in face widths."""
_POSTER_TOP, _POSTER_BOTTOM = (96, 132, 158), (58, 80, 104)
_POSTER_BORDER_PX: Final = 9
_PAPER: Final = (236, 234, 228)
_SCREEN_SIDES: Final = (1.55, 2.7)
_SCREEN: Final = (214, 226, 238)
_SCREEN_GAIN: Final = 1.22
_PHONE_EDGE_PX: Final = 11
_PHONE: Final = (24, 24, 28)
_HAND: Final = (198, 150, 122)
_HAND_SHADE: Final = (150, 106, 84)


@dataclass(frozen=True)
class FlatFace:
    """A picture of a face, as a figure to be placed in the room.

    Attributes:
        figure: (h, w, 4), transparent around it.
        face_centre_px: (x, y) of the face in ``figure``.
        face_width_px: its width there.
    """

    figure: Picture
    face_centre_px: tuple[float, float]
    face_width_px: float


def poster_of(portrait: Portrait) -> FlatFace:
    """A poster with the person on it, on white-edged paper."""
    width, height = (round(side * portrait.face_width_px) for side in _POSTER_SIDES)
    down = np.linspace(0, 1, height)[:, None, None]
    backdrop = np.array(_POSTER_TOP) * (1 - down) + np.array(_POSTER_BOTTOM) * down
    print_, centre = _printed(portrait, np.broadcast_to(backdrop, (height, width, 3)).astype(np.uint8))
    cv2.rectangle(print_, (0, 0), (width - 1, height - 1), _PAPER, 2 * _POSTER_BORDER_PX)
    return FlatFace(_opaque(print_), centre, portrait.face_width_px)


def phone_of(portrait: Portrait) -> FlatFace:
    """A phone in a hand, the person on its bright screen."""
    width, height = (round(side * portrait.face_width_px) for side in _SCREEN_SIDES)
    screen, (x, y) = _printed(portrait, np.full((height, width, 3), _SCREEN, np.uint8))
    screen = np.asarray(cv2.convertScaleAbs(screen, alpha=_SCREEN_GAIN), np.uint8)
    margin = width // 2
    sheet = np.zeros((height + 3 * margin, width + 2 * margin, 4), np.uint8)
    left, top, right, bottom = margin, margin // 2, margin + width, margin // 2 + height
    wrist, thick = (left + width // 2, sheet.shape[0] + margin), round(0.62 * width)
    cv2.line(sheet, wrist, (left + width // 2, bottom + margin // 4), (*_HAND, 255), thick, cv2.LINE_AA)
    body = (left - _PHONE_EDGE_PX, top - _PHONE_EDGE_PX), (right + _PHONE_EDGE_PX, bottom + _PHONE_EDGE_PX)
    cv2.rectangle(sheet, *body, (*_PHONE, 255), cv2.FILLED)
    sheet[top:bottom, left:right] = _opaque(screen)
    for number in range(3):
        tip = (right - 2, bottom - round((0.12 + 0.24 * number) * width))
        root = (right + margin // 2, tip[1] + margin // 3)
        cv2.line(sheet, root, tip, (*_HAND_SHADE, 255), round(0.24 * width), cv2.LINE_AA)
        cv2.line(sheet, root, tip, (*_HAND, 255), round(0.18 * width), cv2.LINE_AA)
    thumb = (left - margin // 2, bottom), (left + 2, bottom - round(0.4 * width))
    cv2.line(sheet, *thumb, (*_HAND_SHADE, 255), round(0.30 * width), cv2.LINE_AA)
    cv2.line(sheet, *thumb, (*_HAND, 255), round(0.24 * width), cv2.LINE_AA)
    palm = (left - margin // 2, bottom), (left + width // 2, sheet.shape[0])
    cv2.line(sheet, *palm, (*_HAND, 255), round(0.3 * width), cv2.LINE_AA)
    knuckles = (right + margin // 2, bottom - margin // 4), (left + width // 2, sheet.shape[0])
    cv2.line(sheet, *knuckles, (*_HAND, 255), round(0.4 * width), cv2.LINE_AA)
    soft = np.asarray(cv2.GaussianBlur(sheet, (0, 0), 1.2), np.uint8)
    return FlatFace(soft, (left + x, top + y), portrait.face_width_px)


def _printed(portrait: Portrait, backdrop: Picture) -> tuple[Picture, tuple[float, float]]:
    """Head and shoulders before the backdrop, and where the face's centre is."""
    height, width = backdrop.shape[:2]
    x, y = portrait.face_centre_px
    centre = (width / 2, _HEAD_ROOM * portrait.face_width_px)
    placed = np.array([[1, 0, centre[0] - x], [0, 1, centre[1] - y]], np.float32)
    figure = cv2.warpAffine(portrait.figure, placed, (width, height), flags=cv2.INTER_LINEAR)
    uncovered = cv2.multiply(backdrop, cv2.merge([255 - figure[:, :, 3]] * 3), scale=1 / 255)
    return np.asarray(cv2.add(uncovered, figure[:, :, :3]), np.uint8), centre


def _opaque(rgb: Picture) -> Picture:
    return np.dstack([rgb, np.full(rgb.shape[:2], 255, np.uint8)])
