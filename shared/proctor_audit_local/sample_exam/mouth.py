"""Opening and closing the mouth of a photograph: the lower lip moves with the jaw, and it is dark behind the teeth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture

_INNER_LOWER_LIP: Final = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
_UNDER_THE_NOSE, _CHIN = 2, 152
_JAW: Final = 1.05
"""Half of the jaw's width, over the mouth's."""
_NECK: Final = 0.75
"""How far below the chin the skin gives, over the mouth's width."""
_THROAT: Final = np.array((44, 18, 18), np.float32)
_TONGUE: Final = np.array((128, 58, 56), np.float32)


@dataclass(frozen=True)
class Mouth:
    """The mouth of the photograph and the jaw below it.

    Attributes:
        left_px: left edge of the jaw's area in the photograph.
        top_px: its upper edge, under the nose.
        height_px: height of the area.
        width_px: of the mouth, from corner to corner.
        lower_lip: (w,) row, within the area, of the lower lip's inner edge.
        chin: row of the chin.
        with_jaw: (w,) how much of the chin's movement each column takes part in, 0..1.
        parted: (w,) how much of it is lips coming apart; the rest stretches the skin above the mouth.
    """

    left_px: int
    top_px: int
    height_px: int
    width_px: float
    lower_lip: NDArray[np.float32]
    chin: float
    with_jaw: NDArray[np.float32]
    parted: NDArray[np.float32]

    def mirrored(self, picture_width_px: int) -> Mouth:
        """The same mouth in the mirrored photograph."""
        lines = (np.ascontiguousarray(line[::-1]) for line in (self.lower_lip, self.with_jaw, self.parted))
        lower_lip, with_jaw, parted = lines
        left_px = picture_width_px - self.left_px - self.lower_lip.size
        return replace(self, left_px=left_px, lower_lip=lower_lip, with_jaw=with_jaw, parted=parted)

    def open(self, picture: Picture, gap: float) -> None:
        """Move the jaw, in place.

        Args:
            picture: the photograph, any number of channels.
            gap: between the lips, more than photographed, in mouth widths; < 0 closes the lips over the teeth.
        """
        width = self.lower_lip.size
        area = picture[self.top_px : self.top_px + self.height_px, self.left_px : self.left_px + width]
        drop = gap * self.width_px * self.with_jaw
        upper_edge = self.lower_lip + drop * (1 - self.parted)
        lower_edge = self.lower_lip + drop
        row = np.arange(self.height_px, dtype=np.float32)[:, None]
        neck = (row - self.chin - drop) * (self.height_px - self.chin) / (self.height_px - self.chin - drop)
        source_row = np.select(
            [row < lower_edge, row < self.chin + drop],
            [np.minimum(row * self.lower_lip / upper_edge, self.lower_lip), row - drop],
            self.chin + neck,
        )
        columns = np.broadcast_to(np.arange(width, dtype=np.float32), source_row.shape)
        moved = cv2.remap(area.copy(), np.ascontiguousarray(columns), source_row.astype(np.float32), cv2.INTER_LINEAR)
        inside = np.clip(row - upper_edge + 0.5, 0, 1) * np.clip(lower_edge - row + 0.5, 0, 1) * (self.parted > 0)
        down = np.clip((row - upper_edge) / np.maximum(0.6 * self.width_px, 1), 0, 1)[:, :, None]
        behind = _THROAT * (1 - down) + _TONGUE * down
        area[:] = moved
        shown = (inside * np.clip(lower_edge - upper_edge, 0, 1))[:, :, None]
        area[:, :, :3] = np.rint(moved[:, :, :3] * (1 - shown) + behind * shown).astype(np.uint8)


def mouth_of(landmarks_px: NDArray[np.float32]) -> Mouth:
    """The mouth.

    Args:
        landmarks_px: (478, 3) landmarks in pixels of the photograph.
    """
    lip = landmarks_px[list(_INNER_LOWER_LIP), :2]
    mouth_width = float(lip[-1, 0] - lip[0, 0])
    centre = float(lip[0, 0] + lip[-1, 0]) / 2
    left, right = (int(np.rint(centre + side * _JAW * mouth_width)) for side in (-1, 1))
    top, chin = int(landmarks_px[_UNDER_THE_NOSE, 1]), float(landmarks_px[_CHIN, 1])
    columns = np.arange(left, right + 1)
    aside = np.abs(columns - centre) / mouth_width
    with_jaw = np.cos(np.clip(aside / _JAW, 0, 1) * np.pi / 2) ** 2
    parted = np.sqrt(np.clip(1 - (2 * aside) ** 2, 0, 1))
    return Mouth(
        left_px=left,
        top_px=top,
        height_px=int(chin - top + _NECK * mouth_width),
        width_px=mouth_width,
        lower_lip=(np.interp(columns, lip[:, 0], lip[:, 1]) - top).astype(np.float32),
        chin=chin - top,
        with_jaw=with_jaw.astype(np.float32),
        parted=parted.astype(np.float32),
    )
