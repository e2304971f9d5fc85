"""Whether the picture around the candidate still looks as it did: then nobody can have come into it.

Who comes into view changes at least one of the upper 32 of the picture's 48 parts: a face a twenty-fifth of the picture
wide, the smallest that is ever found, covers a seventh of one. What changes all parts alike is light, or the camera's
exposure.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from proctor_audit.observation import FaceBox, Grid
from proctor_audit.vision.fingerprint import COLUMNS, ROWS

_LEVELS_PER_STEP: Final = 4
_CHANGED_STEPS: Final = 1
"""More than rounding makes of it. Still parts of webcam video move by less."""
_OWN_WIDTHS: Final = 1.0
"""On either side of the face, over its width: hair and shoulders, which are the candidate's own."""
_LEAST_PARTS: Final = 8
"""Of a picture that the candidate fills, the rest says nothing."""

_WATCHED_ROWS: Final = 4
"""Below are desks, and the candidate."""
_CENTRES: Final = tuple(
    ((column + 0.5) / COLUMNS, (row + 0.5) / ROWS) for row in range(_WATCHED_ROWS) for column in range(COLUMNS)
)


def grid_of(parts: NDArray[np.float32]) -> Grid:
    """The grid of a picture by the mean luma of its parts, (48,)."""
    watched = parts[: len(_CENTRES)]
    return tuple(np.minimum((watched / _LEVELS_PER_STEP).astype(np.int64), 63).tolist())


def unchanged(grid: Grid, before: Grid, candidate: FaceBox) -> bool:
    """Whether nothing has changed around the candidate.

    Args:
        grid: of the picture.
        before: of an earlier picture.
        candidate: where the candidate's face is; what lies beside and below it is their own.
    """
    if len(grid) != len(before):
        return False
    x, aside = candidate.centre[0], (0.5 + _OWN_WIDTHS) * candidate.width
    changes = sorted(
        now - then
        for now, then, (across, down) in zip(grid, before, _CENTRES, strict=True)
        if down <= candidate.y or abs(across - x) >= aside
    )
    if len(changes) < _LEAST_PARTS:
        return False
    usual = changes[len(changes) // 2]
    return changes[-1] - usual <= _CHANGED_STEPS and usual - changes[0] <= _CHANGED_STEPS
