"""Turning a photographed head: where each pixel of the turned head comes from.

The head is a relief (``relief.py``) that turns about its own axes, seen without perspective. A row moves sideways
only, a column up and down only; where a near part (the nose) comes to stand before a far one (the cheek), the near
one hides it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from proctor_audit_local.sample_exam.pixels import Picture
from proctor_audit_local.sample_exam.relief import STEP_PX, Relief

YAW_DEPTH: Final = 1.45
"""In a turned photograph neither ear nor hair comes round, so a turn to the side looks smaller than it is. Measured
by ``FaceEngine``: with depth 1.3 a yaw of 30° reads as 22 to 28°, with this one as 25 to 29°."""


@dataclass(frozen=True)
class HeadTurn:
    """Turns the head of one photograph."""

    relief: Relief

    def mirrored(self, picture_width_px: int) -> HeadTurn:
        """The same head in the mirrored photograph."""
        relief = self.relief
        return HeadTurn(
            Relief(
                left_px=picture_width_px - relief.left_px - relief.before_axis.shape[1] * STEP_PX,
                top_px=relief.top_px,
                right_of_axis=-relief.right_of_axis[:, ::-1],
                below_axis=relief.below_axis[:, ::-1],
                before_axis=relief.before_axis[:, ::-1],
            )
        )

    def turn(self, picture: Picture, yaw_deg: float, pitch_deg: float) -> None:
        """Turn the head, in place.

        Args:
            picture: the photograph, any number of channels.
            yaw_deg: > 0 toward the image's right edge.
            pitch_deg: > 0 up.
        """
        relief = self.relief
        height, width = (side * STEP_PX for side in relief.before_axis.shape)
        area = picture[relief.top_px : relief.top_px + height, relief.left_px : relief.left_px + width]
        yaw, pitch = np.radians(yaw_deg), np.radians(pitch_deg)
        aside = (np.cos(yaw) - 1) * relief.right_of_axis + YAW_DEPTH * np.sin(yaw) * relief.before_axis
        down = (np.cos(pitch) - 1) * relief.below_axis - np.sin(pitch) * relief.before_axis
        # Inverted at full size: the edge where the nose hides the cheek is sharp.
        size = (area.shape[1], area.shape[0])
        source_dx = _inverse(cv2.resize(aside, size), nearest_first=yaw_deg > 0)
        source_dy = _inverse(cv2.resize(down, size).T, nearest_first=pitch_deg < 0).T
        rows, columns = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
        x = columns + source_dx
        y = rows + cv2.remap(np.ascontiguousarray(source_dy), x, rows, cv2.INTER_LINEAR)
        area[:] = cv2.remap(area.copy(), x, y, cv2.INTER_LINEAR)


def _inverse(moved_px: NDArray[np.float32], *, nearest_first: bool) -> NDArray[np.float32]:
    """From "where does this pixel go" to "where does it come from", along each row.

    Args:
        moved_px: (h, w) displacement of each pixel along its row.
        nearest_first: near pixels move to higher positions, so among pixels that would change their order the
            one that got there first hides those that follow; otherwise the other way round.

    Returns:
        (h, w) displacement back to the source.
    """
    position = np.arange(moved_px.shape[1], dtype=np.float32)
    target = position + moved_px
    if nearest_first:
        target = np.maximum.accumulate(target, axis=1)
    else:
        target = np.minimum.accumulate(target[:, ::-1], axis=1)[:, ::-1]
    source = np.stack([np.interp(position, row, position) for row in target])
    return (source - position).astype(np.float32)
