"""Draws what was seen into the frame."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox
from proctor_audit.vision.engine import Sighting
from proctor_audit.vision.jpeg import encode_jpeg_within
from proctor_audit.vision.landmark_points import LEFT_EYE, RIGHT_EYE
from proctor_audit.vision.mediapipe_bindings import load_face_mesh_connections

Colour = tuple[int, int, int]

_CONNECTIONS: Final = load_face_mesh_connections()
_MESH: Final = np.array(sorted(_CONNECTIONS.FACEMESH_TESSELATION))
_CONTOURS: Final = np.array(sorted(_CONNECTIONS.FACEMESH_CONTOURS))
_MESH_COLOUR: Final[Colour] = (150, 190, 200)
_CONTOUR_COLOUR: Final[Colour] = (235, 245, 245)
_IRIS_COLOUR: Final[Colour] = (255, 205, 40)
_CALM: Final[Colour] = (25, 120, 60)
_ALARM: Final[Colour] = (190, 30, 40)
_WHITE: Final[Colour] = (255, 255, 255)
_CONTOUR_OPACITY: Final = 0.6
_MESH_OPACITY_PER_PX: Final = 1 / 450
"""Per pixel of the face's width: on a small face the 2,556 lines of the mesh would add up to a mask."""
_WIDTHS_PX: Final = (480, 960)
"""Narrower pictures are enlarged, wider ones reduced before drawing, so that lines and letters can be read."""
_SUBPIXEL_BITS: Final = 4


def annotate(rgb: NDArray[np.uint8], sighting: Sighting, *, headline: str, alarm: bool, max_bytes: int) -> bytes:
    """The frame with the mesh, the irises, a box around every face and the verdict drawn into it.

    Args:
        rgb: the frame (h, w, 3); it stays as it is.
        sighting: what was seen in it.
        headline: the verdict, one line; letters that are not ASCII are shown as ``?``.
        alarm: True: the bar and the boxes are red.
        max_bytes: what the JPEG may take; its quality, then its size is lowered until it fits.

    Raises:
        ValueError: if nothing fits into ``max_bytes``.
    """
    canvas = _at_drawing_size(rgb)
    if sighting.landmarks is not None:
        _draw_mesh(canvas, sighting.landmarks)
        _draw_irises(canvas, sighting.landmarks)
    for box in sighting.observation.faces:
        _draw_box(canvas, box, _ALARM if alarm else _CALM)
    return encode_jpeg_within(_with_headline(canvas, headline, _ALARM if alarm else _CALM), max_bytes)


def _at_drawing_size(rgb: NDArray[np.uint8]) -> NDArray[np.uint8]:
    height, width = rgb.shape[:2]
    wanted = min(max(width, _WIDTHS_PX[0]), _WIDTHS_PX[1])
    if wanted == width:
        return rgb.copy()
    size = (wanted, max(round(height * wanted / width), 1))
    smooth = cv2.INTER_AREA if wanted < width else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, size, interpolation=smooth), np.uint8)


def _fixed_point(canvas: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> NDArray[np.int32]:
    """Landmarks in pixels as OpenCV draws between them: integers with four binary digits behind the point."""
    height, width = canvas.shape[:2]
    points_px = landmarks[:, :2] * np.array([width, height], np.float32)
    return np.asarray(np.rint(points_px * (1 << _SUBPIXEL_BITS)), np.int32)


def _draw_mesh(canvas: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> None:
    points = _fixed_point(canvas, landmarks)
    face_width_px = float(np.ptp(landmarks[:, 0])) * canvas.shape[1]
    for edges, colour, opacity in (
        (_MESH, _MESH_COLOUR, min(face_width_px * _MESH_OPACITY_PER_PX, _CONTOUR_OPACITY)),
        (_CONTOURS, _CONTOUR_COLOUR, _CONTOUR_OPACITY),
    ):
        overlay = canvas.copy()
        cv2.polylines(overlay, list(points[edges]), False, colour, 1, cv2.LINE_AA, _SUBPIXEL_BITS)
        cv2.addWeighted(overlay, opacity, canvas, 1.0 - opacity, 0.0, dst=canvas)


def _draw_irises(canvas: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> None:
    points = _fixed_point(canvas, landmarks)
    for eye in (LEFT_EYE, RIGHT_EYE):
        centre, *rim = points[list(eye.iris)]
        radius = int(np.hypot(*(np.array(rim) - centre).T).mean())
        cv2.circle(canvas, (int(centre[0]), int(centre[1])), radius, _IRIS_COLOUR, 1, cv2.LINE_AA, _SUBPIXEL_BITS)


def _draw_box(canvas: NDArray[np.uint8], box: FaceBox, colour: Colour) -> None:
    height, width = canvas.shape[:2]
    corner = (round(box.x * width), round(box.y * height))
    opposite = (round((box.x + box.width) * width), round((box.y + box.height) * height))
    cv2.rectangle(canvas, corner, opposite, _WHITE, max(width // 160, 2) + 2, cv2.LINE_AA)
    cv2.rectangle(canvas, corner, opposite, colour, max(width // 160, 2), cv2.LINE_AA)


def _with_headline(canvas: NDArray[np.uint8], headline: str, colour: Colour) -> NDArray[np.uint8]:
    """The picture with a bar of the verdict on top of it, not over it."""
    text = headline.encode("ascii", "replace").decode()
    width = canvas.shape[1]
    bar_height = max(width // 14, 22)
    font, thickness = cv2.FONT_HERSHEY_SIMPLEX, max(width // 400, 1)
    (text_width, text_height), _ = cv2.getTextSize(text, font, 1.0, thickness)
    scale = min(0.5 * bar_height / max(text_height, 1), (width - bar_height) / max(text_width, 1))
    bar = np.full((bar_height, width, 3), colour, np.uint8)
    baseline = round((bar_height + text_height * scale) / 2)
    cv2.putText(bar, text, (bar_height // 2, baseline), font, scale, _WHITE, thickness, cv2.LINE_AA)
    return np.concatenate([bar, canvas])
