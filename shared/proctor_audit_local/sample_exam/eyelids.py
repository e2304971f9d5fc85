"""Closing the eyes of a photograph: the skin above each eye is drawn down over it, as a real lid comes down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture

# Landmarks of each eye from the image's left to its right: lower edge of the brow, upper lid, lower lid.
_EYES: Final = (
    ((46, 53, 52, 65, 55), (33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    (
        (285, 295, 282, 283, 276),
        (362, 398, 384, 385, 386, 387, 388, 466, 263),
        (362, 382, 381, 380, 374, 373, 390, 249, 263),
    ),
)
_LASHES_PX: Final = 1.5
"""The dark edge of the lid, which comes down as it is."""
_CREASE_PX: Final = 3.0
"""The shaded crease above the lashes, which a closing lid smooths out: only clear skin is stretched."""
_MARGIN_PX: Final = 4


@dataclass(frozen=True)
class Eyelid:
    """The upper lid of one eye of the photograph.

    Attributes:
        left_px: left edge of the eye's area in the photograph.
        top_px: its upper edge.
        fold: (w,) row, within the area, above which the skin stays still.
        upper: (w,) row of the open upper lid's edge.
        lower: (w,) row of the lower lid's edge.
        height_px: height of the area.
    """

    left_px: int
    top_px: int
    fold: NDArray[np.float32]
    upper: NDArray[np.float32]
    lower: NDArray[np.float32]
    height_px: int

    def mirrored(self, picture_width_px: int) -> Eyelid:
        """The same lid in the mirrored photograph."""
        fold, upper, lower = (np.ascontiguousarray(line[::-1]) for line in (self.fold, self.upper, self.lower))
        left_px = picture_width_px - self.left_px - self.fold.size
        return replace(self, left_px=left_px, fold=fold, upper=upper, lower=lower)

    def close(self, picture: Picture, closure: float) -> None:
        """Draw the lid over the eye, in place.

        Args:
            picture: the photograph, any number of channels.
            closure: 0 as photographed .. 1 shut.
        """
        width = self.fold.size
        area = picture[self.top_px : self.top_px + self.height_px, self.left_px : self.left_px + width]
        edge = self.upper + closure * (self.lower - self.upper)
        row = np.arange(self.height_px, dtype=np.float32)[:, None]
        opening = self.lower - self.upper
        crease = closure * _CREASE_PX * np.sqrt(opening / opening.max())
        skin_end = np.maximum(self.upper - _LASHES_PX - crease, self.fold + 1)
        lashes_begin = np.maximum(edge - _LASHES_PX, self.fold + 1)
        skin = self.fold + (row - self.fold) * (skin_end - self.fold) / (lashes_begin - self.fold)
        source_row = np.select(
            [(row <= self.fold) | (row > edge), row <= lashes_begin], [row, skin], row - edge + self.upper
        )
        columns = np.broadcast_to(np.arange(width, dtype=np.float32), source_row.shape)
        area[:] = cv2.remap(area.copy(), np.ascontiguousarray(columns), source_row.astype(np.float32), cv2.INTER_LINEAR)


def eyelids_of(landmarks_px: NDArray[np.float32]) -> tuple[Eyelid, ...]:
    """The lids of both eyes.

    Args:
        landmarks_px: (478, 3) landmarks in pixels of the photograph.
    """
    return tuple(_eyelid(*(landmarks_px[list(line), :2] for line in eye)) for eye in _EYES)


def _eyelid(brow: NDArray[np.float32], upper: NDArray[np.float32], lower: NDArray[np.float32]) -> Eyelid:
    left, right = int(np.floor(upper[0, 0])), int(np.ceil(upper[-1, 0]))
    columns = np.arange(left, right + 1)
    top = int(brow[:, 1].min()) - _MARGIN_PX
    brow_row, upper_row, lower_row = (np.interp(columns, line[:, 0], line[:, 1]) - top for line in (brow, upper, lower))
    return Eyelid(
        left_px=left,
        top_px=top,
        fold=brow_row.astype(np.float32),
        upper=upper_row.astype(np.float32),
        lower=np.maximum(lower_row, upper_row).astype(np.float32),
        height_px=int(np.ceil(lower[:, 1].max())) + _MARGIN_PX - top,
    )
