"""Moving the eyes of a photograph: the irises are cut out of it, and laid elsewhere on the white of each eye."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture

# Landmarks of each eye: its rim, clockwise from the corner on the image's left, and its iris, centre first.
_EYES: Final = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7), (468, 469, 470, 471, 472)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382), (473, 474, 475, 476, 477)),
)
_MARGIN_PX: Final = 6
_FINER: Final = 8
"""Masks are drawn this many times as large: an eye is only 19 pixels wide."""
_LIMBUS: Final = 1.12
"""The dark ring around the iris, which the landmarks leave out."""
_READ: Final = (-0.244, -0.179, -0.145, -0.111, -0.073, -0.045, 0.0, 0.045, 0.073, 0.111, 0.145, 0.179, 0.217, 0.247)
_DRAWN: Final = (-0.32, -0.24, -0.20, -0.16, -0.12, -0.08, 0.0, 0.08, 0.12, 0.16, 0.20, 0.24, 0.28, 0.32)
"""``FaceEngine`` reads an iris drawn that many eye widths aside as moved by less: it has learned where eyes are."""
_BRIGHTEST_PERCENTILE: Final = 70
_IN_SHADOW: Final = 0.62


@dataclass(frozen=True)
class Eye:
    """One eye of the photograph.

    Attributes:
        left_px: left edge of the eye's area in the photograph.
        top_px: its upper edge.
        width_px: from corner to corner.
        opening: (h, w) 1 between the lids, 0 outside.
        white: (h, w, 3) the area without its iris.
        iris: (h, w, 4) the iris alone, as if no lid hid any of it, where it was; 255 in the last channel.
    """

    left_px: int
    top_px: int
    width_px: float
    opening: NDArray[np.float32]
    white: NDArray[np.float32]
    iris: NDArray[np.float32]

    def mirrored(self, picture_width_px: int) -> Eye:
        """The same eye in the mirrored photograph."""
        opening, white, iris = (np.ascontiguousarray(part[:, ::-1]) for part in (self.opening, self.white, self.iris))
        left_px = picture_width_px - self.left_px - opening.shape[1]
        return replace(self, left_px=left_px, opening=opening, white=white, iris=iris)

    def tinted(self, tint: tuple[float, float, float]) -> Eye:
        """The same eye under light of another colour."""
        colour = np.array((*tint, 1.0), np.float32)
        return replace(self, white=self.white * colour[:3], iris=self.iris * colour)

    def look(self, picture: Picture, aside: float, down: float) -> None:
        """Move the iris, in place.

        Args:
            picture: the photograph, any number of channels.
            aside: eye widths toward the image's right, as ``FaceEngine`` reads them.
            down: eye widths, as drawn; it reads about a quarter of that.
        """
        height, width = self.opening.shape
        area = picture[self.top_px : self.top_px + height, self.left_px : self.left_px + width, :3]
        drawn_aside = float(np.interp(aside, _READ, _DRAWN))
        moved = np.array([[1, 0, drawn_aside * self.width_px], [0, 1, down * self.width_px]], np.float32)
        iris = cv2.warpAffine(self.iris, moved, (width, height), flags=cv2.INTER_LINEAR)
        eye = self.white * (1 - iris[:, :, 3:] / 255) + iris[:, :, :3]
        opening = self.opening[:, :, None]
        area[:] = np.rint(area * (1 - opening) + eye * opening).astype(np.uint8)


def eyes_of(rgb: Picture, landmarks_px: NDArray[np.float32]) -> tuple[Eye, ...]:
    """Both eyes.

    Args:
        rgb: the photograph.
        landmarks_px: (478, 3) landmarks in its pixels.
    """
    return tuple(_eye(rgb, *(landmarks_px[list(points), :2] for points in eye)) for eye in _EYES)


def _eye(rgb: Picture, rim: NDArray[np.float32], iris: NDArray[np.float32]) -> Eye:
    left, top = (int(edge) - _MARGIN_PX for edge in rim.min(axis=0))
    right, bottom = (int(edge) + _MARGIN_PX for edge in rim.max(axis=0))
    area = np.ascontiguousarray(rgb[top:bottom, left:right])
    rim, iris = rim - (left, top), iris - (left, top)
    centre = iris[0]
    radius = _LIMBUS * float(np.linalg.norm(iris[1:] - centre, axis=1).mean())
    opening = _filled(area.shape[:2], rim)
    around = np.linspace(0, 2 * np.pi, 48)
    disc = _filled(area.shape[:2], centre + radius * np.column_stack([np.cos(around), np.sin(around)]))
    return Eye(
        left_px=left,
        top_px=top,
        width_px=float(np.linalg.norm(rim[8] - rim[0])),
        opening=opening,
        white=_white(area, opening, disc),
        iris=np.dstack([_whole_iris(area, opening, centre) * disc[:, :, None], 255 * disc]).astype(np.float32),
    )


def _filled(shape: tuple[int, ...], outline: NDArray[np.floating]) -> NDArray[np.float32]:
    """(h, w) share of each pixel that lies within the outline, a pixel's middle at whole numbers."""
    large = np.zeros((shape[0] * _FINER, shape[1] * _FINER), np.float32)
    cv2.fillPoly(large, [np.rint((outline + 0.5) * _FINER - 0.5).astype(np.int32)], (1.0,))
    return np.asarray(cv2.resize(large, (shape[1], shape[0]), interpolation=cv2.INTER_AREA), np.float32)


def _white(area: Picture, opening: NDArray[np.float32], disc: NDArray[np.float32]) -> NDArray[np.float32]:
    """The eye without its iris, in whose place is the brightest of what lies left and right of it, a little shaded."""
    visible = area[(opening > 0.95) & (disc < 0.05)].astype(np.float32)
    brightest = visible[visible.sum(axis=1) >= np.percentile(visible.sum(axis=1), _BRIGHTEST_PERCENTILE)]
    # The lid throws a shadow on the upper part of the eye.
    depth = np.cumsum(opening, axis=0) / np.maximum(opening.sum(axis=0), 1e-6)
    white = brightest.mean(axis=0) * (_IN_SHADOW + (1 - _IN_SHADOW) * np.clip(depth * 1.5, 0, 1))[:, :, None]
    hidden = cv2.GaussianBlur(cv2.dilate(disc, np.ones((3, 3), np.uint8)), (0, 0), 0.7)[:, :, None]
    return np.asarray(area * (1 - hidden) + white * hidden, np.float32)


def _whole_iris(area: Picture, opening: NDArray[np.float32], centre: NDArray[np.float32]) -> NDArray[np.float32]:
    """The area with what the lids hide of the iris filled in from its other half."""
    rows, columns = np.mgrid[0 : area.shape[0], 0 : area.shape[1]].astype(np.float32)
    across = 2 * float(centre[1]) - rows
    upside_down = cv2.remap(area, columns, across, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.where(opening[:, :, None] > 0.95, area, upside_down).astype(np.float32)
